package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The strip under the transport: virtual time as a track with the flags of the timeline and the diamonds of edits. The
 * handle is dragged: back runs again from the start, ahead runs on, both until the instant where it is let go.
 */
public final class TimelineStrip extends Region {

    private static final double LEFT = 92;
    private static final double RIGHT = 24;
    private static final double TRACK = 13.5;
    private static final double WORDS = 5.5;
    private static final long REDRAW_MILLIS = 40;

    private final Workbench bench;
    private final Canvas canvas = new Canvas();
    private final Throttle redraw = new Throttle(REDRAW_MILLIS, this::draw);
    private final Label note = new Label();
    private final Hyperlink cancel = new Hyperlink("Cancel");
    private final HBox notes = new HBox(note, cancel);
    private final Tooltip tip = new Tooltip();
    private @Nullable Mark tipOf;
    private double dragged = Double.NaN;
    private double endSeconds = 60;
    private boolean again;

    /** The timeline of what is open. */
    public TimelineStrip(Workbench bench) {
        this.bench = bench;
        getStyleClass().add("timeline-strip");
        setMinHeight(28);
        setPrefHeight(28);
        setMaxHeight(28);
        notes.getStyleClass().add("timeline-note");
        notes.setVisible(false);
        note.getStyleClass().add("muted");
        cancel.setOnAction(event -> cancel());
        getChildren().setAll(canvas, notes);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText("Virtual time");
        tip.setShowDelay(Duration.millis(200));
        bench.state().addListener((property, before, after) -> redraw.request());
        bench.session().addListener((property, before, after) -> {
            dragged = Double.NaN;
            again = false;
            redraw.request();
        });
        bench.theme().palette().addListener((property, before, after) -> redraw.request());
        focusedProperty().addListener((property, before, after) -> redraw.request());
        addEventHandler(MouseEvent.ANY, this::mouse);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight() - 1) {
            canvas.setWidth(getWidth());
            canvas.setHeight(Math.max(1, getHeight() - 1));
            redraw.request();
        }
        double width = Math.ceil(notes.prefWidth(-1));
        notes.resizeRelocate(getWidth() - width, 1, width, Math.max(1, getHeight() - 3));
    }

    // ---------------------------------------------------------------- dragging and keys

    private TimelineScale scale() {
        return new TimelineScale(LEFT, Math.max(LEFT + 1, getWidth() - RIGHT), endSeconds);
    }

    private void mouse(MouseEvent event) {
        SessionState state = bench.state().get();
        if (state == null || bench.session().get() == null || isInNotes(event)) {
            return;
        }
        if (event.getEventType() == MouseEvent.MOUSE_PRESSED && event.getX() >= LEFT - 8) {
            requestFocus();
            dragged = scale().seconds(event.getX());
        } else if (event.getEventType() == MouseEvent.MOUSE_DRAGGED && !Double.isNaN(dragged)) {
            dragged = scale().seconds(event.getX());
        } else if (event.getEventType() == MouseEvent.MOUSE_RELEASED && !Double.isNaN(dragged)) {
            goTo(dragged);
            dragged = Double.NaN;
        } else if (event.getEventType() == MouseEvent.MOUSE_MOVED) {
            hover(event, state);
            return;
        } else {
            return;
        }
        redraw.request();
    }

    private boolean isInNotes(MouseEvent event) {
        return notes.isVisible()
                && Double.isNaN(dragged)
                && notes.getBoundsInParent().contains(event.getX(), event.getY());
    }

    private void hover(MouseEvent event, SessionState state) {
        setCursor(event.getX() >= LEFT - 8 ? Cursor.HAND : Cursor.DEFAULT);
        Mark mark = scale().at(marks(state).marks(), event.getX());
        if (mark != tipOf) {
            tipOf = mark;
            Tooltip.uninstall(this, tip);
            if (mark != null) {
                String kind = mark.kind().name().toLowerCase(java.util.Locale.ROOT);
                tip.setText(Instants.minutes(mark.seconds()) + "  " + mark.text() + " (" + kind + ")");
                Tooltip.install(this, tip);
            }
        }
    }

    private void goTo(double seconds) {
        LiveSession session = bench.session().get();
        if (session != null) {
            SessionState state = bench.state().get();
            again = state != null && seconds * 1e9 < state.frame().nowNanos();
            session.goTo(Math.round(seconds * 1e9));
        }
    }

    private void cancel() {
        LiveSession session = bench.session().get();
        if (session != null) {
            session.pause();
        }
    }

    private void key(KeyEvent event) {
        SessionState state = bench.state().get();
        if (state == null) {
            return;
        }
        double step = event.isShiftDown() ? 10 : 1;
        double now = state.frame().nowNanos() / 1e9;
        if (event.getCode() == KeyCode.LEFT) {
            goTo(Math.max(0, now - step));
            event.consume();
        } else if (event.getCode() == KeyCode.RIGHT) {
            goTo(now + step);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && !Double.isNaN(dragged)) {
            dragged = Double.NaN;
            redraw.request();
            event.consume();
        }
    }

    // ---------------------------------------------------------------- drawing

    private ChartMarks marks(SessionState state) {
        LiveSession session = bench.session().get();
        LiveSession.Branch fork = bench.comparing().branch().get();
        return session == null
                ? ChartMarks.NONE
                : ChartMarks.of(session.experiment().scenario(), state.marks(), endSeconds)
                        .with(fork == null ? Double.NaN : fork.forkNanos() / 1e9);
    }

    private void draw() {
        GraphicsContext gc = canvas.getGraphicsContext2D();
        Palette palette = bench.theme().palette().get();
        gc.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        SessionState state = bench.state().get();
        LiveSession session = bench.session().get();
        text(gc, Theme.words(12), palette.muted, "Timeline", 12, 13.5, TextAlignment.LEFT);
        notes(state);
        if (state == null || session == null || canvas.getWidth() < LEFT + RIGHT + 40) {
            return;
        }
        double now = state.frame().nowNanos() / 1e9;
        Long length = session.experiment().scenario().run().durationNanos();
        // A condition may hold at any instant: there is none to show.
        double target = state.until() == null ? state.busyUntilNanos() / 1e9 : -1;
        double latest = Math.max(
                Math.max(now, target),
                session.experiment().scenario().timeline().stream()
                        .mapToDouble(entry -> entry.atNanos() / 1e9)
                        .max()
                        .orElse(0));
        endSeconds = TimelineScale.end(length == null ? Double.NaN : length / 1e9, latest);
        TimelineScale scale = scale();
        track(gc, palette, scale, now, target);
        List<Mark> marks = marks(state).marks();
        marks(gc, palette, scale, marks, now);
        List<Mark> named = scale.named(marks, TimelineStrip::width);
        handle(gc, palette, scale, now, named);
        // Over the handle: it passes behind the words.
        for (Mark mark : named) {
            Color color = mark.seconds() <= now ? palette.foreground : palette.muted;
            double x = Math.round(scale.px(mark.seconds())) + 0.5;
            text(gc, Theme.words(11), color, mark.text(), x + TimelineScale.FLAG, WORDS, TextAlignment.LEFT);
        }
        setAccessibleText("Virtual time " + Instants.minutes(now) + " of " + Instants.minutes(endSeconds));
    }

    private void track(GraphicsContext gc, Palette palette, TimelineScale scale, double now, double target) {
        gc.setLineDashes();
        gc.setFill(palette.line);
        gc.fillRoundRect(scale.left(), TRACK - 2, scale.right() - scale.left(), 4, 4, 4);
        gc.setFill(palette.accent);
        gc.fillRoundRect(scale.left(), TRACK - 2, Math.max(4, scale.px(now) - scale.left()), 4, 4, 4);
        if (target >= 0) {
            gc.setFill(palette.accent);
            gc.fillRect(Math.round(scale.px(target)) - 1, TRACK - 6, 2, 12);
        }
        double step = Ticks.timeStep(scale.endSeconds(), scale.right() - scale.left(), 160);
        for (double at = 0; at <= scale.endSeconds() + 1e-9; at += step) {
            double x = Math.round(scale.px(at)) + 0.5;
            gc.setStroke(palette.muted);
            gc.setLineWidth(1);
            gc.strokeLine(x, TRACK + 4, x, TRACK + 8);
            String words = Ticks.time(at, step);
            double width = width(words);
            double left = besideHandle(x, width, scale.px(now));
            if (left >= 0 && left + width <= canvas.getWidth()) {
                text(gc, Theme.words(11), palette.muted, words, left, TRACK + 7, TextAlignment.LEFT);
            }
        }
    }

    /** Where the words of a tick begin: right of it, and out of the way of the handle. */
    static double besideHandle(double tick, double width, double handle) {
        double right = tick + 4;
        if (handle > tick + 2 && handle < right + width + 7) {
            return tick - 4 - width;
        }
        return handle > tick - 9 && handle <= tick + 2 ? handle + 8 : right;
    }

    private static void marks(GraphicsContext gc, Palette palette, TimelineScale scale, List<Mark> marks, double now) {
        for (Mark mark : marks) {
            double x = Math.round(scale.px(mark.seconds())) + 0.5;
            boolean done = mark.seconds() <= now;
            if (mark.kind() == Mark.Kind.TIMELINE) {
                gc.setStroke(done ? palette.foreground : palette.faint);
                gc.setFill(done ? palette.foreground : palette.faint);
                gc.setLineWidth(1);
                gc.strokeLine(x, 1, x, TRACK + 6);
                Glyphs.flag(gc, x, 1);
            } else if (mark.kind() == Mark.Kind.FORK) {
                gc.setFill(palette.background);
                gc.fillOval(x - 5, TRACK - 5, 10, 10);
                gc.setStroke(palette.foreground);
                gc.setLineWidth(1.5);
                gc.strokeOval(x - 5, TRACK - 5, 10, 10);
            } else {
                Glyphs.edit(gc, x, TRACK, palette);
            }
        }
    }

    private static double width(String text) {
        return TextWidth.of(text, Theme.words(11));
    }

    private void handle(GraphicsContext gc, Palette palette, TimelineScale scale, double now, List<Mark> named) {
        boolean dragging = !Double.isNaN(dragged);
        double x = scale.px(dragging ? dragged : now);
        gc.setStroke(palette.accent);
        gc.setLineWidth(1.5);
        gc.setLineDashes(3, 2);
        boolean behind = scale.isOverWords(x, named, TimelineStrip::width);
        gc.strokeLine(x, behind ? TRACK - 3 : 0, x, canvas.getHeight());
        gc.setLineDashes();
        gc.setFill(palette.accent);
        gc.fillOval(x - 5, TRACK - 5, 10, 10);
        gc.setStroke(palette.background);
        gc.setLineWidth(1.5);
        gc.strokeOval(x - 5.5, TRACK - 5.5, 11, 11);
        if (isFocused()) {
            gc.setStroke(palette.accent);
            gc.strokeOval(x - 8, TRACK - 8, 16, 16);
        }
        if (dragging) {
            Font font = Theme.mono(12);
            String words = Instants.minutes(dragged);
            double width = TextWidth.of(words, font);
            double left = x + 12 + width + 8 > canvas.getWidth() ? x - 12 - width : x + 12;
            gc.setFill(palette.background);
            gc.fillRect(left - 4, 4, width + 8, 20);
            text(gc, font, palette.foreground, words, left, 14, TextAlignment.LEFT);
        }
    }

    private void notes(@Nullable SessionState state) {
        boolean busy = state != null && state.busyUntilNanos() >= 0;
        again &= busy || !notes.isVisible();
        String words = state == null ? "" : TimelineNote.of(state, again);
        if (notes.isVisible() == words.isEmpty()) {
            notes.setVisible(!words.isEmpty());
        }
        cancel.setText(busy ? "Cancel" : "Close");
        if (!words.isEmpty() && !words.equals(note.getText())) {
            note.setText(words);
            requestLayout();
        }
    }

    private static void text(
            GraphicsContext gc, Font font, Color color, String text, double x, double y, TextAlignment alignment) {
        gc.setFont(font);
        gc.setFill(color);
        gc.setTextAlign(alignment);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(text, x, y);
    }
}
