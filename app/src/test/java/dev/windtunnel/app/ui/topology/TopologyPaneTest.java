package dev.windtunnel.app.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.simulation.Frame;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
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
}
