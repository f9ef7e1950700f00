package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ChoiceDialog;
import javafx.scene.control.Dialog;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of a window. None of them waits: what follows an answer is handed over, so that a dialog can be opened
 * from wherever something happens.
 */
final class Dialogs {

    private static final int MOST_DEFECTS = 100;

    private final Stage owner;
    private final Theme theme;
    private final List<Throwable> defects = new ArrayList<>();
    private @Nullable Dialog<?> defect;

    Dialogs(Stage owner, Theme theme) {
        this.owner = owner;
        this.theme = theme;
    }

    /** Says something at length. */
    void tell(String head, String text) {
        Alert alert = alert(Alert.AlertType.INFORMATION, "Windtunnel", head);
        alert.getDialogPane().setContent(area(text));
        alert.show();
    }

    /** Shows a table whose columns are made by spaces. */
    void table(String head, String text) {
        Alert alert = alert(Alert.AlertType.INFORMATION, "Windtunnel", head);
        TextArea area = area(text);
        area.getStyleClass().add("mono");
        area.setPrefRowCount((int) text.lines().count() + 2);
        alert.getDialogPane().setContent(area);
        alert.show();
    }

    /** Asks whether to do something; nothing happens when the answer is no. */
    void ask(String title, String head, String text, String yes, Runnable then) {
        askCarefully(title, head, text, List.of(yes), choice -> then.run());
    }

    /** Asks which of several things to do, the first when Enter is pressed; nothing happens when it is none of them. */
    void ask(String title, String head, String text, List<String> ways, Consumer<String> then) {
        ask(title, head, text, ways, then, false);
    }

    /** As {@link #ask}, where something may be given up: Enter alone must not say yes to it. */
    void askCarefully(String title, String head, String text, List<String> ways, Consumer<String> then) {
        ask(title, head, text, ways, then, true);
    }

    private void ask(
            String title, String head, String text, List<String> ways, Consumer<String> then, boolean careful) {
        Alert alert = alert(Alert.AlertType.CONFIRMATION, title, head);
        alert.setContentText(text);
        List<ButtonType> buttons = new ArrayList<>();
        ways.forEach(way -> buttons.add(new ButtonType(way, ButtonBar.ButtonData.OTHER)));
        buttons.add(ButtonType.CANCEL);
        alert.getButtonTypes().setAll(buttons);
        ButtonType first = careful ? ButtonType.CANCEL : buttons.get(0);
        ((Button) alert.getDialogPane().lookupButton(first)).setDefaultButton(true);
        answer(alert, button -> {
            if (ways.contains(button.getText())) {
                then.accept(button.getText());
            }
        });
    }

    /** Has one of several names chosen. */
    void choose(String title, String head, List<String> names, Consumer<String> then) {
        ChoiceDialog<String> dialog = new ChoiceDialog<>(names.get(0), names);
        prepare(dialog, title, head);
        answer(dialog, then);
    }

    /** Shows a dialog, and hands over what comes of it unless it is cancelled. */
    <T> void answer(Dialog<T> dialog, Consumer<T> then) {
        dialog.setOnHidden(event -> {
            T result = dialog.getResult();
            if (result != null) {
                then.accept(result);
            }
        });
        dialog.show();
    }

    /** Gives a dialog its place and looks. */
    void prepare(Dialog<?> dialog, String title, String head) {
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(title);
        dialog.setHeaderText(head);
        dialog.setGraphic(null);
        theme.dress(dialog.getDialogPane().getScene());
    }

    private Alert alert(Alert.AlertType type, String title, String head) {
        Alert alert = new Alert(type);
        prepare(alert, title, head);
        return alert;
    }

    private static TextArea area(String text) {
        TextArea area = new TextArea(text);
        area.setEditable(false);
        area.setWrapText(true);
        area.setPrefRowCount((int) Math.min(18, 3 + text.lines().count()));
        area.setPrefColumnCount(80);
        return area;
    }

    /**
     * A defect of ours: one dialog, however many there are, with all that a report of it needs.
     *
     * @param head in a sentence
     * @param details to be copied
     * @param restart runs the scenario again; null when none is open
     */
    void defect(Throwable thrown, String head, String details, @Nullable Runnable restart) {
        if (defects.size() < MOST_DEFECTS) {
            defects.add(thrown);
        }
        if (defect != null) {
            return;
        }
        Alert alert = alert(Alert.AlertType.ERROR, "An error of Windtunnel", head);
        alert.getDialogPane().setContent(area(details));
        ButtonType copy = new ButtonType("Copy details", ButtonBar.ButtonData.LEFT);
        ButtonType again = new ButtonType("Restart the run", ButtonBar.ButtonData.YES);
        alert.getButtonTypes().setAll(copy, ButtonType.CLOSE);
        if (restart != null) {
            alert.getButtonTypes().add(1, again);
        }
        Node button = alert.getDialogPane().lookupButton(copy);
        button.addEventFilter(ActionEvent.ACTION, event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(head + "\n" + details);
            Clipboard.getSystemClipboard().setContent(content);
            event.consume();
        });
        defect = alert;
        alert.setOnHidden(event -> {
            defect = null;
            if (restart != null && again.equals(alert.getResult())) {
                restart.run();
            }
        });
        alert.show();
    }

    /** The defects so far. */
    List<Throwable> defects() {
        return List.copyOf(defects);
    }
}
