package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.dock.DockPane;
import dev.windtunnel.app.ui.shell.Panels;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.fxmisc.richtext.GenericStyledArea;
import org.jspecify.annotations.Nullable;

/** The menus, and the keys that work in the whole window. */
final class Menus {

    private static final String KEYS =
            """
            Space          play, pause
            .              step to the next request
            , or Shift+.   step to the next failed request
            Ctrl+K         fork, to compare edits with the run as it is; ends it, too
            Ctrl+G         run until an instant, or until a condition holds
            Home           restart with the same seed
            [ ]            slower, faster
            + -            faster, slower (over the topology: zoom)
            Left Right     move the clock or the cursor, where it has the focus
            Ctrl+Enter     apply the edit now
            Ctrl+S         save it to its file
            Ctrl+Shift+S   save the live session as a scenario
            Ctrl+Z         undo; Ctrl+Shift+Z redo
            Ctrl+D         the lines that an edit changes, and what it would do
            F8             next finding
            Ctrl+O         open
            Ctrl+F         find in the explorer
            Ctrl+1 to 4    requests, findings, events, console
            Ctrl+B I H J   fold explorer, inspector, charts, the lower part
            Ctrl+0         only the topology, and back
            Ctrl+L         the topology as a list, and back
            F              fit the topology
            F1             these keys
            """;

    private final Window window;
    private final MenuBar bar = new MenuBar();

    Menus(Window window) {
        this.window = window;
        bar.getMenus().setAll(file(), edit(), run(), view(), help());
    }

    MenuBar bar() {
        return bar;
    }

    private static KeyCombination control(KeyCode code) {
        return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static MenuItem item(String text, KeyCombination keys, Runnable action) {
        MenuItem item = item(text, action);
        item.setAccelerator(keys);
        return item;
    }

    private MenuItem onSession(String text, Consumer<LiveSession> action) {
        return item(text, () -> session(action));
    }

    private void session(Consumer<LiveSession> action) {
        LiveSession session = window.bench().session().get();
        if (session != null) {
            action.accept(session);
        }
    }

    private Menu file() {
        Menu recent = new Menu("Open recent");
        Menu file = new Menu(
                "File",
                null,
                item("Open...", control(KeyCode.O), window.scenarios()::open),
                item("Open folder...", window.scenarios()::openFolder),
                recent,
                item(
                        "Save as scenario...",
                        new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        window::saveScenario),
                item("Close scenario", control(KeyCode.W), window.scenarios()::close),
                new SeparatorMenuItem(),
                item("Quit", control(KeyCode.Q), window::quit));
        file.setOnShowing(event -> {
            List<Path> paths = window.scenarios().recent();
            recent.getItems()
                    .setAll(paths.stream()
                            .map(path -> item(path.toString(), () -> window.open(path)))
                            .toList());
            recent.setDisable(paths.isEmpty());
        });
        return file;
    }

    private Menu edit() {
        return new Menu(
                "Edit",
                null,
                item("Undo", control(KeyCode.Z), () -> window.inspector().undo()),
                item(
                        "Redo",
                        new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        () -> window.inspector().redo()),
                new SeparatorMenuItem(),
                item("Apply now", control(KeyCode.ENTER), () -> window.inspector()
                        .applyNow()),
                item("Save", control(KeyCode.S), () -> window.inspector().save()),
                item("Diff", control(KeyCode.D), () -> window.inspector().toggleDiff()),
                new SeparatorMenuItem(),
                item("Next finding", new KeyCodeCombination(KeyCode.F8), () -> {
                    window.main().panels().unfold(Panels.Part.DOCK);
                    window.dock().nextFinding();
                }),
                item("Find", control(KeyCode.F), () -> window.explorer().focusSearch()),
                new SeparatorMenuItem(),
                item("Preferences...", control(KeyCode.COMMA), window::preferences));
    }

    private Menu run() {
        return new Menu(
                "Run",
                null,
                item("Play or pause", () -> window.main().transport().toggle()),
                item("Step to the next request", () -> window.main().transport().step()),
                item(
                        "Step to the next failed request",
                        () -> window.main().transport().stepFailure()),
                onSession("Step to the next event", LiveSession::stepEvent),
                item("Fork, or end the comparison", control(KeyCode.K), () -> window.main()
                        .transport()
                        .fork()),
                item("Run until...", control(KeyCode.G), () -> window.main()
                        .transport()
                        .askUntil()),
                item("Add traffic...", window::addTraffic),
                new SeparatorMenuItem(),
                item(
                        "Restart with the same seed",
                        () -> window.main().transport().restart()),
                // A person asks for another seed to see another run: nothing needs to be repeatable before it is
                // chosen.
                onSession(
                        "Restart with a new seed",
                        session -> session.restart(ThreadLocalRandom.current().nextLong(1, 1_000_000))));
    }

    private Menu view() {
        CheckMenuItem dark = new CheckMenuItem("Dark theme");
        dark.setSelected(window.isDark());
        dark.setOnAction(event -> window.dark(dark.isSelected()));
        dark.setAccelerator(new KeyCodeCombination(KeyCode.T, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
        window.bench().theme().palette().addListener((property, before, after) -> dark.setSelected(window.isDark()));
        CheckMenuItem asList = new CheckMenuItem("Topology as list");
        asList.setAccelerator(control(KeyCode.L));
        asList.selectedProperty().bindBidirectional(window.topology().asListProperty());
        return new Menu(
                "View",
                null,
                dark,
                new SeparatorMenuItem(),
                panel("Explorer", KeyCode.B, Panels.Part.EXPLORER),
                panel("Inspector", KeyCode.I, Panels.Part.INSPECTOR),
                panel("Charts", KeyCode.H, Panels.Part.CHARTS),
                panel("Requests, findings, events, console", KeyCode.J, Panels.Part.DOCK),
                item("Only the topology", control(KeyCode.DIGIT0), () -> window.main()
                        .panels()
                        .toggleOnlyTopology()),
                asList,
                item("Fit the topology", () -> window.topology().fit()),
                new SeparatorMenuItem(),
                dock("Requests", KeyCode.DIGIT1, DockPane.Part.REQUESTS),
                dock("Findings", KeyCode.DIGIT2, DockPane.Part.FINDINGS),
                dock("Events", KeyCode.DIGIT3, DockPane.Part.EVENTS),
                dock("Console", KeyCode.DIGIT4, DockPane.Part.CONSOLE));
    }

    private MenuItem panel(String text, KeyCode code, Panels.Part part) {
        return item(text, control(code), () -> window.main().panels().toggle(part));
    }

    private MenuItem dock(String text, KeyCode code, DockPane.Part part) {
        return item(text, control(code), () -> {
            window.main().panels().unfold(Panels.Part.DOCK);
            window.dock().show(part);
        });
    }

    private Menu help() {
        return new Menu("Help", null, item("Keys", new KeyCodeCombination(KeyCode.F1), () -> window.dialogs()
                .table("Keys", KEYS)));
    }

    /** Keys without Ctrl work unless somebody types. */
    void keys(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            Node focus = scene.getFocusOwner();
            boolean typing = focus instanceof TextInputControl || focus instanceof GenericStyledArea;
            if (typing
                    || event.isShortcutDown()
                    || event.isAltDown()
                    || window.bench().session().get() == null) {
                return;
            }
            boolean taken =
                    switch (event.getCode()) {
                        case SPACE -> act(() -> window.main().transport().toggle());
                        case PERIOD ->
                            act(() -> {
                                if (event.isShiftDown()) {
                                    window.main().transport().stepFailure();
                                } else {
                                    window.main().transport().step();
                                }
                            });
                        case COMMA -> act(() -> window.main().transport().stepFailure());
                        case OPEN_BRACKET -> act(() -> window.main().transport().faster(-1));
                        case CLOSE_BRACKET ->
                            act(() -> window.main().transport().faster(1));
                        // In a list it goes to the first row, as everywhere.
                        case HOME ->
                            !lists(focus) && act(() -> window.main().transport().restart());
                        case F -> act(() -> window.topology().fit());
                        case PLUS, EQUALS, ADD ->
                            !zooms(focus) && act(() -> window.main().transport().faster(1));
                        case MINUS, SUBTRACT ->
                            !zooms(focus) && act(() -> window.main().transport().faster(-1));
                        default -> false;
                    };
            if (taken) {
                event.consume();
            }
        });
    }

    private static boolean lists(@Nullable Node focus) {
        return focus instanceof ListView || focus instanceof TableView || focus instanceof Slider;
    }

    /** Plus and minus are the topology's own when it has the focus. */
    private boolean zooms(@Nullable Node focus) {
        for (@Nullable Node each = focus; each != null; each = each.getParent()) {
            if (each == window.topology()) {
                return true;
            }
        }
        return false;
    }

    private static boolean act(Runnable action) {
        action.run();
        return true;
    }
}
