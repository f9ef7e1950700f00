package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.simulation.Closeup.PodDetail;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/**
 * A pod as a line, from close by: its name, what it serves of what it can, its queue as slots, and what its sidecar holds
 * and has refused. Letters keep their size on the screen, however close one looks.
 */
final class PodLinePainter {

    private static final int MOST_SLOTS = 5;
    private static final int RED_QUEUE = 20;
    private static final double GAP = 10;

    private final GraphicsContext g;
    private final Palette palette;
    private final double pixel;
    private final Font words;
    private final Font strong;

    PodLinePainter(GraphicsContext g, Palette palette, double zoom) {
        this.g = g;
        this.palette = palette;
        this.pixel = 1 / zoom;
        double size = size(11, zoom);
        this.words = Theme.words(size);
        this.strong = Theme.strong(size);
    }

    /** A size of letters that is one of few: widths of texts are kept for each. */
    static double size(double onScreen, double zoom) {
        return Math.max(2, Math.rint(onScreen / zoom * 4) / 4);
    }

    /** A part of a line, from the right. */
    private record Part(String text, Font font, Color color) {}

    /** Draws a pod's line. */
    void paint(PodFrame pod, @Nullable PodDetail detail, Box box, boolean selected) {
        double y = box.centerY();
        if (selected) {
            g.setFill(palette.selected);
            g.fillRoundRect(box.x() - 3 * pixel, box.y(), box.width() + 6 * pixel, box.height(), 4, 4);
        }
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.LEFT);
        double right = box.right();
        double least = box.x() + 28 * pixel;
        for (Part part : parts(pod, detail)) {
            double width = Words.width(part.text(), part.font());
            if (right - width < least) {
                break;
            }
            g.setFont(part.font());
            g.setFill(part.color());
            g.fillText(part.text(), right - width, y);
            right -= width + GAP * pixel;
        }
        right = slots(pod, least, right, y);
        g.setFont(strong);
        g.setFill(pod.ejectedBy() > 0 ? palette.badText : palette.foreground);
        g.fillText(name(pod, right - box.x()), box.x(), y);
    }

    private List<Part> parts(PodFrame pod, @Nullable PodDetail detail) {
        List<Part> parts = new ArrayList<>();
        if (detail != null && pod.sidecar()) {
            flag(parts, "UO", detail.overflows());
            flag(parts, "UT", detail.timeouts());
            flag(parts, "UF", detail.connectFailures());
        }
        parts.add(new Part(state(pod, detail), words, palette.muted));
        if (detail != null && pod.sidecar()) {
            parts.add(new Part(detail.connections() + " conn.", words, palette.muted));
        }
        return parts;
    }

    private void flag(List<Part> parts, String flag, long count) {
        if (count > 0) {
            parts.add(new Part(flag + " " + count, strong, palette.badText));
        }
    }

    /** What it does: {@code 2 of 4}, or why it does nothing. */
    private static String state(PodFrame pod, @Nullable PodDetail detail) {
        if (pod.ejectedBy() > 0) {
            return "ejected";
        }
        if (!pod.state().equals("READY")) {
            return switch (pod.state()) {
                case "TERMINATING" -> "ending";
                case "DOWN" -> "machine gone";
                case "PENDING" -> "no node";
                default -> "not ready";
            };
        }
        if (pod.proxyDown()) {
            return "proxy down";
        }
        return detail != null && detail.concurrency() != Integer.MAX_VALUE
                ? pod.inService() + " of " + detail.concurrency()
                : pod.inService() + " in service";
    }

    private double slots(PodFrame pod, double least, double right, double y) {
        int waiting = pod.waiting();
        if (waiting == 0) {
            return right;
        }
        double x = right;
        g.setFill(waiting >= RED_QUEUE ? palette.badText : palette.warnText);
        if (waiting > MOST_SLOTS) {
            String more = "+" + (waiting - MOST_SLOTS);
            double width = Words.width(more, strong);
            if (x - width < least) {
                return right;
            }
            g.setFont(strong);
            g.fillText(more, x - width, y);
            x -= width + 4 * pixel;
        }
        g.setFill(waiting >= RED_QUEUE ? palette.bad : palette.warn);
        for (int i = 0; i < Math.min(waiting, MOST_SLOTS) && x - 4 * pixel > least; i++) {
            g.fillRect(x - 3 * pixel, y - 4 * pixel, 3 * pixel, 8 * pixel);
            x -= 5 * pixel;
        }
        return x - (GAP - 4) * pixel;
    }

    /** The whole name where there is room, else what tells it from its neighbours. */
    private String name(PodFrame pod, double room) {
        String name = pod.name();
        if (Words.width(name, strong) <= room) {
            return name;
        }
        int dash = name.lastIndexOf('-');
        return Words.fit(dash < 0 ? name : "\u2026" + name.substring(dash), strong, room);
    }
}
