package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.simulation.Closeup.Ejected;
import dev.windtunnel.simulation.Closeup.PodDetail;
import dev.windtunnel.testing.Bed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a screen sees when it looks closely. */
class CloseupTest {

    private static final long SECOND = 1_000_000_000L;

    private static Run started(Bed bed) {
        return bed.load().start(new RunOptions(1, EventQueue.Kind.AUTOMATIC, 0, List.of(), null));
    }

    private static Bed bed(String appBody, String policy) {
        return new Bed()
                .client("client")
                .app("app", 2, appBody)
                .policy("app", policy)
                .traffic("name: web, from: client, request: {url: \"http://app:8080/\"}, load: {rate: 100/s}")
                .run("{duration: 60s, seed: 1}");
    }

    @Test
    void limitsThatRefuseAreCountedAtTheirEdge() {
        Run run = started(bed(
                "{concurrency: 1, handlers: [{steps: [{sleep: 200ms}]}]}",
                "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}}"));
        run.advanceTo(5 * SECOND);
        List<String> edges = new ArrayList<>();
        long[] refused = new long[4];
        run.closeup().overflows((edge, pending, connections, active, retries) -> {
            edges.add(edge);
            refused[0] += pending;
            refused[1] += connections;
            refused[2] += active;
            refused[3] += retries;
        });
        assertEquals(List.of("client->app.default:8080"), edges);
        assertTrue(refused[0] > 100 && refused[1] > 0, refused[0] + " " + refused[1]);
        assertEquals(0, refused[2] + refused[3]);
        PodDetail client = detail(run, "client-0");
        assertEquals(refused[0], client.overflows());
        assertTrue(client.connections() >= 1);
        assertEquals(1, detail(run, "app-0").concurrency());
        assertEquals(Integer.MAX_VALUE, client.concurrency());
    }

    private static PodDetail detail(Run run, String name) {
        int id = run.frame().pods().stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
        return run.closeup().pods().stream()
                .filter(each -> each.pod() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void timeoutsOfTriesAndOfRequestsAreCounted() {
        Run run = started(new Bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1s}]}]}")
                .rule("app", "timeout: 300ms, retries: {attempts: 1, perTryTimeout: 100ms, retryOn: 5xx}")
                .curl("curl", "http://app:8080/", 3));
        run.finish();
        assertEquals(6, detail(run, "client-0").timeouts(), "two tries of each of three requests");
    }

    @Test
    void ejectionsHaveTheirTrueInstants() {
        Run run = started(bed(
                "{handlers: [{errors: [{rate: 100%, status: 500}]}]}",
                "trafficPolicy: {outlierDetection: {interval: 1s, baseEjectionTime: 3s, maxEjectionPercent: 50}}"));
        run.advanceTo(SECOND / 2);
        List<Ejected> first = run.closeup().ejections(0);
        assertFalse(first.isEmpty());
        assertEquals(-1, first.get(0).endNanos());
        assertEquals("consecutive_5xx", first.get(0).reason());
        assertEquals("client-0", first.get(0).proxy());
        run.advanceTo(10 * SECOND);
        Ejected same = run.closeup().ejections(0).get(0);
        assertEquals(first.get(0).startNanos(), same.startNanos());
        assertTrue(same.endNanos() - same.startNanos() >= 3 * SECOND, same.toString());
        assertTrue(same.endNanos() - same.startNanos() <= 4 * SECOND, same.toString());
        assertEquals(List.of(), run.closeup().ejections(run.closeup().ejections()));
    }

    @Test
    void routesAreCountedByWhoTookThem() {
        Run run = started(new Bed()
                .client("client")
                .app("app", "{handlers: [{response: {status: 200}}]}")
                .routes(
                        "app",
                        "[{match: [{uri: {exact: /a}}], route: [{destination: {host: app}}]},"
                                + " {route: [{destination: {host: app}}]}]")
                .curl("one", "http://app:8080/a", 3)
                .curl("other", "http://app:8080/b", 2));
        run.finish();
        assertEquals(
                Map.of("VirtualService/default/app http[0].match[0]", 3L, "VirtualService/default/app http[1]", 2L),
                run.closeup().routes());
    }
}
