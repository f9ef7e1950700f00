package dev.windtunnel.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.chart.Canary;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.scenario.TimelineEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSeriesTest {

    private static final String EDGE = "productpage-v1->reviews.default:9080";

    @TempDir
    Path folder;

    private final AtomicReference<SessionState> state = new AtomicReference<>();
    private LiveSession session;

    @BeforeEach
    void open() {
        session = new LiveSession(Canary.in(folder), state::set);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private SessionState goTo(double seconds) throws Exception {
        session.goTo(Math.round(seconds * 1e9));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            SessionState now = state.get();
            if (now != null && now.frame().nowNanos() == Math.round(seconds * 1e9) && now.busyUntilNanos() < 0) {
                return now;
            }
            assertTrue(System.nanoTime() < end, "never came to " + seconds);
            Thread.sleep(5);
        }
    }

    @Test
    void theLastPointOfASeriesIsTheFigureOfNow() throws Exception {
        SessionState now = goTo(40);
        Series series = now.series().get(EDGE);
        Rates rates = now.rates().get(EDGE);
        int last = series.size() - 1;
        assertEquals(40, series.seconds(last));
        assertEquals(rates.p99Seconds(), series.value(Figure.P99_SECONDS, last));
        assertEquals(rates.requestsPerSecond(), series.value(Figure.REQUESTS_PER_SECOND, last));
        String[] destinations = series.destinations();
        for (int i = 0; i < destinations.length; i++) {
            assertEquals(rates.shares().get(destinations[i]), series.share(i, last));
        }
    }

    @Test
    void failuresAreThoseOfTheDestinationThatHadThem() throws Exception {
        session.close();
        session = new LiveSession(
                Canary.in(folder, "attempts: 1, perTryTimeout: 250ms, retryOn: 5xx", "attempts: 0"), state::set);
        Rates rates = goTo(40.3).rates().get(EDGE);
        assertTrue(rates.errors().getOrDefault("reviews-v2[v2]", 0.0) > 0, rates.toString());
        double failed = 0;
        for (Map.Entry<String, Double> each : rates.errors().entrySet()) {
            failed += each.getValue() * rates.shares().get(each.getKey());
        }
        assertEquals(rates.errorRate(), failed, 1e-9);
    }

    @Test
    void anEditIsInTheFiguresATenthOfASecondLater() throws Exception {
        SessionState before = goTo(40.3);
        session.edit(
                        new TimelineEntry.Patch(Map.of(
                                "VirtualService/reviews",
                                Map.of(
                                        "spec.http[0].route[0].weight", dev.windtunnel.source.ScalarNode.of(0),
                                        "spec.http[0].route[1].weight", dev.windtunnel.source.ScalarNode.of(100)))),
                        "all to v2")
                .get();
        SessionState after = goTo(40.4);
        Series series = after.series().get(EDGE);
        assertEquals(40.4, series.seconds(series.size() - 1), 1e-9);
        assertEquals(
                1.0, series.weights().get(series.weights().size() - 1).shares().get("reviews-v2[v2]"));
        double was = before.rates().get(EDGE).shares().get("reviews-v2[v2]");
        double is = after.rates().get(EDGE).shares().get("reviews-v2[v2]");
        // A hundredth of the ten seconds, less the requests that are under way.
        assertEquals(was + 0.9 * 0.01, is, 0.006);
        assertEquals(is, series.share(1, series.size() - 1));
        assertEquals(40, goTo(40).series().get(EDGE).seconds(39));
    }

    @Test
    void everySecondHasItsPointHoweverFastTheRunGoes() throws Exception {
        SessionState now = goTo(100);
        for (String target : new String[] {EDGE, "workload/reviews-v2"}) {
            Series series = now.series().get(target);
            for (int i = 1; i < series.size(); i++) {
                assertEquals(1, series.seconds(i) - series.seconds(i - 1), target + " at " + i);
            }
        }
    }

    @Test
    void weightsAreThoseInForce() throws Exception {
        Series series = goTo(100).series().get(EDGE);
        assertEquals(2, series.weights().size());
        assertEquals(
                Map.of("reviews-v1[v1]", 0.9, "reviews-v2[v2]", 0.1),
                series.weights().get(0).shares());
        assertEquals(60, series.weights().get(1).fromSeconds(), 1e-6);
        assertEquals(0.3, series.weights().get(1).shares().get("reviews-v2[v2]"), 1e-9);
        assertEquals(new Series.Version(1, "v2"), series.version("reviews-v2[v2]"));
        assertTrue(series.worstAmplification() > 1);
    }

    @Test
    void goingBackKeepsTheEditsBeforeAndGivesTheSameRun() throws Exception {
        goTo(20);
        session.edit(new TimelineEntry.Scale("reviews-v2", 1), "reviews-v2 to 1")
                .get();
        SessionState first = goTo(50);
        goTo(70);
        SessionState again = goTo(50);
        assertEquals(first.frame().requests(), again.frame().requests());
        assertEquals(first.frame().events(), again.frame().events());
        assertEquals(first.rates().get(EDGE), again.rates().get(EDGE));
        assertEquals(
                1,
                again.marks().stream()
                        .filter(mark -> mark.kind() == Mark.Kind.EDIT)
                        .count());
        SessionState before = goTo(10);
        assertEquals(
                0,
                before.marks().stream()
                        .filter(mark -> mark.kind() == Mark.Kind.EDIT)
                        .count());
    }

    @Test
    void flagsOfTheTimelineSayWhatHappens() {
        assertEquals(
                "reviews 70/30",
                Marks.ofTimeline(session.experiment().scenario().timeline())
                        .get(0)
                        .text());
    }

    @Test
    void latenciesAreCountedByRange() throws Exception {
        Histogram latency = new Histogram();
        latency.record(5_000_000);
        latency.record(5_000_000);
        latency.record(900_000_000_000L);
        Heat heat = Heat.empty().with(1, latency);
        int range = Heat.range(0.005);
        assertTrue(Heat.lowerSeconds(range) <= 0.005 && 0.005 < Heat.lowerSeconds(range + 1));
        assertEquals(2, heat.count(0, range));
        assertEquals(1, heat.count(0, Heat.RANGES - 1), "what is too long counts in the last range");
        Series series = goTo(30).series().get(EDGE);
        assertNotNull(series);
        assertEquals(series.size(), series.heat().size());
    }

    @Test
    void heatKeepsTenMinutes() {
        Heat heat = Heat.empty();
        Heat early = null;
        for (int second = 1; second <= 2000; second++) {
            Histogram latency = new Histogram();
            latency.record(second * 1_000_000L);
            heat = heat.with(second, latency);
            early = second == 700 ? heat : early;
        }
        assertEquals(Heat.SECONDS, heat.size());
        assertEquals(2000, heat.seconds(Heat.SECONDS - 1));
        assertEquals(700, early.seconds(Heat.SECONDS - 1), "a view never changes");
        assertEquals(1, early.count(Heat.SECONDS - 1, Heat.range(0.7)));
    }

    @Test
    void aLongSeriesIsThinnedAndKeepsItsEnd() {
        Series series = Series.empty(Figure.OF_WORKLOADS);
        double[] figures = new double[Figure.values().length];
        for (int second = 1; second <= 40_000; second++) {
            figures[Figure.WAITING.ordinal()] = second;
            series = series.with(second, figures, new String[0], new double[0]);
        }
        assertTrue(series.size() <= 2 * Series.LONGEST);
        assertEquals(40_000, series.seconds(series.size() - 1));
        assertEquals(40_000, series.value(Figure.WAITING, series.size() - 1));
        assertEquals(1, series.seconds(0));
    }
}
