package dev.windtunnel.testing;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Scenario files as text blocks: loads them as the command line would, and starts builders of small ones. */
public final class Scenarios {

    private Scenarios() {}

    /** A builder of a scenario with one client: see {@link Bed}. */
    public static Bed bed() {
        return new Bed();
    }

    /** The experiment of a scenario file's text. Fails when the text is no scenario that can run. */
    public static Experiment load(String yaml) {
        Findings problems = new Findings();
        List<Experiment> experiments = load(yaml, problems);
        if (experiments.size() != 1 || problems.hasErrors()) {
            throw new AssertionError("the scenario cannot run: " + problems.list() + "\n" + yaml);
        }
        return experiments.get(0);
    }

    /** What is wrong with the text of a scenario file that cannot run. */
    public static List<Finding> problems(String yaml) {
        Findings problems = new Findings();
        load(yaml, problems);
        return problems.list();
    }

    private static List<Experiment> load(String yaml, Findings problems) {
        ExperimentLoader loader = new ExperimentLoader(
                new MemoryFiles(Map.of("scenario.yaml", yaml)), Path.of(""), InputStream.nullInputStream());
        return loader.load("scenario.yaml", false, Overrides.NONE, problems);
    }

    /** Runs the text of a scenario file to its end, with the seed that it names. */
    public static Outcome run(String yaml) {
        return Outcome.of(load(yaml));
    }
}
