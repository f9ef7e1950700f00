package dev.windtunnel.app.cli;

import dev.windtunnel.console.Console;
import dev.windtunnel.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what kubectl describe would print of the simulated cluster. */
@Command(name = "describe", description = "Describe objects of a scenario as kubectl would.")
final class DescribeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A Scenario, or plain manifests.")
    private String path;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KIND [NAME]",
            description =
                    "service, endpoints, pod, deployment and the like, hpa, or a kind of Istio; a NAME may be the beginning of several.")
    private List<String> words;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Where to look (default: the scenario's).")
    private @Nullable String namespace;

    @Mixin
    private ConsoleOptions when;

    @Mixin
    private ScenarioOptions scenario;

    DescribeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Experiment experiment = scenario.loadOne(path, true, surroundings);
        List<String> line = new ArrayList<>(words);
        if (namespace != null) {
            line.addAll(List.of("-n", namespace));
        }
        return GetCommand.print(Console.describe(when.open(experiment, false), line), surroundings);
    }
}
