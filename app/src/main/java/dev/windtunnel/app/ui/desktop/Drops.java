package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.TransferMode;

/**
 * Files that are dropped on the window: a folder or a scenario is opened; manifests are applied to the mesh that runs, as
 * {@code kubectl apply} would, and opened when none does.
 */
final class Drops {

    private final Window window;

    Drops(Window window) {
        this.window = window;
    }

    /** Takes what is dropped on a scene. */
    void onto(Scene scene) {
        scene.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        scene.setOnDragDropped(event -> {
            List<Path> paths =
                    event.getDragboard().getFiles().stream().map(File::toPath).toList();
            event.setDropCompleted(!paths.isEmpty());
            event.consume();
            if (!paths.isEmpty()) {
                take(paths);
            }
        });
    }

    private record Read(List<MapNode> documents, boolean toOpen, Findings problems) {}

    /** Takes what was dropped. */
    void take(List<Path> paths) {
        LiveSession session = window.bench().session().get();
        CompletableFuture.supplyAsync(() -> read(paths))
                .whenComplete((read, problem) -> Platform.runLater(() -> {
                    if (problem != null) {
                        window.defect(problem);
                    } else if (session == null
                            || session != window.bench().session().get()
                            || read.toOpen()) {
                        window.open(paths.get(0), paths.subList(1, paths.size()));
                    } else if (read.problems().hasErrors() || read.documents().isEmpty()) {
                        refuse(paths, read.problems());
                    } else {
                        apply(session, paths, read.documents());
                    }
                }));
    }

    private static Read read(List<Path> paths) {
        Findings problems = new Findings();
        List<MapNode> documents = new ArrayList<>();
        boolean open = false;
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                open = true;
                continue;
            }
            try {
                for (Document document : YamlReader.read(path.toString(), Files.readAllBytes(path), problems)) {
                    if (document.root() instanceof MapNode map) {
                        documents.add(map);
                        open |= map.get("kind") instanceof ScalarNode kind
                                && kind.text().equals("Scenario");
                    }
                }
            } catch (IOException e) {
                problems.add(dev.windtunnel.finding.Finding.error("WT0050", path + " cannot be read")
                        .withFix("see that it is there and that you may read it"));
            }
        }
        return new Read(documents, open, problems);
    }

    private void refuse(List<Path> paths, Findings problems) {
        StringBuilder text = new StringBuilder();
        problems.atLeast(Level.ERROR).forEach(each -> text.append(each.text()).append('\n'));
        if (text.length() == 0) {
            text.append("It holds no object that could be applied.\n");
        }
        window.dialogs()
                .tell(
                        "Nothing was applied: " + names(paths),
                        text.append("\nThe rules that are in force stay in force.")
                                .toString());
    }

    private void apply(LiveSession session, List<Path> paths, List<MapNode> documents) {
        String names = names(paths);
        session.edit(new TimelineEntry.Apply(documents, names), "apply " + names)
                .thenCombine(
                        session.with(Run::nowNanos),
                        (said, now) -> "Applied " + names + " at " + Instants.minutes(now / 1e9) + ": "
                                + said.replace("; ", ", "))
                .thenAccept(said -> Platform.runLater(() -> window.notice().say(said)));
    }

    private static String names(List<Path> paths) {
        return String.join(
                ", ",
                paths.stream().map(each -> String.valueOf(each.getFileName())).toList());
    }
}
