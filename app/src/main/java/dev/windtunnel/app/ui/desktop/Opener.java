package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads what the person opens, away from the FX thread. */
final class Opener {

    private Opener() {}

    /**
     * What reading a path came to.
     *
     * @param experiments what can run; empty when something is wrong
     * @param problems what is wrong
     */
    record Opened(Path path, List<Experiment> experiments, List<Finding> problems) {}

    /** Reads a scenario, a folder of them, or plain manifests. */
    static CompletableFuture<Opened> open(Path path) {
        CompletableFuture<Opened> result = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        result.complete(read(path));
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                "windtunnel-opener");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    private static Opened read(Path path) {
        Findings problems = new Findings();
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        InputStream nothing = InputStream.nullInputStream();
        List<Experiment> experiments = new ExperimentLoader(
                        FileAccess.disk(nothing), parent == null ? absolute : parent, nothing)
                .load(absolute.toString(), true, Overrides.NONE, problems);
        return problems.hasErrors()
                ? new Opened(absolute, List.of(), problems.sorted())
                : new Opened(absolute, experiments, problems.sorted());
    }
}
