package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walking with the arrow keys: right and left along links, up and down to the next beside. */
final class Walk {

    private final Wiring wiring;
    private final Topology topology;
    private final Figures figures;

    /** Where an arrow leads. */
    enum Step {
        LEFT,
        RIGHT,
        UP,
        DOWN
    }

    Walk(Wiring wiring, Figures figures) {
        this.wiring = wiring;
        this.topology = wiring.topology();
        this.figures = figures;
    }

    /** What selecting a node selects: the service behind which its rows are, else the workload. */
    static Selection selection(Node node) {
        if (node.kind() == Kind.TRAFFIC) {
            return new Selection.Traffic(node.title());
        }
        if (node.service() != null) {
            return new Selection.Service(node.service());
        }
        return node.rows().isEmpty()
                ? new Selection.Nothing()
                : new Selection.Workload(node.rows().get(0).workload());
    }

    /** What is selected after a step; null when it leads nowhere. */
    @Nullable
    Selection next(Selection from, Step step) {
        if (topology.nodes().isEmpty()) {
            return null;
        }
        Link link = from instanceof Selection.Edge edge ? topology.link(edge.key()) : governed(from);
        if (link != null) {
            return fromLink(link, step);
        }
        Node node = Marked.of(topology, from, figures).node();
        if (node == null) {
            return selection(topology.nodes().stream()
                    .min(Comparator.comparingDouble(each -> x(each.id())))
                    .orElse(topology.nodes().get(0)));
        }
        return fromNode(node, step);
    }

    private @Nullable Link governed(Selection from) {
        if (from instanceof Selection.Rule rule) {
            return topology.links().stream()
                    .filter(link -> rule.key().equals(link.rule()))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    private @Nullable Selection fromNode(Node node, Step step) {
        if (step == Step.UP || step == Step.DOWN) {
            return beside(node, step);
        }
        for (Link link : topology.links()) {
            boolean goesThere = step == Step.RIGHT
                    ? link.source().equals(node.id())
                    : link.branches().stream().anyMatch(each -> each.target().equals(node.id()));
            if (goesThere) {
                return link.fromTraffic() ? end(link, step) : new Selection.Edge(link.key());
            }
        }
        return null;
    }

    private @Nullable Selection end(Link link, Step step) {
        Node end = topology.node(
                step == Step.LEFT ? link.source() : link.branches().get(0).target());
        return end == null ? null : selection(end);
    }

    private @Nullable Selection fromLink(Link link, Step step) {
        if (step == Step.LEFT || step == Step.RIGHT) {
            return end(link, step);
        }
        List<Link> same = new ArrayList<>(topology.links());
        same.removeIf(each -> !each.source().equals(link.source()));
        same.sort(Comparator.comparingDouble(each -> y(each.branches().get(0).target())));
        int index = same.indexOf(link) + (step == Step.UP ? -1 : 1);
        return index < 0 || index >= same.size()
                ? null
                : new Selection.Edge(same.get(index).key());
    }

    /** The nearest node above or below, of those that overlap from left to right. */
    private @Nullable Selection beside(Node node, Step step) {
        Placement.Box box = wiring.placement().boxes().get(node.id());
        if (box == null) {
            return null;
        }
        Node best = null;
        double nearest = Double.MAX_VALUE;
        for (Node other : topology.nodes()) {
            Placement.Box place = wiring.placement().boxes().get(other.id());
            if (place != null && place.x() < box.right() && box.x() < place.right()) {
                double away = (place.centerY() - box.centerY()) * (step == Step.UP ? -1 : 1);
                if (away > 1 && away < nearest) {
                    nearest = away;
                    best = other;
                }
            }
        }
        return best == null ? null : selection(best);
    }

    private double x(String id) {
        Placement.Box box = wiring.placement().boxes().get(id);
        return box == null ? Double.MAX_VALUE : box.x();
    }

    private double y(String id) {
        Placement.Box box = wiring.placement().boxes().get(id);
        return box == null ? Double.MAX_VALUE : box.y();
    }
}
