package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.app.ui.Bench;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences, of real runs. */
class WhyEndedTest {

    private static final Path SCENARIOS = Path.of("..", "scenarios", "first-steps");

    @TempDir
    Path folder;

    private String reason(String v2, String route, Predicate<Outcome> of) {
        return reason(v2, route, "", of);
    }

    private String reason(String v2, String route, String more, Predicate<Outcome> of) {
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, v2, route, more), 20)) {
            List<Outcome> outcomes = ran.state().outcomes();
            Outcome outcome = outcomes.stream()
                    .filter(of)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("none such among " + outcomes));
            return WhyEnded.sentence(ran.trace(outcome.request()));
        }
    }

    @Test
    void theRetryOf2017NamesTheThirdTryItsLimitAndTheRule() {
        try (Bench.Ran ran = new Bench.Ran(Bench.load(SCENARIOS.resolve("e3-retry.yaml")), 30)) {
            Waterfall waterfall = Waterfall.of(ran.trace(1));
            assertEquals(
                    "3rd try stopped by the per-try timeout 2s of route-rule helloworld-timeout, retry.yaml:9;"
                            + " no retries left (attempts 2).",
                    waterfall.sentence());
            assertEquals(
                    "route-rule helloworld-timeout sends it to helloworld-service",
                    after(waterfall, Waterfall.Look.ROUTE));
            assertEquals("the sidecar answers 504 itself", after(waterfall, Waterfall.Look.ANSWER));
            assertTrue(waterfall.worksForNobody(), "the pod works on after each try");
            assertTrue(waterfall.verdict().matches("504 after 6\\.0\\d\\d s"), waterfall.verdict());
        }
    }

    private static String after(Waterfall waterfall, Waterfall.Look look) {
        return waterfall.rows().stream()
                .filter(row -> row.look() == look)
                .map(Waterfall.Row::after)
                .findFirst()
                .orElse("none");
    }

    @Test
    void aTimeoutWithoutRetriesNamesNoTry() {
        try (Bench.Ran ran = new Bench.Ran(Bench.load(SCENARIOS.resolve("e2-timeout.yaml")), 30)) {
            assertEquals(
                    "Stopped by the timeout 2s of route-rule helloworld-timeout, timeout.yaml:9.",
                    WhyEnded.sentence(ran.trace(1)));
        }
    }

    @Test
    void anErrorOfACallFurtherDownIsTheReasonOfThoseAbove() {
        String why = reason(
                "{steps: [{work: 2ms}], errors: [{rate: 100%, status: 503}]}",
                "retries: {attempts: 1, retryOn: 5xx}",
                outcome -> outcome.failed() && outcome.flags().contains("URX"));
        assertTrue(
                why.matches(
                        "Web answered 50\\d( three times)?, because of its call to ratings:9080: ratings-v2 answered 503"
                                + " twice; no retries left \\(attempts 1, mesh\\.yaml:\\d+\\).*\\."),
                why);
    }

    @Test
    void theWorkloadThatAnswersAnErrorIsNamed() {
        String why = reason("{steps: [{work: 2ms}], errors: [{rate: 100%, status: 500}]}", "", Outcome::failed);
        assertTrue(why.contains("ratings-v2 answered 500"), why);
    }

    @Test
    void whatIsAnsweredInTimeSaysHowLongItTook() {
        String why = reason("{steps: [{work: 2ms}]}", "", outcome -> outcome.code() == 200);
        assertTrue(why.matches("Answered 200 in \\d.*ms\\."), why);
    }

    @Test
    void aLongWaitInAQueueIsNamedWithItsPod() {
        String why = reason(
                "{steps: [{work: 150ms}]}", "", outcome -> outcome.code() == 200 && outcome.latencySeconds() > 0.4);
        assertTrue(why.matches("Waited \\d+ ms in the queue of ratings-v2-\\S+, then answered 200\\."), why);
    }

    @Test
    void ordinalsAreThoseOfEnglish() {
        assertEquals(
                List.of("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"),
                List.of(1, 2, 3, 4, 11, 12, 13, 21, 112).stream()
                        .map(WhyEnded::ordinal)
                        .toList());
    }
}
