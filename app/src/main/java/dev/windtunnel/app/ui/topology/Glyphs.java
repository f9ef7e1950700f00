package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.theme.Palette;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/** Small signs: health and version have a shape of their own, so that colour is never the only sign. */
final class Glyphs {

    private Glyphs() {}

    /** Disc, triangle, octagon or open ring around a point. */
    static void health(GraphicsContext g, Palette palette, Health health, double x, double y, double radius) {
        g.setFill(health.mark(palette));
        switch (health) {
            case OK -> g.fillOval(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
            case IDLE -> {
                g.setStroke(health.mark(palette));
                g.setLineWidth(1.5);
                g.strokeOval(x - radius * 0.7, y - radius * 0.7, radius * 1.4, radius * 1.4);
            }
            case DEGRADED ->
                g.fillPolygon(
                        new double[] {x - radius * 1.1, x, x + radius * 1.1},
                        new double[] {y + radius * 0.9, y - radius, y + radius * 0.9},
                        3);
            case FAILING -> polygon(g, x, y, radius * 1.1, 8, Math.PI / 8);
        }
    }

    /** Disc, diamond, triangle or square; from the fifth version on in outline. */
    static void version(GraphicsContext g, Palette palette, int version, double x, double y, double radius) {
        Color color = palette.version(version);
        boolean outline = version / 4 % 2 == 1;
        g.setFill(color);
        g.setStroke(color);
        g.setLineWidth(1.5);
        switch (version % 4) {
            case 0 -> {
                if (outline) {
                    g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
                } else {
                    g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
                }
            }
            case 1 -> shape(g, outline, x, y, radius * 1.25, 4, 0);
            case 2 -> shape(g, outline, x, y, radius * 1.25, 3, -Math.PI / 2);
            default -> shape(g, outline, x, y, radius * 1.25, 4, Math.PI / 4);
        }
    }

    private static void shape(
            GraphicsContext g, boolean outline, double x, double y, double radius, int corners, double turn) {
        if (outline) {
            double[] xs = new double[corners];
            double[] ys = new double[corners];
            corners(x, y, radius, turn, xs, ys);
            g.strokePolygon(xs, ys, corners);
        } else {
            polygon(g, x, y, radius, corners, turn);
        }
    }

    private static void polygon(GraphicsContext g, double x, double y, double radius, int corners, double turn) {
        double[] xs = new double[corners];
        double[] ys = new double[corners];
        corners(x, y, radius, turn, xs, ys);
        g.fillPolygon(xs, ys, corners);
    }

    private static void corners(double x, double y, double radius, double turn, double[] xs, double[] ys) {
        for (int i = 0; i < xs.length; i++) {
            double angle = turn + 2 * Math.PI * i / xs.length;
            xs[i] = x + radius * Math.cos(angle);
            ys[i] = y + radius * Math.sin(angle);
        }
    }

    /** The diamond of a rule: two ways out of one. */
    static void knot(GraphicsContext g, Palette palette, double x, double y, boolean selected) {
        double r = 12;
        double[] xs = {x, x + r, x, x - r};
        double[] ys = {y - r, y, y + r, y};
        g.setFill(selected ? palette.selected : palette.background);
        g.setStroke(palette.accent);
        g.setLineWidth(selected ? 2 : 1.5);
        g.setLineJoin(StrokeLineJoin.ROUND);
        g.fillPolygon(xs, ys, 4);
        g.strokePolygon(xs, ys, 4);
        g.setLineWidth(1.5);
        g.strokeLine(x, y + 5, x, y + 1);
        g.strokeLine(x, y + 1, x - 3.5, y - 3);
        g.strokeLine(x, y + 1, x + 3.5, y - 3);
        g.strokePolyline(new double[] {x - 4, x - 4, x - 1}, new double[] {y - 0.5, y - 3.5, y - 3.5}, 3);
        g.strokePolyline(new double[] {x + 4, x + 4, x + 1}, new double[] {y - 0.5, y - 3.5, y - 3.5}, 3);
    }

    /** A light bulb: the run advises something about what it stands at. */
    static void advice(GraphicsContext g, Palette palette, double x, double y, boolean loud) {
        Color color = loud ? palette.warnText : palette.accent;
        g.setFill(palette.background);
        g.setStroke(color);
        g.setLineWidth(1);
        g.fillOval(x - 8.5, y - 8.5, 17, 17);
        g.strokeOval(x - 8.5, y - 8.5, 17, 17);
        g.setLineWidth(1.4);
        g.strokeArc(x - 3.5, y - 5.5, 7, 7, -55, 290, javafx.scene.shape.ArcType.OPEN);
        g.strokeLine(x - 1.8, y + 3, x + 1.8, y + 3);
        g.strokeLine(x - 1.3, y + 5, x + 1.3, y + 5);
    }

    /** People who ask. */
    static void people(GraphicsContext g, Palette palette, double x, double y, boolean selected) {
        g.setFill(selected ? palette.selected : palette.subtle);
        g.setStroke(selected ? palette.accent : palette.line);
        g.setLineWidth(selected ? 2 : 1);
        g.fillOval(x - 15.5, y - 15.5, 31, 31);
        g.strokeOval(x - 15.5, y - 15.5, 31, 31);
        g.setFill(palette.muted);
        person(g, x + 4, y, 0.85);
        person(g, x - 3, y + 0.5, 1);
    }

    private static void person(GraphicsContext g, double x, double y, double scale) {
        g.fillOval(x - 2.6 * scale, y - 6 * scale, 5.2 * scale, 5.2 * scale);
        g.fillArc(x - 5 * scale, y + 0.5 * scale, 10 * scale, 9 * scale, 0, 180, javafx.scene.shape.ArcType.CHORD);
    }

    /** A cross where something ended. */
    static void cross(GraphicsContext g, Color color, double x, double y, double radius) {
        g.setStroke(color);
        g.setLineWidth(2);
        g.setLineCap(StrokeLineCap.BUTT);
        g.strokeLine(x - radius, y - radius, x + radius, y + radius);
        g.strokeLine(x - radius, y + radius, x + radius, y - radius);
    }
}
