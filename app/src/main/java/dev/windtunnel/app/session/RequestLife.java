package dev.windtunnel.app.session;

import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.TraceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The life of one request, and what was in force when it ended.
 *
 * @param request its number
 * @param spans in order of their start; none when the run has no such request
 * @param plan the plan in force at its end
 * @param workloads the workload of each pod, by name of the pod
 */
public record RequestLife(long request, List<TraceSpan> spans, Plan plan, Map<String, WorkloadPlan> workloads) {

    public RequestLife {
        spans = List.copyOf(spans);
    }

    static RequestLife of(long request, Run run, Plan plan) {
        Map<String, WorkloadPlan> workloads = new LinkedHashMap<>();
        run.pods().forEach(pod -> workloads.put(pod.name(), pod.workload()));
        return new RequestLife(request, run.trace(request), plan, workloads);
    }

    /** The workload of a pod as it was in the plan in force; null when the name is not that of a pod. */
    public @Nullable WorkloadPlan workload(String pod) {
        WorkloadPlan known = workloads.get(pod);
        if (known == null) {
            return null;
        }
        for (WorkloadPlan workload : plan.workloads()) {
            if (workload.name().equals(known.name()) && workload.namespace().equals(known.namespace())) {
                return workload;
            }
        }
        return known;
    }

    /** The name of a pod's workload, or the name itself. */
    public String workloadName(String pod) {
        WorkloadPlan workload = workloads.get(pod);
        return workload == null ? pod : workload.displayName(plan.scenario().namespace());
    }
}
