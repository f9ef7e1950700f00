package dev.windtunnel.plan;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.ClusterSettings.NodePool;
import dev.windtunnel.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machines of a run: the scenario's pools, else Node documents, else one node. */
final class Nodes {

    private Nodes() {}

    /** Whether anybody says which machines there are; else one stands for whatever there is. */
    static boolean areDeclared(Scenario scenario, Mesh mesh) {
        return !scenario.cluster().nodes().isEmpty() || !mesh.nodes().isEmpty();
    }

    static List<ClusterNode> of(List<NodePool> pools, List<ClusterNode> documents) {
        List<ClusterNode> nodes = new ArrayList<>();
        for (NodePool pool : pools) {
            for (int i = 0; i < pool.count(); i++) {
                String name = pool.counted() ? pool.name() + "-" + i : pool.name();
                nodes.add(new ClusterNode(name, pool.region(), pool.zone(), pool.labels()));
            }
        }
        if (nodes.isEmpty()) {
            nodes.addAll(documents);
        }
        if (nodes.isEmpty()) {
            nodes.add(new ClusterNode("node-0", "r0", "z0", Map.of()));
        }
        return nodes;
    }
}
