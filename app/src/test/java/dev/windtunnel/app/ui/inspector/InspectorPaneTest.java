package dev.windtunnel.app.ui.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class InspectorPaneTest {

    private static final ObjectKey REVIEWS = new ObjectKey("VirtualService", "default", "reviews");

    private Path folder;
    private Workbench bench;
    private Scene scene;
    private InspectorPane pane;

    @Start
    void start(Stage stage) throws IOException {
        folder = Files.createTempDirectory("inspector");
        Files.writeString(folder.resolve("scenario.yaml"), Reviews.SCENARIO);
        Files.writeString(folder.resolve("mesh.yaml"), Reviews.MESH);
        Files.writeString(folder.resolve("reviews.yaml"), Reviews.RULE);
        bench = new Workbench(new Theme(Boolean.getBoolean("windtunnel.shots.dark")));
        pane = new InspectorPane(bench);
        scene = new Scene(pane, 344, 640);
        bench.theme().style(scene);
        stage.setScene(scene);
        stage.show();
        bench.open(open(folder), folder.resolve("scenario.yaml"), folder);
    }

    @AfterEach
    void close() {
        WaitForAsyncUtils.asyncFx(bench::close);
    }

    @Test
    void slidingAWeightAndApplyingItMovesTheRequests(FxRobot robot) throws Exception {
        await(() -> bench.documents().get() != null);
        LiveSession session = bench.session().get();
        session.runUntil(5_000_000_000L);
        await(() -> bench.state().get() != null && bench.state().get().frame().nowNanos() >= 5_000_000_000L);
        shot(robot, "nothing");
        robot.interact(() -> bench.selection().set(new Selection.Rule(REVIEWS)));
        shot(robot, "form-clean");
        Slider slider = robot.lookup("#weight-0").queryAs(Slider.class);
        assertEquals(100, Math.round(slider.getValue()));
        robot.interact(() -> slider.setValue(0));
        assertTrue(bench.waiting().get().contains(REVIEWS));
        String edited = bench.documents().get().text(REVIEWS).text();
        assertTrue(edited.contains("weight: 0   # the old one") && edited.contains("weight: 100"), edited);
        shot(robot, "form");
        robot.interact(() -> robot.lookup("#apply-now").queryAs(Button.class).fire());
        await(() -> !bench.waiting().get().contains(REVIEWS));
        session.runUntil(20_000_000_000L);
        await(() -> bench.state().get().frame().nowNanos() >= 20_000_000_000L);
        double share = bench.state().get().rates().get("client->reviews.default:9080").shares().entrySet().stream()
                .filter(each -> each.getKey().contains("v2"))
                .mapToDouble(each -> each.getValue())
                .sum();
        assertEquals(1.0, share, 1e-9);
        int line = session.with(run ->
                        run.plan().mesh().virtualServices().get(0).origin().line())
                .get(5, TimeUnit.SECONDS);
        assertEquals(11, line, "an applied rule keeps the lines of its file");
        shot(robot, "applied");
        more(robot);
    }

    @Test
    void aPodHasButtonsForWhatATimelineCanDo(FxRobot robot) throws Exception {
        await(() -> bench.documents().get() != null && bench.state().get() != null);
        robot.interact(() -> bench.selection().set(new Selection.Pod("reviews-v1-0")));
        await(() -> pane.lookup(".action-buttons") != null
                && !pane.lookupAll(".action-buttons .button").isEmpty());
        Button slow = pane.lookupAll(".action-buttons .button").stream()
                .map(Button.class::cast)
                .filter(each -> each.getText().equals("Slow"))
                .findFirst()
                .orElseThrow();
        assertEquals("Make reviews-v1-0 ten times slower for 30 s", slow.getAccessibleText());
        robot.interact(slow::fire);
        await(() -> bench.state().get().marks().stream()
                .anyMatch(mark -> mark.text().equals("reviews-v1 10x slower")));
    }

    @Test
    void anEditOfAnObjectThatIsNotShownIsAppliedToo(FxRobot robot) throws Exception {
        await(() -> bench.documents().get() != null && bench.state().get() != null);
        List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        robot.interact(() -> {
            pane.onAppliedElsewhere((key, sentence) -> told.add(key.name() + ": " + sentence));
            String text = bench.documents().get().text(REVIEWS).text();
            bench.documents().get().edit(REVIEWS, text.replace("timeout: 1s", "timeout: 3s"), null);
            bench.selection().set(new Selection.Pod("reviews-v1-0"));
            pane.applyNow();
        });
        await(() -> !told.isEmpty() && bench.waiting().get().isEmpty());
        assertEquals(List.of("reviews: Applied at 0:00.000: reviews timeout 1s to 3s"), told);
        robot.interact(() -> {
            bench.documents().get().edit(REVIEWS, "spec: [", null);
            pane.applyNow();
        });
        await(() -> told.size() == 2);
        assertTrue(told.get(1).contains("does not parse"), told.get(1));
    }

    @Test
    void aValueThatCannotBeHasItsSentenceUnderTheField(FxRobot robot) throws Exception {
        await(() -> bench.documents().get() != null && bench.state().get() != null);
        ObjectKey destinations = new ObjectKey("DestinationRule", "default", "reviews");
        robot.interact(() -> bench.selection().set(new Selection.Rule(destinations)));
        type(robot, "Connections,", "-3");
        await(() -> problems().size() == 1);
        assertTrue(shown("1 value is invalid") && !shown("-3 connections"));
        assertEquals(1, invalid().size());
        shot(robot, "invalid-pool");
        type(robot, "Connections,", "3");
        await(() -> problems().isEmpty() && shown("3 connections"));
        robot.interact(() -> bench.selection().set(new Selection.Rule(REVIEWS)));
        type(robot, "Timeout", "banana");
        await(() -> problems().size() == 1);
        assertTrue(problems().get(0).contains("banana"), problems().get(0));
        assertEquals("Timeout", invalid().get(0).getAccessibleText());
        shot(robot, "invalid-timeout");
    }

    private void type(FxRobot robot, String name, String value) {
        robot.interact(() -> {
            TextField field = fields().stream()
                    .filter(each -> each.getAccessibleText().startsWith(name))
                    .findFirst()
                    .orElseThrow();
            field.setText(value);
            field.fireEvent(new javafx.event.ActionEvent());
        });
    }

    private List<TextField> fields() {
        return pane.lookupAll(".form-row .text-field").stream()
                .map(TextField.class::cast)
                .toList();
    }

    private List<TextField> invalid() {
        return fields().stream()
                .filter(each -> each.getPseudoClassStates().stream()
                        .anyMatch(state -> state.getPseudoClassName().equals("invalid")))
                .toList();
    }

    private List<String> problems() {
        return pane.lookupAll(".field-problem").stream()
                .filter(javafx.scene.Node::isVisible)
                .map(each -> ((javafx.scene.control.Label) each).getText())
                .toList();
    }

    private boolean shown(String words) {
        return pane.lookupAll(".label").stream()
                .anyMatch(each -> each instanceof javafx.scene.control.Label label && words.equals(label.getText()));
    }

    /** Pictures for eyes, when they are asked for. */
    private void more(FxRobot robot) throws Exception {
        if (System.getProperty("windtunnel.shots") == null) {
            return;
        }
        robot.interact(() -> bench.documents()
                .get()
                .edit(
                        REVIEWS,
                        bench.documents()
                                .get()
                                .text(REVIEWS)
                                .text()
                                .replace("subset: v2", "subset: v3")
                                .replace("attempts: 2", "attempts: 3"),
                        null));
        robot.interact(() -> pane.lookupAll(".tab").stream().skip(1).findFirst().ifPresent(tab -> robot.clickOn(tab)));
        Thread.sleep(800);
        shot(robot, "yaml");
        robot.interact(() -> pane.lookupAll(".hyperlink").stream()
                .filter(each -> each instanceof javafx.scene.control.Hyperlink link && "Diff".equals(link.getText()))
                .findFirst()
                .ifPresent(each -> ((javafx.scene.control.Hyperlink) each).fire()));
        Thread.sleep(2500);
        shot(robot, "diff");
        robot.interact(() -> bench.selection().set(new Selection.Edge("client->reviews.default:9080")));
        robot.interact(() -> pane.lookupAll(".tab-pane").forEach(each -> ((javafx.scene.control.TabPane) each)
                .getSelectionModel()
                .select(2)));
        Thread.sleep(800);
        shot(robot, "policy");
        robot.interact(() ->
                bench.selection().set(new Selection.Rule(new ObjectKey("DestinationRule", "default", "reviews"))));
        robot.interact(() -> pane.lookupAll(".tab-pane").forEach(each -> ((javafx.scene.control.TabPane) each)
                .getSelectionModel()
                .select(0)));
        shot(robot, "destination");
        robot.interact(() -> pane.lookupAll(".form-fold").forEach(each -> {
            javafx.scene.control.TitledPane fold = (javafx.scene.control.TitledPane) each;
            fold.setExpanded(fold.getAccessibleText().equals("Outlier detection"));
        }));
        shot(robot, "off");
        robot.interact(() -> {
            String text = bench.documents().get().text(REVIEWS).text();
            bench.documents().get().edit(REVIEWS, text.replaceAll("\n +retryOn:.*", ""), null);
            bench.selection().set(new Selection.Rule(REVIEWS));
        });
        shot(robot, "by-default");
    }

    private void shot(FxRobot robot, String name) throws Exception {
        String to = System.getProperty("windtunnel.shots");
        if (to != null) {
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> {
                try {
                    javax.imageio.ImageIO.write(
                            javafx.embed.swing.SwingFXUtils.fromFXImage(scene.snapshot(null), null),
                            "png",
                            Path.of(to, name + ".png").toFile());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }

    private static void await(BooleanSupplier condition) throws Exception {
        WaitForAsyncUtils.waitFor(15, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean)
                .get());
        WaitForAsyncUtils.waitForFxEvents();
    }

    static Experiment open(Path folder) {
        FileAccess files = new FileAccess() {
            @Override
            public byte[] read(String file) throws IOException {
                return Files.readAllBytes(folder.resolve(file));
            }

            @Override
            public boolean exists(String path) {
                return Files.exists(folder.resolve(path));
            }

            @Override
            public boolean isFolder(String path) {
                return Files.isDirectory(folder.resolve(path));
            }

            @Override
            public List<String> list(String path) throws IOException {
                try (Stream<Path> all = Files.list(folder.resolve(path))) {
                    return all.map(each -> each.getFileName().toString())
                            .sorted()
                            .toList();
                }
            }
        };
        Findings problems = new Findings();
        List<Experiment> found = new ExperimentLoader(files, folder, InputStream.nullInputStream())
                .load("scenario.yaml", false, Overrides.NONE, problems);
        assertTrue(problems.isEmpty(), () -> problems.list().toString());
        return found.get(0);
    }
}
