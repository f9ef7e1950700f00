package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.save.SavedScenario;
import dev.windtunnel.app.save.SavedScenario.End;
import dev.windtunnel.app.save.ScenarioFolder;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.Recording;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.experiment.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Saves the live session as a scenario: asks where to and up to when, and never replaces a file unasked. */
final class SaveScenario {

    private final Window window;

    SaveScenario(Window window) {
        this.window = window;
    }

    /** What is to be saved. */
    private record Session(
            Experiment experiment, Map<String, byte[]> opened, Recording recording, Path from, Path folder) {}

    /** Where to, and up to when. */
    private record Wanted(String folder, End end) {}

    /** Asks, and saves. */
    void ask() {
        LiveSession session = window.bench().session().get();
        RuleDocuments documents = window.bench().documents().get();
        if (session == null || documents == null) {
            return;
        }
        Map<String, byte[]> opened = documents.asOpened();
        Path path = window.bench().path();
        session.recording()
                .thenApplyAsync(recording -> prepared(session.experiment(), opened, recording, path))
                .thenAccept(prepared -> Platform.runLater(() -> ask(prepared)));
    }

    private static Session prepared(
            Experiment experiment,
            Map<String, byte[]> opened,
            Recording recording,
            @org.jspecify.annotations.Nullable Path path) {
        Path home = Path.of(System.getProperty("user.home", "."));
        Path absolute = path == null ? home.resolve("scenario.yaml") : path.toAbsolutePath();
        Path parent = absolute.getParent();
        Path from = Files.isDirectory(absolute) ? absolute : parent == null ? home : parent;
        String name = experiment.scenario().name().replaceAll("[^A-Za-z0-9._-]", "-") + "-live";
        Path folder = from.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = from.resolve(name + "-" + i);
        }
        return new Session(experiment, opened, recording, from, folder);
    }

    private void ask(Session session) {
        Recording recording = session.recording();
        TextField folder = new TextField(session.folder().toString());
        folder.setId("save-folder");
        folder.setPrefColumnCount(48);
        HBox.setHgrow(folder, Priority.ALWAYS);
        Button browse = new Button("Browse...");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setOnAction(event -> browse(folder));
        ToggleGroup group = new ToggleGroup();
        RadioButton now = new RadioButton("End where the run is now, at " + Instants.minutes(recording.nowNanos() / 1e9)
                + ": the figures on the screen");
        now.setId("save-now");
        RadioButton whole = new RadioButton("Run to the scenario's own end");
        whole.setId("save-whole");
        now.setToggleGroup(group);
        whole.setToggleGroup(group);
        boolean canEndNow = SavedScenario.canEndNow(session.experiment(), recording);
        now.setDisable(!canEndNow);
        (canEndNow ? now : whole).setSelected(true);
        int edits = recording.edits().size();
        Label what = new Label("Seed " + recording.seed() + ", "
                + (edits == 0 ? "no edits" : edits == 1 ? "1 edit" : edits + " edits")
                + ". The folder gets scenario.yaml and copies of the manifests.");
        what.getStyleClass().addAll("small", "muted");
        Label where = new Label("Folder");
        where.setLabelFor(folder);
        VBox content = new VBox(8, where, new HBox(8, folder, browse), now, whole, what);
        Dialog<Wanted> dialog = new Dialog<>();
        window.dialogs().prepare(dialog, "Save as scenario", "What you see here, to be run headless");
        dialog.getDialogPane().setContent(content);
        ButtonType save = new ButtonType("Save", ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane().getButtonTypes().setAll(save, ButtonType.CANCEL);
        Node button = dialog.getDialogPane().lookupButton(save);
        button.disableProperty().bind(folder.textProperty().isEmpty());
        dialog.setResultConverter(pressed -> save.equals(pressed)
                ? new Wanted(folder.getText(), now.isSelected() ? End.NOW : End.OF_SCENARIO)
                : null);
        window.dialogs().answer(dialog, wanted -> save(session, wanted, false));
    }

    private void browse(TextField folder) {
        Path chosen = window.choosers().folder("Save as scenario");
        if (chosen != null) {
            folder.setText(chosen.toString());
        }
    }

    private void save(Session session, Wanted wanted, boolean overwrite) {
        Path folder;
        try {
            folder = Path.of(wanted.folder().strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            window.dialogs().tell("Nothing was saved.", "This is no folder: " + wanted.folder());
            return;
        }
        CompletableFuture.supplyAsync(() -> write(session, wanted, folder, overwrite))
                .whenComplete((written, problem) -> Platform.runLater(() -> {
                    if (problem != null && problem.getCause() instanceof UncheckedIOException unwritten) {
                        window.dialogs().tell("The scenario cannot be saved.", String.valueOf(unwritten.getCause()));
                    } else if (problem != null) {
                        window.defect(problem);
                    } else if (!written.inTheWay().isEmpty()) {
                        window.dialogs()
                                .ask(
                                        "Save as scenario",
                                        "These files are there already.",
                                        String.join("\n", written.inTheWay()),
                                        "Replace them",
                                        () -> save(session, wanted, true));
                    } else {
                        said(folder, written);
                    }
                }));
    }

    /** What came of it. */
    private record Written(List<String> inTheWay, List<String> notes, String problem) {}

    private static Written write(Session session, Wanted wanted, Path folder, boolean overwrite) {
        String name =
                folder.getFileName() == null ? "live" : folder.getFileName().toString();
        SavedScenario saved = SavedScenario.of(
                session.experiment(),
                session.opened(),
                session.recording(),
                wanted.end(),
                name,
                session.from().toString());
        List<String> inTheWay = overwrite ? List.of() : ScenarioFolder.inTheWay(saved, folder);
        if (!inTheWay.isEmpty()) {
            return new Written(inTheWay, List.of(), "");
        }
        try {
            String problem = ScenarioFolder.write(saved, folder, session.from(), overwrite, session.experiment());
            return new Written(List.of(), saved.notes(), problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void said(Path folder, Written written) {
        if (!written.problem().isEmpty()) {
            window.dialogs().tell("It was saved, but would not run as it did here.", written.problem());
            return;
        }
        StringBuilder text = new StringBuilder("Saved. It runs with: windtunnel run ").append(folder);
        written.notes().forEach(note -> text.append(". ").append(note));
        window.notice().say(text.toString());
    }
}
