package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scenarios that ask for more than can be simulated end with what is wrong in them, not with a defect of ours. */
class RunawayTest {

    private static final String MESH =
            """
            ---
            {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {selector: {app: a}, ports: [{name: http, port: 80}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: b}, spec: {selector: {app: b}, ports: [{name: http, port: 80}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: a}}, spec: {containers: [{name: c, image: c, ports: [{containerPort: 80}]}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: b, labels: {app: b}}, spec: {containers: [{name: c, image: c, ports: [{containerPort: 80}]}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: client}, spec: {containers: [{name: c, image: c}]}}
            """;

    private static RunawayException runaway(String spec, long seriesStepNanos) {
        return runaway(spec, "", seriesStepNanos);
    }

    private static RunawayException runaway(String spec, String more, long seriesStepNanos) {
        String scenario =
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: s}
                spec:
                """;
        Experiment experiment = Scenarios.load(scenario + spec.indent(2) + MESH + more);
        Run run = experiment.start(new RunOptions(1, EventQueue.Kind.AUTOMATIC, seriesStepNanos, List.of(), null));
        return assertThrows(RunawayException.class, run::finish);
    }

    private static String circle(String first) {
        return """
               run: {duration: 60s}
               workloads:
                 a: {handlers: [{steps: [%s{call: {url: "http://b/"}}]}]}
                 b:
                   handlers:
                     - steps: [{call: {url: "http://a/"}}]
               traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
               """
                .formatted(first);
    }

    private static void assertNamesCircle(RunawayException e) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("a -> b -> a") || message.contains("b -> a -> b"), message);
        assertTrue(e.place().path().contains(".call"), e.place().path());
        assertTrue(e.fix().contains("circle"), e.fix());
    }

    @Test
    void callsInACircleAreNamedWhetherOrNotTheyTakeTime() {
        assertNamesCircle(runaway(circle(""), 0));
        assertNamesCircle(runaway(circle("{sleep: 1ms}, "), 0));
        assertNamesCircle(runaway(circle("{work: 1ms}, {call: {url: \"http://b/\", timeout: 100ms}}, "), 0));
    }

    @Test
    void mirrorsInACircleAreNamed() {
        RunawayException e = runaway(
                """
                run: {duration: 60s}
                workloads: {b: {handlers: [{steps: [{sleep: 1ms}, {call: {url: "http://a/"}}]}]}}
                traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
                """,
                """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a}
                spec: {hosts: [a], http: [{mirror: {host: b}, route: [{destination: {host: a}}]}]}
                """,
                0);
        assertTrue(String.valueOf(e.getMessage()).contains("mirrored in a circle"), e.getMessage());
    }

    @Test
    void aCircleThatEndsByChanceIsNone() {
        String spec =
                """
                run: {duration: 20s}
                workloads: {a: {handlers: [{steps: [{sleep: 1ms}, {chance: {probability: 50%, steps: [{call: {url: "http://a/"}}]}}]}]}}
                traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
                """;
        Experiment experiment = Scenarios.load(
                "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: s}\nspec:\n" + spec.indent(2) + MESH);
        Run run = experiment.start(RunOptions.ofSeed(1)).finish();
        assertTrue(run.completed() > 100);
        assertEquals(run.requests(), run.completed());
    }

    @Test
    void aLoopWhoseRequestsTakeNoTimeIsNamed() {
        RunawayException e = runaway(
                """
                run: {duration: 1s}
                traffic: [{name: hammer, from: client, request: {url: "http://nowhere/"}}]
                """,
                0);
        assertTrue(String.valueOf(e.getMessage()).contains("hammer"), e.getMessage());
        assertTrue(e.fix().contains("thinkTime"), e.fix());
    }

    @Test
    void moreThanIsEverAnsweredIsNamed() {
        RunawayException e = runaway(
                """
                run: {duration: 60s}
                workloads: {a: {handlers: [{errors: [{rate: 100%, hang: true}]}]}}
                traffic: [{name: flood, from: client, load: {rate: 10000000/s}, request: {url: "http://a/"}}]
                """,
                0);
        assertTrue(String.valueOf(e.getMessage()).contains("traffic flood sends more than is ever answered"));
        assertEquals(3, e.place().line() - 4);
    }

    @Test
    void aSeriesOfTooManyWindowsIsRefused() {
        RunawayException e = runaway(
                """
                run: {duration: 60s}
                traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
                """,
                1);
        assertTrue(e.fix().contains("--series"), e.fix());
    }

    @Test
    void aTimelineOfTooManyHappeningsIsRefused() {
        RunawayException e = runaway(
                """
                run: {duration: 60s}
                timeline: [{at: 1s, every: 1us, slow: {workload: a, factor: 2}}]
                traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
                """,
                0);
        assertTrue(e.fix().contains("every"), e.fix());
    }

    @Test
    void objectsThatChangeTooOftenAreRefused() {
        RunawayException e = runaway(
                """
                run: {duration: 60s}
                timeline:
                  - {at: 1s, every: 2us, scale: {workload: d, replicas: 0}}
                  - {at: 1000001us, every: 2us, scale: {workload: d, replicas: 1}}
                traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
                """,
                """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: d}}
                  template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: c}]}}
                """,
                0);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("changed objects more than") || message.contains("pods were made"), message);
        assertTrue(e.place().path().contains("timeline"), e.place().path());
    }

    /** Each of these entries happens 5900 times and changes something at most once. */
    @Test
    void whatLeavesObjectsAsTheyAreIsNoChange() {
        String deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 1,"
                + " selector: {matchLabels: {app: d}},"
                + " template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: c}]}}}}";
        String spec =
                """
                run: {duration: 60s}
                timeline:
                  - {at: 1s, every: 10ms, scale: {workload: d, replicas: 2}}
                  - {at: 1s, every: 10ms, patch: {Deployment/d: {spec.replicas: 2}}}
                  - {at: 1s, every: 10ms, apply: [{apiVersion: v1, kind: Service, metadata: {name: e}, spec: {selector: {app: e}, ports: [{port: 80}]}}]}
                traffic: [{name: t, from: client, load: {rate: 10/s}, request: {url: "http://a/"}}]
                """;
        Experiment experiment =
                Scenarios.load("apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: s}\nspec:\n"
                        + spec.indent(2) + MESH + "---\n" + deployment);
        List<String> told = Outcome.of(experiment).result().timeline().stream()
                .map(entry -> String.valueOf(entry.message()))
                .toList();
        assertEquals(3 * 5900, told.size());
        assertEquals(
                List.of(
                        "Deployment/default/d scaled",
                        "Deployment/default/d patched (no change)",
                        "Service/default/e created",
                        "Deployment/default/d scaled",
                        "Deployment/default/d patched (no change)",
                        "Service/default/e unchanged"),
                told.subList(0, 6));
    }

    @Test
    void aRefusedConnectionTakesARoundTripSoThatItsCallersGoOn() {
        String spec =
                """
                cluster: {injection: none, network: {sameNode: 5ms}}
                run: {duration: 10s}
                traffic: [{name: t, from: client, request: {url: "http://a:9999/"}}]
                """;
        Experiment experiment = Scenarios.load(
                "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: s}\nspec:\n" + spec.indent(2) + MESH);
        Run run = experiment.start(RunOptions.ofSeed(1)).finish();
        assertEquals(1000, run.completed());
    }
}
