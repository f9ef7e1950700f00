package dev.windtunnel.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs say about their rules. */
class AdviceTest {

    private static final String SUBSETS =
            "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]";

    private static Bed bed(String appBody) {
        return new Bed().client("client").app("app", appBody);
    }

    private static List<Finding> advice(Bed bed, int requests) {
        Experiment experiment = bed.curl("curl", "http://app:8080/", requests).load();
        Run run = experiment.start(new RunOptions(1, EventQueue.Kind.AUTOMATIC, 0, List.of(), null));
        run.finish();
        Sight sight = new Sight(
                60,
                run.snapshot().result(),
                run.closeup().routes(),
                Map.of(),
                run.closeup().lateProbes());
        return Advice.of(run.plan(), null, sight).stream().map(Advised::finding).toList();
    }

    private static String words(List<Finding> findings) {
        StringBuilder words = new StringBuilder();
        for (Finding finding : findings) {
            words.append(finding.code())
                    .append(' ')
                    .append(finding.name())
                    .append(' ')
                    .append(finding.message())
                    .append('\n');
        }
        return words.toString();
    }

    private static String answers(int status) {
        return "{handlers: [{response: {status: " + status + "}}]}";
    }

    @Test
    void healthyRunsSayNothing() {
        Bed bed = bed(answers(200)).rule("app", "timeout: 2s, retries: {attempts: 3, perTryTimeout: 1s}");
        assertEquals("", words(advice(bed, 200)));
    }

    @Test
    void retriesThatMultiplyAreNamedWithTheirRule() {
        String rule = "retries: {attempts: 2, retryOn: 5xx}";
        assertEquals(
                "WT3301 app 3.0 tries for each of 200 requests from client to app; its route retries up to 2 times\n",
                words(advice(bed(answers(503)).rule("app", rule), 200)));
        assertEquals("", words(advice(bed(answers(503)).rule("app", rule), 99)), "too few to say so");
    }

    @Test
    void timeoutsThatEndManyRequestsAreNamedWithTheirPlace() {
        List<Finding> findings = advice(
                bed("{handlers: [{steps: [{sleep: 300ms}]}]}").rule("app", "timeout: 200ms, retries: {attempts: 0}"),
                120);
        assertEquals(
                "WT3302 app The timeout 200ms ended 100.0 % of 120 requests from client to app\n", words(findings));
        assertTrue(findings.get(0).line() > 0, "it stands somewhere");
    }

    @Test
    void aTryTimeoutBelowTheMedianOfAPodIsNamed() {
        String words = words(advice(
                bed("{handlers: [{steps: [{sleep: 300ms}]}]}")
                        .rule("app", "timeout: 10s, retries: {attempts: 1, perTryTimeout: 100ms, retryOn: reset}"),
                120));
        assertTrue(
                words.contains("WT3305 app The per-try timeout 100ms from client to app is shorter than the p50 of"),
                words);
    }

    @Test
    void aRouteThatNothingMatchedIsNamed() {
        Bed bed = new Bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("one", 1, "app: app, version: v1", answers(200))
                .pods("two", 1, "app: app, version: v2", answers(200))
                .policy("app", SUBSETS)
                .routes(
                        "app",
                        "[{match: [{headers: {x-new: {exact: 'yes'}}}], route: [{destination: {host: app, subset: v2}}]},"
                                + " {route: [{destination: {host: app, subset: v1}}]}]");
        assertEquals(
                "WT3304 app None of 150 requests to app.default took this route, which leads to v2\n",
                words(advice(bed, 150)));
    }

    @Test
    void aQueueIsNamedWhenItGrows() {
        Outcome run = bed(answers(200)).curl("curl", "http://app:8080/", 5).go();
        Sight before = new Sight(20, run.result(), Map.of(), Map.of("app", 15), Map.of());
        assertEquals("WT3303 app Requests that wait in app grew from 15 to 60 in 10.0 s\n", queues(run, before, 60));
        assertEquals("", queues(run, before, 29), "less than twice as long");
        assertEquals("", queues(run, null, 60), "nothing to compare with");
    }

    private static String queues(Outcome run, @Nullable Sight before, int waiting) {
        Sight now = new Sight(30, run.result(), Map.of(), Map.of("app", waiting), Map.of());
        List<Advised> advice = Advice.of(run.experiment().plan(), before, now);
        advice.forEach(each -> assertEquals("app", each.workload()));
        return words(advice.stream().map(Advised::finding).toList());
    }

    /** One thread, 10 requests a second of 400 ms each: probes wait behind them. */
    @Test
    void overloadAndProbesThatFeedEachOtherAreNamed() {
        String probe = "{httpGet: {port: 8080, path: /ready}, periodSeconds: 1}";
        String expected =
                "WT3306 app Probes that were not answered in time took pods of app out of their Services once,"
                        + " while up to ";
        assertTrue(
                probed("readinessProbe: " + probe, 400).startsWith(expected),
                () -> probed("readinessProbe: " + probe, 400));
        assertEquals("", probed("readinessProbe: " + probe, 40));
        String again = probed("livenessProbe: " + probe, 400);
        assertTrue(
                again.startsWith("WT3306 app Probes that were not answered in time started apps of app again "), again);
    }

    private static String probed(String probe, int millis) {
        Bed bed = new Bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment("app", 1, "containers: [{name: app, image: example/app, %s}]".formatted(probe))
                .workload(
                        "app",
                        "{sidecar: false, concurrency: 1, handlers: [{match: {uri: /x}, steps: [{sleep: " + millis
                                + "ms}]}]}")
                .traffic("name: t, from: client, request: {url: 'http://app:8080/x'}, load: {rate: 10/s}")
                .run("{seed: 1, duration: 10s}");
        Run run = bed.load().start(new RunOptions(1, EventQueue.Kind.AUTOMATIC, 0, List.of(), null));
        run.finish();
        Sight now = new Sight(
                10, run.snapshot().result(), Map.of(), Map.of(), run.closeup().lateProbes());
        return words(
                Advice.of(run.plan(), null, now).stream().map(Advised::finding).toList());
    }

    @Test
    void aRouteIsJudgedByWhoTookItAndNotByWhereItLeads() {
        Bed bed = new Bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("one", 1, "app: app, version: v1", answers(200))
                .pods("two", 1, "app: app, version: v2", answers(200))
                .policy("app", SUBSETS)
                .routes(
                        "app",
                        "[{match: [{headers: {x-new: {exact: 'yes'}}}], route: [{destination: {host: app, subset: v1}}]},"
                                + " {match: [{uri: {exact: /}}, {uri: {exact: /never}}],"
                                + " route: [{destination: {host: app, subset: v1}}]},"
                                + " {route: [{destination: {host: app, subset: v2}}]}]");
        assertEquals(
                "WT3304 app None of 150 requests to app.default took this route, which leads to v1\n"
                        + "WT3304 app None of 150 requests to app.default took this route, which leads to v2\n",
                words(advice(bed, 150)));
    }

    @Test
    void adviceNamesTheEdgeThatItIsAbout() {
        Outcome run = bed(answers(503))
                .rule("app", "retries: {attempts: 2, retryOn: 5xx}")
                .curl("curl", "http://app:8080/", 200)
                .go();
        Sight now = new Sight(60, run.result(), Map.of(), Map.of(), Map.of());
        assertEquals(
                List.of("client->app.default:8080"),
                Advice.of(run.experiment().plan(), null, now).stream()
                        .map(Advised::edge)
                        .toList());
    }
}
