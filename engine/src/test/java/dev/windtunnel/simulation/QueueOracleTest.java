package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Scenarios whose figures have exact solutions. The solution has to lie in the 99.9 % interval of the mean of eight
 * replications with fixed seeds, and that interval has to be narrow.
 */
class QueueOracleTest {

    private static final int REPLICATIONS = 8;
    /** Student's t for 99.9 % and seven degrees of freedom. */
    private static final double T = 5.408;

    private static Outcome replicate(Bed bed) {
        return Outcome.of(
                bed.load(),
                new ExperimentRunner.Settings(
                        REPLICATIONS, 2, 0, EventQueue.Kind.AUTOMATIC, ResultBuilder.Stats.AUTOMATIC, null));
    }

    private static Bed poisson(String rate, int requests, String app) {
        return Scenarios.bed()
                .client("client")
                .app("app", app)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: " + rate
                        + "}, requests: " + requests);
    }

    private static void assertTheory(double theory, Outcome run, String figure, double width) {
        RunResult.Spread spread = Objects.requireNonNull(
                Objects.requireNonNull(run.traffic("web").replications())
                        .figures()
                        .get(figure),
                figure);
        double half = T * spread.sd() / Math.sqrt(REPLICATIONS);
        String text = figure + " is " + spread.mean() + " +- " + half + ", in theory " + theory;
        assertTrue(Math.abs(spread.mean() - theory) <= half, text);
        assertTrue(half <= width * theory, text);
    }

    private static void assertMean(double theory, Outcome run) {
        assertTheory(theory, run, "latencySeconds.mean", 0.06);
    }

    /** Probability that all of c servers are busy at an offered load of a (Erlang C). */
    private static double erlangC(int c, double a) {
        double b = erlangB(c, a);
        return b / (1 - a / c * (1 - b));
    }

    private static double erlangB(int c, double a) {
        double b = 1;
        for (int n = 1; n <= c; n++) {
            b = a * b / (n + a * b);
        }
        return b;
    }

    private static double sojourn(int c, double lambda, double service) {
        double a = lambda * service;
        return service + erlangC(c, a) * service / (c - a);
    }

    @Test
    void oneCoreIsAnMM1Queue() {
        Outcome run =
                replicate(poisson("140/s", 30_000, "{cpu: 1, handlers: [{steps: [{work: {exponential: 5ms}}]}]}"));
        assertMean(sojourn(1, 140, 0.005), run);
        assertEquals(0.7, run.pod("app-0").utilization(), 0.008);
        assertEquals(
                0.7 / 0.3, run.pod("app-0").inServiceMean(), 0.12, "those that wait for the core have their thread");
    }

    @Test
    void fourCoresAreAnMM4Queue() {
        Outcome run =
                replicate(poisson("600/s", 25_000, "{cpu: 4, handlers: [{steps: [{work: {exponential: 5ms}}]}]}"));
        assertMean(sojourn(4, 600, 0.005), run);
        assertEquals(0.75, run.pod("app-0").utilization(), 0.01);
    }

    @Test
    void fourThreadsAreAnMM4QueueToo() {
        Outcome run = replicate(
                poisson("600/s", 25_000, "{concurrency: 4, handlers: [{steps: [{sleep: {exponential: 5ms}}]}]}"));
        assertMean(sojourn(4, 600, 0.005), run);
        assertEquals(3, run.pod("app-0").inServiceMean(), 0.04, "those that wait for a thread are not in service");
    }

    /** A sidecar's pool of eight connections in front of a pod that takes any number. */
    @Test
    void eightConnectionsAreAnMM8Queue() {
        Outcome run = replicate(poisson("160/s", 20_000, "{handlers: [{steps: [{sleep: {exponential: 40ms}}]}]}")
                .policy("app", "trafficPolicy: {connectionPool: {tcp: {maxConnections: 8}}}"));
        assertMean(sojourn(8, 160, 0.04), run);
        assertEquals(8, run.pod("app-0").inServiceMax());
    }

    @Test
    void constantWorkIsAnMD1Queue() {
        Outcome run = replicate(poisson("160/s", 30_000, "{cpu: 1, handlers: [{steps: [{work: 5ms}]}]}"));
        assertMean(0.005 + 0.8 / (2 * 0.2) * 0.005, run);
    }

    @Test
    void randomPicksOfThreePodsAreThreeQueues() {
        Outcome run = replicate(
                Scenarios.bed()
                        .client("client")
                        .app("app", 3, "{cpu: 1, handlers: [{steps: [{work: {exponential: 5ms}}]}]}")
                        .policy("app", "trafficPolicy: {loadBalancer: {simple: RANDOM}}")
                        .traffic(
                                "name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 390/s}, requests: 30000"));
        assertMean(sojourn(1, 130, 0.005), run);
    }

    /** Four threads and no waiting place: Erlang's loss formula, whatever the distribution of the service time. */
    @Test
    void aFullAppRefusesByErlangsFormula() {
        double loss = erlangB(4, 3);
        for (String time : new String[] {"{exponential: 10ms}", "10ms", "{uniform: [0ms, 20ms]}"}) {
            Outcome run = replicate(poisson(
                    "300/s", 20_000, "{concurrency: 4, queue: 0, handlers: [{steps: [{sleep: " + time + "}]}]}"));
            assertTheory(loss, run, "errorRate", 0.06);
            assertEquals(0, run.pod("app-0").queueMax());
        }
    }

    /** Exact mean value analysis: N people who think, and single servers with exponential work. */
    private static double closedSojourn(int people, double think, double... work) {
        double[] queue = new double[work.length];
        double total = 0;
        for (int n = 1; n <= people; n++) {
            double[] time = new double[work.length];
            total = 0;
            for (int i = 0; i < work.length; i++) {
                time[i] = work[i] * (1 + queue[i]);
                total += time[i];
            }
            for (int i = 0; i < work.length; i++) {
                queue[i] = n / (think + total) * time[i];
            }
        }
        return total;
    }

    @Test
    void aClosedLoopAtOneStation() {
        Outcome run = replicate(Scenarios.bed()
                .client("client")
                .app("app", "{cpu: 1, handlers: [{steps: [{work: {exponential: 10ms}}]}]}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 12, thinkTime: {exponential: 100ms}}, requests: 12000"));
        double sojourn = closedSojourn(12, 0.1, 0.01);
        assertMean(sojourn, run);
        assertTheory(12 / (0.1 + sojourn), run, "requestsPerSecond", 0.02);
    }

    @Test
    void aClosedLoopAtTwoStations() {
        Outcome run = replicate(Scenarios.bed()
                .client("client")
                .meshApp(
                        "front",
                        "{cpu: 1, handlers: [{steps: [{work: {exponential: 8ms}}, {call: {url: 'http://app:8080/'}}]}]}")
                .app("app", "{cpu: 1, handlers: [{steps: [{work: {exponential: 5ms}}]}]}")
                .traffic("name: web, from: client, request: {url: 'http://front:8080/'}, "
                        + "load: {users: 15, thinkTime: {exponential: 60ms}}, requests: 12000"));
        assertMean(closedSojourn(15, 0.06, 0.008, 0.005), run);
    }

    /** Little's law holds exactly for a run that ends with its last answer: area under the number in service. */
    @Test
    void whatIsInServiceIsRateTimesTime() {
        Outcome run = poisson("300/s", 20_000, "{handlers: [{steps: [{sleep: {lognormal: {p50: 5ms, p99: 80ms}}}]}]}")
                .go();
        double seconds = run.result().scenario().durationSeconds();
        assertEquals(
                run.traffic("web").completed() * run.latency("web").mean() / seconds,
                run.pod("app-0").inServiceMean(),
                1e-9);
        assertEquals(20_000 / seconds, run.traffic("web").requestsPerSecond(), 1e-6);
        assertEquals(300, run.traffic("web").requestsPerSecond(), 300 * 3.29 / Math.sqrt(20_000));
    }

    /** A split by weights is a coin for each request. */
    @Test
    void aSplitIsBinomial() {
        int requests = 20_000;
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("v1", 2, "app: app, version: v1", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .pods("v2", 1, "app: app, version: v2", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .policy("app", "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]")
                .routes(
                        "app",
                        "[{route: [{destination: {host: app, subset: v1}, weight: 90}, "
                                + "{destination: {host: app, subset: v2}, weight: 10}]}]")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1000/s}, requests: "
                        + requests)
                .go();
        double deviation = Math.sqrt(requests * 0.9 * 0.1);
        assertEquals(0.1 * requests, run.arrived("v2"), 3.29 * deviation);
        assertEquals(requests, run.arrived("v1") + run.arrived("v2"));
        assertEquals(
                run.arrived("v2") / requests,
                run.edge("client", "app").destinations().stream()
                        .filter(each -> each.workload().equals("v2"))
                        .findFirst()
                        .orElseThrow()
                        .share(),
                1e-12);
    }
}
