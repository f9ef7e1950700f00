package dev.windtunnel.app.cli;

import dev.windtunnel.console.Console;
import dev.windtunnel.console.Output;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.report.Documents;
import dev.windtunnel.simulation.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Carries out console lines, one after another, on one mesh and one virtual clock. */
@Command(
        name = "exec",
        description = {
            "Carry out kubectl, istioctl, curl and sleep lines on one mesh and one virtual clock.",
            "Stops at the first line that fails, with its exit status."
        })
final class ExecCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A Scenario, or plain manifests.")
    private String path;

    @Option(names = "-c", arity = "1", paramLabel = "LINE", description = "A line. Repeatable.")
    private List<String> given = new ArrayList<>();

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "A file of lines, which come after those of -c; - is stdin.")
    private @Nullable String script;

    @Option(names = "--keep-going", description = "Go on after a line that fails.")
    private boolean keepGoing;

    @Option(names = "--with-traffic", description = "The scenario's own traffic flows too.")
    private boolean withTraffic;

    @Mixin
    private OutputOption output;

    @Mixin
    private ConsoleOptions when;

    @Mixin
    private ScenarioOptions scenario;

    ExecCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<String> lines = new ArrayList<>(given);
        if (script != null) {
            InputFile.read(script, surroundings).text().lines().forEach(lines::add);
        }
        if (lines.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "There is nothing to carry out: give -c LINE or --script FILE");
        }
        Experiment experiment = scenario.loadOne(path, true, surroundings);
        Run run = when.open(experiment, withTraffic);
        Console console = new Console(run, new LocalFiles(path, surroundings));
        List<Console.Line> done = new ArrayList<>();
        int status = ExitStatus.OK.code();
        for (String line : lines) {
            Console.Line result = carryOut(console, line);
            if (line.isBlank()) {
                continue;
            }
            done.add(result);
            if (output.format() == OutputFormat.TABLE) {
                GetCommand.print(result.output(), surroundings);
            }
            if (result.output().exit() != 0) {
                status = status == 0 ? result.output().exit() : status;
                if (!keepGoing) {
                    break;
                }
            }
        }
        if (output.format() != OutputFormat.TABLE) {
            surroundings.out().print(output.text(document(done), () -> ""));
        }
        return status;
    }

    private static Console.Line carryOut(Console console, String line) {
        Console.Line[] result = new Console.Line[1];
        ConsoleOptions.advance(() -> result[0] = console.execute(line));
        return result[0];
    }

    private static Map<String, @Nullable Object> document(List<Console.Line> done) {
        List<Object> lines = new ArrayList<>();
        for (Console.Line each : done) {
            Output output = each.output();
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("line", each.line());
            line.put("at", each.atNanos() / 1e9);
            line.put("stdout", output.stdout());
            line.put("stderr", output.stderr());
            line.put("exit", output.exit());
            lines.add(line);
        }
        Map<String, @Nullable Object> document = Documents.ofKind("Console");
        document.put("lines", lines);
        return document;
    }
}
