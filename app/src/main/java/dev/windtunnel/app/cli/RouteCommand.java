package dev.windtunnel.app.cli;

import dev.windtunnel.app.report.RouteReport;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.explain.Hop;
import dev.windtunnel.explain.Routes;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.simulation.RequestHeads;
import dev.windtunnel.simulation.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints where one request goes and why. */
@Command(
        name = "route",
        description = {
            "Print where one request goes and why, hop by hop.",
            "A hop shows rules skipped with the reason, the rule taken, destinations and their pods."
        })
final class RouteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SCENARIO", description = "Scenario or manifests; - is stdin.")
    private String path;

    @Parameters(index = "1", paramLabel = "URL", description = "The url that is asked for.")
    private String url;

    @Mixin
    private ScenarioOptions scenarios;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "WORKLOAD",
            description = "Whose pod asks; outside: the gateway.")
    private String from;

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "HTTP method (default GET).")
    private String method;

    @Option(
            names = {"-H", "--header"},
            arity = "1",
            paramLabel = "'k: v'",
            description = "A header. Repeatable.")
    private List<String> headers = new ArrayList<>();

    RouteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RequestHead request = request();
        Experiment experiment = scenarios.loadOne(path, true, surroundings);
        WorkloadPlan client = Names.caller(experiment.plan(), from, request);
        RunOptions options = RunOptions.ofSeed(experiment.scenario().run().seed());
        List<Hop> hops = Routes.of(experiment.plan(), experiment.start(options).pods(), client, request);
        surroundings
                .out()
                .print(output.text(
                        RouteReport.document(hops),
                        () -> RouteReport.text(hops, new TerminalStyle(surroundings.terminal()))));
        return ExitStatus.OK.code();
    }

    private RequestHead request() {
        Map<String, String> sent = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw usage("-H '" + header + "': wanted 'name: value'.");
            }
            sent.merge(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip(),
                    (first, second) -> first + "," + second);
        }
        try {
            return RequestHeads.of(method, url, sent, 0);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + ".");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
