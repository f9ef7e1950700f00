package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.RuleDocuments.Unsaved;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.mesh.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import org.fxmisc.richtext.CodeArea;

/** Does with a window what comes to its mind; the same seed does the same. */
final class Monkey {

    /** Native choosers cannot be answered by a monkey, and a window that is gone cannot be played with. */
    private static final Set<String> NEVER = Set.of("Open...", "Open", "Browse...", "Quit", "Open a file");

    /** What may end an unsaved edit: it says so, or it is asked. */
    private static final Set<String> ENDS_EDITS = Set.of(
            "Revert",
            "Save",
            "Undo",
            "Redo",
            "Overwrite",
            "Write it again",
            "Reload, without the edits",
            "Close without saving",
            "Close scenario",
            "Leave lab",
            "Open it with these edits",
            "Discard them");

    private static final List<KeyCode> KEYS = List.of(
            KeyCode.SPACE,
            KeyCode.PERIOD,
            KeyCode.COMMA,
            KeyCode.HOME,
            KeyCode.EQUALS,
            KeyCode.MINUS,
            KeyCode.LEFT,
            KeyCode.RIGHT,
            KeyCode.UP,
            KeyCode.DOWN,
            KeyCode.TAB,
            KeyCode.ENTER,
            KeyCode.ESCAPE,
            KeyCode.F,
            KeyCode.F1,
            KeyCode.DIGIT0,
            KeyCode.PAGE_DOWN,
            KeyCode.END);

    private static final List<String> LINES = List.of(
            "kubectl get pods",
            "kubectl get virtualservices -o yaml",
            "kubectl describe service reviews",
            "kubectl scale deployment/reviews-v1 --replicas=3",
            "kubectl scale deployment/reviews-v1 --replicas=0",
            "kubectl delete pod reviews-v2-0",
            "kubectl delete virtualservice reviews",
            "istioctl analyze",
            "kubectl exec productpage-v1-0 -- curl -s http://reviews:9080/reviews/0",
            "sleep 2s",
            "kubectl apply -f nowhere.yaml",
            "rm -rf /",
            "'",
            "");

    private final Desk desk;
    private final Random random;
    private final Path toys;
    private final List<Path> scenarios;
    private final Deque<String> done = new ArrayDeque<>();
    private long steps;
    private long mayEndUntil;

    Monkey(Desk desk, long seed, Path toys, List<Path> scenarios) throws IOException {
        this.desk = desk;
        this.random = new Random(seed);
        this.toys = Files.createDirectories(toys);
        this.scenarios = scenarios;
    }

    long steps() {
        return steps;
    }

    /** The last things that it did. */
    List<String> memory() {
        return List.copyOf(done);
    }

    private String did(String what) {
        done.addLast(what);
        if (done.size() > 30) {
            done.removeFirst();
        }
        return what;
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Does one thing; says what is wrong then, or null. */
    String step() throws IOException {
        steps++;
        List<Unsaved> before = unsaved();
        DialogPane dialog = desk.dialog();
        boolean mayEnd;
        if (dialog != null && random.nextInt(3) > 0) {
            mayEnd = answer(dialog);
        } else {
            mayEnd = switch (random.nextInt(16)) {
                case 0, 1 -> press();
                case 2, 3, 4 -> button();
                case 5, 6 -> mouse();
                case 7, 8 -> edit();
                case 9 -> drop();
                case 10 -> console();
                case 11 -> select();
                case 12 -> menu();
                case 13 -> row();
                case 14 -> slide();
                default -> open();
            };
        }
        Desk.settle();
        List<Unsaved> after = unsaved();
        if (mayEnd) {
            // What it set going may take a while.
            mayEndUntil = steps + 10;
        }
        if (steps > mayEndUntil && !after.containsAll(before)) {
            return "an unsaved edit is gone: " + before + " became " + after;
        }
        return null;
    }

    List<Unsaved> unsaved() {
        return Desk.on(() -> desk.bench.documents().get() == null
                ? List.of()
                : desk.bench.documents().get().unsavedEdits());
    }

    // ---------------------------------------------------------------- things to do; whether an unsaved edit may be
    // gone then

    private boolean answer(DialogPane pane) {
        return Desk.on(() -> {
            for (Node each : pane.lookupAll(".text-field")) {
                if (each.getId() != null && each.getId().equals("save-folder")) {
                    ((TextField) each)
                            .setText(toys.resolve("saved" + random.nextInt(3)).toString());
                }
            }
            ButtonType type = any(pane.getButtonTypes());
            did("answer " + type.getText() + " to " + pane.getHeaderText());
            if (pane.lookupButton(type) instanceof Button button && !button.isDisabled()) {
                button.fire();
            }
            return ENDS_EDITS.contains(type.getText());
        });
    }

    private boolean press() {
        KeyCode key = any(KEYS);
        did("press " + key);
        desk.press(key);
        if (random.nextInt(4) == 0) {
            KeyCode control = any(List.of(
                    KeyCode.Z,
                    KeyCode.S,
                    KeyCode.ENTER,
                    KeyCode.DIGIT1,
                    KeyCode.DIGIT2,
                    KeyCode.DIGIT3,
                    KeyCode.DIGIT4,
                    KeyCode.F,
                    KeyCode.SPACE));
            did("press Ctrl " + control);
            desk.press(control, KeyCode.CONTROL);
        }
        // Keys reach whatever has the focus, a text too.
        return true;
    }

    private boolean button() {
        return Desk.on(() -> {
            List<ButtonBase> buttons = new ArrayList<>();
            collect(desk.window.scene().getRoot(), buttons);
            if (buttons.isEmpty()) {
                return false;
            }
            ButtonBase button = any(buttons);
            did("click " + button.getText() + " " + button.getStyleClass());
            button.requestFocus();
            button.fire();
            return ENDS_EDITS.contains(String.valueOf(button.getText()))
                    || button instanceof javafx.scene.control.CheckBox;
        });
    }

    private static void collect(Node node, List<ButtonBase> buttons) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node instanceof ButtonBase button && !NEVER.contains(String.valueOf(button.getText()))) {
            buttons.add(button);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, buttons));
        }
    }

    private boolean mouse() {
        Desk.run(() -> {
            Node root = desk.window.scene().getRoot();
            double x = random.nextDouble() * desk.window.scene().getWidth();
            double y = 32 + random.nextDouble() * (desk.window.scene().getHeight() - 32);
            Node hit = pick(root, x, y);
            if (hit == null || isInText(hit)) {
                return;
            }
            did("mouse at " + Math.round(x) + "," + Math.round(y) + " on "
                    + hit.getClass().getSimpleName());
            if (random.nextInt(4) == 0) {
                double wheel = random.nextBoolean() ? 40 : -40;
                javafx.event.Event.fireEvent(
                        hit,
                        new ScrollEvent(
                                ScrollEvent.SCROLL,
                                x,
                                y,
                                x,
                                y,
                                false,
                                random.nextBoolean(),
                                false,
                                false,
                                false,
                                false,
                                0,
                                wheel,
                                0,
                                wheel,
                                ScrollEvent.HorizontalTextScrollUnits.NONE,
                                0,
                                ScrollEvent.VerticalTextScrollUnits.NONE,
                                0,
                                0,
                                new PickResult(hit, x, y)));
                return;
            }
            double toX = x + random.nextInt(3) * (random.nextDouble() - 0.5) * 200;
            fire(hit, MouseEvent.MOUSE_MOVED, x, y, 0);
            fire(hit, MouseEvent.MOUSE_PRESSED, x, y, 1);
            if (toX != x) {
                fire(hit, MouseEvent.MOUSE_DRAGGED, toX, y, 1);
            }
            fire(hit, MouseEvent.MOUSE_RELEASED, toX, y, 1);
            fire(hit, MouseEvent.MOUSE_CLICKED, toX, y, 1 + random.nextInt(2));
        });
        // It may have hit a button of the inspector.
        return true;
    }

    private static boolean isInText(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each instanceof ButtonBase button && NEVER.contains(String.valueOf(button.getText()))
                    || each instanceof javafx.scene.control.MenuBar) {
                return true;
            }
        }
        return false;
    }

    private static void fire(Node on, javafx.event.EventType<MouseEvent> type, double x, double y, int clicks) {
        javafx.event.Event.fireEvent(
                on,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        clicks,
                        false,
                        false,
                        false,
                        false,
                        clicks > 0,
                        false,
                        false,
                        false,
                        false,
                        true,
                        new PickResult(on, x, y)));
    }

    private static Node pick(Node node, double x, double y) {
        if (!node.isVisible() || node.isMouseTransparent()) {
            return null;
        }
        Bounds bounds = node.localToScene(node.getBoundsInLocal());
        if (!bounds.contains(x, y)) {
            return null;
        }
        if (node instanceof Parent parent) {
            List<Node> children = parent.getChildrenUnmodifiable();
            for (int i = children.size() - 1; i >= 0; i--) {
                Node hit = pick(children.get(i), x, y);
                if (hit != null) {
                    return hit;
                }
            }
        }
        return node;
    }

    private boolean edit() {
        return Desk.on(() -> {
            Workbench bench = desk.bench;
            if (bench.documents().get() == null) {
                return false;
            }
            for (Node each : desk.window.scene().getRoot().lookupAll(".code-area")) {
                CodeArea area = (CodeArea) each;
                if (area.getLength() > 0) {
                    int at = random.nextInt(area.getLength());
                    int to = Math.min(area.getLength(), at + random.nextInt(6));
                    String with = any(List.of("", "x", " ", "\n", ": ", "- ", "9", "weight: 3", "{", "\"", "\t", "é"));
                    did("type " + with.replace("\n", "newline") + " over " + at + ".." + to);
                    area.replaceText(at, to, with);
                    return true;
                }
            }
            for (Node each : desk.window.scene().getRoot().lookupAll(".text-field")) {
                if (each instanceof TextInputControl text && text.isEditable() && random.nextInt(4) == 0) {
                    did("type into " + text.getAccessibleText());
                    text.requestFocus();
                    text.setText(any(List.of("", "0", "7", "250ms", "-1", "1e9", "x y", "99999999999999999999")));
                    text.fireEvent(new javafx.event.ActionEvent());
                    return true;
                }
            }
            return false;
        });
    }

    private boolean drop() throws IOException {
        Path file = toys.resolve("toy-" + random.nextInt(6) + ".yaml");
        byte[] bytes;
        switch (random.nextInt(6)) {
            case 0 -> {
                bytes = new byte[200];
                random.nextBytes(bytes);
            }
            case 1 -> bytes = "kind: VirtualService\nspec: [1, {\n".getBytes(StandardCharsets.UTF_8);
            case 2 -> {
                byte[] whole = Files.readAllBytes(any(scenarios));
                bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
            }
            case 3 ->
                bytes =
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: reviews}
                        spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews, subset: v9}}]}]}
                        """
                                .getBytes(StandardCharsets.UTF_8);
            case 4 ->
                bytes =
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: ratings}
                        spec: {hosts: [ratings], http: [{route: [{destination: {host: ratings}}], timeout: 1s}]}
                        """
                                .getBytes(StandardCharsets.UTF_8);
            default -> bytes = new byte[0];
        }
        Files.write(file, bytes);
        Path what = random.nextInt(8) == 0 ? toys.resolve("none.yaml") : file;
        did("drop " + what.getFileName() + " of " + bytes.length + " bytes");
        Desk.run(() -> desk.window.drop(List.of(what)));
        return false;
    }

    private boolean console() {
        String line = any(LINES);
        did("console " + line);
        Desk.run(() -> {
            desk.window.dock().show(dev.windtunnel.app.ui.dock.DockPane.Part.CONSOLE);
            if (desk.window.scene().getRoot().lookup("#console-line") instanceof TextField field) {
                field.setText(line);
                field.fireEvent(new javafx.event.ActionEvent());
            }
        });
        return false;
    }

    private boolean select() {
        Desk.run(() -> {
            SessionState state = desk.bench.state().get();
            var session = desk.bench.session().get();
            if (state == null || session == null) {
                return;
            }
            List<Selection> all = new ArrayList<>();
            session.experiment().store().objects().forEach(each -> all.add(new Selection.Rule(each.key())));
            state.frame().edges().forEach(each -> all.add(new Selection.Edge(each.key())));
            state.frame().pods().forEach(each -> all.add(new Selection.Pod(each.name())));
            state.outcomes().stream().limit(20).forEach(each -> all.add(new Selection.Request(each.request())));
            all.add(new Selection.Nothing());
            all.add(new Selection.Rule(new ObjectKey("VirtualService", "default", "there-is-none")));
            all.removeIf(each -> each instanceof Selection.Rule && random.nextInt(3) > 0 && all.size() > 5);
            Selection chosen = any(all);
            did("select " + chosen);
            desk.bench.selection().set(chosen);
        });
        return false;
    }

    private boolean menu() {
        return Desk.on(() -> {
            List<MenuItem> items = new ArrayList<>();
            ((javafx.scene.control.MenuBar) desk.window.scene().getRoot().lookup(".menu-bar"))
                    .getMenus()
                    .forEach(menu -> items.addAll(menu.getItems()));
            items.removeIf(each -> each.getText() == null || NEVER.contains(each.getText()) || each.isDisable());
            MenuItem item = any(items);
            did("menu " + item.getText());
            item.fire();
            return ENDS_EDITS.contains(item.getText());
        });
    }

    private boolean row() {
        Desk.run(() -> {
            for (Node each : new HashSet<>(desk.window.scene().getRoot().lookupAll(".table-view"))) {
                if (each instanceof TableView<?> table && !table.getItems().isEmpty()) {
                    table.getSelectionModel()
                            .select(random.nextInt(table.getItems().size()));
                    did("row of " + table.getAccessibleText());
                }
            }
            if (desk.window.scene().getRoot().lookup(".explorer-list") instanceof ListView<?> list
                    && !list.getItems().isEmpty()
                    && random.nextBoolean()) {
                list.getSelectionModel().select(random.nextInt(list.getItems().size()));
                did("row of the explorer");
            }
            for (Node each : desk.window.scene().getRoot().lookupAll(".tab-pane")) {
                TabPane pane = (TabPane) each;
                if (!pane.getTabs().isEmpty()) {
                    pane.getSelectionModel()
                            .select(random.nextInt(pane.getTabs().size()));
                    did("tab");
                }
            }
        });
        return false;
    }

    private boolean slide() {
        Desk.run(() -> {
            List<Node> sliders = new ArrayList<>(desk.window.scene().getRoot().lookupAll(".slider"));
            if (!sliders.isEmpty() && any(sliders) instanceof Slider slider) {
                did("slide " + slider.getAccessibleText());
                slider.setValue(slider.getMin() + random.nextDouble() * (slider.getMax() - slider.getMin()));
            }
        });
        return true;
    }

    private boolean open() {
        if (random.nextInt(3) > 0) {
            return select();
        }
        Path path = any(scenarios);
        did("open " + path);
        List<Unsaved> before = unsaved();
        Desk.run(() -> desk.window.open(path));
        if (before.isEmpty()) {
            Desk.until(() -> desk.bench.documents().get() != null || desk.dialog() != null);
        }
        return false;
    }
}
