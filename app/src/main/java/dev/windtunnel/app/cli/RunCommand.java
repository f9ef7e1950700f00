package dev.windtunnel.app.cli;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.experiment.ExperimentRunner.Outcome;
import dev.windtunnel.experiment.ExperimentRunner.Settings;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.report.CsvReport;
import dev.windtunnel.report.JUnitReport;
import dev.windtunnel.report.ReportFormat;
import dev.windtunnel.report.RunReport;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.simulation.ResultBuilder.Stats;
import dev.windtunnel.simulation.RunawayException;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.ValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Simulates scenarios and prints what came out. */
@Command(
        name = "run",
        description = {
            "Simulate scenarios and print what their requests experienced.",
            "Exit status: 0 all thresholds held, 1 one did not or a finding reached run.failureThreshold,",
            "2 it could not run, 3 a defect of Windtunnel, 130 after Ctrl-C."
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Scenario files or folders; - is stdin.")
    private List<String> paths;

    @Mixin
    private ScenarioOptions scenarios;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = FormatConverter.class,
            description = "table (default), json or yaml.")
    private ReportFormat format;

    @Option(names = "--csv", paramLabel = "DIR", description = "Also write the figures as CSV files into this folder.")
    private @Nullable String csvFolder;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write thresholds and findings as JUnit's XML.")
    private @Nullable String junitFile;

    @Option(
            names = "--series",
            paramLabel = "STEP",
            description = "Add figures over time, in windows of this length: 1s.")
    private @Nullable String series;

    @Option(
            names = "--replications",
            converter = WholeNumber.Times.class,
            paramLabel = "N",
            description = "Run so often, with seed, seed + 1, ... (default: the scenario's).")
    private @Nullable Integer replications;

    @Option(
            names = "--jobs",
            converter = WholeNumber.Times.class,
            paramLabel = "N",
            defaultValue = "1",
            description = "Replications at a time (default 1); no figure depends on it.")
    private int jobs;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Show a progress bar on stderr (default: when that is a terminal).")
    private @Nullable Boolean progress;

    @Option(
            names = "--stats",
            paramLabel = "WHICH",
            description = "Envoy's counters: none, all, or those of one proxy (default: all of up to 20 proxies).")
    private @Nullable String stats;

    /** Reads {@code -o}. */
    static final class FormatConverter extends Choice<ReportFormat> {
        FormatConverter() {
            super(ReportFormat.class);
        }
    }

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        List<Experiment> experiments = scenarios.load(paths, surroundings);
        OutputFiles files = new OutputFiles(surroundings, scenarios::inputs);
        checkFiles(files);
        surroundings.interruption().watch();
        List<RunReport> reports = new ArrayList<>();
        for (Experiment experiment : experiments) {
            if (reports.isEmpty() || !surroundings.interruption().requested()) {
                reports.add(run(experiment, settings));
            }
        }
        refuseUnknownProxy(reports);
        surroundings.out().print(format.reporter().text(reports, new TerminalStyle(surroundings.terminal())));
        ExitStatus status = writeFiles(files, reports);
        if (surroundings.interruption().requested()) {
            return ExitStatus.INTERRUPTED.code();
        }
        boolean passed = reports.stream().allMatch(RunReport::passed);
        return (status == ExitStatus.OK && !passed ? ExitStatus.MISSED : status).code();
    }

    private RunReport run(Experiment experiment, Settings settings) {
        int times = replications != null
                ? replications
                : experiment.scenario().run().replications();
        boolean shown = progress != null ? progress : surroundings.terminal().progressSeen();
        try (ProgressDisplay display = new ProgressDisplay(experiment, times, shown, surroundings)) {
            Outcome outcome = new ExperimentRunner(experiment, settings).run(display);
            return new RunReport(
                    outcome.result(),
                    outcome.thresholds(),
                    findings(experiment, outcome),
                    experiment.scenario().run().failureThreshold());
        } catch (RunawayException e) {
            throw runaway(experiment, e);
        }
    }

    /** What was to be said before the run, and the entries of the timeline that failed in it. */
    private static List<Finding> findings(Experiment experiment, Outcome outcome) {
        List<Finding> findings = new ArrayList<>(experiment.findings());
        findings.addAll(outcome.findings());
        Set<Integer> told = new HashSet<>();
        for (TimelineResult result : outcome.result().timeline()) {
            if (result.entry() >= 0 && result.result().equals("failed") && told.add(result.entry())) {
                Place place =
                        experiment.scenario().timeline().get(result.entry()).place();
                findings.add(Finding.of(
                                Level.WARNING,
                                "WT0046",
                                "the timeline's entry " + result.entry() + " failed: " + result.message())
                        .withObject("Scenario", null, experiment.scenario().name())
                        .withPath(place.path())
                        .withPlace(place.file(), place.line(), place.column()));
            }
        }
        return findings;
    }

    /** The problem that a scenario asks for more than can be simulated, after the warnings that may explain it. */
    static InputProblem runaway(Experiment experiment, RunawayException problem) {
        Place place = problem.place().file() != null
                ? problem.place()
                : experiment.scenario().place();
        List<Finding> findings = new ArrayList<>(experiment.findings().stream()
                .filter(finding -> finding.level() != Level.INFO)
                .toList());
        findings.add(Finding.error("WT0060", String.valueOf(problem.getMessage()))
                .withObject("Scenario", null, experiment.scenario().name())
                .withFix(problem.fix())
                .withPath(problem.place().path())
                .withPlace(place.file(), place.line(), place.column()));
        return new InputProblem(findings);
    }

    private void checkFiles(OutputFiles files) {
        String folder = csvFolder;
        if (folder != null) {
            files.refuseInput("--csv", folder);
            CsvReport.names().forEach(name -> files.check("--csv", inFolder(folder, name)));
        }
        if (junitFile != null) {
            files.check("--junit", junitFile);
        }
    }

    /** The result is printed by now, so what goes wrong here stands on stderr alone. */
    private ExitStatus writeFiles(OutputFiles files, List<RunReport> reports) {
        try {
            String folder = csvFolder;
            if (folder != null) {
                new CsvReport()
                        .files(reports)
                        .forEach((name, text) -> files.write("--csv", inFolder(folder, name), text));
            }
            if (junitFile != null) {
                files.write("--junit", junitFile, new JUnitReport().text(reports));
            }
            return ExitStatus.OK;
        } catch (InputProblem e) {
            e.findings().forEach(finding -> surroundings.err().println(finding.text()));
            return ExitStatus.UNUSABLE;
        }
    }

    private static String inFolder(String folder, String name) {
        return folder.endsWith("/") || folder.isEmpty() ? folder + name : folder + "/" + name;
    }

    private void refuseUnknownProxy(List<RunReport> reports) {
        String proxy = proxy();
        if (proxy != null
                && !surroundings.interruption().requested()
                && reports.stream().allMatch(report -> report.result().stats().isEmpty())) {
            throw InputProblem.of(
                    "--stats " + proxy + ": no pod with a sidecar has this name",
                    "write none, all, or a pod as NS/POD or POD");
        }
    }

    // ---------------------------------------------------------------- options

    private Settings settings() {
        return new Settings(replications, jobs, seriesStepNanos(), Settings.DEFAULT.queue(), stats(), proxy());
    }

    private long seriesStepNanos() {
        if (series == null) {
            return 0;
        }
        try {
            long step = Durations.parse(series);
            if (step > 0) {
                return step;
            }
        } catch (ValueException e) {
            throw usage("--series " + series + ": " + e.getMessage() + ".");
        }
        throw usage("--series " + series + ": a window has to be longer than nothing.");
    }

    private Stats stats() {
        if (stats == null) {
            return Stats.AUTOMATIC;
        }
        return stats.equals("none") ? Stats.NONE : Stats.ALL;
    }

    private @Nullable String proxy() {
        return stats == null || stats.equals("none") || stats.equals("all") ? null : stats;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
