package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.ui.topology.Versions;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which version of its app a destination leads to, so that it has the same sign in the form as in the topology. */
final class DestinationVersions {

    private final RuleFields fields;
    private final @Nullable Plan plan;
    private final @Nullable ObjectStore store;
    private final @Nullable Versions versions;

    DestinationVersions(RuleFields fields, @Nullable Plan plan, @Nullable ObjectStore store) {
        this.fields = fields;
        this.plan = plan;
        this.store = store;
        this.versions = plan == null ? null : Versions.of(plan);
    }

    /** The number of the version, from 0; the destination's own number where no workload of the mesh is meant. */
    int of(RuleFields.Route route, int index) {
        String at = route.path() + ".route[" + index + "]";
        String host = route.modern() ? fields.text(at + ".destination.host") : fields.text("spec.destination");
        Map<String, String> labels = route.modern()
                ? subset(host, fields.text(at + ".destination.subset"))
                : labels(fields.node(at + ".tags"));
        if (plan == null || versions == null || host == null || labels.isEmpty()) {
            return index;
        }
        for (Service service : plan.directory().services()) {
            if (!service.name().equals(first(host))) {
                continue;
            }
            for (WorkloadPlan workload : plan.workloads()) {
                if (!workload.external()
                        && Plan.selects(service, workload)
                        && workload.labels().entrySet().containsAll(labels.entrySet())) {
                    return versions.of(workload.displayName(plan.scenario().namespace()));
                }
            }
        }
        return index;
    }

    private Map<String, String> subset(@Nullable String host, @Nullable String name) {
        if (host == null || name == null || store == null) {
            return Map.of();
        }
        for (KubeObject object : store.objects()) {
            boolean ofHost = object.key().kind().equals("DestinationRule")
                    && Paths.get(object.root(), Paths.parse("spec.host")) instanceof ScalarNode its
                    && first(its.text()).equals(first(host));
            if (ofHost && Paths.get(object.root(), Paths.parse("spec.subsets")) instanceof ListNode subsets) {
                for (Node each : subsets.items()) {
                    if (each instanceof MapNode map
                            && map.get("name") instanceof ScalarNode its
                            && its.text().equals(name)) {
                        return labels(map.get("labels"));
                    }
                }
            }
        }
        return Map.of();
    }

    private static Map<String, String> labels(@Nullable Node node) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (node instanceof MapNode map) {
            map.entries().forEach(entry -> {
                if (entry.value() instanceof ScalarNode value) {
                    labels.put(entry.key(), value.text());
                }
            });
        }
        return labels;
    }

    private static String first(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
