package dev.windtunnel.app.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.simulation.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationTest;
import org.testfx.util.WaitForAsyncUtils;

class TopologyPaneTest extends ApplicationTest {

    @TempDir
    static Path folder;

    private Workbench bench;
    private TopologyPane pane;

    @Override
    public void start(Stage stage) {
        bench = new Workbench(new Theme(false));
        pane = new TopologyPane(bench);
        Scene scene = new Scene(pane, 1000, 480);
        bench.theme().style(scene);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close() {
        interact(bench::close);
    }

    private void open(String traffic) throws Exception {
        interact(() -> bench.open(Meshes.canary(folder, traffic), null, folder));
        WaitForAsyncUtils.waitFor(
                10,
                TimeUnit.SECONDS,
                () -> !pane.canvas().wiring().topology().nodes().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Label sentence() {
        return (Label) pane.lookup(".topology-sentence");
    }

    @Test
    void withoutTrafficItSaysSo() throws Exception {
        open("");
        assertEquals("Nothing calls these services yet.", sentence().getText());
        assertTrue(sentence().isVisible());
    }

    @Test
    void theHeadChoosesTheLabelsAndArrowsWalk() throws Exception {
        open(Meshes.TRAFFIC);
        ToggleButton errors = lookup(node ->
                        node instanceof ToggleButton button && button.getText().equals("Errors"))
                .query();
        interact(errors::fire);
        assertEquals(Workbench.EdgeLabel.ERRORS, bench.edgeLabel().get());
        interact(() -> pane.canvas().requestFocus());
        push(KeyCode.RIGHT);
        assertEquals(new Selection.Traffic("web"), bench.selection().get());
        push(KeyCode.RIGHT);
        assertEquals(new Selection.Workload("gateway"), bench.selection().get(), "no service is before it");
        assertTrue(pane.canvas().getAccessibleText().contains("reviews-v2"));
    }

    @Test
    void anEditChangesThePictureAndLeavesTheOrder() throws Exception {
        open(Meshes.TRAFFIC);
        String key = "productpage->reviews.default:9080";
        Wiring before = pane.canvas().wiring();
        assertNotNull(before.topology().link(key).rule());
        LiveSession session = bench.session().get();
        session.edit(new TimelineEntry.Exec("kubectl delete virtualservice reviews"), "no rule")
                .get(5, TimeUnit.SECONDS);
        WaitForAsyncUtils.waitFor(
                5,
                TimeUnit.SECONDS,
                () -> pane.canvas().wiring().topology().link(key).rule() == null);
        Placement after = pane.canvas().wiring().placement();
        Box details = after.boxes().get("default/details");
        Box reviews = after.boxes().get("default/reviews");
        assertEquals(
                before.placement().boxes().get("default/details").y()
                        < before.placement().boxes().get("default/reviews").y(),
                details.y() < reviews.y());
    }

    @Test
    void fromCloseByPodsSayMoreAndAreChosenByTheirLine() throws Exception {
        open(Meshes.TRAFFIC);
        LiveSession session = bench.session().get();
        session.runUntil(3_000_000_000L);
        WaitForAsyncUtils.waitFor(
                10,
                TimeUnit.SECONDS,
                () -> bench.state().get().frame().nowNanos() >= 3_000_000_000L
                        && !bench.state().get().playing());
        interact(() -> {
            bench.selection().set(new Selection.Workload("reviews-v2"));
            pane.zoomTo(3);
        });
        Frame.PodFrame pod = bench.state().get().frame().pods().stream()
                .filter(each -> each.name().equals("reviews-v2-1"))
                .findFirst()
                .orElseThrow();
        WaitForAsyncUtils.waitFor(
                5, TimeUnit.SECONDS, () -> pane.canvas().figures().detail(pod) != null);
        assertEquals(4, pane.canvas().figures().detail(pod).concurrency());
        Topology.Node node = pane.canvas().wiring().topology().nodeOfWorkload("reviews-v2");
        Box box = pane.canvas().wiring().placement().boxes().get(node.id());
        Box line = PodPlaces.of(
                        node.rows().get(1),
                        pane.canvas().figures().pods(node.rows().get(1)),
                        box,
                        box.y() + Sizes.top(node, 1),
                        Detail.PODS,
                        3)
                .get(1)
                .box();
        View view = pane.canvas().view();
        assertEquals(
                new Selection.Pod("reviews-v2-1"),
                pane.canvas().at(view.x() + line.centerX() * view.zoom(), view.y() + line.centerY() * view.zoom()));
    }

    @Test
    void aDoubleClickKeepsTheChartsOnANodeUntilOneBesideEverything() throws Exception {
        open(Meshes.TRAFFIC);
        Topology.Node node = pane.canvas().wiring().topology().nodeOfWorkload("details");
        Box box = pane.canvas().wiring().placement().boxes().get(node.id());
        View view = pane.canvas().view();
        click(view.x() + (box.x() + 20) * view.zoom(), view.y() + (box.y() + 8) * view.zoom(), 2);
        assertEquals(new Selection.Service("details.default"), bench.chartsOf().get());
        interact(() -> bench.selection().set(new Selection.Workload("ratings")));
        assertEquals(new Selection.Service("details.default"), bench.chartsOf().get());
        click(2, 2, 2);
        assertNull(bench.chartsOf().get());
    }

    private void click(double localX, double localY, int count) {
        double x = pane.canvas().localToScene(localX, localY).getX();
        double y = pane.canvas().localToScene(localX, localY).getY();
        interact(() -> {
            for (var type : List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED)) {
                pane.canvas()
                        .fireEvent(new MouseEvent(
                                type,
                                x,
                                y,
                                x,
                                y,
                                MouseButton.PRIMARY,
                                count,
                                false,
                                false,
                                false,
                                false,
                                true,
                                false,
                                false,
                                true,
                                false,
                                true,
                                null));
            }
        });
    }

    @Test
    void theMenuOfAPodDoesWhatATimelineCan() throws Exception {
        open(Meshes.TRAFFIC);
        interact(() -> bench.selection().set(new Selection.Pod("details-0")));
        Box box = pane.canvas()
                .wiring()
                .placement()
                .boxes()
                .get(pane.canvas().wiring().topology().nodeOfWorkload("details").id());
        interact(() -> pane.canvas()
                .fireEvent(new ContextMenuEvent(
                        ContextMenuEvent.CONTEXT_MENU_REQUESTED, box.x(), box.y(), 300, 200, true, null)));
        List<MenuItem> items = javafx.stage.Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .flatMap(each -> ((ContextMenu) each).getItems().stream())
                .toList();
        assertTrue(items.get(0).getText().startsWith("Kill details-0"), items.toString());
        interact(() -> items.get(0).fire());
        WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, () -> bench.state().get().frame().pods().stream()
                .noneMatch(pod -> pod.name().equals("details-0")));
    }
}
