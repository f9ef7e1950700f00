package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.between;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Outcome;
import org.junit.jupiter.api.Test;

/** Several mirrors of one route, each with its percentage. */
class MirrorFactsTest {

    private static Outcome run(String mirrors) {
        return Facts.curl(
                        Facts.bed(OK)
                                .app("a", OK)
                                .app("b", "{handlers: [{response: {status: 500}}]}")
                                .rule("app", mirrors),
                        2000)
                .go();
    }

    @Test
    void eachMirrorGetsItsShare() {
        Outcome run = run("mirrors: [{destination: {host: a}, percentage: {value: 20}}, {destination: {host: b},"
                + " percentage: {value: 50}}]");
        assertEquals("200:2000", run.codes("curl"));
        between(330, 470, run.mirrored("a"), "20 % of 2000");
        between(900, 1100, run.mirrored("b"), "50 % of 2000");
    }

    /** The third of four is copied while it waits for its connection; the fourth finds one, and no room, at once. */
    @Test
    void whatFindsNoRoomAtOnceIsNotCopied() {
        Outcome run = Facts.bed(Facts.sleeps("100ms"))
                .app("a", OK)
                .policy("app", "trafficPolicy: {connectionPool: {http: {http2MaxRequests: 2}}}")
                .rule("app", "mirrors: [{destination: {host: a}}]")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 100/s,"
                        + " arrivals: constant}, requests: 4")
                .go();
        assertEquals("200:2 503:2", run.codes("curl"));
        assertEquals(3, run.mirrored("a"));
    }

    @Test
    void withoutAPercentageEveryRequestIsCopiedAndWithNoneOfThemNone() {
        Outcome run = run("mirrors: [{destination: {host: a}}, {destination: {host: b}, percentage: {value: 0}}]");
        assertEquals(2000, run.mirrored("a"));
        assertEquals(0, run.mirrored("b"));
    }
}
