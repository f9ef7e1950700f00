package dev.windtunnel.app.ui.theme;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Small signs that carry what colour alone must not: versions have shapes, and so have states of health and of pods. */
public final class Glyphs {

    private static final int SHAPES = 4;

    private Glyphs() {}

    /** The shape of the n-th version of an app, from 0: disc, diamond, triangle, square, then again as outlines. */
    public static void version(GraphicsContext g, Palette palette, int index, double x, double y, double radius) {
        Color colour = palette.version(index);
        boolean filled = index / SHAPES % 2 == 0;
        g.setFill(colour);
        g.setStroke(colour);
        g.setLineWidth(1.5);
        switch (index % SHAPES) {
            case 0 -> disc(g, x, y, radius, filled);
            case 1 ->
                polygon(
                        g,
                        new double[] {x, x + radius * 1.2, x, x - radius * 1.2},
                        new double[] {y - radius * 1.2, y, y + radius * 1.2, y},
                        filled);
            case 2 -> triangle(g, x, y, radius, filled);
            default -> {
                double side = radius * 1.7;
                if (filled) {
                    g.fillRect(x - side / 2, y - side / 2, side, side);
                } else {
                    g.strokeRect(x - side / 2, y - side / 2, side, side);
                }
            }
        }
    }

    /** The triangle of what is degraded. */
    public static void warning(GraphicsContext g, Palette palette, double x, double y, double radius) {
        g.setFill(palette.warn);
        triangle(g, x, y, radius, true);
    }

    /**
     * A pod: with a sidecar a ring around a disc that fills from below, without one a rounded square; what is not ready is
     * hollow and dashed, a proxy that is down a ring broken open.
     *
     * @param fill how busy it is, 0 to 1
     */
    public static void pod(
            GraphicsContext g,
            Palette palette,
            Color colour,
            boolean sidecar,
            boolean ready,
            boolean proxyDown,
            double fill,
            double x,
            double y,
            double size) {
        double r = size / 2;
        g.setLineWidth(1.2);
        g.setStroke(ready ? palette.ring : palette.idle);
        if (!ready) {
            g.setLineDashes(2, 2);
        }
        if (sidecar) {
            if (proxyDown) {
                g.setStroke(palette.bad);
                g.strokeArc(x - r, y - r, size, size, 120, 300, javafx.scene.shape.ArcType.OPEN);
            } else {
                g.strokeOval(x - r, y - r, size, size);
            }
        } else {
            g.strokeRoundRect(x - r + 1, y - r + 1, size - 2, size - 2, 3, 3);
        }
        g.setLineDashes();
        if (!ready) {
            return;
        }
        double inner = sidecar ? r - 2 : r - 2.5;
        g.setFill(colour.deriveColor(0, 1, 1, 0.3));
        body(g, sidecar, x, y, inner);
        if (fill > 0) {
            g.save();
            g.beginPath();
            g.rect(x - r, y + inner - 2 * inner * Math.min(1, fill), size, size);
            g.clip();
            g.setFill(colour);
            body(g, sidecar, x, y, inner);
            g.restore();
        }
    }

    private static void body(GraphicsContext g, boolean round, double x, double y, double r) {
        if (round) {
            g.fillOval(x - r, y - r, 2 * r, 2 * r);
        } else {
            g.fillRect(x - r, y - r, 2 * r, 2 * r);
        }
    }

    private static void disc(GraphicsContext g, double x, double y, double r, boolean filled) {
        if (filled) {
            g.fillOval(x - r, y - r, 2 * r, 2 * r);
        } else {
            g.strokeOval(x - r, y - r, 2 * r, 2 * r);
        }
    }

    private static void triangle(GraphicsContext g, double x, double y, double r, boolean filled) {
        polygon(g, new double[] {x, x + r * 1.2, x - r * 1.2}, new double[] {y - r * 1.1, y + r, y + r}, filled);
    }

    private static void polygon(GraphicsContext g, double[] x, double[] y, boolean filled) {
        if (filled) {
            g.fillPolygon(x, y, x.length);
        } else {
            g.strokePolygon(x, y, x.length);
        }
    }
}
