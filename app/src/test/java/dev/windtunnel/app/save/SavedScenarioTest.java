package dev.windtunnel.app.save;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.Recording;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.Bench.Ran;
import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.console.Console;
import dev.windtunnel.console.ConsoleFiles;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Handler.ErrorRate;
import dev.windtunnel.scenario.Handler.Failure;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Apply;
import dev.windtunnel.scenario.TimelineEntry.Component;
import dev.windtunnel.scenario.TimelineEntry.ComponentDown;
import dev.windtunnel.scenario.TimelineEntry.Delete;
import dev.windtunnel.scenario.TimelineEntry.Fail;
import dev.windtunnel.scenario.TimelineEntry.Kill;
import dev.windtunnel.scenario.TimelineEntry.LoadFactor;
import dev.windtunnel.scenario.TimelineEntry.Network;
import dev.windtunnel.scenario.TimelineEntry.NodeDown;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.scenario.TimelineEntry.Restart;
import dev.windtunnel.scenario.TimelineEntry.Scale;
import dev.windtunnel.scenario.TimelineEntry.Slow;
import dev.windtunnel.scenario.TimelineEntry.Unready;
import dev.windtunnel.scenario.TimelineEntry.ZoneDown;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedScenarioTest {

    private static final String TIMELINE =
            """
            timeline:
              - {at: 2s, apply: more.yaml}
              - {at: 4s, fail: {workload: ratings-v1, rate: 20%, status: 503}, for: 1s, every: 3s}
              - {at: 10m, delete: VirtualService/ratings}
            """;
    private static final String MORE =
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web}
            spec: {hosts: [web], http: [{route: [{destination: {host: web}}], timeout: 3s}]}
            """;
    private static final String TEN_NINETY =
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings}
            spec:
              hosts: [ratings]
              http:
                - route: [{destination: {host: ratings, subset: v1}, weight: 10}, {destination: {host: ratings, subset: v2}, weight: 90}]
                  retries: {attempts: 3, retryOn: 5xx}
            """;

    @TempDir
    private Path folder;

    private Experiment shop(String more) throws Exception {
        Files.writeString(folder.resolve("more.yaml"), MORE);
        return Bench.shop(folder, "{steps: [{work: 4ms}], errors: [{rate: 10%, status: 503}]}", "timeout: 2s", more);
    }

    private static Apply apply(String yaml) {
        return new Apply(
                YamlReader.read("edit.yaml", yaml, new Findings()).stream()
                        .map(each -> (MapNode) each.root())
                        .toList(),
                "edit.yaml");
    }

    private Path save(Experiment experiment, Recording recording, SavedScenario.End end) throws Exception {
        Path target = folder.resolve("saved");
        SavedScenario saved = SavedScenario.of(
                experiment,
                Map.of("mesh.yaml", Files.readAllBytes(folder.resolve("mesh.yaml"))),
                recording,
                end,
                "shop-live",
                folder.toString());
        assertEquals("", ScenarioFolder.write(saved, target, folder, false, experiment));
        return target;
    }

    private static Recording recording(Ran ran) throws Exception {
        return ran.session.recording().get(10, TimeUnit.SECONDS);
    }

    private static String figures(RunResult result) {
        // Where the files are is all that may differ.
        RunResult.ScenarioInfo info = result.scenario();
        StringBuilder text = new StringBuilder();
        text.append(info.seed()).append(' ').append(info.durationSeconds()).append('\n');
        text.append(result.totals()).append('\n');
        result.traffic().forEach(each -> text.append(each).append('\n'));
        result.edges().forEach(each -> text.append(each).append('\n'));
        result.pods().forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }

    private static RunResult headless(Path file) {
        Experiment again = Bench.load(file);
        return new ExperimentRunner(again, ExperimentRunner.Settings.DEFAULT)
                .run(ExperimentRunner.Progress.NONE)
                .result();
    }

    @Test
    void whatWasSeenRunsHeadlessWithTheSameFigures() throws Exception {
        Experiment experiment = shop(TIMELINE);
        try (Ran ran = new Ran(experiment, 3)) {
            ran.session.restart(4711);
            ran.session.stepRequest();
            edit(ran, apply(TEN_NINETY));
            ran.to(7);
            edit(ran, new Slow("ratings-v2", new PodSelection.Count(1), 3));
            edit(ran, new LoadFactor("people", 2.5));
            ran.session.stepFailure();
            edit(ran, new Kill("ratings-v2", new PodSelection.Named(List.of("ratings-v2-0")), null));
            edit(
                    ran,
                    new Fail(
                            "web",
                            new PodSelection.Fraction(0.5),
                            new ErrorRate(0.07, Failure.STATUS, 500, null, true)));
            ran.to(12);
            edit(ran, new Scale("ratings-v1", 3));
            edit(ran, new Delete("VirtualService/web"));
            edit(
                    ran,
                    new Patch(
                            Map.of("VirtualService/ratings", Map.of("spec.http[0].timeout", ScalarNode.of("900ms")))));
            ran.session.stepEvent();
            ran.session
                    .edit(new Slow("ratings-v1", new PodSelection.All(), 10), 3_000_000_000L, "for a while")
                    .get(10, TimeUnit.SECONDS);
            ran.to(20);
            Recording recording = recording(ran);
            assertEquals(4711, recording.seed());
            assertEquals(9, recording.edits().size());
            RunResult live = ran.session.with(run -> run.snapshot().result()).get(10, TimeUnit.SECONDS);

            RunResult saved =
                    headless(save(experiment, recording, SavedScenario.End.NOW).resolve("scenario.yaml"));
            assertEquals(figures(live), figures(saved));
            assertTrue(live.totals().requests() > 400, live.totals().toString());
        }
    }

    /** What goes wrong with pods, machines, packets and the parts of a mesh is saved with its end. */
    @Test
    void outagesAreSavedToo() throws Exception {
        Experiment experiment = shop("");
        try (Ran ran = new Ran(experiment, 1)) {
            ran.to(2);
            edit(ran, new Restart("ratings-v1"));
            lasting(ran, new Unready("ratings-v2", new PodSelection.Count(1)), 1);
            ran.to(4);
            lasting(ran, new Network("web", "ratings-v1", new Distribution.Constant(20_000_000L), 0.125), 2);
            lasting(ran, new Network("z0", "web", new Distribution.Uniform(1_000_000L, 5_000_000L), 0), 3);
            ran.to(7);
            lasting(ran, new ComponentDown(Component.DNS), 1);
            lasting(ran, new ComponentDown(Component.ISTIOD), 2);
            ran.to(9);
            lasting(ran, new NodeDown("node-0", 500_000_000L), 1);
            ran.to(13);
            lasting(ran, new ZoneDown("z0", 40_000_000_000L), 1);
            ran.to(16);
            Recording recording = recording(ran);
            RunResult live = ran.session.with(run -> run.snapshot().result()).get(10, TimeUnit.SECONDS);
            Path file = save(experiment, recording, SavedScenario.End.NOW).resolve("scenario.yaml");
            assertEquals(figures(live), figures(headless(file)));
            String text = Files.readString(file);
            for (String word :
                    List.of("restart", "unready", "12.5%", "uniform", "detect: 500ms", "zone:", "istiod", "dns")) {
                assertTrue(text.contains(word), word + " in " + text);
            }
        }
    }

    private static void lasting(Ran ran, Action action, long seconds) throws Exception {
        ran.session.edit(action, seconds * 1_000_000_000L, "for a while").get(10, TimeUnit.SECONDS);
    }

    @Test
    void theWholeScenarioIsTheSameToo() throws Exception {
        shop(TIMELINE.replace("10m", "12s").replace("VirtualService/ratings", "VirtualService/web"));
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("{seed: 7, duration: 5m}", "{seed: 3, duration: 14s, warmup: 2s}"));
        Experiment experiment = Bench.load(file);
        try (Ran ran = new Ran(experiment, 1)) {
            edit(ran, apply(TEN_NINETY));
            ran.to(5);
            Path half = save(experiment, recording(ran), SavedScenario.End.OF_SCENARIO);
            assertTrue(Files.readString(half.resolve("scenario.yaml"))
                    .contains("# Its figures leave out the warm-up, the first 2s; those on the screen count it."));
            ran.to(100);
            RunResult live = ran.session.with(run -> run.snapshot().result()).get(10, TimeUnit.SECONDS);
            assertEquals(figures(live), figures(headless(half.resolve("scenario.yaml"))));
        }
    }

    @Test
    void anEditAtAnInstantAtWhichNothingHappensIsWrittenAtThatInstant() throws Exception {
        Experiment experiment = shop("");
        try (Ran ran = new Ran(experiment, 5)) {
            edit(ran, apply(TEN_NINETY));
            edit(ran, new Scale("ratings-v1", 3));
            Recording recording = recording(ran);
            assertEquals(
                    List.of(5_000_000_000L, 5_000_001_000L),
                    recording.edits().stream().map(each -> each.atNanos()).toList(),
                    "the second comes after what the first has begun");
            ran.to(9);
            edit(ran, apply(TEN_NINETY));
            ran.to(20);
            Path saved = save(experiment, recording(ran), SavedScenario.End.NOW);
            String text = Files.readString(saved.resolve("scenario.yaml"));
            assertTrue(text.contains("at: 5s") && text.contains("at: 9s") && text.contains("duration: 20s"), text);
            RunResult live = ran.session.with(run -> run.snapshot().result()).get(10, TimeUnit.SECONDS);
            assertEquals(figures(live), figures(headless(saved.resolve("scenario.yaml"))));
        }
    }

    @Test
    void theManifestsAreThoseOfTheSessionWhateverTheFilesSayNow() throws Exception {
        Experiment experiment = shop("");
        Path mesh = folder.resolve("mesh.yaml");
        String before = Files.readString(mesh);
        Files.writeString(mesh, before + "# a remark that was typed later\n---\n" + MORE);
        try (Ran ran = new Ran(experiment, 2)) {
            Path saved = save(experiment, recording(ran), SavedScenario.End.NOW);
            String text = Files.readString(saved.resolve("manifests/mesh.yaml"));
            assertFalse(text.contains("timeout: 3s"), text);
            assertEquals(
                    experiment.store().objects().size(),
                    Bench.load(saved.resolve("scenario.yaml")).store().objects().size());
        }
    }

    @Test
    void commentsOfManifestsAreKept() throws Exception {
        shop("");
        Path mesh = folder.resolve("mesh.yaml");
        Files.writeString(mesh, "# who owns this\n" + Files.readString(mesh));
        Experiment experiment = Bench.load(folder.resolve("scenario.yaml"));
        String name = experiment.store().objects().get(0).file();
        try (Ran ran = new Ran(experiment, 2)) {
            SavedScenario saved = SavedScenario.of(
                    experiment,
                    Map.of(String.valueOf(name), Files.readAllBytes(mesh)),
                    recording(ran),
                    SavedScenario.End.NOW,
                    "x",
                    folder.toString());
            String text = new String(saved.files().get("manifests/mesh.yaml"), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(Files.readString(mesh), text);
        }
    }

    @Test
    void nothingThatIsThereIsReplacedUnasked() throws Exception {
        Experiment experiment = shop("");
        Path there = Files.createDirectories(folder.resolve("saved")).resolve("scenario.yaml");
        Files.writeString(there, "mine");
        try (Ran ran = new Ran(experiment, 1)) {
            Recording recording = recording(ran);
            assertThrows(FileAlreadyExistsException.class, () -> save(experiment, recording, SavedScenario.End.NOW));
        }
        assertEquals("mine", Files.readString(there));
        assertFalse(Files.exists(folder.resolve("saved/manifests")));
    }

    @Test
    void requestsByHandAreSaidToBeMissing() throws Exception {
        Experiment experiment = shop("");
        try (Ran ran = new Ran(experiment, 1)) {
            ran.session
                    .edit(run -> new Console(run, ConsoleFiles.of(FileAccess.disk(InputStream.nullInputStream()), "."))
                            .execute("kubectl exec client-0 -- curl http://web:8080/cart"))
                    .get(10, TimeUnit.SECONDS);
            SavedScenario saved = SavedScenario.of(
                    experiment, Map.of(), recording(ran), SavedScenario.End.NOW, "x", folder.toString());
            assertEquals(1, saved.notes().size());
            assertTrue(
                    saved.notes().get(0).startsWith("A request was made by hand"),
                    saved.notes().toString());
        }
    }

    @Test
    void tablesBesideTheScenarioComeAlong() throws Exception {
        Files.writeString(folder.resolve("times.csv"), "1ms,1\n9ms,1\n");
        Experiment experiment = Bench.shop(folder, "{steps: [{sleep: {empirical: times.csv}}]}", "", "");
        try (Ran ran = new Ran(experiment, 3)) {
            Path saved = save(experiment, recording(ran), SavedScenario.End.NOW);
            RunResult live = ran.session.with(run -> run.snapshot().result()).get(10, TimeUnit.SECONDS);
            assertTrue(Files.exists(saved.resolve("times.csv")));
            assertEquals(figures(live), figures(headless(saved.resolve("scenario.yaml"))));
        }
    }

    private static void edit(Ran ran, Action action) throws Exception {
        String said = ran.session.edit(action, "edit").get(10, TimeUnit.SECONDS);
        assertFalse(said.contains("there is no"), said);
    }
}
