package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.FrameBox;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws the frames of namespaces; from far away they stand for what is in them. */
final class FramePainter {

    private final GraphicsContext g;
    private final Palette palette;
    private final Figures figures;
    private final double zoom;

    /** What a frame has in it. */
    private record Content(int services, int pods, int degraded, int failing, Health worst) {}

    FramePainter(GraphicsContext g, Palette palette, Figures figures, double zoom) {
        this.g = g;
        this.palette = palette;
        this.figures = figures;
        this.zoom = zoom;
    }

    void paint(Wiring wiring, Detail detail) {
        double scale = Math.max(1, Math.min(detail == Detail.FRAMES ? 6 : 2, 1 / zoom));
        Font title = Theme.strong(Math.rint(12 * scale));
        Font counts = Theme.words(Math.rint(11 * scale));
        for (FrameBox frame : wiring.placement().frames()) {
            Box box = frame.box();
            Content content = content(wiring.topology(), frame.name());
            g.setFill(palette.subtle);
            g.fillRoundRect(box.x(), box.y(), box.width(), box.height(), 20, 20);
            g.setStroke(palette.line);
            g.setLineWidth(1);
            g.strokeRoundRect(box.x() + 0.5, box.y() + 0.5, box.width() - 1, box.height() - 1, 20, 20);
            double y = detail == Detail.FRAMES ? box.y() + 14 * scale : box.y() + 18;
            g.setTextBaseline(VPos.CENTER);
            g.setTextAlign(TextAlignment.LEFT);
            g.setFont(title);
            g.setFill(palette.foreground);
            String name =
                    Words.fit(frame.name(), title, box.width() - (detail == Detail.FRAMES ? 12 + 18 * scale : 16));
            g.fillText(name, box.x() + 12, y);
            double x = box.x() + 12 + 6 * scale + Words.width(name, title);
            if (detail == Detail.FRAMES) {
                Glyphs.health(g, palette, content.worst(), box.right() - 9 * scale, y, 5.5 * scale);
            }
            if (detail == Detail.FRAMES && x + 58 * scale > box.right()) {
                x = box.x() + 12; // the counts go below the name
                y += 16 * scale;
            }
            x = count(Health.FAILING, content.failing(), x, y, scale, counts);
            x = count(Health.DEGRADED, content.degraded(), x, y, scale, counts);
            g.setFont(counts);
            g.setFill(palette.muted);
            String text = counted(content.services(), "service") + ", " + counted(content.pods(), "pod");
            if (detail == Detail.FRAMES) {
                if (Words.width(text, counts) < box.width() - 24) {
                    g.fillText(text, box.x() + 12, y + 16 * scale);
                }
            } else if (x + 8 + Words.width(text, counts) < box.right() - 12) {
                g.setTextAlign(TextAlignment.RIGHT);
                g.fillText(text, box.right() - 12, y);
            }
        }
    }

    private double count(Health health, int count, double x, double y, double scale, Font font) {
        if (count == 0) {
            return x;
        }
        Glyphs.health(g, palette, health, x + 5 * scale, y, 5 * scale);
        g.setFont(font);
        g.setFill(health.text(palette));
        String text = Integer.toString(count);
        g.fillText(text, x + 13 * scale, y);
        return x + 20 * scale + Words.width(text, font);
    }

    /** {@code 1 pod}, {@code 2 pods}. */
    static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private Content content(Topology topology, String namespace) {
        int services = 0;
        int pods = 0;
        int degraded = 0;
        int failing = 0;
        Health worst = Health.IDLE;
        for (Node node : topology.nodes()) {
            if (node.namespace().equals(namespace)) {
                services++;
                for (Row row : node.rows()) {
                    pods += figures.pods(row).size();
                }
                Health health = figures.health(node);
                worst = worst.worse(health);
                degraded += health == Health.DEGRADED ? 1 : 0;
                failing += health == Health.FAILING ? 1 : 0;
            }
        }
        return new Content(services, pods, degraded, failing, worst);
    }

    // ---------------------------------------------------------------- from far away

    private static final class Sum {
        double rate;
        Health health = Health.IDLE;
    }

    /** One line for all links between two frames. */
    void sums(Wiring wiring) {
        Map<String, Box> places = new LinkedHashMap<>();
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (Link link : wiring.topology().links()) {
            String from = place(wiring, link.source(), places);
            for (Branch branch : link.branches()) {
                String to = place(wiring, branch.target(), places);
                if (!from.equals(to)) {
                    Sum sum = sums.computeIfAbsent(from + "\n" + to, key -> new Sum());
                    sum.rate += figures.rates(link).requestsPerSecond()
                            / link.branches().size();
                    sum.health = sum.health.worse(figures.health(link));
                }
            }
        }
        sums.forEach((key, sum) -> {
            Box from = places.get(key.substring(0, key.indexOf('\n')));
            Box to = places.get(key.substring(key.indexOf('\n') + 1));
            if (from != null && to != null) {
                g.setStroke(sum.health.mark(palette));
                g.setLineWidth((sum.health == Health.IDLE ? 1 : LinkPainter.width(sum.rate) / 3 + 1) / zoom);
                g.strokeLine(from.centerX(), from.centerY(), to.centerX(), to.centerY());
            }
        });
    }

    private static String place(Wiring wiring, String id, Map<String, Box> places) {
        Node node = wiring.topology().node(id);
        String namespace = node == null ? "" : node.namespace();
        for (FrameBox frame : wiring.placement().frames()) {
            if (frame.name().equals(namespace)) {
                places.put("frame " + namespace, frame.box());
                return "frame " + namespace;
            }
        }
        Box box = wiring.placement().boxes().get(id);
        if (box != null) {
            places.put(id, box);
        }
        return id;
    }
}
