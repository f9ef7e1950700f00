package dev.windtunnel.app.ui.topology;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.shell.HealthLimits;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.simulation.Closeup.PodDetail;
import dev.windtunnel.simulation.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a topology shows of one state: rates, health and pods, looked up by name. Plain Java, tested without a screen. */
final class Figures {

    private static final double WINDOW_SECONDS = 10;

    private final HealthKeeper keeper = new HealthKeeper();
    private final PodLoad load = new PodLoad();
    private final Map<String, Health> links = new HashMap<>();
    private final IdentityHashMap<Branch, Health> branches = new IdentityHashMap<>();
    private final Map<String, Health> nodes = new HashMap<>();
    private final Map<String, Double> rowRates = new HashMap<>();
    private final Map<String, Rates> arriving = new HashMap<>();
    private final Map<String, List<Frame.PodFrame>> pods = new HashMap<>();
    private Map<String, Rates> rates = Map.of();
    private List<Advised> advice = List.of();
    private Map<Integer, PodDetail> details = Map.of();
    private long virtualNanos;

    /** Judges health by other limits. */
    void limits(HealthLimits limits) {
        keeper.limits(limits);
    }

    /** Takes a state of the session that runs a topology. */
    void take(Topology topology, SessionState state, long wallNanos) {
        if (state.frame().nowNanos() < virtualNanos) {
            keeper.clear();
        }
        virtualNanos = state.frame().nowNanos();
        rates = state.rates();
        load.take(state.frame());
        links.clear();
        branches.clear();
        nodes.clear();
        rowRates.clear();
        arriving.clear();
        double seconds = Math.min(WINDOW_SECONDS, Math.max(1, Math.floor(virtualNanos / 1e9)));
        for (Link link : topology.links()) {
            Rates now = rates(link);
            Health health = keeper.look(
                    link.key(), now.requestsPerSecond() * seconds, now.errorRate(), wallNanos, !state.playing());
            links.put(link.key(), health);
            boolean onePlace =
                    link.branches().stream().map(Branch::target).distinct().count() == 1;
            for (Branch branch : link.branches()) {
                Health own = look(link, branch, health, seconds, wallNanos, !state.playing());
                branches.put(branch, own);
                if (link.branches().size() == 1 || share(link, branch) > 0) {
                    nodes.merge(branch.target(), onePlace ? health : own, Health::worse);
                }
                if (link.branches().size() == 1) {
                    arriving.merge(branch.target(), now, (a, b) -> Rates.IDLE);
                }
            }
            addRowRates(topology, link, now);
        }
        pods.clear();
        for (Frame.PodFrame pod : state.frame().pods()) {
            pods.computeIfAbsent(pod.workload(), name -> new ArrayList<>()).add(pod);
        }
    }

    private Health look(Link link, Branch branch, Health ofLink, double seconds, long wallNanos, boolean atRest) {
        if (link.branches().size() == 1) {
            return ofLink;
        }
        double requests = rates(link).requestsPerSecond() * orZero(share(link, branch)) * seconds;
        String key = link.key() + " " + branch.target() + " " + branch.workloads() + " " + branch.subset();
        return keeper.look(key, requests, errorRate(link, branch), wallNanos, atRest);
    }

    private void addRowRates(Topology topology, Link link, Rates now) {
        for (Branch branch : link.branches()) {
            Node target = topology.node(branch.target());
            if (target == null) {
                continue;
            }
            if (branch.row() >= 0) {
                String workload = target.rows().get(branch.row()).workload();
                double share = link.branches().size() == 1 ? 1 : share(link, branch);
                rowRates.merge(workload, now.requestsPerSecond() * orZero(share), Double::sum);
            } else {
                for (Row row : target.rows()) {
                    rowRates.merge(row.workload(), now.requestsPerSecond() * shareOf(now, row.workload()), Double::sum);
                }
            }
        }
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    private static double shareOf(Rates rates, String workload) {
        double sum = 0;
        for (Map.Entry<String, Double> each : rates.shares().entrySet()) {
            if (workload.equals(workloadOf(each.getKey()))) {
                sum += each.getValue();
            }
        }
        return sum;
    }

    private static String workloadOf(String destination) {
        int bracket = destination.indexOf('[');
        return bracket < 0 ? destination : destination.substring(0, bracket);
    }

    /** Figures of a link in the last 10 s. */
    Rates rates(Link link) {
        return rates.getOrDefault(link.key(), Rates.IDLE);
    }

    /** Share of a branch in the last 10 s; NaN while nothing went anywhere. */
    double share(Link link, Branch branch) {
        Map<String, Double> shares = rates(link).shares();
        if (shares.isEmpty() || shares.values().stream().allMatch(value -> value == 0)) {
            return Double.NaN;
        }
        double sum = 0;
        for (Map.Entry<String, Double> each : shares.entrySet()) {
            if (leads(link, branch, each.getKey())) {
                sum += each.getValue();
            }
        }
        return sum;
    }

    /** Share of the requests on a branch that failed in the last 10 s; of those on the link when it has no other. */
    double errorRate(Link link, Branch branch) {
        Rates now = rates(link);
        if (link.branches().size() == 1) {
            return now.errorRate();
        }
        double share = orZero(share(link, branch));
        double failed = 0;
        for (Map.Entry<String, Double> each : now.errors().entrySet()) {
            if (leads(link, branch, each.getKey())) {
                failed += each.getValue() * now.shares().getOrDefault(each.getKey(), 0.0);
            }
        }
        return share == 0 ? 0 : failed / share;
    }

    /** Share of a link's requests that failed without having gone anywhere: no endpoint, or a fault of the rule's. */
    double failedBeforeBranches(Link link) {
        Rates now = rates(link);
        double behind = 0;
        for (Map.Entry<String, Double> each : now.errors().entrySet()) {
            behind += each.getValue() * now.shares().getOrDefault(each.getKey(), 0.0);
        }
        return Math.max(0, now.errorRate() - behind);
    }

    private static boolean leads(Link link, Branch branch, String destination) {
        return branch.workloads().contains(workloadOf(destination)) && subsetFits(destination, branch, link);
    }

    /** Only branches into the same pods need their subsets to be told apart. */
    private static boolean subsetFits(String destination, Branch branch, Link link) {
        long alike = link.branches().stream()
                .filter(other -> other.workloads().equals(branch.workloads()))
                .count();
        return alike < 2 || branch.subset() == null || destination.endsWith("[" + branch.subset() + "]");
    }

    /** Amplification of a link: tries per request; 1 while nothing is tried. */
    double amplification(Link link) {
        Rates now = rates(link);
        return now.requestsPerSecond() <= 0
                ? 1
                : (now.requestsPerSecond() + now.retriesPerSecond()) / now.requestsPerSecond();
    }

    Health health(Link link) {
        return links.getOrDefault(link.key(), Health.IDLE);
    }

    /** Health of one branch: of the requests that took it. */
    Health health(Link link, Branch branch) {
        return branches.getOrDefault(branch, health(link));
    }

    Health health(Node node) {
        return nodes.getOrDefault(node.id(), Health.IDLE);
    }

    /** Requests per second that arrive at a workload. */
    double rate(Row row) {
        return rowRates.getOrDefault(row.workload(), 0.0);
    }

    /** 95th percentile of what arrives at a node, seconds; NaN when it comes on several links or is split. */
    double p95(Node node) {
        return arriving.getOrDefault(node.id(), Rates.IDLE).p95Seconds();
    }

    /** Pods of a workload, in order of creation. */
    List<Frame.PodFrame> pods(Row row) {
        return pods.getOrDefault(row.workload(), List.of());
    }

    /** Takes what the run advises. */
    void advise(List<Advised> next) {
        advice = next;
    }

    /** What is advised about a link. */
    List<Advised> advice(Link link) {
        return advice.stream().filter(each -> link.key().equals(each.edge())).toList();
    }

    /** What is advised about the workloads of a node. */
    List<Advised> advice(Node node) {
        return advice.stream()
                .filter(each ->
                        node.rows().stream().anyMatch(row -> row.workload().equals(each.workload())))
                .toList();
    }

    /** Takes what was found out about pods; empty when nobody looks so closely. */
    void details(List<PodDetail> next) {
        Map<Integer, PodDetail> byPod = new HashMap<>();
        next.forEach(each -> byPod.put(each.pod(), each));
        details = byPod;
    }

    /** What was found out about a pod; null when nothing was. */
    @Nullable
    PodDetail detail(Frame.PodFrame pod) {
        return details.get(pod.id());
    }

    /** Utilisation of a pod; NaN when its cores are unlimited. */
    double utilisation(Frame.PodFrame pod) {
        return load.utilisation(pod);
    }

    /** Utilisation of the pods of a row together; NaN when there are none or their cores are unlimited. */
    double utilisation(Row row) {
        double sum = 0;
        int count = 0;
        for (Frame.PodFrame pod : pods(row)) {
            sum += load.utilisation(pod);
            count++;
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Requests per second of all traffic. */
    double trafficPerSecond() {
        return rates.entrySet().stream()
                .filter(each -> each.getKey().startsWith("traffic/"))
                .mapToDouble(each -> each.getValue().requestsPerSecond())
                .sum();
    }
}
