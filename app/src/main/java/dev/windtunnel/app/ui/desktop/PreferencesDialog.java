package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.ui.shell.HealthLimits;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import org.jspecify.annotations.Nullable;

/** What a person can set for good: limits of health, and whether things move. */
final class PreferencesDialog extends Dialog<PreferencesDialog.Settings> {

    /** What is set. */
    record Settings(HealthLimits limits, boolean reduceMotion) {}

    private final TextField degraded = new TextField();
    private final TextField failing = new TextField();
    private final CheckBox still = new CheckBox("Reduce motion: no moving requests, no fading");

    PreferencesDialog(Settings now) {
        degraded.setText(number(now.limits().degraded()));
        failing.setText(number(now.limits().failing()));
        degraded.setPrefColumnCount(6);
        failing.setPrefColumnCount(6);
        degraded.setAccessibleText("Degraded from so many percent of failed requests");
        failing.setAccessibleText("Failing from so many percent of failed requests");
        degraded.setId("degraded-from");
        failing.setId("failing-from");
        still.setId("reduce-motion");
        still.setSelected(now.reduceMotion());
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(12);
        grid.addRow(0, new Label("Degraded from"), degraded, new Label("% of failed requests"));
        grid.addRow(1, new Label("Failing from"), failing, new Label("% of failed requests"));
        Label wrong = new Label("Two percentages above 0, the first not above the second.");
        wrong.getStyleClass().addAll("bad-text", "small");
        wrong.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> limits() == null, degraded.textProperty(), failing.textProperty()));
        grid.add(wrong, 0, 2, 3, 1);
        grid.add(still, 0, 3, 3, 1);
        getDialogPane().setContent(grid);
        getDialogPane().getButtonTypes().setAll(ButtonType.OK, ButtonType.CANCEL);
        getDialogPane().lookupButton(ButtonType.OK).disableProperty().bind(wrong.visibleProperty());
        setResultConverter(button -> {
            HealthLimits limits = limits();
            return button == ButtonType.OK && limits != null ? new Settings(limits, still.isSelected()) : null;
        });
    }

    private static String number(double share) {
        String text = HealthLimits.text(share);
        return text.substring(0, text.length() - 2);
    }

    private @Nullable HealthLimits limits() {
        try {
            return new HealthLimits(share(degraded), share(failing));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static double share(TextField field) {
        return Double.parseDouble(field.getText().replace("%", "").trim()) / 100;
    }
}
