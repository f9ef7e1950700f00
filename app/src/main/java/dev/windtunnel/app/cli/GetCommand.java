package dev.windtunnel.app.cli;

import dev.windtunnel.console.Console;
import dev.windtunnel.console.Output;
import dev.windtunnel.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the tables that kubectl would print of the simulated cluster. */
@Command(name = "get", description = "Show pods, services, rules and the rest of a scenario as kubectl would.")
final class GetCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A Scenario, or plain manifests.")
    private String path;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KIND [NAME]",
            description =
                    "pods, services, deployments, replicasets, nodes, namespaces, endpoints, routes, all, any kind.")
    private List<String> words;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Where to look (default: the scenario's).")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Look everywhere.")
    private boolean everywhere;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Only objects with these labels: a=b,c!=d.")
    private @Nullable String selector;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Form.Converter.class,
            description = "table (default), wide, json, yaml or name.")
    private Form form = Form.TABLE;

    @Mixin
    private ConsoleOptions when;

    @Mixin
    private ScenarioOptions scenario;

    /** The forms of kubectl's {@code -o}. */
    enum Form {
        TABLE,
        WIDE,
        JSON,
        YAML,
        NAME;

        /** Reads the option's value. */
        static final class Converter extends Choice<Form> {
            Converter() {
                super(Form.class);
            }
        }
    }

    GetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Experiment experiment = scenario.loadOne(path, true, surroundings);
        List<String> line = new ArrayList<>(words);
        if (namespace != null) {
            line.addAll(List.of("-n", namespace));
        }
        if (everywhere) {
            line.add("-A");
        }
        if (selector != null) {
            line.addAll(List.of("-l", selector));
        }
        if (form != Form.TABLE) {
            line.addAll(List.of("-o", Choice.word(form)));
        }
        return print(Console.get(when.open(experiment, false), line), surroundings);
    }

    static int print(Output output, Surroundings surroundings) {
        surroundings.out().print(output.stdout());
        surroundings.err().print(output.stderr());
        return output.exit();
    }
}
