package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.chart.ChartsPane;
import dev.windtunnel.app.ui.chart.TimelineStrip;
import dev.windtunnel.app.ui.dock.DockPane;
import dev.windtunnel.app.ui.explorer.ExplorerPane;
import dev.windtunnel.app.ui.inspector.InspectorPane;
import dev.windtunnel.app.ui.shell.MainWindow;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.TopologyPane;
import dev.windtunnel.app.ui.welcome.Lab;
import dev.windtunnel.app.ui.welcome.LabBar;
import dev.windtunnel.app.ui.welcome.WelcomePane;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ChoiceDialog;
import javafx.scene.control.TextArea;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.stage.FileChooser;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** The window with all its panes. */
final class Window {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final Duration SETTLED = Duration.millis(700);

    private final Desktop.Request request;
    private final Memory memory;
    private final CompletableFuture<byte[]> over;
    private final Theme theme;
    private final Workbench bench;
    private final InspectorPane inspector;
    private final DockPane dock;
    private final ExplorerPane explorer;
    private final TopologyPane topology;
    private final WelcomePane welcome;
    private final LabBar labBar;
    private final MainWindow main;
    private final Scene scene;
    private final Stage stage = new Stage();

    Window(Desktop.Request request, Memory memory, CompletableFuture<byte[]> over) {
        this.request = request;
        this.memory = memory;
        this.over = over;
        Boolean dark = request.dark();
        theme = new Theme(dark == null ? memory.dark() : dark);
        bench = new Workbench(theme);
        inspector = new InspectorPane(bench);
        dock = new DockPane(bench);
        explorer = new ExplorerPane(bench);
        topology = new TopologyPane(bench);
        labBar = new LabBar(bench, memory::lab);
        welcome = new WelcomePane(this::askForFile, this::open, this::openLab);
        BorderPane middle = new BorderPane(topology);
        middle.setTop(labBar);
        Menus menus = new Menus(this);
        main = new MainWindow(
                bench,
                new MainWindow.Panes(
                        menus.bar(),
                        new TimelineStrip(bench),
                        explorer,
                        middle,
                        new ChartsPane(bench),
                        inspector,
                        dock,
                        welcome));
        scene = new Scene(main.root());
        theme.style(scene);
        menus.keys(scene);
        scene.setOnDragOver(this::dragged);
        scene.setOnDragDropped(this::dropped);
    }

    /** Shows it. */
    void open() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, defect) -> defect(defect));
        Rectangle2D before = memory.window();
        stage.setScene(scene);
        stage.setTitle("Windtunnel");
        stage.setWidth(request.width() > 0 ? request.width() : before == null ? WIDTH : before.getWidth());
        stage.setHeight(request.height() > 0 ? request.height() : before == null ? HEIGHT : before.getHeight());
        boolean onScreen =
                before != null && !Screen.getScreensForRectangle(before).isEmpty() && request.width() == 0;
        if (onScreen) {
            stage.setX(before.getMinX());
            stage.setY(before.getMinY());
        }
        stage.setMinWidth(960);
        stage.setMinHeight(600);
        stage.setOnCloseRequest(event -> {
            if (!quit()) {
                event.consume();
            }
        });
        showWelcome();
        Experiment experiment = request.experiment();
        if (experiment != null) {
            show(experiment, request.path());
        }
        stage.show();
        if (request.picture() != null) {
            takePicture();
        }
    }

    // ---------------------------------------------------------------- opening

    Workbench bench() {
        return bench;
    }

    MainWindow main() {
        return main;
    }

    InspectorPane inspector() {
        return inspector;
    }

    DockPane dock() {
        return dock;
    }

    ExplorerPane explorer() {
        return explorer;
    }

    TopologyPane topology() {
        return topology;
    }

    List<Path> recent() {
        return memory.recent();
    }

    void askForFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a scenario or manifests");
        chooser.getExtensionFilters()
                .setAll(
                        new FileChooser.ExtensionFilter("YAML and JSON", "*.yaml", "*.yml", "*.json"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        java.io.File file = chooser.showOpenDialog(stage);
        if (file != null) {
            open(file.toPath());
        }
    }

    void open(Path path) {
        if (mayLeave()) {
            labBar.follow(null, 0);
            read(path);
        }
    }

    private void read(Path path) {
        Opener.open(path)
                .whenComplete((opened, problem) -> Platform.runLater(() -> {
                    if (problem != null) {
                        defect(problem);
                    } else {
                        opened(opened);
                    }
                }));
    }

    private void opened(Opener.Opened opened) {
        if (opened.experiments().isEmpty()) {
            StringBuilder text = new StringBuilder();
            opened.problems().forEach(each -> text.append(each.text()).append('\n'));
            tell("This cannot be opened: " + opened.path().getFileName(), text.toString());
            return;
        }
        Experiment chosen =
                opened.experiments().size() == 1 ? opened.experiments().get(0) : choose(opened.experiments());
        if (chosen != null) {
            show(chosen, opened.path());
        }
    }

    private @Nullable Experiment choose(List<Experiment> experiments) {
        List<String> names =
                experiments.stream().map(each -> each.scenario().name()).toList();
        ChoiceDialog<String> dialog = new ChoiceDialog<>(names.get(0), names);
        dialog.initOwner(stage);
        dialog.setTitle("Open");
        dialog.setHeaderText("This folder holds " + names.size() + " scenarios. Which one?");
        return dialog.showAndWait()
                .map(name -> experiments.get(names.indexOf(name)))
                .orElse(null);
    }

    private void show(Experiment experiment, @Nullable Path path) {
        bench.open(experiment, path);
        stage.setTitle(experiment.scenario().name() + " - Windtunnel");
        if (path != null && request.picture() == null) {
            memory.opened(path);
        }
    }

    private void openLab(Lab lab) {
        Path path = file(lab);
        if (path != null) {
            read(path);
            labBar.follow(lab, memory.lab(lab));
        }
    }

    private @Nullable Path file(Lab lab) {
        Path folder = request.shipped();
        Path path = folder == null ? null : folder.resolve(lab.scenario());
        return path != null && Files.exists(path) ? path : null;
    }

    void closeScenario() {
        if (mayLeave()) {
            labBar.follow(null, 0);
            bench.close();
            stage.setTitle("Windtunnel");
            showWelcome();
        }
    }

    private void showWelcome() {
        welcome.show(memory.recent(), lab -> file(lab) != null, memory::lab);
    }

    /** Asks when there are edits that no file has; whether to go on. */
    private boolean mayLeave() {
        if (bench.waiting().get().isEmpty() && !unsaved()) {
            return true;
        }
        Alert alert = new Alert(Alert.AlertType.CONFIRMATION);
        alert.initOwner(stage);
        alert.setTitle("Unsaved edits");
        alert.setHeaderText("There are edits that are in no file.");
        alert.setContentText("They are lost when this scenario is closed.");
        ButtonType lose = new ButtonType("Close without saving");
        alert.getButtonTypes().setAll(lose, ButtonType.CANCEL);
        return alert.showAndWait().filter(lose::equals).isPresent();
    }

    private boolean unsaved() {
        var documents = bench.documents().get();
        return documents != null
                && documents.inForce().objects().stream().anyMatch(each -> documents.unsaved(each.key()));
    }

    boolean quit() {
        if (!mayLeave()) {
            return false;
        }
        memory.window(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        bench.close();
        stage.hide();
        over.complete(new byte[0]);
        return true;
    }

    void dark(boolean dark) {
        theme.set(dark);
        memory.dark(dark);
    }

    boolean isDark() {
        return theme.isDark();
    }

    // ---------------------------------------------------------------- drop

    private void dragged(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        List<java.io.File> files = event.getDragboard().getFiles();
        event.setDropCompleted(!files.isEmpty());
        event.consume();
        if (!files.isEmpty()) {
            Platform.runLater(() -> open(files.get(0).toPath()));
        }
    }

    // ---------------------------------------------------------------- messages

    void tell(String head, String text) {
        Alert alert = new Alert(Alert.AlertType.INFORMATION);
        alert.initOwner(stage);
        alert.setTitle("Windtunnel");
        alert.setHeaderText(head);
        TextArea area = new TextArea(text);
        area.setEditable(false);
        area.setWrapText(true);
        area.setPrefRowCount(Math.min(18, 3 + (int) text.lines().count()));
        area.setPrefColumnCount(80);
        alert.getDialogPane().setContent(area);
        theme.style(alert.getDialogPane().getScene());
        alert.showAndWait();
    }

    /** A defect of ours: one dialog with all that a report of it needs. */
    void defect(Throwable defect) {
        if (request.picture() != null) {
            over.completeExceptionally(defect);
            return;
        }
        SessionState state = bench.state().get();
        LiveSession session = bench.session().get();
        StringBuilder text = new StringBuilder();
        if (session != null) {
            text.append("scenario ")
                    .append(session.experiment().scenario().name())
                    .append(", seed ")
                    .append(session.experiment().scenario().run().seed())
                    .append('\n');
        }
        if (state != null) {
            text.append("virtual time ").append(state.frame().nowNanos() / 1e9).append(" s\n");
        }
        java.io.StringWriter trace = new java.io.StringWriter();
        defect.printStackTrace(new java.io.PrintWriter(trace));
        tell(
                "This is a defect of Windtunnel. Please report it with these details.",
                text.append(trace).toString());
    }

    // ---------------------------------------------------------------- pictures

    private void takePicture() {
        LiveSession session = bench.session().get();
        if (session == null) {
            settleAndWrite();
            return;
        }
        bench.state().addListener(new ChangeListener<>() {
            @Override
            public void changed(
                    javafx.beans.value.ObservableValue<? extends @Nullable SessionState> property,
                    @Nullable SessionState before,
                    @Nullable SessionState after) {
                boolean there = after != null
                        && !after.playing()
                        && (after.frame().over() || after.frame().nowNanos() >= request.atNanos());
                if (there) {
                    bench.state().removeListener(this);
                    settleAndWrite();
                }
            }
        });
        session.runUntil(request.atNanos());
    }

    /** Layouts run in the background and charts draw ten times a second: a moment later all stands still. */
    private void settleAndWrite() {
        PauseTransition pause = new PauseTransition(SETTLED);
        pause.setOnFinished(event -> {
            byte[] png = Pictures.png(scene);
            bench.close();
            stage.hide();
            over.complete(png);
        });
        pause.play();
    }
}
