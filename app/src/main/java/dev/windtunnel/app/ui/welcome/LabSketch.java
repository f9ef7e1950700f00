package dev.windtunnel.app.ui.welcome;

import dev.windtunnel.app.ui.theme.Glyphs;
import dev.windtunnel.app.ui.theme.Palette;
import java.util.function.BiConsumer;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/** The small drawing of a lab: what is to be seen in it, in a few lines. */
public enum LabSketch {
    SPLIT((g, p) -> {
        curve(g, p.version(0), 4, 8, 32, 64, 16);
        curve(g, p.version(1), 1.5, 8, 32, 64, 50);
        disc(g, p.foreground, 8, 32, 4);
        Glyphs.version(g, p, 0, 64, 16, 4.5);
        Glyphs.version(g, p, 1, 64, 50, 4.5);
    }),
    TIMEOUT((g, p) -> {
        bar(g, p.ring, 4, 27, 40);
        bar(g, p.version(0).deriveColor(0, 1, 1, 0.3), 45, 27, 27);
        line(g, p.bad, 2, 44, 18, 44, 46);
    }),
    RETRIES((g, p) -> {
        bar(g, p.ring, 4, 14, 20);
        line(g, p.bad, 2, 25, 8, 25, 26);
        bar(g, p.retry, 26, 28, 20);
        line(g, p.bad, 2, 47, 22, 47, 40);
        bar(g, p.retry, 49, 42, 20);
        line(g, p.bad, 2, 70, 36, 70, 54);
    }),
    MIGRATION((g, p) -> {
        text(g, p.muted, "0.1", 4, 26);
        line(g, p.foreground, 1.5, 27, 22, 46, 22);
        line(g, p.foreground, 1.5, 46, 22, 42, 18);
        line(g, p.foreground, 1.5, 46, 22, 42, 26);
        text(g, p.muted, "v1", 54, 26);
        text(g, p.foreground, "6.05 s", 0, 46);
        text(g, p.badText, "2.00 s", 42, 46);
    }),
    CANARY((g, p) -> {
        line(g, p.version(0), 2, 6, 18, 28, 18);
        line(g, p.version(0), 2, 28, 18, 28, 34);
        line(g, p.version(0), 2, 28, 34, 70, 34);
        line(g, p.version(1), 2, 6, 50, 28, 50);
        line(g, p.version(1), 2, 28, 50, 28, 40);
        line(g, p.version(1), 2, 28, 40, 70, 40);
    }),
    HEADER((g, p) -> {
        curve(g, p.idle, 1.5, 8, 20, 58, 20);
        curve(g, p.version(1), 1.5, 8, 46, 58, 46);
        disc(g, p.foreground, 8, 20, 4);
        disc(g, p.foreground, 8, 46, 4);
        g.setFill(p.version(1));
        g.fillRoundRect(24, 41, 18, 10, 4, 4);
        Glyphs.version(g, p, 0, 64, 20, 4.5);
        Glyphs.version(g, p, 1, 64, 46, 4.5);
    }),
    STORM((g, p) -> {
        line(g, p.warn, 2, 8, 32, 26, 32);
        line(g, p.bad, 4, 28, 32, 46, 32);
        line(g, p.bad, 8, 48, 32, 64, 32);
        disc(g, p.foreground, 8, 32, 4);
        disc(g, p.foreground, 27, 32, 4);
        disc(g, p.foreground, 47, 32, 4);
        disc(g, p.bad, 66, 32, 6);
    }),
    SLOW_POD((g, p) -> {
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.25, 14, 32, 18);
        Glyphs.pod(g, p, p.version(0), true, true, false, 1, 38, 32, 18);
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.25, 62, 32, 18);
        line(g, p.warn, 2.5, 34, 46, 34, 54);
        line(g, p.warn, 2.5, 38, 46, 38, 54);
        line(g, p.warn, 2.5, 42, 46, 42, 54);
    }),
    EJECTION((g, p) -> {
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.5, 14, 32, 18);
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.25, 38, 32, 18);
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.5, 62, 32, 18);
        g.setStroke(p.bad);
        g.setLineWidth(2);
        g.strokeOval(28, 22, 20, 20);
        g.strokeLine(31, 39, 45, 25);
    }),
    ZONE((g, p) -> {
        frame(g, p, 6);
        frame(g, p, 36);
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.75, 26, 45, 16);
        Glyphs.pod(g, p, p.version(0), true, true, false, 0.75, 52, 45, 16);
        line(g, p.bad, 2, 22, 13, 30, 21);
        line(g, p.bad, 2, 22, 21, 30, 13);
        line(g, p.bad, 2, 48, 13, 56, 21);
        line(g, p.bad, 2, 48, 21, 56, 13);
    });

    /** Width and height in pixels. */
    static final double WIDTH = 76;

    static final double HEIGHT = 64;

    private final BiConsumer<GraphicsContext, Palette> drawing;

    LabSketch(BiConsumer<GraphicsContext, Palette> drawing) {
        this.drawing = drawing;
    }

    Canvas draw(Palette palette) {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        canvas.setMouseTransparent(true);
        drawing.accept(canvas.getGraphicsContext2D(), palette);
        return canvas;
    }

    private static void line(GraphicsContext g, Color colour, double width, double x, double y, double x2, double y2) {
        g.setStroke(colour);
        g.setLineWidth(width);
        g.strokeLine(x, y, x2, y2);
    }

    private static void curve(GraphicsContext g, Color colour, double width, double x, double y, double x2, double y2) {
        g.setStroke(colour);
        g.setLineWidth(width);
        g.beginPath();
        g.moveTo(x, y);
        g.bezierCurveTo(x + 28, y, x2 - 28, y2, x2, y2);
        g.stroke();
    }

    private static void bar(GraphicsContext g, Color colour, double x, double y, double width) {
        g.setFill(colour);
        g.fillRect(x, y, width, 10);
    }

    private static void frame(GraphicsContext g, Palette p, double y) {
        g.setStroke(p.idle);
        g.setLineWidth(1);
        g.strokeRoundRect(6.5, y - 1.5, 64, 22, 8, 8);
    }

    private static void disc(GraphicsContext g, Color colour, double x, double y, double radius) {
        g.setFill(colour);
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static void text(GraphicsContext g, Color colour, String text, double x, double y) {
        g.setFill(colour);
        g.setFont(Font.font("Inter", 11));
        g.fillText(text, x, y);
    }
}
