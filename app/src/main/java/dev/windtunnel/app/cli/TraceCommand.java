package dev.windtunnel.app.cli;

import dev.windtunnel.app.report.TraceExport;
import dev.windtunnel.app.report.TraceReport;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.RequestTrace;
import dev.windtunnel.experiment.RequestTrace.Wanted;
import dev.windtunnel.report.FlagWords;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.simulation.RunawayException;
import dev.windtunnel.source.Spelling;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the life of one request. */
@Command(
        name = "trace",
        description = {
            "Print the life of one request: every hop, try, back-off, wait and the reason of its end.",
            "The request is --request N, or one of a traffic: --first, --slowest, --failed or --flag UT."
        })
final class TraceCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "SCENARIO", description = "Scenario file or folder; - is stdin.")
    private String path;

    @Mixin
    private ScenarioOptions scenarios;

    @Mixin
    private OutputOption output;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Choices choice;

    @Option(
            names = "--traffic",
            paramLabel = "NAME",
            description = "The traffic to choose from (default: the only one).")
    private @Nullable String traffic;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = {
                "In place of -o: zipkin or otlp, for tracing tools.",
                "Virtual time 0 is 2000-01-01T00:00:00Z there."
            })
    private @Nullable Format format;

    /** One of these is needed. */
    static final class Choices {
        @Option(
                names = "--request",
                converter = WholeNumber.Ordinal.class,
                paramLabel = "N",
                description = "The N-th request of the run, in the order in which they start.")
        private @Nullable Long request;

        @Option(names = "--first", description = "The first one of the traffic.")
        private boolean first;

        @Option(names = "--slowest", description = "The one that takes longest.")
        private boolean slowest;

        @Option(
                names = "--failed",
                description = "The first without an answer, with a code 5xx or a gRPC status that is an error.")
        private boolean failed;

        @Option(
                names = "--flag",
                paramLabel = "FLAG",
                description = "The first on whose way a proxy logs this response flag.")
        private @Nullable String flag;
    }

    /** Forms of other tools. */
    enum Format {
        ZIPKIN,
        OTLP
    }

    /** Reads {@code --format}. */
    static final class FormatConverter extends Choice<Format> {
        FormatConverter() {
            super(Format.class);
        }
    }

    TraceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (choice.request != null && traffic != null) {
            throw usage("--request counts the requests of all traffic: leave out --traffic.");
        }
        if (choice.flag != null && !FlagWords.flags().contains(choice.flag)) {
            throw usage(
                    "--flag " + choice.flag + ": the response flags are " + String.join(", ", FlagWords.flags()) + ".");
        }
        Experiment experiment = scenarios.loadOne(path, false, surroundings);
        RequestTrace trace;
        try {
            trace = RequestTrace.record(experiment, choice.request != null ? choice.request : find(experiment));
        } catch (RunawayException e) {
            throw RunCommand.runaway(experiment, e);
        }
        if (trace.spans().isEmpty()) {
            throw InputProblem.of(
                    "--request " + trace.request() + ": the run has no such request",
                    "'windtunnel run' says how many there are");
        }
        surroundings.out().print(text(trace, experiment.scenario().run().seed()));
        return ExitStatus.OK.code();
    }

    private String text(RequestTrace trace, long seed) {
        if (format == null) {
            return output.text(
                    TraceReport.document(trace),
                    () -> TraceReport.text(trace, new TerminalStyle(surroundings.terminal())));
        }
        TraceExport export = new TraceExport(trace, seed);
        return switch (format) {
            case ZIPKIN -> export.zipkin();
            case OTLP -> export.otlp();
        };
    }

    private long find(Experiment experiment) {
        int number = traffic(experiment);
        Wanted wanted = wanted();
        long found = RequestTrace.find(experiment, number, wanted, choice.flag == null ? "" : choice.flag);
        if (found == 0) {
            String name = experiment.scenario().traffic().get(number).name();
            throw InputProblem.of(
                    "no request of traffic " + name
                            + switch (wanted) {
                                case FIRST, SLOWEST -> " was answered";
                                case FAILED -> " failed";
                                case FLAG -> " met the flag " + choice.flag;
                            },
                    "'windtunnel run' shows the codes and flags that there are");
        }
        return found;
    }

    private Wanted wanted() {
        if (choice.first) {
            return Wanted.FIRST;
        }
        if (choice.slowest) {
            return Wanted.SLOWEST;
        }
        return choice.failed ? Wanted.FAILED : Wanted.FLAG;
    }

    private int traffic(Experiment experiment) {
        List<String> names =
                experiment.scenario().traffic().stream().map(Traffic::name).toList();
        if (traffic == null && names.size() == 1) {
            return 0;
        }
        if (traffic == null) {
            throw InputProblem.of(
                    names.isEmpty() ? "the scenario has no traffic" : "the scenario has " + names.size() + " traffics",
                    names.isEmpty()
                            ? "write one under spec.traffic"
                            : "choose one with --traffic: " + String.join(", ", names));
        }
        if (!names.contains(traffic)) {
            throw InputProblem.of(
                    "--traffic " + traffic + ": there is no such traffic",
                    Spelling.closest(traffic, names)
                            .map(close -> "did you mean " + close + "?")
                            .orElse("there are " + String.join(", ", names)));
        }
        return names.indexOf(traffic);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
