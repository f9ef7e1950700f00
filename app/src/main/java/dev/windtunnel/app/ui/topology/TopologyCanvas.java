package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.topology.Placement.Point;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** The picture: a still layer, drawn again on change at most ten times a second, and moving requests over it. */
final class TopologyCanvas extends Region {

    private static final long APART_NANOS = 100_000_000L;
    private static final long EDITED_NANOS = 300_000_000L;
    private static final long SPOKEN_NANOS = 2_000_000_000L;

    private final Workbench bench;
    private final Canvas still = new Canvas();
    private final Canvas moving = new Canvas();
    private final Figures figures = new Figures();
    private final Dots dots = new Dots();
    /** Where the labels of links stand; dots pass behind them. */
    private List<Placement.Box> labels = List.of();

    private final Surveyor surveyor = new Surveyor(javafx.application.Platform::runLater, this::wired);
    private final ReadOnlyDoubleWrapper zoom = new ReadOnlyDoubleWrapper(1);
    private final ReadOnlyIntegerWrapper oneIn = new ReadOnlyIntegerWrapper(0);
    private final BooleanProperty reduceMotion =
            new SimpleBooleanProperty(Boolean.getBoolean("windtunnel.reduceMotion"));
    private final Layers layers = new Layers();
    private final MiniMap map = new MiniMap(this);
    private final PodWatch pods;
    private final PauseTransition later = new PauseTransition();
    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long now) {
            move(now);
        }
    };
    private Wiring wiring = Wiring.EMPTY;
    private HitGrid hits = new HitGrid(Wiring.EMPTY);
    private View view = new View(1, 0, 0);
    private boolean chosen;
    private boolean moves;
    private long movedNanos;
    private long paintedNanos;
    private long shownNanos;
    private long editedNanos = Long.MIN_VALUE / 2;
    private int marks;
    private long spokenNanos;

    TopologyCanvas(Workbench bench) {
        this.bench = bench;
        getStyleClass().add("topology");
        getChildren().setAll(still, moving, map);
        map.setManaged(false);
        pods = new PodWatch(bench, details -> {
            figures.details(details);
            paint();
        });
        layers.onChange(() -> {
            surveyor.showZones(layers.isShown(Layers.Layer.ZONES));
            watch();
            paint();
        });
        moving.setMouseTransparent(true);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleRoleDescription("Topology");
        setAccessibleHelp("Arrows walk along the links, plus and minus zoom, 0 shows everything.");
        later.setOnFinished(event -> paint());
        bench.session().addListener((property, before, after) -> {
            chosen = false;
            dots.clear();
            surveyor.open(after);
        });
        bench.state().addListener((property, before, after) -> show(after));
        bench.selection().addListener((property, before, after) -> paint());
        bench.edgeLabel().addListener((property, before, after) -> paint());
        bench.theme().palette().addListener((property, before, after) -> paint());
        bench.advice().addListener((property, before, after) -> {
            figures.advise(after);
            paint();
        });
        bench.covered().addListener((property, before, after) -> {
            if (!chosen) {
                fit();
            }
        });
        figures.limits(bench.healthLimits().get());
        bench.healthLimits().addListener((property, before, after) -> {
            figures.limits(after);
            show(bench.state().get());
        });
        reduceMotion.addListener((property, before, after) -> watch());
        sceneProperty().addListener((property, before, after) -> watch());
        new TopologyGestures(this, bench);
        surveyor.open(bench.session().get());
        show(bench.state().get());
    }

    // ---------------------------------------------------------------- what it shows

    Wiring wiring() {
        return wiring;
    }

    Figures figures() {
        return figures;
    }

    View view() {
        return view;
    }

    /** The zoom; 1 is 100 %. */
    ReadOnlyDoubleProperty zoomProperty() {
        return zoom.getReadOnlyProperty();
    }

    /** How many requests one dot stands for; 0 while none are drawn. */
    ReadOnlyIntegerProperty oneInProperty() {
        return oneIn.getReadOnlyProperty();
    }

    /** What is shown. */
    Layers layers() {
        return layers;
    }

    /** Whether nothing moves. */
    BooleanProperty reduceMotionProperty() {
        return reduceMotion;
    }

    /** What a click at a point of the screen selects; null for nothing. */
    @Nullable
    Selection at(double x, double y) {
        Point point = view.toPlane(x, y);
        return hits.at(point.x(), point.y(), view.zoom(), figures);
    }

    private void wired(Wiring next) {
        boolean first = wiring.topology().nodes().isEmpty();
        wiring = next;
        spokenNanos = 0; // other things are to be said now
        hits = new HitGrid(next);
        forgetDots();
        if (first || !chosen) {
            fit();
        }
        show(bench.state().get());
        paint();
    }

    private void show(@Nullable SessionState state) {
        long now = state == null ? 0 : state.frame().nowNanos();
        if (now < shownNanos) {
            forgetDots(); // the clock was dragged back: they are on their way to what has not happened
        }
        shownNanos = now;
        if (state != null) {
            surveyor.look(state);
            figures.take(wiring.topology(), state, System.nanoTime());
            look(state);
        }
        watch();
        int acted = state == null ? 0 : state.marks().size();
        if (acted != marks) {
            marks = acted;
            editedNanos = System.nanoTime();
        }
        // What an edit does is seen as soon as it is known.
        long wall = System.nanoTime();
        long wait = wall - editedNanos < EDITED_NANOS ? 0 : APART_NANOS - (wall - paintedNanos);
        if (wait <= 0) {
            paint();
        } else if (later.getStatus() != javafx.animation.Animation.Status.RUNNING) {
            later.setDuration(Duration.millis(Math.max(1, wait / 1e6)));
            later.playFromStart();
        }
    }

    /** From close by, more is asked of the run. */
    private void look(SessionState state) {
        if (Detail.of(view.zoom(), wiring.topology().nodes().size()) == Detail.PODS) {
            pods.look(state.frame().nowNanos());
        }
    }

    // ---------------------------------------------------------------- the view

    void view(View next) {
        chosen = true;
        set(next);
    }

    private void set(View next) {
        view = next;
        SessionState state = bench.state().get();
        if (state != null) {
            look(state);
        }
        zoom.set(next.zoom());
        paint();
        drawDots();
        watch();
    }

    /** Shows everything, and goes on doing so until somebody moves it. */
    void fit() {
        chosen = false;
        set(View.fit(wiring.placement(), getWidth() - bench.covered().get(), getHeight()));
    }

    /** Zooms about the middle. */
    void zoom(double factor) {
        view(view.zoomed(factor, getWidth() / 2, getHeight() / 2));
    }

    /** Brings what is selected to the middle, so close. */
    void zoomTo(double next) {
        Topology.Node node =
                Marked.of(wiring.topology(), bench.selection().get(), figures).node();
        Placement.Box box = node == null ? null : wiring.placement().boxes().get(node.id());
        double to = View.clamp(next);
        if (box == null) {
            zoom(to / view.zoom());
        } else {
            view(new View(
                    to,
                    Math.rint(getWidth() / 2 - box.centerX() * to),
                    Math.rint(getHeight() / 2 - box.centerY() * to)));
        }
    }

    @Override
    protected void layoutChildren() {
        if (still.getWidth() != getWidth() || still.getHeight() != getHeight()) {
            still.setWidth(getWidth());
            still.setHeight(getHeight());
            moving.setWidth(getWidth());
            moving.setHeight(getHeight());
            if (chosen) {
                paint();
            } else {
                fit();
            }
        }
    }

    // ---------------------------------------------------------------- drawing

    void paint() {
        if (getWidth() <= 0 || getHeight() <= 0) {
            return;
        }
        later.stop();
        paintedNanos = System.nanoTime();
        Marked marked = Marked.of(wiring.topology(), bench.selection().get(), figures);
        labels = StillPainter.paint(
                still.getGraphicsContext2D(),
                getWidth(),
                getHeight(),
                view,
                wiring,
                figures,
                marked,
                bench.edgeLabel().get(),
                layers,
                palette());
        boolean mapShown = layers.isShown(Layers.Layer.MAP) && map.isNeeded();
        map.setVisible(mapShown);
        if (mapShown) {
            map.resizeRelocate(
                    getWidth() - MiniMap.WIDTH - 12, getHeight() - MiniMap.HEIGHT - 12, MiniMap.WIDTH, MiniMap.HEIGHT);
            map.paint(figures, palette());
        }
        if (spokenNanos == 0 || paintedNanos - spokenNanos > SPOKEN_NANOS) {
            spokenNanos = paintedNanos;
            setAccessibleText(Sentences.all(wiring.topology(), figures));
        }
    }

    private Palette palette() {
        return bench.theme().palette().get();
    }

    /** Starts and stops the moving layer: it costs nothing while nothing moves. */
    private void watch() {
        SessionState state = bench.state().get();
        boolean should = state != null
                && getScene() != null
                && state.playing()
                && state.busyUntilNanos() < 0
                && !reduceMotion.get()
                && layers.isShown(Layers.Layer.DOTS)
                && Detail.of(view.zoom(), wiring.topology().nodes().size()).isFull()
                && Dots.visible(state.speed(), figures.trafficPerSecond());
        if (should && !moves) {
            movedNanos = 0;
            timer.start();
        } else if (!should && moves) {
            timer.stop();
            boolean paused =
                    state != null && !state.playing() && !state.frame().over() && layers.isShown(Layers.Layer.DOTS);
            if (!paused) {
                forgetDots();
            }
        }
        moves = should;
    }

    private void move(long now) {
        SessionState state = bench.state().get();
        if (movedNanos != 0 && state != null) {
            dots.advance(wiring, figures, Math.min(0.1, (now - movedNanos) / 1e9), state.speed());
            oneIn.set(dots.oneIn());
            drawDots();
        }
        movedNanos = now;
    }

    private void forgetDots() {
        dots.clear();
        oneIn.set(0);
        drawDots();
    }

    private void drawDots() {
        GraphicsContext g = moving.getGraphicsContext2D();
        g.clearRect(0, 0, moving.getWidth(), moving.getHeight());
        if (dots.dots().isEmpty()) {
            return;
        }
        g.save();
        g.translate(view.x(), view.y());
        g.scale(view.zoom(), view.zoom());
        DotPainter.paint(g, palette(), dots.dots(), labels);
        g.restore();
    }
}
