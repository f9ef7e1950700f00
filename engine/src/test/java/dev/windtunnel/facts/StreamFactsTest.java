package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.latency;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that begin long before they end: server-sent events, downloads, streams of gRPC. Codes, flags and counters were
 * measured on Envoy 1.40 with a server that sends chunks.
 */
class StreamFactsTest {

    /** Works for so long, then answers a status and takes so long to its end. */
    private static String streams(String sleep, int status, String stream) {
        return "{handlers: [{steps: [{sleep: " + sleep + "}], response: {status: " + status + ", stream: " + stream
                + "}}]}";
    }

    private static Bed bed(String body) {
        return Scenarios.bed().client("client").app("feed", body);
    }

    private static Bed meshBed(String body) {
        return Scenarios.bed().client("client").meshApp("feed", body);
    }

    private static Bed ask(Bed bed, int people) {
        return bed.traffic("name: sse, from: client, request: {url: 'http://feed:8080/'}, load: {users: " + people
                + "}, requests: " + people);
    }

    private static Outcome one(Bed bed) {
        return ask(bed, 1).go();
    }

    private static double feed(Outcome run, String counter) {
        return run.stat("feed", counter);
    }

    @Test
    void theLatencyIsThatOfTheLastByte() {
        Outcome run = one(bed(streams("100ms", 200, "10m")));
        assertEquals("200:1", run.codes("sse"));
        assertEquals("-:1", run.flags("sse"));
        latency(run, "sse", 600.1, 600.1);
        assertEquals(1, feed(run, "upstream_rq_200"));
        assertEquals(1, feed(run, "upstream_cx_active"));
        assertEquals(0, feed(run, "upstream_rq_active"));
    }

    /** B29: the route's timeout covers the response to its last byte; what has been said cannot be taken back. */
    @Test
    void theTimeoutOfARouteCutsAStreamOff() {
        Outcome run = one(
                bed(streams("100ms", 200, "10m")).rule("feed", "timeout: 2s, retries: {attempts: 2, retryOn: 5xx}"));
        assertEquals("0:1", run.codes("sse"));
        assertEquals("UT:1", run.flags("sse"));
        assertEquals("reset:1", run.failures("sse"));
        latency(run, "sse", 2, 2);
        assertEquals("{200=1.0}", run.edge("client", "feed").codes().toString());
        assertEquals(1, feed(run, "upstream_rq_timeout"));
        assertEquals(1, feed(run, "upstream_rq_200"));
        assertEquals(1, feed(run, "upstream_rq_completed"));
        assertEquals(0, feed(run, "upstream_rq_retry"));
        assertEquals(1, feed(run, "upstream_cx_destroy_local"));
    }

    @Test
    void aPerTryTimeoutEndsWithTheHead() {
        Outcome run = one(bed(streams("100ms", 200, "10s"))
                .rule("feed", "retries: {attempts: 2, perTryTimeout: 1s, retryOn: 5xx}"));
        assertEquals("200:1", run.codes("sse"));
        latency(run, "sse", 10.1, 10.1);
        assertEquals(0, feed(run, "upstream_rq_per_try_timeout"));
    }

    /** The verdict falls with the head; the last try's answer is streamed to its end. */
    @Test
    void aStreamOf503IsRepeatedAtItsHead() {
        Outcome run = one(
                bed(streams("100ms", 503, "10s")).rule("feed", "retries: {attempts: 1, retryOn: 5xx, backoff: 1ms}"));
        assertEquals("503:1", run.codes("sse"));
        assertEquals("URX:1", run.flags("sse"));
        latency(run, "sse", 10.2, 10.21);
        assertEquals(1, feed(run, "upstream_rq_retry"));
        assertEquals(2, feed(run, "upstream_cx_total"));
        assertEquals(1, feed(run, "upstream_cx_destroy_local"));
    }

    /** The end of a pod is no whole message: UPE over HTTP/1.1, and nothing is repeated. */
    @ParameterizedTest
    @CsvSource({"http, UPE", "http2, UC"})
    void aStreamEndsWithItsPod(String port, String flag) {
        Outcome run = ask(
                        Scenarios.bed()
                                .client("client")
                                .service("feed", "app: feed", "{name: " + port + ", port: 8080}")
                                .pods("feed", 1, "app: feed", streams("100ms", 200, "10m"))
                                .rule("feed", "retries: {attempts: 2, retryOn: 'reset,5xx'}"),
                        1)
                .at("5s", "kill: {workload: feed, pods: 1}")
                .go();
        assertEquals("reset:1", run.failures("sse"));
        assertEquals(flag + ":1", run.flags("sse"));
        assertEquals("{200=1.0}", run.edge("client", "feed").codes().toString());
        assertEquals(0, feed(run, "upstream_rq_retry"));
        latency(run, "sse", 5, 5);
    }

    @Test
    void anAppCanBreakItsStreamOff() {
        String body = "{handlers: [{response: {stream: 10s}, errors: [{rate: 100%, reset: true, after: steps}]}]}";
        for (Bed bed : new Bed[] {bed(body), meshBed(body)}) {
            Outcome run = one(bed);
            assertEquals("UPE:1", run.flags("sse"));
            latency(run, "sse", 10, 10);
        }
    }

    @Test
    void anErrorIsSaidAtTheHead() {
        Outcome run = one(bed("{handlers: [{steps: [{sleep: 1s}], response: {stream: 10s},"
                + " errors: [{rate: 100%, status: 500, after: steps}]}]}"));
        assertEquals("500:1", run.codes("sse"));
        latency(run, "sse", 1, 1);
    }

    /** A sidecar that drains lets streams be, and takes them with it when it ends, 5 s after SIGTERM. */
    @Test
    void aDrainThatIsOverCutsStreams() {
        Outcome run = ask(meshBed(streams("100ms", 200, "10m")), 3)
                .proxy("{latency: 0s, workers: 1, native: false}")
                .at("10s", "kill: {workload: feed, pods: 1, grace: 30s}")
                .run("{duration: 1m}")
                .go();
        assertEquals("UPE:3", run.flags("sse"));
        latency(run, "sse", 15, 15);
        assertEquals(0, run.pod("feed-0").completed());
    }

    @Test
    void anAppThatFinishesIsGivenItsGrace() {
        Outcome run = ask(meshBed(streams("100ms", 200, "20s")), 3)
                .at("10s", "kill: {workload: feed, pods: 1, grace: 30s}")
                .go();
        assertEquals("200:3", run.codes("sse"));
    }

    /** The app notices that nobody reads, whatever it does with requests that it works for. */
    @ParameterizedTest
    @ValueSource(strings = {"threads", "async"})
    void anAppStopsToStreamWhenTheCallerIsGone(String model) {
        Outcome run = bed("{model: " + model + ", concurrency: 1, "
                        + streams("0s", 200, "10m").substring(1))
                .traffic("name: sse, from: client, request: {url: 'http://feed:8080/'}, timeout: 5s, requests: 3")
                .go();
        assertEquals("timeout:3", run.failures("sse"));
        assertEquals("DC:3", run.flags("sse"));
        assertEquals("{200=3.0}", run.edge("client", "feed").codes().toString());
        assertEquals(15, run.result().scenario().durationSeconds(), 1e-6);
        assertEquals(1, run.pod("feed-0").inServiceMax());
        assertEquals(3, feed(run, "upstream_cx_total"));
    }

    /** Nothing looks whether something moves: Istio switches Envoy's stream_idle_timeout off. */
    @Test
    void aLongPollIsLeftAlone() {
        Outcome run = one(
                meshBed(sleeps("6m")).policy("feed", "trafficPolicy: {connectionPool: {http: {idleTimeout: 10s}}}"));
        assertEquals("200:1", run.codes("sse"));
        latency(run, "sse", 360, 360);
    }

    @Test
    void aStreamHoldsItsConnectionAndItsThread() {
        Outcome pool = ask(
                        bed(streams("0s", 200, "10s"))
                                .policy("feed", "trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}"),
                        2)
                .go();
        latency(pool, "sse", 10, 20);
        Outcome threads = ask(
                        bed("{concurrency: 1, " + streams("0s", 200, "10s").substring(1)), 2)
                .go();
        latency(threads, "sse", 10, 20);
    }

    /** The status of a stream of gRPC comes last, where no proxy repeats anything any more. */
    @Test
    void aStreamOfGrpcFailsWithoutARetry() {
        Bed bed = Scenarios.bed()
                .client("client")
                .service("feed", "app: feed", "{name: grpc, port: 8080}")
                .pods("feed", 1, "app: feed", "{handlers: [{response: {stream: 10s, grpcStatus: UNAVAILABLE}}]}")
                .rule("feed", "retries: {attempts: 2, retryOn: unavailable}")
                .traffic("name: sse, from: client, request: {grpc: 'grpc://feed:8080/a.B/Watch'}, requests: 1");
        Outcome run = bed.go();
        assertEquals("{14=1.0}", run.traffic("sse").grpc().toString());
        assertEquals(0, feed(run, "upstream_rq_retry"));
        latency(run, "sse", 10, 10);
    }

    @Test
    void withoutASidecarACutStreamIsAReset() {
        Outcome run = ask(Scenarios.bed().plainClient("client").app("feed", streams("0s", 200, "10m")), 1)
                .at("5s", "kill: {workload: feed, pods: 1}")
                .go();
        assertEquals("reset:1", run.failures("sse"));
        latency(run, "sse", 5, 5);
    }

    @Test
    void aShortStreamIsInOrderOnASlowNetwork() {
        Outcome run = one(bed(streams("0s", 200, "1ms"))
                .network("{sameNode: 50ms, sameZone: 50ms, crossZone: 50ms, crossRegion: 50ms, external: 50ms}"));
        assertEquals("200:1", run.codes("sse"));
        latency(run, "sse", 0.201, 0.201);
    }
}
