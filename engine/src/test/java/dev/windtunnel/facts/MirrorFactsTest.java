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

    @Test
    void withoutAPercentageEveryRequestIsCopiedAndWithNoneOfThemNone() {
        Outcome run = run("mirrors: [{destination: {host: a}}, {destination: {host: b}, percentage: {value: 0}}]");
        assertEquals(2000, run.mirrored("a"));
        assertEquals(0, run.mirrored("b"));
    }
}
