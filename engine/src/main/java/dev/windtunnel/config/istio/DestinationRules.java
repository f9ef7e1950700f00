package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.Subset;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** DestinationRules. */
public final class DestinationRules {
    private DestinationRules() {}

    /** A DestinationRule. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        String host = spec.text("host", "");
        if (!Names.isIp(host) && !Names.isWildcardDomain(host)) {
            spec.refuse("host", host.isEmpty() ? "the host is missing" : "\"" + host + "\" is no host name");
        }
        List<String> exportTo = spec.texts("exportTo");
        Names.checkExportTo(spec, exportTo);
        TrafficPolicy policy = TrafficPolicies.of(spec);
        List<Subset> subsets = subsets(spec);
        parts.add(new DestinationRule(
                object.key(),
                host,
                exportTo,
                policy,
                subsets,
                workloadSelector(spec, exportTo),
                object.creationOrder(),
                object.origin()));
    }

    private static List<Subset> subsets(Block spec) {
        List<Subset> subsets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Block block : spec.blocks("subsets")) {
            String name = block.text("name", "");
            if (!Names.isDnsLabel(name)) {
                block.refuse(
                        "name",
                        name.isEmpty() ? "the subset has no name" : "\"" + name + "\" cannot be the name of a subset");
            } else if (!names.add(name)) {
                block.refuse("name", "two subsets are called \"" + name + "\"");
            }
            Map<String, String> labels = block.textMap("labels");
            Labels.check(block, "labels", labels);
            subsets.add(new Subset(name, labels, TrafficPolicies.of(block), block.origin()));
        }
        return List.copyOf(subsets);
    }

    /** A rule for some callers of its namespace can be for no other namespace. */
    private static Map<String, String> workloadSelector(Block spec, List<String> exportTo) {
        Block selector = spec.block("workloadSelector");
        if (selector == null) {
            return Map.of();
        }
        Map<String, String> labels = selector.textMap("matchLabels");
        PodSelectors.checkPlace(selector, "matchLabels");
        Labels.check(selector, "matchLabels", labels);
        if (labels.isEmpty()) {
            spec.report(
                    Level.WARNING,
                    "IST0133",
                    "workloadSelector",
                    "the workloadSelector has no labels: it takes all",
                    null);
        }
        if (exportTo.size() > 1 || exportTo.size() == 1 && !exportTo.get(0).equals(".")) {
            spec.refuse(
                    "exportTo",
                    "a rule with a workloadSelector is only for its own namespace",
                    "write exportTo: [\".\"], or leave it out");
        }
        return labels;
    }
}
