package dev.windtunnel.app.ui.welcome;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The steps of a lab below one another: done, next, to come. */
final class LabSteps extends VBox {

    LabSteps(double gap) {
        super(gap);
        getStyleClass().add("lab-steps");
    }

    void show(Lab lab, int done) {
        getChildren().clear();
        List<Lab.Step> steps = lab.steps();
        for (int i = 0; i < steps.size(); i++) {
            String state = i < done ? "done" : i == done ? "next" : "later";
            FontIcon icon = new FontIcon(i < done ? "mdal-check_circle" : "mdomz-radio_button_unchecked");
            icon.setIconSize(16);
            StackPane sign = new StackPane(icon);
            sign.setMinWidth(16);
            sign.setMaxHeight(Region.USE_PREF_SIZE);
            Label text = new Label(steps.get(i).text());
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            text.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(text, Priority.ALWAYS);
            HBox row = new HBox(10, sign, text);
            row.setAlignment(Pos.TOP_LEFT);
            row.getStyleClass().addAll("lab-step", state);
            row.setAccessibleText(
                    "Step " + (i + 1) + ", " + state + ": " + steps.get(i).text());
            getChildren().add(row);
        }
    }
}
