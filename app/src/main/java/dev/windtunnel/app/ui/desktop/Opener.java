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
     * @param folder where the names of its files start
     * @param experiments what can run; empty when something is wrong
     * @param problems what is wrong
     */
    record Opened(Path path, Path folder, List<Experiment> experiments, List<Finding> problems) {}

    /**
     * Reads a scenario, a folder of them, or plain manifests.
     *
     * @param onTop manifests that are applied on top
     */
    static CompletableFuture<Opened> open(Path path, List<Path> onTop) {
        CompletableFuture<Opened> result = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        result.complete(read(path, onTop));
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                "windtunnel-opener");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    private static Opened read(Path path, List<Path> onTop) {
        Findings problems = new Findings();
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        InputStream nothing = InputStream.nullInputStream();
        List<Experiment> experiments = new ExperimentLoader(FileAccess.disk(nothing), folder, nothing)
                .load(
                        absolute.toString(),
                        true,
                        new Overrides(
                                null,
                                null,
                                List.of(),
                                onTop.stream()
                                        .map(each -> each.toAbsolutePath().toString())
                                        .toList(),
                                List.of()),
                        problems);
        return problems.hasErrors()
                ? new Opened(absolute, folder, List.of(), problems.sorted())
                : new Opened(absolute, folder, experiments, problems.sorted());
    }
}
