package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine of the cluster.
 *
 * @param name its name
 * @param region its region; empty when unknown
 * @param zone its zone; empty when unknown
 * @param labels its labels
 * @param taints what keeps pods away that do not tolerate it; a node that is cordoned has one
 * @param kubeletVersion {@code status.nodeInfo.kubeletVersion}; null when unknown
 */
public record ClusterNode(
        String name,
        String region,
        String zone,
        Map<String, String> labels,
        List<Taint> taints,
        @Nullable String kubeletVersion) {

    /** A machine that takes any pod. */
    public ClusterNode(String name, String region, String zone, Map<String, String> labels) {
        this(name, region, zone, labels, List.of(), null);
    }

    /** What keeps pods away: {@code NoSchedule}, {@code NoExecute}, or softly {@code PreferNoSchedule}. */
    public record Taint(String key, String value, String effect) {}

    /** A label, those included that every node has; null when it has none of that name. */
    public @Nullable String label(String key) {
        String written = labels.get(key);
        if (written != null) {
            return written;
        }
        return switch (key) {
            case "kubernetes.io/hostname" -> name;
            case "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region" ->
                region.isEmpty() ? null : region;
            case "topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone" ->
                zone.isEmpty() ? null : zone;
            case "kubernetes.io/os", "beta.kubernetes.io/os" -> "linux";
            case "kubernetes.io/arch", "beta.kubernetes.io/arch" -> "amd64";
            default -> null;
        };
    }
}
