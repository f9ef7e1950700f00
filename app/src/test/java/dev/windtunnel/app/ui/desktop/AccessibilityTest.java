package dev.windtunnel.app.ui.desktop;

import static dev.windtunnel.app.ui.desktop.Desk.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.dock.DockPane;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.mesh.ObjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** Every control of the whole window can be reached by keyboard and has a name for those who do not see it. */
@ExtendWith(ApplicationExtension.class)
class AccessibilityTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private final Set<String> offenders = new LinkedHashSet<>();
    private int controls;

    @AfterEach
    void end() {
        desk.close();
    }

    @Test
    void everyControlHasANameAndIsReachedByKeyboard() {
        desk = Desk.large(folder.resolve("recovery"));
        until(() -> !desk.window.scene().getRoot().lookupAll(".lab-card").isEmpty());
        look("welcome page");
        Bench.shop(folder, "{steps: [{work: 2ms}], errors: [{rate: 20%, status: 503}]}", "timeout: 2s", "");
        desk.open(folder.resolve("scenario.yaml")).to(3);
        look("nothing selected");
        for (String kind : List.of("VirtualService", "DestinationRule")) {
            Desk.run(() -> desk.bench.selection().set(new Selection.Rule(new ObjectKey(kind, "default", "ratings"))));
            for (int tab = 0; tab < 2; tab++) {
                int index = tab;
                Desk.run(() -> ((TabPane) desk.window.scene().getRoot().lookup(".inspector-tabs"))
                        .getSelectionModel()
                        .select(index));
                look(kind + ", tab " + tab);
            }
        }
        Desk.run(() -> desk.documents()
                .set(
                        new ObjectKey("VirtualService", "default", "ratings"),
                        "spec.http[0].timeout",
                        dev.windtunnel.source.ScalarNode.of("3s"),
                        null));
        Desk.run(() -> desk.window.inspector().toggleDiff());
        look("diff");
        Desk.run(() -> desk.bench.selection().set(new Selection.Edge("web->ratings.default:9080")));
        look("edge");
        Desk.run(() -> desk.bench.selection().set(new Selection.Pod("ratings-v2-0")));
        look("pod");
        for (DockPane.Part part : DockPane.Part.values()) {
            Desk.run(() -> desk.window.dock().show(part));
            look(part.name());
        }
        long request = desk.state().outcomes().get(0).request();
        Desk.run(() -> desk.bench.selection().set(new Selection.Request(request)));
        until(() -> desk.window.scene().lookup("#waterfall-reason") != null);
        look("request");
        Desk.run(() -> desk.bench.selection().set(new Selection.Nothing()));
        Desk.run(() -> desk.window.topology().asListProperty().set(true));
        look("topology as list");
        desk.click("Fork");
        until(() -> desk.bench.comparing().branch().get() != null);
        look("compare");
        assertTrue(controls > 200, "controls: " + controls);
        assertEquals(List.of(), List.copyOf(offenders));
    }

    private void look(String where) {
        Desk.settle();
        Desk.run(() -> {
            List<Node> all = new ArrayList<>();
            collect(desk.window.scene().getRoot(), all);
            for (Node node : all) {
                boolean control = isControl(node);
                if (control || node.isFocusTraversable() && !(node instanceof ScrollPane)) {
                    controls++;
                    if (name(node, all).isBlank()) {
                        offenders.add(where + ": no name: " + words(node));
                    }
                }
                if (control && !node.isFocusTraversable()) {
                    offenders.add(where + ": not reached: " + words(node));
                }
            }
        });
    }

    /** What is on the screen, without the insides of controls that are one thing to the keyboard. */
    private static void collect(Parent parent, List<Node> found) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (!child.isVisible() || child.isDisabled()) {
                continue;
            }
            found.add(child);
            boolean whole = child instanceof ButtonBase
                    || child instanceof TextInputControl
                    || child instanceof ComboBoxBase
                    || child instanceof Slider
                    || child instanceof ListView
                    || child instanceof TableView
                    || child instanceof MenuBar;
            if (!whole && child instanceof Parent inner) {
                collect(inner, found);
            }
        }
    }

    private static boolean isControl(Node node) {
        boolean ofScrollBar = node.getStyleClass().stream()
                .anyMatch(each -> each.contains("increment") || each.contains("decrement"));
        return !ofScrollBar
                && (node instanceof ButtonBase
                        || node instanceof TextInputControl
                        || node instanceof ComboBoxBase
                        || node instanceof Slider
                        || node instanceof ListView
                        || node instanceof TableView
                        || node instanceof TitledPane);
    }

    private static String name(Node node, List<Node> all) {
        if (node.getAccessibleText() != null && !node.getAccessibleText().isBlank()) {
            return node.getAccessibleText();
        }
        if (node instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank()) {
            return labeled.getText();
        }
        for (Node each : all) {
            if (each instanceof Label label && label.getLabelFor() == node) {
                return label.getText();
            }
        }
        return node instanceof Control control && control.getTooltip() != null
                ? control.getTooltip().getText()
                : "";
    }

    private static String words(Node node) {
        return node.getClass().getSimpleName() + " " + node.getStyleClass() + " "
                + (node instanceof Labeled labeled ? labeled.getText() : "") + " in "
                + (node.getParent() == null ? "" : node.getParent().getStyleClass());
    }
}
