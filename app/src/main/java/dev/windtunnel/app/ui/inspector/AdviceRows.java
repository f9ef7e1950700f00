package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.ui.shell.AdviceOf;
import dev.windtunnel.finding.Level;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the run advises about the shown object, at the object. */
final class AdviceRows extends VBox {

    private List<Advised> shown = List.of();

    AdviceRows() {
        getStyleClass().add("advice-rows");
        FormRows.show(this, false);
    }

    /** Shows this advice; nothing where there is none. */
    void show(List<Advised> advice) {
        if (advice.equals(shown)) {
            return;
        }
        shown = advice;
        getChildren().clear();
        for (Advised each : advice) {
            FontIcon icon = new FontIcon("mdoal-lightbulb");
            icon.setIconSize(16);
            icon.getStyleClass().add(each.finding().level() == Level.INFO ? "accent-icon" : "warn-icon");
            Label words = new Label(AdviceOf.words(each));
            words.setWrapText(true);
            words.setMinHeight(USE_PREF_SIZE);
            words.getStyleClass().add("small");
            HBox.setHgrow(words, Priority.ALWAYS);
            HBox row = new HBox(8, icon, words);
            row.setAlignment(Pos.TOP_LEFT);
            getChildren().add(row);
        }
        FormRows.show(this, !advice.isEmpty());
    }
}
