package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What late and lost packets do: they cost time and no requests. */
class NetworkTroubleTest {

    private static Bed steady(String timeline) {
        return Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 100/s, arrivals: constant}, requests: 2000")
                .at("0s", timeline);
    }

    @Test
    void latencyIsAddedInBothDirections() {
        Outcome run = steady("network: {from: client, to: app, latency: 20ms}, for: 5s")
                .go();
        assertEquals("200:2000", run.codes("curl"));
        assertEquals(0.041 + 0.04, run.latency("curl").max(), 1e-9, "a new connection costs a round trip more");
        assertEquals(0.001, run.latency("curl").min(), 1e-9, "it ends");
        assertTrue(run.latency("curl").p50() < 0.002, "after 5 s of 20");
    }

    /** A request and its answer are one packet each: both arrive at once with 0.98², else after 200 ms and more. */
    @Test
    void lostPacketsComeAgainAndAgain() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 1ms}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 200/s, arrivals: constant}, requests: 40000")
                .at("0s", "network: {from: client, to: app, loss: 2%}")
                .threshold("share(curl, to=200s) == 100%")
                .go();
        assertEquals("200:40000", run.codes("curl"), "no request is lost");
        // Mean of the waits of one packet: the sum of 0.2 s · 2ⁿ · p^(n+1); of both: twice that.
        double p = 0.02;
        double wait = 2 * 0.2 * p / (1 - 2 * p);
        assertEquals(0.001 + wait, run.latency("curl").mean(), 0.1 * wait);
        assertTrue(run.latency("curl").p99() > 0.2 && run.latency("curl").p90() < 0.002);
    }

    @ParameterizedTest(name = "{0} bytes: {1} packets")
    @CsvSource({"0, 1", "1448, 1", "1449, 2", "14480, 10"})
    void ofALargeMessageMoreIsLost(int bytes, int packets) {
        double p = 0.1;
        assertEquals(1 - Math.pow(1 - p, packets), Packets.lostAgain(p, packets, 1), 1e-12);
        double afterTwo = Packets.lostAgain(p, packets, 1) * Packets.lostAgain(p, packets, 2);
        assertEquals(1 - Math.pow(1 - p * p, packets), afterTwo, 1e-12);
        assertEquals(packets, Math.max(1, (int) Math.ceil(bytes / 1448.0)));
    }

    /** The handshake is tried after 1, 2 and 4 s; what is sent on an open connection after 0.2, 0.4 ... s. */
    @Test
    void whatVanishesArrivesWhenItIsSentAfterwards() {
        Outcome late = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 0s}]}]}")
                .curl("curl", "http://app:8080/", 1)
                .at("0s", "partition: {from: client, to: app}, for: 6s")
                .go();
        assertEquals(7, late.latency("curl").max(), 1e-9, "1 + 2 + 4 s");
        Outcome open = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 0s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 1, thinkTime: 1s}, requests: 2")
                .at("500ms", "network: {from: client, to: app, loss: 100%}, for: 3s")
                .go();
        // Sent at 1 s, again at 1.2, 1.6, 2.4 and 4.0 s.
        assertEquals(3.0, open.latency("curl").max(), 1e-9);
        assertEquals("200:2", open.codes("curl"));
    }

    @Test
    void whoNeverGetsThroughGivesUpAfterAQuarterOfAnHour() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 0s}]}]}")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {users: 1, thinkTime: 1s}, requests: 2")
                .at("500ms", "partition: {from: client, to: app}")
                .go();
        assertEquals("200:1 503:1", run.codes("curl"));
        assertEquals("-:1 UC:1", run.flags("curl"));
        assertEquals(924.6, run.latency("curl").max(), 1e-6);
    }

    @Test
    void aPlainCallerGivesUpConnectingAfterTwoMinutes() {
        Outcome run = Scenarios.bed()
                .plainClient("client")
                .app("app", "{handlers: [{steps: [{sleep: 0s}]}]}")
                .curl("curl", "http://app:8080/", 1)
                .at("0s", "partition: {from: client, to: app}")
                .go();
        assertEquals("connect-timeout:1", run.failures("curl"));
        assertEquals(127, run.latency("curl").max(), 1e-9);
    }

    @Test
    void zonesAndNodesAreSides() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", 2, "{placement: {a: 1, b: 1}, handlers: [{steps: [{sleep: 0s}]}]}")
                .workload("client", "{placement: {a: 1}}")
                .cluster("nodes: [{name: a, zone: a}, {name: b, zone: b}]")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 100/s, arrivals: constant}, requests: 400")
                .at("0s", "network: {from: a, to: b, latency: 50ms}")
                .threshold("max(service/app, zone=a) < 1ms")
                .threshold("min(service/app, zone=b) >= 100ms")
                .go();
        run.thresholds().forEach(threshold -> assertTrue(threshold.ok(), threshold::toString));
    }
}
