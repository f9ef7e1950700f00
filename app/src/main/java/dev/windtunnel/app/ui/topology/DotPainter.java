package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.theme.Palette;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.ArcType;

/** Draws moving requests, and their signs in the legend. */
final class DotPainter {

    private DotPainter() {}

    /** Paints them; those that pass a label pass behind it. */
    static void paint(GraphicsContext g, Palette palette, Iterable<Dots.Dot> dots, List<Placement.Box> labels) {
        for (Dots.Dot dot : dots) {
            Placement.Point at = dot.at();
            if (dot.ended()) {
                Glyphs.cross(g, palette.bad, at.x(), at.y(), 4);
            } else if (!isBehind(labels, at)) {
                dot(g, palette, at.x(), at.y(), dot.version(), dot.retry);
            }
        }
    }

    private static boolean isBehind(List<Placement.Box> labels, Placement.Point at) {
        for (Placement.Box label : labels) {
            if (label.contains(at.x(), at.y())) {
                return true;
            }
        }
        return false;
    }

    static void dot(GraphicsContext g, Palette palette, double x, double y, int version, boolean retry) {
        g.setFill(palette.background);
        g.fillOval(x - 4.2, y - 4.2, 8.4, 8.4);
        g.setFill(version < 0 ? palette.foreground : palette.version(version));
        g.fillOval(x - 3, y - 3, 6, 6);
        if (retry) {
            g.setStroke(palette.retry);
            g.setLineWidth(2);
            g.strokeArc(x - 5, y - 5, 10, 10, 60, 270, ArcType.OPEN);
        }
    }
}
