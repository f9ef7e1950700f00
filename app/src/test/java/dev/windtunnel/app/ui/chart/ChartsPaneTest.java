package dev.windtunnel.app.ui.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ChartsPaneTest {

    @TempDir
    static Path folder;

    private Workbench bench;
    private ChartsPane charts;
    private TimelineStrip strip;
    private BorderPane root;

    @Start
    void start(Stage stage) {
        Theme theme = new Theme(false);
        bench = new Workbench(theme);
        charts = new ChartsPane(bench);
        strip = new TimelineStrip(bench);
        root = new BorderPane(charts, strip, null, null, null);
        Scene scene = new Scene(root, 872, 268);
        theme.style(scene);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close() {
        WaitForAsyncUtils.asyncFx(bench::close);
    }

    private void runTo(long seconds) throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(5000, () -> bench.open(Canary.in(folder), null, folder));
        bench.session().get().goTo(seconds * 1_000_000_000L);
        await(seconds);
    }

    private void await(long seconds) throws Exception {
        WaitForAsyncUtils.waitFor(
                10,
                TimeUnit.SECONDS,
                () -> bench.state().get() != null
                        && bench.state().get().frame().nowNanos() == seconds * 1_000_000_000L
                        && bench.state().get().busyUntilNanos() < 0);
        settle();
    }

    private static void settle() throws InterruptedException {
        Thread.sleep(150);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void picture(String name) throws Exception {
        String pictures = System.getProperty("pictures");
        if (pictures != null) {
            WritableImage image = WaitForAsyncUtils.waitForAsyncFx(5000, () -> root.snapshot(null, null));
            WaitForAsyncUtils.waitForAsyncFx(5000, () -> bench.theme().set(true));
            settle();
            WritableImage dark = WaitForAsyncUtils.waitForAsyncFx(5000, () -> root.snapshot(null, null));
            WaitForAsyncUtils.waitForAsyncFx(5000, () -> bench.theme().set(false));
            settle();
            ImageIO.write(SwingFXUtils.fromFXImage(dark, null), "png", new File(pictures, name + "-dark.png"));
            ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", new File(pictures, name + ".png"));
        }
    }

    private Range range() {
        return charts.deck().shown().get(0).plot().range();
    }

    @Test
    void draggingZoomsAllChartsAndEscapeGoesBack(FxRobot robot) throws Exception {
        runTo(102);
        picture("whole");
        assertEquals(3, charts.deck().shown().size());
        assertEquals(new Range(0, 102), range());
        Plot plot = charts.deck().shown().get(1).plot();
        double y = plot.y() + plot.height() / 2;
        robot.drag(
                        charts.deck().localToScreen(plot.px(40), y).getX(),
                        charts.deck().localToScreen(0, y).getY())
                .dropTo(charts.deck().localToScreen(plot.px(80), y));
        settle();
        picture("zoomed");
        for (ChartDeck.Shown each : charts.deck().shown()) {
            assertEquals(40, each.plot().range().from(), 1);
            assertEquals(80, each.plot().range().to(), 1);
        }
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        settle();
        assertEquals(new Range(0, 102), range());
    }

    @Test
    void theCursorStandsAtTheSameInstantInAllChartsAndMovesByKeys(FxRobot robot) throws Exception {
        runTo(84);
        for (Charts chart : Charts.values()) {
            if (!chart.first) {
                robot.clickOn(chart.text);
            }
        }
        settle();
        Plot plot = charts.deck().shown().get(2).plot();
        robot.moveTo(charts.deck().localToScreen(plot.px(50), plot.y() + 20));
        settle();
        picture("cursor");
        assertEquals(50, charts.deck().cursor(), 2);
        double before = charts.deck().cursor();
        robot.clickOn(charts.deck().localToScreen(plot.px(50), plot.y() + 20));
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        assertEquals(before + 1, charts.deck().cursor(), 0.5);
        assertFalse(charts.deck().shown().stream()
                .anyMatch(each -> each.plot().range().length() != 84));
    }

    @Test
    void draggingTheTimelineBackRunsAgainToThere(FxRobot robot) throws Exception {
        runTo(100);
        double y = 14;
        double track = 872 - 92 - 24;
        javafx.geometry.Point2D from = strip.localToScreen(92 + track * 100 / 150, y);
        javafx.geometry.Point2D to = strip.localToScreen(92 + track * 30 / 150, y);
        robot.drag(from.getX(), from.getY()).dropTo(to);
        WaitForAsyncUtils.waitFor(
                5,
                TimeUnit.SECONDS,
                () -> bench.state().get().frame().nowNanos() < 40_000_000_000L
                        && bench.state().get().busyUntilNanos() < 0);
        settle();
        picture("back");
        assertEquals(30, bench.state().get().frame().nowNanos() / 1e9, 0.5);
        assertTrue(range().to() < 31);
    }

    @Test
    void chartsAreKeptOnWhatTheyShow() throws Exception {
        runTo(20);
        WaitForAsyncUtils.waitForAsyncFx(5000, () -> {
            bench.selection().set(new Selection.Traffic("web"));
            bench.chartsOf().set(new Selection.Traffic("web"));
        });
        settle();
        String title = charts.deck().shown().get(1).model().title();
        WaitForAsyncUtils.waitForAsyncFx(5000, () -> bench.selection()
                .set(new Selection.Edge(
                        bench.state().get().frame().edges().get(0).key())));
        settle();
        assertEquals(title, charts.deck().shown().get(1).model().title());
        WaitForAsyncUtils.waitForAsyncFx(5000, () -> bench.chartsOf().set(null));
        settle();
        assertNotEquals(title, charts.deck().shown().get(1).model().title());
    }
}
