package dev.windtunnel.app.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.shell.HealthLimits;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.simulation.Frame;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String REVIEWS = "productpage->reviews.default:9080";

    @TempDir
    Path folder;

    private static Rates rates(double perSecond, double errors, double retries, Map<String, Double> shares) {
        return new Rates(perSecond, errors, retries, 0.01, 0.04, 0.09, shares, Map.of());
    }

    private static Frame.PodFrame pod(int id, String workload, double busyNanos, int waiting) {
        return new Frame.PodFrame(
                id,
                workload + "-" + id,
                workload,
                "v1",
                "n",
                "z",
                "READY",
                true,
                false,
                2,
                1,
                busyNanos,
                1,
                waiting,
                9,
                0,
                0,
                -1,
                -1,
                0,
                "");
    }

    private static SessionState state(long now, Map<String, Rates> rates, Frame.PodFrame... pods) {
        Frame frame = new Frame(now, false, 0, 0, 0, List.of(pods), List.of(), List.of());
        return new SessionState(frame, true, 1, -1, null, rates, Map.of(), List.of(), List.of(), List.of(), 0, 1, null);
    }

    private Wiring canary() {
        Topology topology =
                TopologyBuilder.of(Meshes.canary(folder, Meshes.TRAFFIC).plan(), List.of());
        return Wiring.of(topology, LayeredLayout.place(topology, Placement.EMPTY));
    }

    private static Map<String, Rates> split() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("reviews-v1[v1]", 0.716);
        shares.put("reviews-v2[v2]", 0.284);
        // Of v2's requests 7 % fail, of v1's none.
        Map<String, Double> errors = Map.of("reviews-v2[v2]", 0.07);
        return Map.of(REVIEWS, new Rates(120, 0.284 * 0.07, 30, 0.01, 0.04, 0.09, shares, errors));
    }

    private static Link link(Wiring wiring, String key) {
        Link link = wiring.topology().link(key);
        assertNotNull(link);
        return link;
    }

    // ---------------------------------------------------------------- health

    @Test
    void healthFollowsTheThresholds() {
        assertEquals(Health.OK, Health.of(0.0009, HealthLimits.USUAL));
        assertEquals(Health.DEGRADED, Health.of(0.001, HealthLimits.USUAL));
        assertEquals(Health.FAILING, Health.of(0.1, HealthLimits.USUAL));
    }

    @Test
    void fewRequestsKeepTheOldHealth() {
        HealthKeeper keeper = new HealthKeeper();
        assertEquals(Health.OK, keeper.look("a", 100, 0, 0, false));
        assertEquals(Health.OK, keeper.look("a", 9, 1, 5 * SECOND, false));
        assertEquals(Health.FAILING, keeper.look("a", 10, 1, 6 * SECOND, false));
        assertEquals(Health.IDLE, keeper.look("a", 0, 0, 8 * SECOND, false));
    }

    @Test
    void healthChangesAtMostOnceASecond() {
        HealthKeeper keeper = new HealthKeeper();
        keeper.look("a", 100, 0, 0, false);
        assertEquals(Health.FAILING, keeper.look("a", 100, 0.5, SECOND, false));
        assertEquals(Health.FAILING, keeper.look("a", 100, 0, SECOND + SECOND / 2, false));
        assertEquals(Health.OK, keeper.look("a", 100, 0, 2 * SECOND, false));
    }

    // ---------------------------------------------------------------- figures

    @Test
    void branchesHaveTheirSharesAndRowsTheirRates() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        figures.take(wiring.topology(), state(20 * SECOND, split()), 0);
        Link link = link(wiring, REVIEWS);
        assertEquals(0.284, figures.share(link, link.branches().get(1)), 1e-9);
        Topology.Node reviews = wiring.topology().nodeOfWorkload("reviews-v2");
        assertNotNull(reviews);
        assertEquals(120 * 0.716, figures.rate(reviews.rows().get(0)), 1e-9);
        assertEquals(Health.DEGRADED, figures.health(reviews));
        assertEquals(1.25, figures.amplification(link), 1e-9);
    }

    @Test
    void aBranchHasTheHealthOfItsOwnRequests() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        figures.take(wiring.topology(), state(20 * SECOND, split()), 0);
        Link link = link(wiring, REVIEWS);
        assertEquals(Health.DEGRADED, figures.health(link));
        assertEquals(Health.OK, figures.health(link, link.branches().get(0)));
        assertEquals(Health.DEGRADED, figures.health(link, link.branches().get(1)));
        assertEquals(0, figures.errorRate(link, link.branches().get(0)));
        assertEquals(0.07, figures.errorRate(link, link.branches().get(1)), 1e-9);
        assertEquals(0, figures.failedBeforeBranches(link), 1e-9);
    }

    @Test
    void onlyTheBranchThatFailsHasCrosses() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        Map<String, Rates> rates = Map.of(
                REVIEWS,
                new Rates(
                        120,
                        0.5,
                        0,
                        0.01,
                        0.04,
                        0.09,
                        Map.of("reviews-v1[v1]", 0.5, "reviews-v2[v2]", 0.5),
                        Map.of("reviews-v2[v2]", 1.0)));
        figures.take(wiring.topology(), state(20 * SECOND, rates), 0);
        Dots dots = new Dots();
        boolean crossed = false;
        for (int i = 0; i < 240; i++) {
            dots.advance(wiring, figures, 1 / 60.0, 1);
            for (Dots.Dot dot : dots.dots()) {
                crossed |= dot.ended();
                assertFalse(dot.ended() && dot.version() == 0, "v1 never fails");
            }
        }
        assertTrue(crossed);
    }

    @Test
    void labelsSayWhatIsChosen() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        figures.take(wiring.topology(), state(20 * SECOND, split()), 0);
        Link link = link(wiring, REVIEWS);
        assertEquals(
                new LabelText("71.6 %", "set 70"),
                LabelText.of(figures, link, link.branches().get(0), EdgeLabel.SHARE));
        assertEquals("120/s", LabelText.of(figures, link, EdgeLabel.RATE).strong());
        assertEquals("40 ms", LabelText.of(figures, link, EdgeLabel.P95).strong());
        assertEquals("2.0 %", LabelText.of(figures, link, EdgeLabel.ERRORS).strong());
        assertEquals(
                "\u00d71.25",
                LabelText.of(figures, link, EdgeLabel.AMPLIFICATION).strong());
        assertTrue(LabelText.of(figures, link(wiring, "traffic/web"), EdgeLabel.RATE)
                .isEmpty());
    }

    @Test
    void utilisationIsCoreTimeOverTheLastSeconds() {
        PodLoad load = new PodLoad();
        Frame.PodFrame later = pod(1, "details", 3e9, 0);
        load.take(state(0, Map.of(), pod(1, "details", 0, 0)).frame());
        load.take(state(2 * SECOND, Map.of(), later).frame());
        assertEquals(0.75, load.utilisation(later), 1e-9);
    }

    @Test
    void aRunThatBeganAgainHasNoOldLoad() {
        PodLoad load = new PodLoad();
        load.take(state(50 * SECOND, Map.of(), pod(1, "details", 40e9, 0)).frame());
        Frame.PodFrame again = pod(1, "details", 0, 0);
        load.take(state(0, Map.of(), again).frame());
        load.take(state(SECOND, Map.of(), again).frame());
        assertEquals(0, load.utilisation(again), 1e-9);
    }

    // ---------------------------------------------------------------- hits and keys

    @Test
    void clicksFindKnotsRowsPodsNodesAndLinks() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        figures.take(wiring.topology(), state(SECOND, Map.of(), pod(1, "details", 0, 0)), 0);
        HitGrid hits = new HitGrid(wiring);
        Wiring.Wire wire = wiring.wires().get(REVIEWS);
        assertNotNull(wire);
        assertNotNull(wire.knot());
        assertEquals(
                new Selection.Rule(wire.link().rule()),
                hits.at(wire.knot().x(), wire.knot().y(), 1, figures));
        Placement.Point on = wire.branches().get(1).at(0.7);
        assertEquals(new Selection.Edge(REVIEWS), hits.at(on.x(), on.y() + 3, 1, figures));
        Topology.Node details = wiring.topology().nodeOfWorkload("details");
        assertNotNull(details);
        Box box = wiring.placement().boxes().get(details.id());
        assertEquals(new Selection.Service("details.default"), hits.at(box.x() + 20, box.y() + 10, 1, figures));
        assertEquals(new Selection.Workload("details"), hits.at(box.x() + 20, box.bottom() - 8, 1, figures));
        Box pod = PodPlaces.of(
                        details.rows().get(0),
                        figures.pods(details.rows().get(0)),
                        box,
                        box.y() + Sizes.HEAD,
                        Detail.ALL,
                        1)
                .get(0)
                .box();
        assertEquals(new Selection.Pod("details-1"), hits.at(pod.centerX(), pod.centerY(), 1, figures));
    }

    @Test
    void arrowsWalkAlongLinks() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        Walk walk = new Walk(wiring, figures);
        Selection at = walk.next(new Selection.Nothing(), Walk.Step.RIGHT);
        assertEquals(new Selection.Traffic("web"), at);
        at = walk.next(new Selection.Service("productpage.default"), Walk.Step.RIGHT);
        assertEquals(new Selection.Edge("productpage->details.default:9080"), at);
        assertEquals(new Selection.Service("details.default"), walk.next(at, Walk.Step.RIGHT));
        assertEquals(new Selection.Service("productpage.default"), walk.next(at, Walk.Step.LEFT));
        assertEquals(
                new Selection.Edge(REVIEWS),
                walk.next(new Selection.Edge("productpage->details.default:9080"), Walk.Step.DOWN));
    }

    // ---------------------------------------------------------------- moving requests

    @Test
    void dotsAreBoundedAndThinnedByPowersOfTwo() {
        Wiring wiring = canary();
        Figures figures = new Figures();
        figures.take(
                wiring.topology(),
                state(
                        20 * SECOND,
                        Map.of(REVIEWS, rates(1900, 0.5, 0, Map.of()), "traffic/web", rates(1900, 0, 0, Map.of()))),
                0);
        Dots dots = new Dots();
        boolean crossed = false;
        for (int i = 0; i < 120; i++) {
            dots.advance(wiring, figures, 1 / 60.0, 1);
            assertTrue(dots.dots().size() <= Dots.MOST);
            crossed |= dots.dots().stream().anyMatch(Dots.Dot::ended);
        }
        assertTrue(dots.dots().size() > 5);
        assertTrue(crossed, "failed ones end on their way");
        assertEquals(1, Integer.bitCount(dots.oneIn()));
        assertTrue(dots.oneIn() > 1);
    }

    @Test
    void fastRunsShowNoDots() {
        assertTrue(Dots.visible(4, 2000));
        assertFalse(Dots.visible(4.1, 10));
        assertFalse(Dots.visible(Double.POSITIVE_INFINITY, 10));
        assertFalse(Dots.visible(1, 2001));
    }

    // ---------------------------------------------------------------- zoom

    @Test
    void zoomKeepsThePointUnderTheMouse() {
        View view = new View(1, 30, 40);
        Placement.Point before = view.toPlane(200, 100);
        Placement.Point after = view.zoomed(1.25, 200, 100).toPlane(200, 100);
        assertEquals(before.x(), after.x(), 1e-9);
        assertEquals(before.y(), after.y(), 1e-9);
        assertEquals(View.MOST, view.zoomed(100, 0, 0).zoom());
    }

    @Test
    void lessIsDrawnFromFartherAway() {
        assertEquals(Detail.FRAMES, Detail.of(0.24, 50));
        assertEquals(Detail.NODES, Detail.of(0.79, 50));
        assertEquals(Detail.ALL, Detail.of(0.8, 50));
        assertEquals(Detail.ALL, Detail.of(1.6, 50));
        assertEquals(Detail.PODS, Detail.of(1.61, 50));
    }

    // ---------------------------------------------------------------- pods in their places

    private static Frame.PodFrame in(String zone, int id) {
        return new Frame.PodFrame(
                id, "cart-" + id, "cart", "v1", "n", zone, "READY", true, false, 2, 1, 0, 1, 0, 9, 0, 0, -1, -1, 0, "");
    }

    @Test
    void podsStandInTheFrameOfTheirZone() {
        Row row = new Row("cart", "v1", 0, true, 4, List.of("a", "b", "c"));
        Topology.Node node = new Topology.Node("n", Topology.Kind.APP, "default", "cart", null, List.of(row));
        Box box = new Box(100, 50, Sizes.width(node), Sizes.height(node));
        double top = box.y() + Sizes.HEAD;
        List<Frame.PodFrame> pods = List.of(in("a", 1), in("b", 2), in("a", 3));
        List<PodPlaces.ZoneBox> zones = PodPlaces.zones(row, pods, box, top);
        assertEquals(
                List.of("a 2", "b 1", "c 0"),
                zones.stream().map(each -> each.zone() + " " + each.pods()).toList());
        List<PodPlaces.Place> places = PodPlaces.of(row, pods, box, top, Detail.ALL, 1);
        assertEquals(3, places.size());
        for (PodPlaces.Place place : places) {
            Box zone = zones.get(place.pod().zone().equals("a") ? 0 : 1).box();
            assertTrue(zone.contains(place.box().x(), place.box().y()), place.toString());
            assertTrue(zone.contains(place.box().right(), place.box().bottom()), place.toString());
        }
        assertTrue(zones.get(2).box().bottom() < box.bottom() - 11, "the figures have their line");
        assertEquals(0, Sizes.rowAt(node, Sizes.height(node) - 1));
    }

    @Test
    void fromCloseByEachPodHasALine() {
        Row row = new Row("cart", "v1", 0, true, 9);
        Box box = new Box(0, 0, 150, 72);
        List<Frame.PodFrame> pods = java.util.stream.IntStream.range(0, 9)
                .mapToObj(id -> in("a", id))
                .toList();
        List<PodPlaces.Place> near = PodPlaces.of(row, pods, box, 24, Detail.PODS, 2);
        List<PodPlaces.Place> nearer = PodPlaces.of(row, pods, box, 24, Detail.PODS, 4);
        assertEquals(2, near.size(), "one line says how many more there are");
        assertTrue(nearer.size() > near.size());
        for (int i = 1; i < nearer.size(); i++) {
            assertEquals(nearer.get(i - 1).box().bottom(), nearer.get(i).box().y(), 1e-9);
        }
        assertTrue(nearer.get(nearer.size() - 1).box().bottom() <= 72 - 9 + 1e-9);
    }

    @Test
    void zonesAreShownWhenThereAreSeveralAndAreKept() {
        Zones zones = new Zones();
        assertFalse(zones.take(List.of(in("a", 1))));
        assertEquals(Map.of(), zones.byWorkload());
        assertTrue(zones.take(List.of(in("a", 1), in("b", 2))));
        assertFalse(zones.take(List.of(in("b", 2))));
        assertEquals(Map.of("cart", List.of("a", "b")), zones.byWorkload());
    }

    @Test
    void theLegendExplainsWhatWasSeen() {
        PodSigns signs = new PodSigns();
        assertFalse(signs.take(List.of(in("a", 1)), 0));
        Frame.PodFrame bad = new Frame.PodFrame(
                2, "cart-2", "cart", "v1", "n", "a", "STARTING", true, true, 2, 1, 0, 1, 0, 9, 1, 1, -1, -1, 0, "");
        assertTrue(signs.take(List.of(bad), SECOND));
        assertFalse(signs.take(List.of(in("a", 1)), 2 * SECOND), "what was seen stays for a while");
        assertEquals(
                java.util.Set.of(PodSigns.Sign.EJECTED, PodSigns.Sign.NOT_READY, PodSigns.Sign.PROXY_DOWN),
                signs.seen());
        assertTrue(signs.take(List.of(in("a", 1)), 12 * SECOND));
        assertEquals(java.util.Set.of(), signs.seen());
    }

    @Test
    void aPodThatStartsIsNotReadyAndWillHaveItsSidecar() {
        dev.windtunnel.simulation.Run run = Meshes.canary(folder, Meshes.TRAFFIC)
                .start(new dev.windtunnel.simulation.RunOptions(
                        1, dev.windtunnel.kernel.EventQueue.Kind.AUTOMATIC, 0, List.of(), null));
        run.advanceTo(SECOND);
        run.edit(new dev.windtunnel.scenario.TimelineEntry.Scale("details", 3), Long.MAX_VALUE);
        run.advanceTo(SECOND + SECOND / 10);
        List<Frame.PodFrame> starting = run.frame().pods().stream()
                .filter(pod -> pod.state().equals("STARTING"))
                .toList();
        assertEquals(2, starting.size());
        assertTrue(starting.stream().allMatch(Frame.PodFrame::sidecar));
        PodSigns signs = new PodSigns();
        signs.take(starting, 0);
        assertEquals(java.util.Set.of(PodSigns.Sign.NOT_READY), signs.seen());
    }
}
