package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * Charts side by side (in rows where there is no room for that) on one canvas, and above it another for the cursor and what is dragged over, so that moving the
 * cursor redraws no chart. All of them have the same time axis.
 */
final class ChartDeck extends Region {

    private static final double LOWEST = 110;
    private static final double DRAG_PIXELS = 4;
    private static final double NARROWEST = 204;
    /** What it is called as long as it has no charts. */
    private static final String NAME = "Charts";

    private final Theme theme;
    private final TimeWindow window;
    private final Runnable changed;
    private final Canvas still = new Canvas();
    private final Canvas above = new Canvas();
    private final Map<Charts, AxisTop> tops = new EnumMap<>(Charts.class);
    private List<Shown> shown = List.of();
    private double cursor = Double.NaN;
    private double pressed = Double.NaN;
    private double pressedX;
    private double dragged = Double.NaN;

    /** A chart as it was drawn last. */
    record Shown(Charts chart, ChartModel model, Plot plot) {}

    /**
     * A deck.
     *
     * @param changed called when another part of the run is to be shown
     */
    ChartDeck(Theme theme, TimeWindow window, Runnable changed) {
        this.theme = theme;
        this.window = window;
        this.changed = changed;
        getChildren().setAll(still, above);
        above.setMouseTransparent(true);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(NAME);
        getStyleClass().add("chart-deck");
        setCursor(Cursor.CROSSHAIR);
        addEventHandler(MouseEvent.ANY, this::mouse);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    @Override
    protected void layoutChildren() {
        if (still.getWidth() != getWidth() || still.getHeight() != getHeight()) {
            for (Canvas canvas : List.of(still, above)) {
                canvas.setWidth(getWidth());
                canvas.setHeight(getHeight());
            }
            changed.run();
        }
    }

    /** Charts that were drawn last. */
    List<Shown> shown() {
        return shown;
    }

    /** The instant of the cursor; NaN when there is none. */
    double cursor() {
        return cursor;
    }

    /** Forgets how far axes went: something else is shown. */
    void resetAxes() {
        tops.clear();
    }

    /** Draws everything anew. */
    void draw(Map<Charts, ChartModel> models, Range range, ChartMarks marks) {
        GraphicsContext gc = still.getGraphicsContext2D();
        Palette palette = theme.palette().get();
        gc.clearRect(0, 0, getWidth(), getHeight());
        gc.setFill(palette.background);
        gc.fillRect(0, 0, getWidth(), getHeight());
        ChartCanvas canvas = new ChartCanvas(gc, palette);
        List<Shown> next = new ArrayList<>();
        // Narrow charts say more than flat ones: a second row needs a height of its own.
        int columns = getHeight() < 2 * LOWEST ? models.size() : columns(models.size(), getWidth());
        int rows = columns == 0 ? 0 : (models.size() + columns - 1) / columns;
        int index = 0;
        StringBuilder words = new StringBuilder();
        for (Map.Entry<Charts, ChartModel> each : models.entrySet()) {
            int column = index % columns;
            int row = index / columns;
            int inRow = Math.min(columns, models.size() - row * columns);
            double left = Math.round(getWidth() * column / inRow);
            double right = Math.round(getWidth() * (column + 1) / inRow);
            double upper = Math.round(getHeight() * row / rows);
            double lower = Math.round(getHeight() * (row + 1) / rows);
            ChartModel model = each.getValue();
            double wanted = ChartCanvas.wantedTop(model, range, (right - left) * 0.7);
            double top = tops.computeIfAbsent(each.getKey(), key -> new AxisTop())
                    .update(wanted, System.nanoTime() / 1_000_000L);
            Plot plot = canvas.plot(model, left, upper, right - left, lower - upper, range, top);
            canvas.draw(model, plot, marks, index == 0, window.partial());
            next.add(new Shown(each.getKey(), model, plot));
            words.append(model.title()).append(model.empty() == null ? "" : ": " + model.empty());
            model.lines().forEach(line -> words.append(' ').append(line.endText()));
            words.append(". ");
            gc.setStroke(palette.grid);
            gc.setLineWidth(1);
            gc.setLineDashes();
            if (column > 0) {
                gc.strokeLine(left + 0.5, upper, left + 0.5, lower);
            }
            if (row > 0) {
                gc.strokeLine(left, upper + 0.5, right, upper + 0.5);
            }
            index++;
        }
        shown = List.copyOf(next);
        setAccessibleText(words.isEmpty() ? NAME : words.toString());
        drawAbove();
    }

    /** How many charts stand side by side: all of them, or as many as keep a readable width, in even rows. */
    static int columns(int charts, double width) {
        int most = (int) Math.max(1, Math.floor(width / NARROWEST));
        if (charts <= most) {
            return charts;
        }
        int rows = (charts + most - 1) / most;
        return (charts + rows - 1) / rows;
    }

    private void drawAbove() {
        GraphicsContext gc = above.getGraphicsContext2D();
        gc.clearRect(0, 0, getWidth(), getHeight());
        ChartCanvas canvas = new ChartCanvas(gc, theme.palette().get());
        for (Shown each : shown) {
            if (each.model().empty() != null) {
                continue;
            }
            if (!Double.isNaN(dragged)) {
                canvas.dragged(each.plot(), pressed, dragged);
            }
            if (!Double.isNaN(cursor) && each.plot().range().contains(cursor)) {
                canvas.cursor(each.model(), each.plot(), cursor);
            }
        }
    }

    private void mouse(MouseEvent event) {
        Plot plot = shown.stream()
                .map(Shown::plot)
                .filter(each -> each.covers(event.getX(), event.getY()))
                .findFirst()
                .orElse(null);
        if (event.getEventType() == MouseEvent.MOUSE_EXITED && Double.isNaN(pressed)) {
            cursor = Double.NaN;
        } else if (plot == null) {
            return;
        } else if (event.getEventType() == MouseEvent.MOUSE_MOVED) {
            cursor = plot.seconds(event.getX());
        } else if (event.getEventType() == MouseEvent.MOUSE_PRESSED && event.getButton() == MouseButton.PRIMARY) {
            requestFocus();
            pressed = plot.seconds(event.getX());
            pressedX = event.getX();
        } else if (event.getEventType() == MouseEvent.MOUSE_DRAGGED && !Double.isNaN(pressed)) {
            cursor = plot.seconds(event.getX());
            dragged = Math.abs(event.getX() - pressedX) >= DRAG_PIXELS ? cursor : Double.NaN;
        } else if (event.getEventType() == MouseEvent.MOUSE_RELEASED && !Double.isNaN(pressed)) {
            released();
        } else if (event.getEventType() == MouseEvent.MOUSE_CLICKED) {
            clicked(event, plot);
        } else {
            return;
        }
        drawAbove();
    }

    private void released() {
        boolean zoom = !Double.isNaN(dragged) && window.zoom(pressed, dragged);
        pressed = Double.NaN;
        dragged = Double.NaN;
        if (zoom) {
            resetAxes();
            changed.run();
        }
    }

    private void clicked(MouseEvent event, Plot plot) {
        boolean sentence = shown.stream()
                .anyMatch(each -> each.plot() == plot && each.model().empty() != null);
        if (sentence
                && window.partial()
                && Math.abs(event.getY() - ChartCanvas.showAllY(plot)) <= 12
                && Math.abs(event.getX() - plot.left() - plot.outerWidth() / 2) <= 40) {
            window.all();
            resetAxes();
            changed.run();
        } else if (event.getClickCount() == 2) {
            back();
        }
    }

    private boolean back() {
        boolean was = window.back();
        if (was) {
            resetAxes();
            changed.run();
        }
        return was;
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            boolean dragging = !Double.isNaN(pressed);
            pressed = Double.NaN;
            dragged = Double.NaN;
            if (dragging || back()) {
                event.consume();
            }
        } else if ((event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) && !shown.isEmpty()) {
            Range range = shown.get(0).plot().range();
            double step = (event.getCode() == KeyCode.LEFT ? -1 : 1) * (event.isShiftDown() ? 10 : 1);
            double from = Double.isNaN(cursor) ? range.to() : cursor;
            cursor = Math.max(range.from(), Math.min(range.to(), from + step));
            event.consume();
        }
        drawAbove();
    }
}
