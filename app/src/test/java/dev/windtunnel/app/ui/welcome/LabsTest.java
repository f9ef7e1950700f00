package dev.windtunnel.app.ui.welcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import dev.windtunnel.app.ui.welcome.Lab.Progress;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lab can be done: its scenario ships, and each of its steps is seen when it has been done, and not before. */
final class LabsTest {

    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final Selection NOTHING = new Selection.Nothing();

    static List<Lab> labs() {
        return Lab.ALL;
    }

    private static Path file(Lab lab) {
        Path path = SCENARIOS.resolve(lab.scenario());
        return Files.isDirectory(path) ? path.resolve("scenario.yaml") : path;
    }

    @ParameterizedTest
    @MethodSource("labs")
    void itsScenarioLoadsWithoutErrors(Lab lab) {
        Experiment experiment = Bench.load(file(lab));
        assertFalse(experiment.scenario().traffic().isEmpty());
        assertTrue(
                experiment.findings().stream().noneMatch(each -> each.level() == Level.ERROR),
                experiment.findings().toString());
    }

    @Test
    void thereAreTenAndNoTwoHaveOneName() {
        Set<String> titles = new HashSet<>();
        Lab.ALL.forEach(lab -> titles.add(lab.title()));
        assertEquals(10, titles.size());
    }

    @Test
    void eachLabButTheLastHasANext() {
        for (int i = 0; i < Lab.ALL.size(); i++) {
            assertEquals(
                    i + 1 < Lab.ALL.size() ? Lab.ALL.get(i + 1) : null,
                    Lab.ALL.get(i).next());
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void noStepIsDoneAtTheBeginning(Lab lab) {
        try (Bench.Ran run = new Bench.Ran(Bench.load(file(lab)), 0)) {
            assertEquals(0, lab.done(0, new Progress(run.state(), NOTHING, EdgeLabel.SHARE)));
        }
    }

    // ---------------------------------------------------------------- doing them

    /** A lab that is being done. */
    private static final class Doing implements AutoCloseable {
        private final Lab lab;
        private final Bench.Ran run;
        private Selection selection = NOTHING;
        private EdgeLabel label = EdgeLabel.SHARE;
        private int done;

        Doing(String title) {
            lab = Lab.ALL.stream()
                    .filter(each -> each.title().equals(title))
                    .findFirst()
                    .orElseThrow();
            run = new Bench.Ran(Bench.load(file(lab)), 0);
        }

        Doing to(long seconds) {
            run.to(seconds);
            return this;
        }

        Doing back(long seconds) {
            run.session.goTo(seconds * 1_000_000_000L);
            long patience = System.nanoTime() + 10_000_000_000L;
            while (run.state().frame().nowNanos() != seconds * 1_000_000_000L && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            return this;
        }

        Doing select(Selection next) {
            selection = next;
            return this;
        }

        Doing label(EdgeLabel next) {
            label = next;
            return this;
        }

        Doing patch(String object, String field, Object value) {
            Node node = value instanceof Integer number ? ScalarNode.of(number) : ScalarNode.of((String) value);
            run.session
                    .edit(new Patch(Map.of(object, Map.of(field, node))), "edit")
                    .join();
            long now = run.state().frame().nowNanos();
            int edits = edits();
            // The state that tells of the edit comes a moment after it.
            run.to(now / 1_000_000_000L);
            long patience = System.nanoTime() + 5_000_000_000L;
            while (edits() == edits && edits() == 0 && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            return this;
        }

        private int edits() {
            return (int) run.state().marks().stream()
                    .filter(mark -> mark.kind() == SessionState.Mark.Kind.EDIT)
                    .count();
        }

        /** Now exactly so many steps have been done. */
        Doing done(int expected) {
            done = lab.done(done, new Progress(run.state(), selection, label));
            assertEquals(
                    expected,
                    done,
                    () -> lab.title() + " at " + run.state().frame().nowNanos());
            return this;
        }

        void over() {
            assertEquals(lab.steps().size(), done);
        }

        @Override
        public void close() {
            run.close();
        }
    }

    private static Selection rule(String kind, String name) {
        return new Selection.Rule(new ObjectKey(kind, "default", name));
    }

    private static Selection request() {
        return new Selection.Request(1);
    }

    @Test
    void splitCanBeDone() {
        try (Doing lab = new Doing("Split 10/90")) {
            lab.to(5).done(0).to(12).done(1);
            lab.select(rule("route-rule", "helloworld-default")).done(2);
            lab.patch("route-rule/helloworld-default", "spec.route[0].weight", 50)
                    .patch("route-rule/helloworld-default", "spec.route[1].weight", 50)
                    .done(3);
            lab.to(20).done(3).to(23).done(4).over();
        }
    }

    @Test
    void timeoutCanBeDone() {
        try (Doing lab = new Doing("A 2s timeout")) {
            lab.to(1).done(0).to(3).done(1).select(request()).done(2);
            lab.patch("route-rule/helloworld-timeout", "spec.httpReqTimeout.simpleTimeout.timeout", "12s")
                    .done(3);
            lab.to(10).done(3).to(30).done(4).over();
        }
    }

    @Test
    void retriesCanBeDone() {
        try (Doing lab = new Doing("Two retries, 6.087 s")) {
            lab.to(5).done(0).to(7).done(1).select(request()).done(2);
            lab.patch("route-rule/helloworld-timeout", "spec.httpReqRetries.simpleRetry.attempts", 10)
                    .done(3);
            lab.to(40).done(4).over();
        }
    }

    @Test
    void migrationCanBeDone() {
        try (Doing lab = new Doing("The migration trap")) {
            lab.to(3).done(1).select(request()).done(2);
            lab.patch("VirtualService/helloworldsvc", "spec.http[0].retries.retryOn", "5xx")
                    .done(3);
            lab.to(20).done(4).over();
        }
    }

    @Test
    void bookinfoCanBeDone() {
        try (Doing lab = new Doing("Bookinfo canary")) {
            lab.to(20).done(1).select(rule("VirtualService", "reviews")).done(2);
            lab.patch("VirtualService/reviews", "spec.http[0].route[2].weight", 90)
                    .done(3);
            lab.to(29).done(3).to(31).done(4).over();
        }
    }

    @Test
    void canaryByHeaderCanBeDone() {
        try (Doing lab = new Doing("Canary by header")) {
            lab.to(10).done(1).select(rule("VirtualService", "catalog")).done(2);
            lab.patch("VirtualService/catalog", "spec.http[1].route[1].weight", 25)
                    .done(3);
            lab.to(22).done(4).over();
        }
    }

    @Test
    void retryStormCanBeDoneAndEnds() {
        try (Doing lab = new Doing("Retry storm")) {
            lab.to(19).done(0).to(21).done(1).to(51).done(2);
            assertTrue(errors(lab) > 0.5, "the storm goes on after its cause has gone");
            lab.label(EdgeLabel.AMPLIFICATION).done(3);
            lab.patch("VirtualService/frontend", "spec.http[0].retries.retryOn", "connect-failure")
                    .done(3);
            lab.patch("VirtualService/orders", "spec.http[0].retries.retryOn", "connect-failure")
                    .to(52)
                    .done(4);
            lab.to(65).done(5).over();
            lab.to(75);
            assertEquals(0, errors(lab), "with retries in one hop alone it ends");
        }
    }

    private static double errors(Doing lab) {
        return lab.run.state().rates().get("traffic/shop").errorRate();
    }

    @Test
    void slowPodCanBeDoneAndIsFelt() {
        try (Doing lab = new Doing("One slow pod")) {
            lab.to(21).done(1).select(new Selection.Pod("search-0")).done(2);
            double before = p99(lab);
            lab.patch("DestinationRule/search", "spec.trafficPolicy.loadBalancer.simple", "ROUND_ROBIN")
                    .done(3);
            lab.to(50).done(4).over();
            assertTrue(p99(lab) > 1.5 * before, before + " s became " + p99(lab) + " s");
        }
    }

    private static double p99(Doing lab) {
        return lab.run.state().rates().get("traffic/web").p99Seconds();
    }

    @Test
    void oneBadPodOfThreeCanBeDoneAndLeaves() {
        try (Doing lab = new Doing("One bad pod of three")) {
            lab.to(19)
                    .done(0)
                    .to(21)
                    .done(1)
                    .select(rule("DestinationRule", "cart"))
                    .done(2);
            assertTrue(lab.run.state().frame().pods().stream().allMatch(pod -> pod.ejections() == 0));
            lab.patch("DestinationRule/cart", "spec.trafficPolicy.outlierDetection.maxEjectionPercent", 50)
                    .done(3);
            lab.to(40).done(4).over();
            assertEquals(0, lab.run.state().rates().get("traffic/web").errorRate(), 0.001);
        }
    }

    @Test
    void aZoneThatGoesDownCanBeDone() {
        try (Doing lab = new Doing("A zone goes down")) {
            lab.to(51).done(1);
            double without = lab.run.state().rates().get("traffic/web").errorRate();
            assertTrue(without > 0.3, "failed without: " + without);
            lab.to(81).done(2);
            lab.back(20);
            lab.patch("DestinationRule/cart", "spec.trafficPolicy.outlierDetection.consecutive5xxErrors", 3)
                    .patch("DestinationRule/cart", "spec.trafficPolicy.outlierDetection.maxEjectionPercent", 100)
                    .done(3);
            lab.to(51).done(4).over();
            double with = lab.run.state().rates().get("traffic/web").errorRate();
            assertTrue(with < 0.02, "failed with: " + with);
        }
    }
}
