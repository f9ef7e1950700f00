package dev.windtunnel.app.cli;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.source.Spelling;
import java.util.List;

/** Workloads and services by the names that users give them on the command line. */
final class Names {
    private Names() {}

    /**
     * The workload of a name, {@code name} or {@code ns/name}.
     *
     * @throws InputProblem when there is none
     */
    static WorkloadPlan workload(Plan plan, String name, String option) {
        WorkloadPlan workload = plan.workload(name);
        if (workload != null && !workload.external()) {
            return workload;
        }
        List<String> known = plan.workloads().stream()
                .filter(each -> !each.external())
                .map(each -> each.displayName(plan.scenario().namespace()))
                .toList();
        throw unknown(option + " " + name + ": there is no such workload", name, known);
    }

    /**
     * Who asks for a host on a port: a workload, or for {@code outside} the gateway that serves the host.
     *
     * @throws InputProblem when there is none
     */
    static WorkloadPlan caller(Plan plan, String name, RequestHead request) {
        if (!name.equals(Traffic.OUTSIDE)) {
            return workload(plan, name, "--from");
        }
        WorkloadPlan gateway = plan.gateway(request.host(), request.port());
        if (gateway == null) {
            throw unknown("--from outside: there is no Gateway", name, List.of());
        }
        return gateway;
    }

    /**
     * The service of a name as pods of the scenario's namespace would call it.
     *
     * @throws InputProblem when there is none
     */
    static Service service(Plan plan, String name, String option) {
        String namespace = plan.scenario().namespace();
        int slash = name.indexOf('/');
        String host = slash < 0 ? name : name.substring(slash + 1) + "." + name.substring(0, slash);
        Service service = plan.directory().lookUp(host, namespace);
        if (service != null) {
            return service;
        }
        List<String> known = plan.directory().services().stream()
                .map(each -> each.namespace().equals(namespace) || each.entry() != null
                        ? each.name()
                        : each.name() + "." + each.namespace())
                .toList();
        throw unknown(option + " " + name + ": there is no such service", name, known);
    }

    private static InputProblem unknown(String message, String name, List<String> known) {
        return InputProblem.of(
                message,
                Spelling.closest(name, known)
                        .map(close -> "did you mean " + close + "?")
                        .orElse(known.isEmpty() ? "there is none at all" : "there are " + String.join(", ", known)));
    }
}
