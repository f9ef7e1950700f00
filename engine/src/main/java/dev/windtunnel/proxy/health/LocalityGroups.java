package dev.windtunnel.proxy.health;

import dev.windtunnel.mesh.DestinationRule.Distribute;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What Istio makes of the localities of a cluster's endpoints for one client: a priority for each, or shares of the
 * requests ({@code pilot/pkg/networking/core/loadbalancer/loadbalancer.go}).
 */
public final class LocalityGroups {

    /** A place and its labels, those that Kubernetes and Istio keep of the place included. */
    public record Member(String region, String zone, Map<String, String> labels) {

        private static final String REGION = "topology.kubernetes.io/region";
        private static final String ZONE = "topology.kubernetes.io/zone";

        String label(String key) {
            return switch (key) {
                case REGION -> region;
                case ZONE -> zone;
                default -> labels.getOrDefault(key, "");
            };
        }

        String locality() {
            return region + "/" + zone;
        }
    }

    /**
     * Endpoints of one locality in one priority.
     *
     * @param priority from 0, without gaps
     * @param weight its share of the priority's requests against the others; 0 when shares do not count
     * @param endpoints indices of the endpoints
     */
    public record Group(int priority, int weight, List<Integer> endpoints) {}

    private static final int OTHER_REGION = 3;
    private static final int NOT_THE_FAILOVER = 4;

    private LocalityGroups() {}

    /**
     * Groups endpoints; those that get no requests are in no group.
     *
     * @param setting what is declared; it is enabled
     * @param client the client's place
     * @param endpoints in the order of the control plane
     * @param withOutliers whether the cluster has outlier detection
     */
    public static List<Group> of(LocalitySetting setting, Member client, List<Member> endpoints, boolean withOutliers) {
        for (Distribute distribute : setting.distribute()) {
            if (fits(distribute.from(), client.locality())) {
                return shares(distribute, endpoints);
            }
        }
        boolean fails = setting.distribute().isEmpty() && (withOutliers || setting.always());
        boolean weighted = withOutliers
                && setting.distribute().isEmpty()
                && (!setting.failover().isEmpty() || !setting.failoverPriority().isEmpty());
        int[] priorities = new int[endpoints.size()];
        TreeSet<Integer> used = new TreeSet<>();
        for (int i = 0; i < priorities.length; i++) {
            priorities[i] = fails ? priority(setting, client, endpoints.get(i)) : 0;
            used.add(priorities[i]);
        }
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        List<Integer> order = List.copyOf(used);
        for (int priority : order) {
            for (int i = 0; i < priorities.length; i++) {
                if (priorities[i] == priority) {
                    String locality = weighted ? endpoints.get(i).locality() : "";
                    groups.computeIfAbsent(priority + " " + locality, any -> new ArrayList<>())
                            .add(i);
                }
            }
        }
        List<Group> result = new ArrayList<>();
        for (List<Integer> members : groups.values()) {
            result.add(new Group(order.indexOf(priorities[members.get(0)]), weighted ? members.size() : 0, members));
        }
        return result;
    }

    // ---------------------------------------------------------------- failover

    private static int priority(LocalitySetting setting, Member client, Member endpoint) {
        int byLocality = byLocality(setting, client, endpoint);
        if (setting.failoverPriority().isEmpty()) {
            return byLocality;
        }
        int byLabels = byLabels(setting.failoverPriority(), client, endpoint);
        return setting.failover().isEmpty() ? byLabels : byLabels * 5 + byLocality;
    }

    private static int byLocality(LocalitySetting setting, Member client, Member endpoint) {
        if (client.region().equals(endpoint.region())) {
            return client.zone().equals(endpoint.zone()) ? 0 : 2;
        }
        String failover = setting.failover().get(client.region());
        return failover == null || failover.equals(endpoint.region()) ? OTHER_REGION : NOT_THE_FAILOVER;
    }

    private static int byLabels(List<String> keys, Member client, Member endpoint) {
        for (int i = 0; i < keys.size(); i++) {
            int equals = keys.get(i).indexOf('=');
            String key = equals < 0 ? keys.get(i) : keys.get(i).substring(0, equals);
            String wanted = equals < 0 ? client.label(key) : keys.get(i).substring(equals + 1);
            if (!wanted.equals(endpoint.label(key))) {
                return keys.size() - i;
            }
        }
        return 0;
    }

    // ---------------------------------------------------------------- shares

    private static List<Group> shares(Distribute distribute, List<Member> endpoints) {
        Map<String, List<Integer>> byLocality = new LinkedHashMap<>();
        for (int i = 0; i < endpoints.size(); i++) {
            byLocality
                    .computeIfAbsent(endpoints.get(i).locality(), any -> new ArrayList<>())
                    .add(i);
        }
        Map<String, String> meant = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        byLocality.forEach((locality, members) -> {
            for (String to : distribute.to().keySet()) {
                if (fits(to, locality)) {
                    meant.put(locality, to);
                    counts.merge(to, members.size(), Integer::sum);
                    break;
                }
            }
        });
        List<Group> groups = new ArrayList<>();
        meant.forEach((locality, to) -> {
            List<Integer> members = byLocality.getOrDefault(locality, List.of());
            int weight = distribute.to().getOrDefault(to, 0);
            int share = (int) Math.ceil((double) weight * members.size() / counts.getOrDefault(to, 1));
            if (share > 0) {
                groups.add(new Group(0, share, members));
            }
        });
        return groups;
    }

    /** Whether a pattern such as {@code *}, {@code r1/*} or {@code r1/z1/*} means a locality. */
    static boolean fits(String pattern, String locality) {
        if (pattern.equals("*")) {
            return true;
        }
        String plain = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
        return locality.equals(plain)
                || locality.startsWith(plain + "/")
                || plain.startsWith(locality + "/") && pattern.endsWith("/*");
    }
}
