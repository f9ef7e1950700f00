package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a topology a selection means: what is marked, and which links belong to it. */
final class Marked {

    private final Topology topology;
    private final Selection selection;
    private final @Nullable Node node;
    private final Set<String> links = new HashSet<>();

    private Marked(Topology topology, Selection selection, @Nullable Node node) {
        this.topology = topology;
        this.selection = selection;
        this.node = node;
    }

    static Marked of(Topology topology, Selection selection, Figures figures) {
        Marked marked = new Marked(topology, selection, nodeOf(topology, selection, figures));
        for (Link link : topology.links()) {
            boolean touches = marked.node != null
                    && (link.source().equals(marked.node.id())
                            || link.branches().stream()
                                    .anyMatch(each -> each.target().equals(marked.node.id())));
            if (touches || marked.link(link) || marked.rule(link)) {
                marked.links.add(link.key());
            }
        }
        return marked;
    }

    private static @Nullable Node nodeOf(Topology topology, Selection selection, Figures figures) {
        if (selection instanceof Selection.Workload workload) {
            return topology.nodeOfWorkload(workload.name());
        }
        if (selection instanceof Selection.Traffic traffic) {
            return topology.node("traffic/" + traffic.name());
        }
        for (Node node : topology.nodes()) {
            if (selection instanceof Selection.Service service && service.name().equals(node.service())) {
                return node;
            }
            if (selection instanceof Selection.Pod pod
                    && node.rows().stream().anyMatch(row -> figures.pods(row).stream()
                            .anyMatch(each -> each.name().equals(pod.name())))) {
                return node;
            }
        }
        return null;
    }

    /** The node that is, or has, what is selected; null when none. */
    @Nullable
    Node node() {
        return node;
    }

    boolean node(Node other) {
        return node != null && node.id().equals(other.id());
    }

    boolean row(Topology.Row row) {
        return selection instanceof Selection.Workload workload
                && workload.name().equals(row.workload());
    }

    boolean pod(String name) {
        return selection instanceof Selection.Pod pod && pod.name().equals(name);
    }

    boolean link(Link link) {
        return selection instanceof Selection.Edge edge && edge.key().equals(link.key());
    }

    boolean rule(Link link) {
        return selection instanceof Selection.Rule rule && rule.key().equals(link.rule());
    }

    /** Whether a link steps back because others are meant. */
    boolean stepsBack(Link link) {
        return !links.isEmpty() && !links.contains(link.key());
    }

    Topology topology() {
        return topology;
    }
}
