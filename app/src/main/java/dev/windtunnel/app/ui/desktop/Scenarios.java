package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.ui.welcome.Lab;
import dev.windtunnel.app.ui.welcome.WelcomePane;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** Opens and closes what the window shows: files and folders, labs, and the welcome page when nothing is open. */
final class Scenarios implements WelcomePane.Actions {

    private static final String SAVE = "Save and close";

    private final Window window;
    private final Desktop.Request request;
    private final Memory memory;
    private List<Path> recent = List.of();
    /** Until the disk has been asked, all of them: a page without labs would flash by. */
    private Set<Lab> shipped = Set.copyOf(Lab.ALL);

    Scenarios(Window window, Desktop.Request request, Memory memory) {
        this.window = window;
        this.request = request;
        this.memory = memory;
    }

    /** What was opened last, the latest first. */
    List<Path> recent() {
        return recent;
    }

    @Override
    public void open() {
        Path file = window.choosers().file();
        if (file != null) {
            open(file);
        }
    }

    @Override
    public void openFolder() {
        Path folder = window.choosers().folder("Open a folder of manifests or scenarios");
        if (folder != null) {
            open(folder);
        }
    }

    @Override
    public void open(Path path) {
        open(path, List.of());
    }

    /** Opens a scenario or manifests, and applies further files on top of it. */
    void open(Path path, List<Path> onTop) {
        // What cannot be read takes nothing away: the question comes when there is something to show instead.
        read(path, onTop, null, 0);
    }

    private void read(Path path, List<Path> onTop, @Nullable Lab lab, int done) {
        Opener.open(path, onTop)
                .whenComplete((opened, problem) -> Platform.runLater(() -> {
                    if (problem != null) {
                        window.defect(problem);
                    } else {
                        opened(opened, lab, done);
                    }
                }));
    }

    private void opened(Opener.Opened opened, @Nullable Lab lab, int done) {
        List<Experiment> experiments = opened.experiments();
        if (experiments.isEmpty()) {
            StringBuilder text = new StringBuilder();
            opened.problems().forEach(each -> text.append(each.text()).append('\n'));
            window.dialogs().tell("This cannot be opened: " + opened.path().getFileName(), text.toString());
        } else if (experiments.size() == 1) {
            instead(experiments.get(0), opened, lab, done);
        } else {
            List<String> names =
                    experiments.stream().map(each -> each.scenario().name()).toList();
            window.dialogs()
                    .choose(
                            "Open",
                            "This folder holds " + names.size() + " scenarios. Which one?",
                            names,
                            name -> instead(experiments.get(names.indexOf(name)), opened, lab, done));
        }
    }

    private void instead(Experiment experiment, Opener.Opened opened, @Nullable Lab lab, int done) {
        leave(() -> {
            window.lab().follow(lab, done);
            show(experiment, opened.path(), opened.folder());
        });
    }

    void show(Experiment experiment, @Nullable Path path, Path folder) {
        window.bench().open(experiment, path, folder);
        window.stage().setTitle(experiment.scenario().name() + " - Windtunnel");
        if (path != null && request.picture() == null) {
            CompletableFuture.runAsync(() -> memory.opened(path)); // it looks which of the others are still there
        }
    }

    @Override
    public void open(Lab next, boolean again) {
        Path folder = request.shipped();
        if (folder != null) {
            read(folder.resolve(next.scenario()), List.of(), next, again ? 0 : memory.lab(next));
        }
    }

    void close() {
        leave(() -> {
            window.lab().follow(null, 0);
            window.bench().close();
            window.stage().setTitle("Windtunnel");
            showWelcome();
        });
    }

    /** Shows the welcome page with what is known, then looks on the disk for what is there. */
    void showWelcome() {
        window.welcome().show(recent, new WelcomePane.LabState(shipped::contains, memory::lab));
        Path folder = request.shipped();
        CompletableFuture.runAsync(() -> {
            List<Path> there = memory.recent();
            Set<Lab> labs = new LinkedHashSet<>();
            for (Lab lab : Lab.ALL) {
                if (folder != null && Files.exists(folder.resolve(lab.scenario()))) {
                    labs.add(lab);
                }
            }
            Platform.runLater(() -> {
                recent = there;
                shipped = labs;
                window.welcome().show(there, new WelcomePane.LabState(labs::contains, memory::lab));
            });
        });
    }

    /** Goes on, after a question when there are edits that no file has. */
    void leave(Runnable then) {
        RuleDocuments documents = window.bench().documents().get();
        if (documents == null || documents.unsavedEdits().isEmpty()) {
            then.run();
            return;
        }
        String files = String.join(
                ", ",
                documents.unsavedEdits().stream()
                        .map(each -> each.file().substring(each.file().lastIndexOf('/') + 1))
                        .distinct()
                        .toList());
        window.dialogs()
                .askCarefully(
                        "Unsaved edits",
                        "There are edits of " + files + " that no file has.",
                        "Without saving they are lost when this scenario is closed.",
                        List.of(SAVE, "Close without saving"),
                        way -> {
                            if (way.equals(SAVE)) {
                                saveAnd(then);
                            } else {
                                then.run();
                            }
                        });
    }

    /** Goes on when all edits are in their files, else says why they are not and stays. */
    private void saveAnd(Runnable then) {
        window.inspector().saveAll().thenAccept(problem -> {
            if (problem.isEmpty()) {
                then.run();
            } else {
                window.notice().say(problem + " This scenario stays open, and your edits are kept.");
            }
        });
    }
}
