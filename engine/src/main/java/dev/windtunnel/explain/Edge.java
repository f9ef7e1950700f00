package dev.windtunnel.explain;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.Program;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.simulation.RequestHeads;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A workload that calls, and the service port that it calls. */
record Edge(WorkloadPlan source, Service service, Service.Port port) {

    /** The edges that traffic makes, in file order, then those that calls of handlers make, by workload. */
    static List<Edge> made(Plan plan) {
        Set<Edge> edges = new LinkedHashSet<>();
        for (TrafficPlan traffic : plan.traffic()) {
            if (traffic.workload() >= 0) {
                WorkloadPlan source = plan.workloads().get(traffic.workload());
                for (Traffic.MixEntry entry : traffic.traffic().mix()) {
                    add(edges, plan, source, entry.request().url().text());
                }
            }
        }
        for (WorkloadPlan workload : plan.workloads()) {
            for (Program program : workload.programs()) {
                for (Program.Instruction instruction : program.code) {
                    if (instruction.call != null && !workload.external()) {
                        add(edges, plan, workload, instruction.call.call().url());
                    }
                }
            }
        }
        return List.copyOf(edges);
    }

    /** A url whose host is made of variables leads to no edge that is known before a run. */
    private static void add(Set<Edge> edges, Plan plan, WorkloadPlan source, String url) {
        RequestHead head;
        try {
            head = RequestHeads.of("GET", url, Map.of(), 0);
        } catch (IllegalArgumentException e) {
            return;
        }
        Service service = plan.directory().lookUp(head.dialled(), source.namespace());
        Service.Port port = service == null ? null : ServiceDirectory.port(service, head.port());
        if (service != null && port != null) {
            edges.add(new Edge(source, service, port));
        }
    }

    /** Every edge between workloads of the mesh and service ports, called or not. */
    static List<Edge> possible(Plan plan) {
        List<Edge> edges = new ArrayList<>();
        for (WorkloadPlan source : plan.workloads()) {
            if (!source.external()) {
                for (Service service : plan.directory().services(source.namespace())) {
                    for (Service.Port port : service.ports()) {
                        edges.add(new Edge(source, service, port));
                    }
                }
            }
        }
        return edges;
    }
}
