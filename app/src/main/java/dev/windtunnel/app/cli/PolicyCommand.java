package dev.windtunnel.app.cli;

import dev.windtunnel.app.report.PolicyReport;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Policies;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the effective policy of edges, defaults made visible. */
@Command(
        name = "policy",
        description = {
            "Print the effective policy of every edge, each value with where it comes from.",
            "Edges are those that traffic and handlers' calls make; defaults are made visible."
        })
final class PolicyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1", paramLabel = "SCENARIO", description = "Scenario or manifests; - is stdin.")
    private String path;

    @Mixin
    private ScenarioOptions scenarios;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--from",
            paramLabel = "WORKLOAD",
            description = "Of every service port that this workload could call.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "SERVICE",
            description = "Of this service, for every workload that could call it.")
    private @Nullable String to;

    PolicyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Experiment experiment = scenarios.loadOne(path, true, surroundings);
        Plan plan = experiment.plan();
        WorkloadPlan workload = from == null ? null : Names.workload(plan, from, "--from");
        Service service = to == null ? null : Names.service(plan, to, "--to");
        boolean asked = workload != null || service != null;
        List<EdgePolicy> policies = asked ? Policies.ofPossible(plan, workload, service) : Policies.ofEdges(plan);
        if (policies.isEmpty()) {
            surroundings
                    .err()
                    .println("There is no traffic and no call here; --from WORKLOAD shows what it could call.");
        }
        surroundings
                .out()
                .print(output.text(
                        PolicyReport.document(policies),
                        () -> PolicyReport.table(policies, new TerminalStyle(surroundings.terminal()))));
        return ExitStatus.OK.code();
    }
}
