package dev.windtunnel.app.cli;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.report.ReportFormat;
import dev.windtunnel.report.RunReport;
import dev.windtunnel.report.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Simulates scenarios and prints what came out. */
@Command(name = "run", description = "Simulate scenarios and print what their requests experienced.")
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Scenario files or folders; - is stdin.")
    private List<String> paths;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random draws.")
    private @Nullable Long seed;

    @Option(names = "--no-progress", description = "No progress bar.")
    private boolean noProgress;

    @Option(names = "--replications", paramLabel = "N")
    private @Nullable Integer replications;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "1")
    private int jobs;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table")
    private String format;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Findings problems = new Findings();
        ExperimentLoader loader = new ExperimentLoader(
                FileAccess.disk(surroundings.in()), surroundings.workingDirectory(), surroundings.in());
        List<Experiment> experiments = new ArrayList<>();
        for (String path : paths) {
            experiments.addAll(
                    loader.load(path, false, new Overrides(seed, null, List.of(), List.of(), List.of()), problems));
        }
        if (problems.hasErrors()) {
            throw new InputProblem(problems.sorted());
        }
        List<RunReport> reports = new ArrayList<>();
        boolean passed = true;
        for (Experiment experiment : experiments) {
            ExperimentRunner.Settings defaults = ExperimentRunner.Settings.DEFAULT;
            ExperimentRunner.Outcome outcome = new ExperimentRunner(
                            experiment,
                            new ExperimentRunner.Settings(
                                    replications, jobs, 0, defaults.queue(), defaults.stats(), null))
                    .run(ExperimentRunner.Progress.NONE);
            RunReport report = new RunReport(
                    outcome.result(),
                    outcome.thresholds(),
                    experiment.findings(),
                    experiment.scenario().run().failureThreshold());
            reports.add(report);
            passed &= report.passed();
        }
        surroundings.out().print(ReportFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT)).reporter().text(reports, Style.PLAIN));
        return (passed ? ExitStatus.OK : ExitStatus.MISSED).code();
    }
}
