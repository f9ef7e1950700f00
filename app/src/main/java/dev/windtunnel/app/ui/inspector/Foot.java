package dev.windtunnel.app.ui.inspector;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** What waits, and what can be done with it. */
final class Foot extends VBox {

    private final Circle dot = new Circle(4);
    private final Label sentence = new Label();
    private final Label message = new Label();
    private final HBox choices = new HBox(8);
    final Hyperlink diff = new Hyperlink("Diff");
    final Button apply = new Button("Apply now", new FontIcon("mdoal-flash_on"));
    final Button revert = new Button("Revert");
    final Button save = new Button("Save");
    private final Label keys = new Label("Ctrl Enter");

    Foot() {
        getStyleClass().add("inspector-foot");
        dot.getStyleClass().add("waiting-dot");
        sentence.setWrapText(true);
        sentence.setMinWidth(0);
        sentence.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        diff.setMinWidth(USE_PREF_SIZE);
        message.setWrapText(true);
        message.getStyleClass().add("small");
        apply.getStyleClass().add(Styles.ACCENT);
        apply.setId("apply-now");
        apply.setMinWidth(USE_PREF_SIZE);
        keys.getStyleClass().addAll("key-hint", "small", "muted");
        keys.setMinWidth(USE_PREF_SIZE);
        revert.setMinWidth(USE_PREF_SIZE);
        save.setMinWidth(USE_PREF_SIZE);
        HBox first = new HBox(8, dot, sentence, diff);
        first.setAlignment(Pos.CENTER_LEFT);
        HBox second = new HBox(4, apply, keys, FormRows.spring(), revert, save);
        second.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(first, second, message, choices);
        say(null, false);
    }

    /** Shows how things stand. */
    void show(EditState state, boolean errors) {
        boolean clean = state.kind() == EditState.Kind.CLEAN;
        boolean broken = state.kind() == EditState.Kind.BROKEN;
        boolean waits = state.kind() == EditState.Kind.WAITS;
        FormRows.show(dot, waits);
        sentence.setText(state.sentence());
        sentence.getStyleClass().remove("bad-text");
        if (broken) {
            sentence.getStyleClass().add("bad-text");
        }
        apply.setText(errors ? "Apply anyway" : "Apply now");
        FormRows.show(apply, waits || broken);
        FormRows.show(keys, (waits || broken) && !errors);
        FormRows.show(revert, waits || broken);
        apply.setDisable(!waits);
        for (int i = 0; i < 2; i++) {
            FormRows.show(getChildren().get(i), !clean);
        }
        shown();
    }

    /** Says what came of something; null takes it back. */
    void say(@Nullable String text, boolean bad) {
        message.setText(text == null ? "" : text);
        message.getStyleClass().removeAll("bad-text", "muted");
        message.getStyleClass().add(bad ? "bad-text" : "muted");
        FormRows.show(message, text != null);
        choose();
        shown();
    }

    /** Offers ways on. */
    void choose(Button... ways) {
        choices.getChildren().setAll(ways);
        FormRows.show(choices, ways.length > 0);
    }

    private void shown() {
        FormRows.show(this, getChildren().get(0).isManaged() || message.isManaged());
    }
}
