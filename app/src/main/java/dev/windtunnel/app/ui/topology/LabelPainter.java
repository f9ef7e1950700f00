package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Wiring.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** Puts labels beside links, where they cover no node and no other label; what finds no place is left out. */
final class LabelPainter {

    private static final double[] ALONG = {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.84, 0.18};
    private static final int BUSIEST = 5;
    private static final double HEIGHT = 16;
    private static final double GAP = 6;

    private final GraphicsContext g;
    private final Palette palette;
    private final Figures figures;
    private final EdgeLabel label;
    private final double scale;
    private final Font strong;
    private final Font faint;
    private final List<Box> taken = new ArrayList<>();
    private final List<Box> labels = new ArrayList<>();

    LabelPainter(GraphicsContext g, Palette palette, Figures figures, EdgeLabel label, Detail detail, double zoom) {
        this.g = g;
        this.palette = palette;
        this.figures = figures;
        this.label = label;
        this.scale = detail.isFull() ? 1 : Math.min(3, 1 / zoom);
        this.strong = Theme.strong(Math.rint(12 * scale));
        this.faint = Theme.words(Math.rint(11 * scale));
    }

    /** Paints them; where they stand. */
    List<Box> paint(Wiring wiring, Detail detail) {
        taken.addAll(wiring.placement().boxes().values());
        for (Wire wire : wiring.wires().values()) {
            Point knot = wire.knot();
            if (knot != null) {
                taken.add(new Box(knot.x() - 13, knot.y() - 13, 26, 26));
            }
        }
        List<Wire> wires = new ArrayList<>(wiring.wires().values());
        wires.sort(Comparator.<Wire, Health>comparing(wire -> figures.health(wire.link()))
                .reversed()
                .thenComparing(Comparator.comparingDouble(
                                (Wire wire) -> figures.rates(wire.link()).requestsPerSecond())
                        .reversed()));
        int busy = 0;
        for (Wire wire : wires) {
            boolean unhealthy = figures.health(wire.link()).compareTo(Health.DEGRADED) >= 0;
            if (!detail.isFull() && !unhealthy && busy++ >= BUSIEST) {
                continue;
            }
            link(wire, detail);
        }
        return List.copyOf(labels);
    }

    private void link(Wire wire, Detail detail) {
        Link link = wire.link();
        boolean split = link.branches().size() > 1;
        boolean plain = !detail.isFull()
                && label == EdgeLabel.ERRORS
                && figures.rates(link).errorRate() == 0;
        LabelText whole = LabelText.of(figures, link, plain ? EdgeLabel.RATE : label);
        Color color = label == EdgeLabel.RATE || label == EdgeLabel.SHARE
                ? palette.foreground
                : figures.health(link).text(palette);
        if (split && detail.isFull()) {
            // The branches first: their shares are what the eye looks for.
            for (int i = 0; i < wire.branches().size(); i++) {
                Branch branch = link.branches().get(i);
                Color own = branch.version() >= 0 ? palette.version(branch.version()) : palette.foreground;
                Curve curve = wire.branches().get(i);
                int side = curve.end().y() < curve.start().y() ? -1 : 1;
                along(curve, LabelText.of(figures, link, branch, label), own, side);
            }
        }
        if (wire.trunk() != null) {
            beside(wire.trunk().at(0.5), wire.knot(), whole, color);
        } else if (!split || !detail.isFull()) {
            on(wire.main(), whole, color);
        }
    }

    /** Above the line, below it or on it, in the free place nearest to the middle. */
    private void on(Curve curve, LabelText text, Color color) {
        if (text.isEmpty()) {
            return;
        }
        // Where a rule stands on the link, its label has to keep clear of the knot.
        double off = scale == 1 ? HEIGHT : 0; // from far away nothing moves along the line that it could cover
        for (double t : ALONG) {
            Point at = curve.at(t);
            if (put(at.x(), at.y() - off, text, color)
                    || put(at.x(), at.y() + off, text, color)
                    || put(at.x(), at.y(), text, color)) {
                return;
            }
        }
        if (scale == 1) {
            Point middle = curve.at(0.5);
            for (double away : new double[] {-24, 24, -30, 30}) {
                if (put(middle.x(), middle.y() + away, text, color)) {
                    return;
                }
            }
        }
    }

    /** Beside the outer side of a branch. */
    private void along(Curve curve, LabelText text, Color color, int side) {
        if (text.isEmpty()) {
            return;
        }
        double width = width(text);
        for (double t : new double[] {0.72, 0.62, 0.8, 0.52, 0.88, 0.42}) {
            Point at = curve.at(t);
            double off = HEIGHT * 0.5 + 9;
            if (put(at.x(), at.y() + side * off, text, color)
                    || put(at.x() - width / 2, at.y() + side * (off + 4), text, color)
                    || put(at.x(), at.y() - side * off, text, color)) {
                return;
            }
        }
        // Short branches leave no room beside them: below everything that leaves the knot there is some.
        Point start = curve.start();
        for (double off : new double[] {30, 46, 62}) {
            if (put(start.x(), start.y() + side * off, text, color)
                    || put(start.x() - width / 2, start.y() + side * off, text, color)
                    || put(start.x(), start.y() - side * off, text, color)) {
                return;
            }
        }
    }

    /** Beside the trunk, or above or below the knot at its end. */
    private void beside(Point at, @Nullable Point knot, LabelText text, Color color) {
        if (text.isEmpty()) {
            return;
        }
        for (double off : new double[] {20, -20, 34, -34}) {
            if (put(at.x(), at.y() + off * scale, text, color)) {
                return;
            }
        }
        if (knot != null) {
            for (double off : new double[] {-26, 26, -42, 42}) {
                if (put(knot.x(), knot.y() + off * scale, text, color)) {
                    return;
                }
            }
        }
    }

    private double width(LabelText text) {
        double first = text.strong().isEmpty() ? 0 : Words.width(text.strong(), strong);
        double second = text.faint().isEmpty() ? 0 : Words.width(text.faint(), faint);
        return first + second + (first > 0 && second > 0 ? GAP * scale : 0);
    }

    private boolean put(double x, double y, LabelText text, Color color) {
        double width = width(text);
        double height = HEIGHT * scale;
        Box box = new Box(x - width / 2 - 3 * scale, y - height / 2, width + 6 * scale, height);
        for (Box other : taken) {
            if (other.overlaps(box)) {
                return false;
            }
        }
        taken.add(box);
        labels.add(box);
        g.setFill(palette.background.deriveColor(0, 1, 1, 0.94));
        g.fillRoundRect(box.x(), box.y(), box.width(), box.height(), 6 * scale, 6 * scale);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        double left = x - width / 2;
        if (!text.strong().isEmpty()) {
            g.setFont(strong);
            g.setFill(color);
            g.fillText(text.strong(), left, y);
            left += Words.width(text.strong(), strong) + GAP * scale;
        }
        if (!text.faint().isEmpty()) {
            g.setFont(faint);
            g.setFill(palette.muted);
            g.fillText(text.faint(), left, y);
        }
        return true;
    }
}
