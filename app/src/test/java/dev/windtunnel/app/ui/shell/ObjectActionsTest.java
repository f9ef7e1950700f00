package dev.windtunnel.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.shell.ObjectActions.Offer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to an object by hand, and what comes of it. */
class ObjectActionsTest {

    @TempDir
    Path folder;

    private static List<String> texts(Selection selection, SessionState state) {
        return ObjectActions.of(selection, state).stream().map(Offer::text).toList();
    }

    private static void perform(Bench.Ran ran, Selection selection, String text) {
        Offer offer = ObjectActions.of(selection, ran.state()).stream()
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow();
        long edits = edits(ran);
        offer.perform(ran.session);
        long patience = System.nanoTime() + 10_000_000_000L;
        while (edits(ran) == edits && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        assertEquals(edits + 1, edits(ran));
    }

    private static long edits(Bench.Ran ran) {
        return ran.state().marks().stream()
                .filter(mark -> mark.kind() == Mark.Kind.EDIT)
                .count();
    }

    @Test
    void podsAndWorkloadsHaveTheirActionsAndTrafficHasNone() {
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, "{steps: [{work: 2ms}]}", "", ""), 1)) {
            assertEquals(
                    List.of("Kill", "Slow", "Fail", "Not ready", "Proxy down"),
                    texts(new Selection.Pod("ratings-v2-0"), ran.state()));
            assertEquals(
                    List.of("Kill one", "Slow", "Fail", "Not ready", "Proxy down", "One more", "One less"),
                    texts(new Selection.Workload("ratings-v2"), ran.state()));
            assertEquals(List.of(), texts(new Selection.Traffic("people"), ran.state()));
        }
    }

    @Test
    void aPodThatWaitsForANodeHasNoZoneThatCouldGoDown() {
        String allDown =
                """
                cluster: {nodes: [{name: a, zone: a}, {name: b, zone: b}]}
                timeline:
                - {at: 1s, zone: {down: a}}
                - {at: 1s, zone: {down: b}}
                - {at: 2s, scale: {workload: ratings-v2, replicas: 4}}
                """;
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, "{steps: [{work: 2ms}]}", "", allDown), 5)) {
            assertEquals(
                    "PENDING",
                    ran.state().frame().pods().stream()
                            .filter(pod -> pod.name().equals("ratings-v2-3"))
                            .findFirst()
                            .orElseThrow()
                            .state());
            assertEquals(
                    List.of("Kill", "Slow", "Fail", "Not ready", "Proxy down"),
                    texts(new Selection.Pod("ratings-v2-3"), ran.state()));
        }
    }

    @Test
    void whatLastsEndsByItselfAndIsForgottenWhenTheClockGoesBack() {
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, "{steps: [{work: 2ms}]}", "", ""), 5)) {
            perform(ran, new Selection.Workload("ratings-v1"), "Fail");
            assertTrue(ran.to(20).rates().get("web->ratings.default:9080").errorRate() > 0.3);
            SessionState later = ran.to(50);
            assertEquals(0, later.rates().get("web->ratings.default:9080").errorRate());
            Mark end = later.marks().get(later.marks().size() - 1);
            assertEquals("ratings-v1 as before", end.text());
            assertEquals(35, end.seconds(), 0.1);
            ran.session.goTo(2_000_000_000L);
            long patience = System.nanoTime() + 10_000_000_000L;
            while (!ran.state().marks().isEmpty() && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(), ran.state().marks());
        }
    }

    @Test
    void anEditThatLastsIsRepeatedWhenTheRunIsRunAgain() {
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, "{steps: [{work: 2ms}]}", "", ""), 5)) {
            perform(ran, new Selection.Workload("ratings-v1"), "Not ready");
            SessionState before = ran.to(30);
            ran.to(50);
            ran.session.goTo(30_000_000_000L);
            long patience = System.nanoTime() + 10_000_000_000L;
            while (ran.state().frame().nowNanos() != 30_000_000_000L && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            SessionState again = ran.state();
            assertEquals(before.frame().requests(), again.frame().requests());
            assertEquals(before.frame().pods(), again.frame().pods());
            assertTrue(again.frame().pods().stream()
                    .anyMatch(pod ->
                            pod.workload().equals("ratings-v1") && pod.state().equals("UNREADY")));
        }
    }

    @Test
    void aZoneIsTakenDownWhereThereAreSeveral() {
        Path file = Path.of("..", "scenarios", "labs", "zone-down.yaml");
        try (Bench.Ran ran = new Bench.Ran(Bench.load(file), 1)) {
            assertTrue(texts(new Selection.Workload("cart"), ran.state()).contains("Zone b down"));
            String pod = ran.state().frame().pods().stream()
                    .filter(each -> each.zone().equals("b"))
                    .findFirst()
                    .orElseThrow()
                    .name();
            perform(ran, new Selection.Pod(pod), "Zone b down");
            assertEquals(2, down(ran.to(10)));
            assertEquals(2, down(ran.to(29)), "the scenario takes zone a away later");
            assertEquals(2, down(ran.to(35)), "zone b is back, and zone a is gone");
        }
    }

    private static long down(SessionState state) {
        return state.frame().pods().stream()
                .filter(pod -> pod.state().equals("DOWN"))
                .count();
    }
}
