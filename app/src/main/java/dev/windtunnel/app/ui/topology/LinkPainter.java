package dev.windtunnel.app.ui.topology;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Wiring.Wire;
import dev.windtunnel.finding.Level;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/** Draws links: a band as wide as their rate, a core line and an arrow in the colour of their health. */
final class LinkPainter {

    private static final double WIDEST = 24;
    private static final double BAND = 0.26;
    private static final double BACK = 0.55;
    private static final double FAINT_SHARE = 0.0005;

    private final GraphicsContext g;
    private final Palette palette;
    private final Figures figures;
    private final Marked marked;

    LinkPainter(GraphicsContext g, Palette palette, Figures figures, Marked marked) {
        this.g = g;
        this.palette = palette;
        this.figures = figures;
        this.marked = marked;
    }

    /** Width of the band of a rate, px. */
    static double width(double requestsPerSecond) {
        return Math.min(WIDEST, 2 + 0.45 * Math.sqrt(requestsPerSecond));
    }

    void paint(Wire wire) {
        Link link = wire.link();
        double rate = figures.rates(link).requestsPerSecond();
        Health health = figures.health(link);
        boolean back = marked.stepsBack(link);
        boolean selected = marked.link(link);
        if (wire.trunk() != null) {
            curve(wire.trunk(), rate, health, link.tcp(), back, selected, false);
        }
        for (int i = 0; i < wire.branches().size(); i++) {
            Branch branch = link.branches().get(i);
            double share = link.branches().size() == 1 ? 1 : figures.share(link, branch);
            double here = Double.isNaN(share) ? 0 : rate * share;
            Health own = here <= rate * FAINT_SHARE ? Health.IDLE : figures.health(link, branch);
            curve(wire.branches().get(i), here, own, link.tcp(), back, selected, true);
        }
    }

    void knot(Wire wire) {
        Point knot = wire.knot();
        if (knot != null) {
            Glyphs.knot(g, palette, knot.x(), knot.y(), marked.rule(wire.link()));
        }
    }

    /** The sign of advice: at the knot's shoulder, or near where the link leaves its caller. */
    void advice(Wire wire) {
        List<Advised> advice = figures.advice(wire.link());
        if (advice.isEmpty()) {
            return;
        }
        Point knot = wire.knot();
        Curve main = wire.main();
        Point at = knot != null
                ? new Point(knot.x() + 11, knot.y() + 14)
                : main.at(Math.min(0.3, 20 / Math.max(1, main.length())));
        boolean loud = advice.stream().anyMatch(each -> each.finding().level() != Level.INFO);
        Glyphs.advice(g, palette, at.x(), at.y(), loud);
    }

    private void curve(
            Curve curve, double rate, Health health, boolean tcp, boolean back, boolean selected, boolean arrow) {
        Color color = health.mark(palette);
        if (back) {
            color = palette.background.interpolate(color, BACK);
        }
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineJoin(StrokeLineJoin.ROUND);
        if (selected) {
            g.setStroke(palette.selected);
            g.setLineWidth(width(rate) + 8);
            trace(curve);
        }
        if (health != Health.IDLE) {
            g.setStroke(palette.background.interpolate(color, BAND));
            g.setLineWidth(width(rate));
            trace(curve);
        }
        g.setStroke(selected && health == Health.IDLE ? palette.accent : color);
        g.setLineWidth(health == Health.FAILING ? 2.5 : health == Health.IDLE ? 1.4 : 1.8);
        if (health == Health.IDLE) {
            g.setLineDashes(2, 4);
        } else if (tcp) {
            g.setLineDashes(7, 3);
        }
        trace(curve);
        g.setLineDashes();
        if (arrow) {
            Point end = curve.end();
            g.setFill(color);
            g.fillPolygon(
                    new double[] {end.x() - 9, end.x(), end.x() - 9},
                    new double[] {end.y() - 5, end.y(), end.y() + 5},
                    3);
        }
    }

    private void trace(Curve curve) {
        Point start = curve.start();
        g.beginPath();
        g.moveTo(start.x(), start.y());
        for (Curve.Piece piece : curve.pieces()) {
            g.bezierCurveTo(
                    piece.c1().x(),
                    piece.c1().y(),
                    piece.c2().x(),
                    piece.c2().y(),
                    piece.to().x(),
                    piece.to().y());
        }
        g.stroke();
    }
}
