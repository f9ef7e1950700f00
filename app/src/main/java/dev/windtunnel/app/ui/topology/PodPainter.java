package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Pods of a row: discs with the sidecar as a ring, filled to their utilisation; squares without one, or where many are. */
final class PodPainter {

    private static final int RED_QUEUE = 20;
    private static final int MOST_TICKS = 3;
    private static final Font QUEUE = Theme.strong(11);

    private final Palette palette;
    private final Figures figures;

    PodPainter(Palette palette, Figures figures) {
        this.palette = palette;
        this.figures = figures;
    }

    static boolean queues(List<PodFrame> pods) {
        return pods.stream().anyMatch(pod -> pod.waiting() > 0);
    }

    /** A pod in its place, as a disc or a square. */
    void paint(GraphicsContext g, PodPlaces.Place placed, Color color, boolean selected) {
        Placement.Box place = placed.box();
        PodFrame pod = placed.pod();
        if (placed.shape() == PodPlaces.Shape.SQUARE) {
            square(g, pod, color, place.x(), place.y(), 6);
        } else {
            disc(g, pod, color, place.centerX(), place.centerY());
            if (pod.ejectedBy() > 0) {
                ejected(g, palette, place.centerX(), place.centerY());
            }
            queue(g, pod, place.x(), place.centerY());
        }
        if (selected) {
            g.setStroke(palette.accent);
            g.setLineWidth(2);
            g.strokeRoundRect(place.x() - 3, place.y() - 3, place.width() + 6, place.height() + 6, 8, 8);
        }
    }

    /** A pod as a square: darker is busier. */
    void square(GraphicsContext g, PodFrame pod, Color color, double x, double y, double size) {
        double busy = figures.utilisation(pod);
        if (!pod.state().equals("READY")) {
            g.setStroke(palette.idle);
            g.setLineWidth(1);
            g.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
            if (pod.state().equals("DOWN")) {
                g.strokeLine(x + 1, y + 1, x + size - 1, y + size - 1);
                g.strokeLine(x + 1, y + size - 1, x + size - 1, y + 1);
            }
            return;
        }
        g.setFill(palette.background.interpolate(color, 0.35 + 0.65 * (Double.isNaN(busy) ? 0 : busy)));
        g.fillRect(x, y, size, size);
        boolean bad = pod.ejectedBy() > 0 || pod.proxyDown() || pod.waiting() >= RED_QUEUE;
        if (bad || pod.waiting() > 0) {
            g.setStroke(bad ? palette.bad : palette.warn);
            g.setLineWidth(1);
            g.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
        }
    }

    private void disc(GraphicsContext g, PodFrame pod, Color color, double x, double y) {
        boolean ready = pod.state().equals("READY");
        double busy = figures.utilisation(pod);
        if (!pod.sidecar()) {
            bare(g, palette, ready, busy, color, x, y);
            return;
        }
        if (pod.state().equals("DOWN")) {
            gone(g, palette, x, y);
            return;
        }
        if (!ready) {
            notReady(g, palette, x, y);
            return;
        }
        ring(g, palette, pod.proxyDown(), x, y);
        g.setFill(palette.background.interpolate(color, 0.22));
        g.fillOval(x - 6.5, y - 6.5, 13, 13);
        g.setFill(color);
        if (busy > 0.995) {
            g.fillOval(x - 6.5, y - 6.5, 13, 13);
        } else if (busy > 0.01) {
            // The part of a disc below a level is what a chord cuts off.
            double half = Math.toDegrees(StrictMath.acos(1 - 2 * busy));
            g.fillArc(x - 6.5, y - 6.5, 13, 13, 270 - half, 2 * half, ArcType.CHORD);
        }
    }

    /** The sidecar around a pod; broken open when it is down. */
    static void ring(GraphicsContext g, Palette palette, boolean down, double x, double y) {
        g.setLineWidth(1.7);
        if (!down) {
            g.setStroke(palette.ring);
            g.strokeOval(x - 9, y - 9, 18, 18);
            return;
        }
        g.setStroke(palette.bad);
        g.strokeArc(x - 9, y - 9, 18, 18, 80, 230, ArcType.OPEN);
        g.strokeLine(x + 5, y - 10, x + 10, y - 5);
    }

    /** A cross on grey: its machine is gone. */
    static void gone(GraphicsContext g, Palette palette, double x, double y) {
        g.setFill(palette.background.interpolate(palette.idle, 0.35));
        g.fillOval(x - 9, y - 9, 18, 18);
        Glyphs.cross(g, palette.foreground, x, y, 4);
    }

    /** A dashed disc in the ring of its sidecar: it is there, and gets no requests. */
    static void notReady(GraphicsContext g, Palette palette, double x, double y) {
        g.setStroke(palette.idle);
        g.setLineWidth(1.2);
        g.strokeOval(x - 9, y - 9, 18, 18);
        g.setLineDashes(2.5, 2);
        g.strokeOval(x - 6, y - 6, 12, 12);
        g.setLineDashes();
    }

    /** A red ring and a slash: callers leave it alone for a while. */
    static void ejected(GraphicsContext g, Palette palette, double x, double y) {
        g.setStroke(palette.background);
        g.setLineWidth(4);
        g.strokeLine(x - 7, y + 7, x + 7, y - 7);
        g.setStroke(palette.bad);
        g.setLineWidth(2);
        g.strokeOval(x - 9, y - 9, 18, 18);
        g.strokeLine(x - 6.5, y + 6.5, x + 6.5, y - 6.5);
    }

    /** A pod without a sidecar. */
    static void bare(GraphicsContext g, Palette palette, boolean ready, double busy, Color color, double x, double y) {
        g.setLineWidth(1.2);
        if (!ready) {
            g.setStroke(palette.idle);
            g.setLineDashes(2.5, 2);
            g.strokeRoundRect(x - 6, y - 6, 12, 12, 5, 5);
            g.setLineDashes();
            return;
        }
        g.setFill(palette.background.interpolate(color, 0.22));
        g.fillRoundRect(x - 6, y - 6, 12, 12, 5, 5);
        if (busy > 0.01) {
            g.setFill(color);
            double height = 12 * busy;
            g.fillRoundRect(x - 6, y + 6 - height, 12, height, Math.min(5, height), Math.min(5, height));
        }
        g.setStroke(color);
        g.strokeRoundRect(x - 6, y - 6, 12, 12, 5, 5);
    }

    private void queue(GraphicsContext g, PodFrame pod, double left, double y) {
        int waiting = pod.waiting();
        if (waiting == 0) {
            return;
        }
        Color color = waiting >= RED_QUEUE ? palette.badText : palette.warn;
        g.setFill(color);
        if (waiting <= MOST_TICKS) {
            for (int i = 0; i < waiting; i++) {
                g.fillRect(left - 5 - 4 * i, y - 5, 2.6, 10);
            }
            return;
        }
        g.setFill(waiting >= RED_QUEUE ? palette.badText : palette.warnText);
        g.setFont(QUEUE);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(Integer.toString(waiting), left - 3, y);
    }
}
