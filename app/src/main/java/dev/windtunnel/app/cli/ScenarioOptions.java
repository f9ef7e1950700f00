package dev.windtunnel.app.cli;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Inspection;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads a scenario, to be mixed in: what is changed in it before it is used. */
final class ScenarioOptions {
    @Option(
            names = "--seed",
            converter = WholeNumber.Any.class,
            paramLabel = "N",
            description = "Seed of all random draws.")
    private @Nullable Long seed;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "The Istio and Envoy to simulate; 'windtunnel version' lists them.")
    private @Nullable String profile;

    @Option(
            names = "--set",
            arity = "1",
            paramLabel = "PATH=VALUE",
            description = {
                "Set a field of the Scenario (traffic[curl].load.rate=100/s) or of a manifest",
                "(VirtualService/reviews:spec.http[0].timeout=2s); null removes it. Repeatable."
            })
    private List<String> sets = new ArrayList<>();

    @Option(
            names = {"-f", "--filename"},
            arity = "1",
            paramLabel = "FILE",
            description = "Apply these documents on top: a file, a folder or - for stdin. Repeatable.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--delete",
            arity = "1",
            paramLabel = "KIND/[NS/]NAME",
            description = "Delete an object of the manifests. Repeatable.")
    private List<String> deletes = new ArrayList<>();

    private @Nullable ExperimentLoader loader;

    /** Scenarios that can run, in order; with {@link InputProblem} when one cannot. */
    List<Experiment> load(List<String> paths, Surroundings surroundings) {
        return load(paths, false, surroundings);
    }

    /** The one scenario at a path, for which plain manifests do as well. */
    Experiment loadOne(String path, boolean plain, Surroundings surroundings) {
        List<Experiment> experiments = load(List.of(path), plain, surroundings);
        if (experiments.size() != 1) {
            String names = String.join(
                    ", ",
                    experiments.stream()
                            .map(experiment -> experiment.scenario().name())
                            .toList());
            throw InputProblem.of(
                    "'" + path + "' holds " + experiments.size() + " scenarios (" + names
                            + "), and this command looks at one",
                    "name the file of one of them");
        }
        return experiments.get(0);
    }

    private List<Experiment> load(List<String> paths, boolean plain, Surroundings surroundings) {
        refuseTwoReadersOfStdin(paths);
        Findings problems = new Findings();
        ExperimentLoader reader = loader(surroundings);
        List<Experiment> experiments = new ArrayList<>();
        for (String path : paths) {
            experiments.addAll(reader.load(path, plain, overrides(), problems));
        }
        if (problems.hasErrors()) {
            throw new InputProblem(problems.sorted());
        }
        return experiments;
    }

    /** What there is to say about files, folders and scenarios; with {@link InputProblem} when one cannot be read. */
    Inspection inspect(List<String> paths, @Nullable String namespace, Surroundings surroundings) {
        refuseTwoReadersOfStdin(paths);
        Findings unusable = new Findings();
        Inspection inspection = loader(surroundings).inspect(paths, namespace, overrides(), unusable);
        if (unusable.hasErrors()) {
            throw new InputProblem(unusable.sorted());
        }
        return inspection;
    }

    private ExperimentLoader loader(Surroundings surroundings) {
        ExperimentLoader made = new ExperimentLoader(
                new WorkingFiles(surroundings), surroundings.workingDirectory(), surroundings.in());
        loader = made;
        return made;
    }

    /** All files that were read so far: scenarios, their resources, and what these options and a run name. */
    Set<Path> inputs() {
        return loader == null ? Set.of() : loader.inputs();
    }

    private Overrides overrides() {
        return new Overrides(seed, profile, sets, files, deletes);
    }

    private void refuseTwoReadersOfStdin(List<String> paths) {
        long readers = paths.stream().filter("-"::equals).count()
                + files.stream().filter("-"::equals).count();
        if (readers > 1) {
            throw InputProblem.of("stdin can be read once, and '-' is there " + readers + " times", "keep one of them");
        }
    }
}
