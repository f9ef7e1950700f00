package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.ui.theme.Palette;
import javafx.scene.canvas.GraphicsContext;

/** The small shapes of charts and the timeline: what is said by colour is said by shape too. */
final class Glyphs {

    private Glyphs() {}

    /** The glyph of a version: disc, diamond, triangle, square, then the same as outlines. In the fill that is set. */
    static void version(GraphicsContext gc, int version, double x, double y) {
        double r = 3.5;
        boolean outline = Math.floorMod(version, 8) >= 4;
        double[] xs;
        double[] ys;
        switch (Math.floorMod(version, 4)) {
            case 0 -> {
                if (outline) {
                    gc.setStroke(gc.getFill());
                    gc.setLineWidth(1.5);
                    gc.strokeOval(x - r, y - r, 2 * r, 2 * r);
                } else {
                    gc.fillOval(x - r, y - r, 2 * r, 2 * r);
                }
                return;
            }
            case 1 -> {
                xs = new double[] {x, x + r + 1, x, x - r - 1};
                ys = new double[] {y - r - 1, y, y + r + 1, y};
            }
            case 2 -> {
                xs = new double[] {x, x + r + 0.5, x - r - 0.5};
                ys = new double[] {y - r - 0.5, y + r, y + r};
            }
            default -> {
                xs = new double[] {x - r, x + r, x + r, x - r};
                ys = new double[] {y - r, y - r, y + r, y + r};
            }
        }
        if (outline) {
            gc.setStroke(gc.getFill());
            gc.setLineWidth(1.5);
            gc.strokePolygon(xs, ys, xs.length);
        } else {
            gc.fillPolygon(xs, ys, xs.length);
        }
    }

    /** A flag whose pole stands at x; y is its upper end. */
    static void flag(GraphicsContext gc, double x, double y) {
        gc.fillPolygon(new double[] {x, x + 8, x + 6, x + 8, x}, new double[] {y, y, y + 3, y + 6, y + 6}, 5);
    }

    /** The diamond of an edit around a point. */
    static void edit(GraphicsContext gc, double x, double y, Palette palette) {
        double[] xs = {x, x + 5, x, x - 5};
        double[] ys = {y - 5, y, y + 5, y};
        gc.setFill(palette.background);
        gc.fillPolygon(xs, ys, 4);
        gc.setStroke(palette.accent);
        gc.setLineWidth(1.5);
        gc.setLineDashes();
        gc.strokePolygon(xs, ys, 4);
    }
}
