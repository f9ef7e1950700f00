package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws nodes, in full or as a name with squares. */
final class NodePainter {

    private static final Font NAME = Theme.strong(12);
    private static final Font ROW = Theme.words(12);
    private static final Font FIGURE = Theme.words(11);
    private static final int SQUARES_PER_LINE = 12;

    private final GraphicsContext g;
    private final Palette palette;
    private final Figures figures;
    private final Marked marked;
    private final PodPainter pods;

    NodePainter(GraphicsContext g, Palette palette, Figures figures, Marked marked) {
        this.g = g;
        this.palette = palette;
        this.figures = figures;
        this.marked = marked;
        this.pods = new PodPainter(palette, figures);
    }

    /**
     * Draws a node.
     *
     * @param zoom names keep their size on the screen below 80 %
     */
    void paint(Node node, Box box, Detail detail, double zoom) {
        if (node.kind() == Kind.TRAFFIC) {
            traffic(node, box, detail);
            return;
        }
        Health health = figures.health(node);
        frame(box, node, health, detail);
        double mid = box.y() + Sizes.HEAD / 2;
        if (detail.isFull()) {
            text(NAME, palette.foreground, TextAlignment.LEFT);
            boolean advised = !figures.advice(node).isEmpty();
            g.fillText(Words.fit(node.title(), NAME, box.width() - (advised ? 58 : 36)), box.x() + 10, mid);
            if (advised) {
                Glyphs.advice(g, palette, box.right() - 34, mid, true);
            }
            Glyphs.health(g, palette, health, box.right() - 14, mid, 5);
            rows(node, box, detail, zoom);
        } else if (detail == Detail.NODES) {
            double size = Math.max(12, Math.min(20, Math.rint(11 / zoom)));
            double room = box.width() - 20 - 2.2 * Math.min(9, 4.5 / zoom);
            while (size > 13 && Words.width(node.title(), Theme.strong(size)) > room) {
                size--; // a whole name, a little smaller, says more than a cut one
            }
            Font font = size == 12 ? NAME : Theme.strong(size);
            mid = box.y() + 6 + size * 0.7;
            double glyph = Math.min(9, 4.5 / zoom);
            text(font, palette.foreground, TextAlignment.LEFT);
            g.fillText(Words.fit(node.title(), font, room), box.x() + 10, mid);
            Glyphs.health(g, palette, health, box.right() - 8 - glyph, mid, glyph);
            squares(node, box, box.y() + 12 + size * 1.2);
        } else {
            Glyphs.health(g, palette, health, box.centerX(), box.centerY(), Math.min(24, 5 / zoom));
        }
    }

    private void frame(Box box, Node node, Health health, Detail detail) {
        boolean selected = marked.node(node);
        boolean loud = !detail.isFull() && health.compareTo(Health.DEGRADED) >= 0;
        g.setFill(palette.background);
        g.fillRoundRect(box.x(), box.y(), box.width(), box.height(), 16, 16);
        g.setStroke(selected ? palette.accent : loud ? health.mark(palette) : palette.line);
        g.setLineWidth(selected ? 2 : loud ? 1.5 : 1);
        g.strokeRoundRect(box.x() + 0.5, box.y() + 0.5, box.width() - 1, box.height() - 1, 16, 16);
    }

    private void rows(Node node, Box box, Detail detail, double zoom) {
        g.setStroke(palette.grid);
        g.setLineWidth(1);
        double y = box.y() + Sizes.HEAD;
        g.strokeLine(box.x() + 1, y + 0.5, box.right() - 1, y + 0.5);
        for (int i = 0; i < node.rows().size(); i++) {
            Row row = node.rows().get(i);
            double top = box.y() + Sizes.top(node, i);
            if (i > 0) {
                g.setStroke(palette.grid);
                g.setLineWidth(1);
                g.strokeLine(box.x() + 10, top + 0.5, box.right() - 10, top + 0.5);
            }
            if (marked.row(row)) {
                g.setFill(palette.selected);
                g.fillRoundRect(box.x() + 3, top + 3, box.width() - 6, Sizes.height(row) - 6, 8, 8);
            }
            if (detail == Detail.PODS) {
                lines(node, row, box, top, zoom);
            } else {
                row(node, row, box, top);
            }
        }
        if (node.rows().isEmpty()) {
            text(FIGURE, palette.muted, TextAlignment.LEFT);
            g.fillText("nobody answers here", box.x() + 10, y + 18);
        }
    }

    private void row(Node node, Row row, Box box, double top) {
        List<PodFrame> these = figures.pods(row);
        double podsWidth = !row.zones().isEmpty()
                ? 0
                : these.size() > Sizes.MOST_DISCS
                        ? Sizes.SQUARES * 8
                        : PodPainter.queues(these) ? these.size() * 40 + 24 : these.size() * 30;
        if (node.kind() == Kind.APP) {
            Glyphs.version(g, palette, row.version(), box.x() + 15, top + 16, 4);
            text(ROW, palette.foreground, TextAlignment.LEFT);
            double room = box.width() - 40 - podsWidth;
            if (room >= 24 || Words.width(row.label(), ROW) <= room) {
                g.fillText(Words.fit(row.label(), ROW, room), box.x() + 26, top + 16);
            }
        }
        PodPlaces.zones(row, these, box, top).forEach(this::zone);
        for (PodPlaces.Place place : PodPlaces.of(row, these, box, top, Detail.ALL, 1)) {
            pods.paint(
                    g,
                    place,
                    palette.version(row.version()),
                    marked.pod(place.pod().name()));
        }
        text(FIGURE, palette.muted, TextAlignment.LEFT);
        double y = top + Sizes.height(row) - 11;
        g.fillText(fitting(line(node, row, these), FIGURE, box.width() - 20), box.x() + 10, y);
    }

    private void zone(PodPlaces.ZoneBox zone) {
        Box box = zone.box();
        g.setFill(palette.subtle);
        g.fillRoundRect(box.x(), box.y(), box.width(), box.height(), 12, 12);
        g.setStroke(palette.line);
        g.setLineWidth(1);
        g.strokeRoundRect(box.x() + 0.5, box.y() + 0.5, box.width() - 1, box.height() - 1, 12, 12);
        text(FIGURE, palette.muted, TextAlignment.LEFT);
        double room = box.width() - 20 - (zone.pods() > Sizes.MOST_DISCS ? 48 : 26 * zone.pods());
        String place = zone.zone().isEmpty() ? "no node" : "zone " + zone.zone();
        String whole = place + (zone.pods() == 0 ? ", no pods" : "");
        String name = Words.width(whole, FIGURE) <= room ? whole : zone.zone().isEmpty() ? place : zone.zone();
        g.fillText(Words.fit(name, FIGURE, room), box.x() + 8, box.centerY());
    }

    /** A row from close by: its pods one below the other, in letters that keep their size on the screen. */
    private void lines(Node node, Row row, Box box, double top, double zoom) {
        List<PodFrame> these = figures.pods(row);
        double pixel = 1 / zoom;
        double left = box.x() + 10;
        if (node.kind() == Kind.APP) {
            Glyphs.version(g, palette, row.version(), left + 5 * pixel, top + 7, 4 * pixel);
            left += 14 * pixel;
        }
        text(Theme.strong(PodLinePainter.size(12, zoom)), palette.foreground, TextAlignment.LEFT);
        g.fillText(row.label(), left, top + 7);
        PodLinePainter painter = new PodLinePainter(g, palette, zoom);
        double y = top + 15;
        List<PodPlaces.Place> places = PodPlaces.of(row, these, box, top, Detail.PODS, zoom);
        for (PodPlaces.Place place : places) {
            PodFrame pod = place.pod();
            painter.paint(pod, figures.detail(pod), place.box(), marked.pod(pod.name()));
            y = place.box().bottom();
        }
        Font small = Theme.words(PodLinePainter.size(11, zoom));
        text(small, palette.muted, TextAlignment.LEFT);
        if (places.size() < these.size()) {
            g.fillText(FramePainter.counted(these.size() - places.size(), "more pod"), box.x() + 10, y + 7 * pixel);
        }
        g.fillText(fitting(line(node, row, these), small, box.width() - 20), box.x() + 10, top + Sizes.height(row) - 5);
    }

    /** The second line of a row: its rate, and what else is known of it alone. */
    private List<String> line(Node node, Row row, List<PodFrame> these) {
        List<String> parts = new ArrayList<>();
        double rate = figures.rate(row);
        if (node.kind() == Kind.EXTERNAL && rate <= 0) {
            parts.add("outside the mesh");
        }
        if (rate > 0) {
            parts.add(rate >= 1000 ? Instants.rate(rate) : String.format(Locale.ROOT, "%.1f/s", rate));
        }
        double p95 = node.rows().size() == 1 ? figures.p95(node) : Double.NaN;
        double busy = figures.utilisation(row);
        boolean bare = node.kind() == Kind.APP && !row.sidecar();
        if (bare) {
            parts.add("no sidecar");
        } else if (!Double.isNaN(p95)) {
            parts.add("p95 " + Instants.latency(p95));
        } else if (!Double.isNaN(busy) && rate > 0) {
            parts.add(String.format(Locale.ROOT, "CPU %.0f %%", busy * 100));
        }
        long gone = these.stream().filter(pod -> pod.state().equals("DOWN")).count();
        long unready =
                these.stream().filter(pod -> !pod.state().equals("READY")).count() - gone;
        if (unready > 0) {
            parts.add(0, unready + " not ready");
        }
        if (gone > 0) {
            parts.add(0, gone + " gone");
        }
        long ejected = these.stream().filter(pod -> pod.ejectedBy() > 0).count();
        if (ejected > 0) {
            parts.add(0, ejected + " ejected");
        }
        return parts;
    }

    /** As many parts as there is room for, the first ones first. */
    private static String fitting(List<String> parts, Font font, double room) {
        List<String> kept = new ArrayList<>(parts);
        while (kept.size() > 1 && Words.width(String.join("  ", kept), font) > room) {
            kept.remove(kept.size() - 1);
        }
        return Words.fit(String.join("  ", kept), font, room);
    }

    private void squares(Node node, Box box, double top) {
        double step = (box.width() - 18) / SQUARES_PER_LINE;
        int count = 0;
        for (Row row : node.rows()) {
            for (PodFrame pod : figures.pods(row)) {
                double x = box.x() + 10 + count % SQUARES_PER_LINE * step;
                int line = count / SQUARES_PER_LINE;
                double y = top + line * step;
                if (y + step > box.bottom()) {
                    return;
                }
                pods.square(g, pod, palette.version(row.version()), x, y, step - 2);
                count++;
            }
        }
    }

    private void traffic(Node node, Box box, Detail detail) {
        double x = box.centerX();
        Glyphs.people(g, palette, x, box.y() + Sizes.PEOPLE / 2, marked.node(node));
        if (detail == Detail.FRAMES) {
            return;
        }
        text(NAME, palette.foreground, TextAlignment.CENTER);
        g.fillText(Words.fit(node.title(), NAME, 92), x, box.y() + 42);
        text(FIGURE, palette.muted, TextAlignment.CENTER);
        g.fillText("traffic", x, box.y() + 57);
    }

    private void text(Font font, Color color, TextAlignment alignment) {
        g.setFont(font);
        g.setFill(color);
        g.setTextAlign(alignment);
        g.setTextBaseline(VPos.CENTER);
    }
}
