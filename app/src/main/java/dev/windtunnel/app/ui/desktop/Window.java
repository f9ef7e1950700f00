package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.ui.chart.ChartsPane;
import dev.windtunnel.app.ui.chart.SparkStrip;
import dev.windtunnel.app.ui.chart.TimelineStrip;
import dev.windtunnel.app.ui.dock.DockPane;
import dev.windtunnel.app.ui.explorer.ExplorerPane;
import dev.windtunnel.app.ui.inspector.InspectorPane;
import dev.windtunnel.app.ui.shell.MainWindow;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.TopologyPane;
import dev.windtunnel.app.ui.welcome.LabPane;
import dev.windtunnel.app.ui.welcome.WelcomePane;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** The window with all its panes. */
final class Window {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    /** Of a pane's head. */
    private static final double HEAD = 32;

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
    private final LabPane lab;
    private final MainWindow main;
    private final Scene scene;
    private final Stage stage = new Stage();
    private final Dialogs dialogs;
    private final Notice notice = new Notice();
    private final EditKeeper keeper;
    private final Drops drops = new Drops(this);
    private final Scenarios scenarios;
    private final Defects defects;
    private Choosers choosers = new Choosers(stage);

    /**
     * A window.
     *
     * @param systemIsDark what the system says of itself, for those who have never chosen a theme
     * @param over completed when it is closed: with the picture, when one was asked for
     */
    Window(
            Desktop.Request request,
            Memory memory,
            CompletableFuture<Boolean> systemIsDark,
            Recovery recovery,
            CompletableFuture<byte[]> over) {
        this.request = request;
        this.memory = memory;
        this.over = over;
        Boolean dark = request.dark();
        boolean follows = dark == null && !memory.knowsTheme();
        theme = new Theme(dark != null ? dark : follows ? systemIsDark.getNow(false) : memory.dark());
        if (follows && !systemIsDark.isDone()) {
            systemIsDark.thenAccept(late -> Platform.runLater(() -> {
                if (late && !memory.knowsTheme()) {
                    theme.set(true);
                }
            }));
        }
        dialogs = new Dialogs(stage, theme);
        bench = new Workbench(theme);
        keeper = new EditKeeper(bench, recovery, notice::say);
        defects = new Defects(bench, dialogs);
        inspector = new InspectorPane(bench);
        inspector.onAppliedElsewhere(
                (key, sentence) -> notice.say(sentence, notice.way("Show " + key.name(), () -> bench.selection()
                        .set(new dev.windtunnel.app.ui.shell.Selection.Rule(key)))));
        dock = new DockPane(bench);
        explorer = new ExplorerPane(bench);
        topology = new TopologyPane(bench);
        topology.onAddTraffic(this::addTraffic);
        explorer.onAddTraffic(this::addTraffic);
        scenarios = new Scenarios(this, request, memory);
        lab = new LabPane(bench, memory::lab);
        lab.onNext(next -> scenarios.open(next, false));
        welcome = new WelcomePane(theme, scenarios);
        VBox side = new VBox(explorer, lab);
        side.getStyleClass().add("explorer");
        VBox.setVgrow(explorer, Priority.ALWAYS);
        // A notice lies over the picture: what one looks at stays where it is.
        BorderPane middle = new BorderPane(new StackPane(topology, notice));
        StackPane.setAlignment(notice, Pos.TOP_LEFT);
        bench.covered().addListener((property, before, after) -> placeNotice(after.doubleValue()));
        placeNotice(bench.covered().get());
        middle.setBottom(new SparkStrip(bench));
        Menus menus = new Menus(this);
        main = new MainWindow(
                bench,
                new MainWindow.Panes(
                        menus.bar(),
                        new TimelineStrip(bench),
                        side,
                        middle,
                        new ChartsPane(bench),
                        inspector,
                        dock,
                        welcome));
        scene = new Scene(main.root());
        theme.style(scene);
        menus.keys(scene);
        drops.onto(scene);
        bench.session().addListener((property, before, after) -> notice.clear());
        theme.palette().addListener((property, before, after) -> {
            if (request.picture() == null) {
                memory.dark(theme.isDark());
            }
        });
    }

    /** Below the head of the topology, and beside what covers it. */
    private void placeNotice(double covered) {
        StackPane.setMargin(notice, new Insets(HEAD, covered, 0, 0));
    }

    /** Shows it, and takes the picture when one is asked for. */
    void open() {
        show();
        if (request.picture() != null) {
            takePicture();
        }
    }

    void show() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, defect) -> defect(defect));
        Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> Platform.runLater(() -> defect(defect)));
        Rectangle2D before = memory.window();
        stage.setScene(scene);
        stage.setTitle("Windtunnel");
        stage.setWidth(request.width() > 0 ? request.width() : before == null ? WIDTH : before.getWidth());
        stage.setHeight(request.height() > 0 ? request.height() : before == null ? HEIGHT : before.getHeight());
        if (before != null
                && request.width() == 0
                && !Screen.getScreensForRectangle(before).isEmpty()) {
            stage.setX(before.getMinX());
            stage.setY(before.getMinY());
        }
        stage.setMinWidth(960);
        stage.setMinHeight(600);
        stage.setOnCloseRequest(event -> {
            event.consume();
            quit();
        });
        if (request.picture() == null) {
            main.panels().sizes(memory.panels());
            apply(memory.settings());
            stage.focusedProperty().addListener((property, was, focused) -> {
                if (focused) {
                    filesMayHaveChanged();
                }
            });
            new RecoveredEdits(bench, dialogs, keeper, scenarios::open).look();
        }
        scenarios.showWelcome();
        Experiment experiment = request.experiment();
        if (experiment != null) {
            scenarios.show(experiment, request.path(), request.folder());
        }
        stage.show();
        // The first key goes to the topology, and no button looks as if it had been chosen.
        (experiment == null ? welcome : topology).requestFocus();
    }

    /** Somebody comes back from other programs. */
    void filesMayHaveChanged() {
        keeper.lookAtFiles();
    }

    // ---------------------------------------------------------------- its parts

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

    /** What opens and closes scenarios. */
    Scenarios scenarios() {
        return scenarios;
    }

    LabPane lab() {
        return lab;
    }

    WelcomePane welcome() {
        return welcome;
    }

    Dialogs dialogs() {
        return dialogs;
    }

    Notice notice() {
        return notice;
    }

    Scene scene() {
        return scene;
    }

    Stage stage() {
        return stage;
    }

    void choosers(Choosers next) {
        choosers = next;
    }

    Choosers choosers() {
        return choosers;
    }

    void open(Path path) {
        scenarios.open(path);
    }

    /** Opens a scenario or manifests, and applies further files on top of it. */
    void open(Path path, List<Path> onTop) {
        scenarios.open(path, onTop);
    }

    void saveScenario() {
        new SaveScenario(this).ask();
    }

    /** Asks for traffic, and plays it. */
    void addTraffic() {
        new AddTraffic(this).ask();
    }

    void quit() {
        scenarios.leave(this::end);
    }

    private void end() {
        memory.window(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        memory.panels(main.panels().sizes());
        bench.close();
        keeper.flush();
        stage.hide();
        over.complete(new byte[0]);
    }

    /** Asks for what is set for good. */
    void preferences() {
        PreferencesDialog dialog = new PreferencesDialog(memory.settings());
        dialogs.prepare(dialog, "Preferences", "Preferences");
        dialogs.answer(dialog, settings -> {
            memory.settings(settings);
            apply(settings);
        });
    }

    private void apply(PreferencesDialog.Settings settings) {
        bench.healthLimits().set(settings.limits());
        topology.reduceMotionProperty().set(settings.reduceMotion() || Boolean.getBoolean("windtunnel.reduceMotion"));
    }

    void dark(boolean dark) {
        theme.set(dark);
    }

    boolean isDark() {
        return theme.isDark();
    }

    // ---------------------------------------------------------------- drop

    /** Takes files that were dropped. */
    void drop(List<Path> paths) {
        if (!paths.isEmpty()) {
            drops.take(paths);
        }
    }

    // ---------------------------------------------------------------- defects

    /** A defect of ours. */
    void defect(Throwable defect) {
        if (request.picture() == null) {
            defects.tell(defect);
        } else {
            over.completeExceptionally(defect);
        }
    }

    // ---------------------------------------------------------------- pictures

    private void takePicture() {
        Pictures.at(request.atNanos(), bench, scene, png -> {
            dispose();
            over.complete(png);
        });
    }

    /** Closes it, whatever has not been saved. */
    void dispose() {
        bench.close();
        stage.hide();
    }
}
