package dev.windtunnel.app.session;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the configuration of sidecars says about an edge: weights that are set, and the order of versions. */
final class Configured {

    private static final Pattern RUNS = Pattern.compile("\\d+|\\D+");

    private Configured() {}

    /**
     * Shares that a rule sets for the destinations of an edge, by {@code workload} or {@code workload[subset]}; empty
     * when no rule splits it, or the caller has no sidecar that would follow one. Of several routes it is the one that
     * takes every request.
     */
    static Map<String, Double> weights(Plan plan, String source, String service, int port) {
        WorkloadPlan caller = plan.workload(source);
        if (caller == null || !caller.sidecar()) {
            return Map.of();
        }
        ProxyConfig config = plan.config(caller);
        RouteTable table = config.routeTable(port);
        VirtualHost host = table == null ? null : table.virtualHost(domain(plan, service));
        if (host == null) {
            return Map.of();
        }
        for (Route route : host.routes()) {
            if (route.origin() != null
                    && route.match().isCatchAll()
                    && route.action() instanceof RouteAction.Forward forward) {
                return weights(plan, config, forward);
            }
        }
        return Map.of();
    }

    private static String domain(Plan plan, String service) {
        Service declared = service(plan, service);
        return declared == null ? service : declared.name() + "." + declared.namespace();
    }

    private static @Nullable Service service(Plan plan, String service) {
        for (Service each : plan.directory().services()) {
            if (service.equals(each.name() + "." + each.namespace())) {
                return each;
            }
        }
        return null;
    }

    private static Map<String, Double> weights(Plan plan, ProxyConfig config, RouteAction.Forward forward) {
        Map<String, Double> result = new LinkedHashMap<>();
        for (RouteAction.WeightedCluster weighted : forward.clusters()) {
            ClusterConfig cluster = config.cluster(weighted.cluster());
            double weight = forward.clusters().size() == 1
                    ? 1
                    : weighted.weight() / (double) Math.max(1, forward.totalWeight());
            if (cluster == null || cluster.service() == null) {
                continue;
            }
            List<WorkloadPlan> behind = new ArrayList<>();
            int pods = 0;
            for (WorkloadPlan workload : plan.workloads()) {
                if (Plan.selects(cluster.service(), workload)
                        && workload.labels()
                                .entrySet()
                                .containsAll(cluster.labels().entrySet())) {
                    behind.add(workload);
                    pods += workload.replicas();
                }
            }
            for (WorkloadPlan workload : behind) {
                double part = pods == 0 ? 1.0 / behind.size() : workload.replicas() / (double) pods;
                String name = workload.displayName(plan.scenario().namespace());
                String key = cluster.subset() == null ? name : name + "[" + cluster.subset() + "]";
                result.merge(key, weight * part, Double::sum);
            }
        }
        return result;
    }

    /**
     * The workloads behind a service and their place among its versions, which chooses colour and glyph: in order of
     * the version label (numbers as numbers), then of the name.
     */
    static Map<String, Series.Version> versions(Plan plan, String service) {
        Service declared = service(plan, service);
        Map<String, Series.Version> result = new LinkedHashMap<>();
        if (declared == null) {
            return result;
        }
        List<WorkloadPlan> behind = new ArrayList<>();
        for (WorkloadPlan workload : plan.workloads()) {
            if (Plan.selects(declared, workload)) {
                behind.add(workload);
            }
        }
        behind.sort(
                Comparator.comparing(Configured::version, Configured::natural).thenComparing(WorkloadPlan::name));
        for (WorkloadPlan workload : behind) {
            String name = workload.displayName(plan.scenario().namespace());
            String label = workload.version() == null ? name : workload.version();
            result.put(name, new Series.Version(result.size(), label));
        }
        return result;
    }

    private static String version(WorkloadPlan workload) {
        String version = workload.version();
        return version == null ? "" : version;
    }

    /** {@code v2} before {@code v10}. */
    static int natural(String left, String right) {
        Matcher l = RUNS.matcher(left);
        Matcher r = RUNS.matcher(right);
        while (l.find()) {
            if (!r.find()) {
                return 1;
            }
            String a = l.group();
            String b = r.group();
            boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
            int order = numbers && a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
            if (order != 0) {
                return order;
            }
        }
        return r.find() ? -1 : 0;
    }
}
