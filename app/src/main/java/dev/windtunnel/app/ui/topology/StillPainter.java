package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Wiring.Wire;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;

/** Draws the still layer: frames, links, nodes, knots and labels, as much of them as the zoom has room for. */
final class StillPainter {

    private StillPainter() {}

    /** Paints it; where the labels of links stand. */
    static List<Box> paint(
            GraphicsContext g,
            double width,
            double height,
            View view,
            Wiring wiring,
            Figures figures,
            Marked marked,
            EdgeLabel label,
            Layers layers,
            Palette palette) {
        g.setFill(palette.background);
        g.fillRect(0, 0, width, height);
        Detail detail = Detail.of(view.zoom(), wiring.topology().nodes().size());
        g.save();
        g.translate(view.x(), view.y());
        g.scale(view.zoom(), view.zoom());
        FramePainter frames = new FramePainter(g, palette, figures, view.zoom());
        boolean framesOnly =
                detail == Detail.FRAMES && !wiring.placement().frames().isEmpty();
        if (framesOnly) {
            frames.sums(wiring);
            frames.paint(wiring, detail);
        } else {
            if (layers.isShown(Layers.Layer.FRAMES)) {
                frames.paint(wiring, detail);
            }
            LinkPainter links = new LinkPainter(g, palette, figures, marked);
            for (Wire wire : wiring.wires().values()) {
                if (marked.stepsBack(wire.link())) {
                    links.paint(wire);
                }
            }
            for (Wire wire : wiring.wires().values()) {
                if (!marked.stepsBack(wire.link())) {
                    links.paint(wire);
                }
            }
            if (detail.isFull()) {
                wiring.wires().values().forEach(links::knot);
            }
        }
        NodePainter nodes = new NodePainter(g, palette, figures, marked);
        for (Node node : wiring.topology().nodes()) {
            Box box = wiring.placement().boxes().get(node.id());
            if (box != null && !(framesOnly && !node.namespace().isEmpty()) && seen(box, view, width, height)) {
                nodes.paint(node, box, detail, view.zoom());
            }
        }
        List<Box> labels = detail != Detail.FRAMES && layers.isShown(Layers.Layer.LABELS)
                ? new LabelPainter(g, palette, figures, label, detail, view.zoom()).paint(wiring, detail)
                : List.of();
        if (detail.isFull() && !framesOnly) {
            LinkPainter links = new LinkPainter(g, palette, figures, marked);
            wiring.wires().values().forEach(links::advice);
        }
        g.restore();
        return labels;
    }

    private static boolean seen(Box box, View view, double width, double height) {
        double left = view.x() + (box.x() - 40) * view.zoom();
        double top = view.y() + box.y() * view.zoom();
        return left < width
                && top < height
                && view.x() + (box.right() + 40) * view.zoom() > 0
                && view.y() + box.bottom() * view.zoom() > 0;
    }
}
