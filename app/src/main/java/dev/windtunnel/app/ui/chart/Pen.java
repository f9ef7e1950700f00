package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.ui.theme.Palette;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** A canvas, the colours of a theme, and the strokes and texts that charts are made of. */
class Pen {

    final GraphicsContext gc;
    final Palette palette;

    Pen(GraphicsContext gc, Palette palette) {
        this.gc = gc;
        this.palette = palette;
    }

    final void clip(double x, double y, double width, double height) {
        gc.beginPath();
        gc.rect(x, y, width, height);
        gc.clip();
    }

    final void horizontal(Plot plot, double y) {
        gc.strokeLine(plot.x(), y, plot.right(), y);
    }

    final void stroke(Color color, double width, double... dashes) {
        gc.setStroke(color);
        gc.setLineWidth(width);
        gc.setLineDashes(dashes);
        gc.setLineJoin(StrokeLineJoin.ROUND);
        gc.setLineCap(dashes.length == 0 ? StrokeLineCap.ROUND : StrokeLineCap.BUTT);
    }

    final void text(Font font, Color color, String text, double x, double y, TextAlignment alignment) {
        gc.setFont(font);
        gc.setFill(color);
        gc.setTextAlign(alignment);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(text, x, y);
    }
}
