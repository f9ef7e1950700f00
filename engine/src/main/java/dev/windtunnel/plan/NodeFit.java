package dev.windtunnel.plan;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Workload;
import java.util.List;

/** WT2006: workloads whose pods no node takes, whatever else there is: their labels or taints are none that they ask for. */
public final class NodeFit {

    /** The code of pods without a node. */
    public static final String CODE = "WT2006";

    /** Fields of a pod's template that keep it from nodes, in the order in which they are looked for. */
    private static final List<String> FIELDS =
            List.of("nodeName", "nodeSelector", "affinity", "topologySpreadConstraints", "tolerations", "containers");

    private NodeFit() {}

    static void check(Workload workload, Behaviour behaviour, List<ClusterNode> nodes, Findings findings) {
        if (!behaviour.placement().isEmpty() || workload.replicas() == 0) {
            return;
        }
        String named = workload.nodeName();
        if (named != null) {
            if (nodes.stream().noneMatch(node -> node.name().equals(named))) {
                findings.add(about(
                        workload,
                        Finding.warning(CODE, "there is no node " + named + ": the pods stay Pending")
                                .withFix("name one of " + names(nodes))));
            }
        } else if (nodes.stream().noneMatch(workload::mayBeOn)) {
            boolean daemon = workload.key().kind().equals("DaemonSet");
            findings.add(about(
                    workload,
                    Finding.warning(
                                    CODE,
                                    "no node has the labels that the pods ask for, or only taints that they do not"
                                            + " tolerate: "
                                            + (daemon ? "there are no pods" : "they stay Pending"))
                            .withFix("give a node under cluster.nodes such labels, or change nodeSelector, affinity or"
                                    + " tolerations; the nodes are " + names(nodes))));
        }
    }

    private static String names(List<ClusterNode> nodes) {
        List<String> names = nodes.stream().limit(8).map(ClusterNode::name).toList();
        return String.join(", ", names)
                + (nodes.size() > names.size() ? " and " + (nodes.size() - names.size()) + " more" : "");
    }

    /** A finding at what of a workload's template keeps its pods from nodes. */
    public static Finding about(Workload workload, Finding finding) {
        Origin origin = workload.origin();
        Finding about = finding.withObject(workload.key().kind(), workload.namespace(), workload.name());
        if (origin.file() == null) {
            return about;
        }
        for (String field : FIELDS) {
            for (String path : List.of("template.spec." + field, field)) {
                if (origin.fields().containsKey(path)) {
                    return about.withPath("spec." + path)
                            .withPlace(origin.file(), origin.lineOf(path), origin.columnOf(path));
                }
            }
        }
        return about.withPlace(origin.file(), origin.line(), origin.column());
    }
}
