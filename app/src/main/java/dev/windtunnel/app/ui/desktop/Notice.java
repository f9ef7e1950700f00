package dev.windtunnel.app.ui.desktop;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;

/** A sentence over the top of the topology, with what can be done about it. */
final class Notice extends HBox {

    private final Label text = new Label();

    Notice() {
        super(12);
        getStyleClass().add("notice");
        setAlignment(Pos.CENTER_LEFT);
        setMaxHeight(USE_PREF_SIZE);
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        setHgrow(text, Priority.ALWAYS);
        clear();
    }

    /** Says it. */
    void say(String sentence, Button... ways) {
        text.setText(sentence);
        Button close = new Button(null, new FontIcon("mdoal-close"));
        close.setMinWidth(USE_PREF_SIZE);
        close.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, Styles.BUTTON_ICON);
        close.setAccessibleText("Close this message");
        close.setOnAction(event -> clear());
        getChildren().setAll(text);
        for (Button way : ways) {
            getChildren().add(way);
        }
        getChildren().add(close);
        show(true);
    }

    /** A button that does something, and ends the notice. */
    Button way(String words, Runnable action) {
        Button button = new Button(words);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> {
            clear();
            action.run();
        });
        return button;
    }

    /** Says nothing any more. */
    void clear() {
        show(false);
        text.setText("");
    }

    /** What it says; empty for nothing. */
    String sentence() {
        return text.getText();
    }

    private void show(boolean shown) {
        setVisible(shown);
        setManaged(shown);
        for (Node each : getChildren()) {
            each.setDisable(!shown);
        }
    }
}
