package dev.windtunnel.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run stops at. */
class StopConditionTest {

    private static final Map<String, Rates> RATES = Map.of(
            "traffic/web",
            new Rates(100, 0.04, 50, 0.010, 0.050, 0.200, Map.of(), Map.of()),
            "page->reviews.default:9080",
            new Rates(90, 0.10, 0, 0.010, 0.020, 0.030, Map.of(), Map.of()),
            "cart->reviews.default:9080",
            new Rates(10, 0.60, 10, 0.010, 0.020, 0.300, Map.of(), Map.of()),
            "page->reviewsold.default:9080",
            new Rates(1, 1, 0, 1, 1, 1, Map.of(), Map.of()));

    @ParameterizedTest
    @CsvSource({
        "errors(web) > 3%, true",
        "errors(web) > 5%, false",
        "errors(reviews) > 14%, true",
        "errors(reviews) > 16%, false",
        "errors(cart->reviews) > 50%, true",
        "errors(page->reviews) > 50%, false",
        "rps(service/reviews) >= 100/s, true",
        "rps(reviews) > 100/s, false",
        "p99(reviews) > 250ms, true",
        "p95(web) < 60ms, true",
        "p50(traffic/web) > 10ms, false",
        "amplification(web) >= 1.5, true",
        "errors(nobody) < 1%, false"
    })
    void aFigureOfTheLastTenSecondsIsCompared(String text, boolean holds) {
        assertEquals(holds, StopCondition.parse(text).holds(RATES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "errors(web)",
                "errors(web) > 5ms",
                "queueMax(pod/a) > 3",
                "errors(web, version=v2) > 1%"
            })
    void whatHasNoMeaningIsRefusedWithASentence(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> StopCondition.parse(text));
        assertFalse(refused.getMessage().isBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "errors(web) > 3%, ''",
        "errors(reviews) > 3%, ''",
        "errors(reviews.default) > 3%, ''",
        "errors(cart->reviews) > 3%, ''",
        "errors(review) > 3%, There is no traffic or service review here.",
        "errors(traffic/reviews) > 3%, There is no traffic reviews here.",
    })
    void aNameThatNothingHasIsTold(String text, String sentence) {
        assertEquals(sentence, StopCondition.parse(text).unknown(List.of("web"), List.of("reviews.default")));
    }

    @Test
    void aConditionThatNeverHoldsIsTold(@TempDir Path folder) {
        Experiment shop = Bench.shop(folder, "{steps: [{work: 2ms}]}", "", "");
        try (Bench.Ran ran = new Bench.Ran(shop, 0)) {
            ran.session.runUntil(StopCondition.parse(" errors(people) > 90% "));
            long patience = System.nanoTime() + 60_000_000_000L;
            while ((ran.state().until() == null || ran.state().playing()) && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            SessionState.Until missed = ran.state().until();
            assertEquals("errors(people) > 90%", missed.condition());
            assertEquals(300, missed.missedAtNanos() / 1e9, 1, "the scenario ends after five minutes");
            ran.session.pause();
            while (ran.state().until() != null && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            assertNull(ran.state().until(), "it is told until the next command");
        }
    }

    @Test
    void aRunStopsInTheSecondInWhichTheStormBegins() {
        Path scenario = Path.of("..", "scenarios", "labs", "retry-storm.yaml");
        try (Bench.Ran ran = new Bench.Ran(Bench.load(scenario), 0)) {
            ran.session.runUntil(StopCondition.parse("errors(shop) > 10%"));
            long patience = System.nanoTime() + 20_000_000_000L;
            while ((ran.state().frame().nowNanos() == 0 || ran.state().playing()) && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            double seconds = ran.state().frame().nowNanos() / 1e9;
            assertTrue(seconds > 20 && seconds < 30, "it stopped at " + seconds);
            assertTrue(ran.state().rates().get("traffic/shop").errorRate() > 0.1);
        }
    }
}
