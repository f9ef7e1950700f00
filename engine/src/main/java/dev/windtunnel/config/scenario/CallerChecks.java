package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.IngressGateway;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry.Scale;
import dev.windtunnel.scenario.Traffic;
import java.util.List;
import java.util.TreeSet;

/** Who makes the requests of traffic: WT0047 when nobody does, WT0041 when nobody listens for them at the edge. */
final class CallerChecks {
    private final ScenarioChecks checks;
    private final Scenario scenario;
    private final Mesh mesh;
    private final WorkloadNames workloads;

    CallerChecks(ScenarioChecks checks, Scenario scenario, Mesh mesh, WorkloadNames workloads) {
        this.checks = checks;
        this.scenario = scenario;
        this.mesh = mesh;
        this.workloads = workloads;
    }

    /** The pods of a workload call; one that the timeline may scale up has some later. */
    void checkPods(Traffic traffic) {
        String name = traffic.from().indexOf('/') < 0 ? scenario.namespace() + "/" + traffic.from() : traffic.from();
        boolean scaled = scenario.timeline().stream().anyMatch(entry -> entry.action() instanceof Scale);
        for (Workload workload : mesh.workloads()) {
            if ((workload.namespace() + "/" + workload.name()).equals(name)
                    && workload.replicas() == 0
                    && !scaled
                    && !workloads.mayGrow()) {
                checks.add(
                        Level.WARNING,
                        "WT0047",
                        traffic.place(),
                        ".from",
                        traffic.from() + " has 0 replicas, so nobody calls: the traffic sends nothing",
                        "write replicas: 1 or more, or name another workload");
            }
        }
    }

    /** What comes from outside enters at the pods of a Gateway. */
    void checkGateways(Traffic traffic) {
        if (!workloads.mayGrow() && served().isEmpty()) {
            checks.add(
                    Level.WARNING,
                    "WT0047",
                    traffic.place(),
                    ".from",
                    "no Gateway has pods, so nobody takes what comes from outside: the traffic sends nothing",
                    "let a Gateway select istio: ingressgateway, or add its workload");
        }
    }

    /** A port of the edge is one of a Gateway's servers. */
    void checkPort(String url, Traffic traffic, String field) {
        Urls parts = Urls.ofAddress(url);
        TreeSet<Integer> ports = new TreeSet<>();
        served().forEach(gateway -> gateway.servers().forEach(server -> ports.add(server.port())));
        if (parts != null && !workloads.mayGrow() && !ports.isEmpty() && !ports.contains(parts.port())) {
            checks.add(
                    Level.WARNING,
                    "WT0041",
                    traffic.place(),
                    field,
                    "no Gateway listens on port " + parts.port() + ": connections to it are refused",
                    "the ports of the Gateways are "
                            + String.join(
                                    ", ", ports.stream().map(String::valueOf).toList()));
        }
    }

    /** The Gateways that pods serve. */
    private List<Gateway> served() {
        return mesh.gateways().stream()
                .filter(gateway -> gateway.isServedBy(IngressGateway.LABELS)
                        || mesh.workloads().stream().anyMatch(each -> gateway.isServedBy(each.labels())))
                .toList();
    }
}
