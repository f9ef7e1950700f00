package dev.windtunnel.app.ui.topology;

import dev.windtunnel.mesh.ObjectKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom, as the scenario says before the first request: apps, traffic and hosts outside, and the links between
 * them. Immutable, without positions and without figures.
 *
 * @param nodes what is drawn as a box or a sign, in order of the plan
 * @param links who calls what
 */
record Topology(List<Node> nodes, List<Link> links) {

    /** Nothing. */
    static final Topology EMPTY = new Topology(List.of(), List.of());

    Topology {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
    }

    /** What a node stands for. */
    enum Kind {
        /** Workloads that share an app. */
        APP,
        /** Where requests come from. */
        TRAFFIC,
        /** A host outside the mesh, or a name that leads nowhere. */
        EXTERNAL
    }

    /**
     * A node.
     *
     * @param id unique and stable over edits
     * @param namespace empty outside the mesh
     * @param service the service behind which its rows are, {@code name.namespace}; null when none
     * @param rows its workloads, one per version
     */
    record Node(String id, Kind kind, String namespace, String title, @Nullable String service, List<Row> rows) {
        Node {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A workload in its node.
     *
     * @param workload its name in results
     * @param label its version, or what else tells it from its neighbours
     * @param version place of its version in the app, from 0: decides colour and glyph
     * @param replicas pods wanted
     * @param zones zones that its pods are in, when the mesh has several and they are shown; else empty
     */
    record Row(String workload, String label, int version, boolean sidecar, int replicas, List<String> zones) {
        Row {
            zones = List.copyOf(zones);
        }

        Row(String workload, String label, int version, boolean sidecar, int replicas) {
            this(workload, label, version, sidecar, replicas, List.of());
        }
    }

    /**
     * A link.
     *
     * @param key of its figures: {@code source->service:port} or {@code traffic/NAME}
     * @param source id of the calling node
     * @param sourceRow row of the calling workload; -1 for the node itself
     * @param rule the rule that governs it; null when nobody wrote one
     * @param tcp whether the proxies see bytes, not requests
     * @param branches where it leads, at least one
     */
    record Link(
            String key, String source, int sourceRow, @Nullable ObjectKey rule, boolean tcp, List<Branch> branches) {
        Link {
            branches = List.copyOf(branches);
        }

        /** Whether it is a traffic on its way to the pods that make its requests. */
        boolean fromTraffic() {
            return key.startsWith("traffic/");
        }
    }

    /**
     * A way that requests of a link may take.
     *
     * @param target id of the node
     * @param row row of the node; -1 for all of it
     * @param version colour of the version; -1 for none
     * @param workloads workloads whose share is this branch's
     * @param subset subset that it names; null for none
     * @param configured share that the rule sets, a fraction of 1; NaN when none is set
     */
    record Branch(
            String target, int row, int version, Set<String> workloads, @Nullable String subset, double configured) {}

    /** The node of an id; null when there is none. */
    @Nullable
    Node node(String id) {
        for (Node node : nodes) {
            if (node.id().equals(id)) {
                return node;
            }
        }
        return null;
    }

    /** The link of a key; null when there is none. */
    @Nullable
    Link link(String key) {
        for (Link link : links) {
            if (link.key().equals(key)) {
                return link;
            }
        }
        return null;
    }

    /** The node that shows a workload; null when none does. */
    @Nullable
    Node nodeOfWorkload(String workload) {
        for (Node node : nodes) {
            for (Row row : node.rows()) {
                if (row.workload().equals(workload)) {
                    return node;
                }
            }
        }
        return null;
    }

    /** Pods wanted, in all. */
    int replicas() {
        return nodes.stream()
                .flatMap(node -> node.rows().stream())
                .mapToInt(Row::replicas)
                .sum();
    }
}
