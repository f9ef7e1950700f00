package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;

/** Asks who calls what how often, and starts the run again with this traffic in it. */
final class AddTraffic {

    private final Window window;
    private final ComboBox<String> from = new ComboBox<>();
    private final ComboBox<String> url = new ComboBox<>();
    private final TextField rate = new TextField("10/s");
    private final Label wrong = new Label();

    AddTraffic(Window window) {
        this.window = window;
    }

    /** Asks; nothing happens when nothing is open. */
    void ask() {
        LiveSession session = window.bench().session().get();
        if (session == null) {
            return;
        }
        NewTraffic traffic = new NewTraffic(session.experiment());
        Dialog<Experiment> dialog = new Dialog<>();
        window.dialogs().prepare(dialog, "Add traffic", "Who calls these services?");
        dialog.getDialogPane().setContent(content(traffic));
        ButtonType add = new ButtonType("Add and play", ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane().getButtonTypes().setAll(add, ButtonType.CANCEL);
        dialog.setResultConverter(pressed -> null);
        Node button = dialog.getDialogPane().lookupButton(add);
        button.addEventFilter(ActionEvent.ACTION, event -> {
            event.consume(); // it closes when what it says can run
            add(dialog, traffic);
        });
        window.dialogs().answer(dialog, made -> window.scenarios().leave(() -> {
            window.scenarios().show(made, window.bench().path(), window.bench().file(""));
            LiveSession again = window.bench().session().get();
            if (again != null) {
                again.play();
            }
        }));
    }

    private GridPane content(NewTraffic traffic) {
        from.setId("traffic-from");
        url.setId("traffic-url");
        rate.setId("traffic-rate");
        url.setEditable(true);
        url.setPrefWidth(340);
        from.setMaxWidth(Double.MAX_VALUE);
        rate.setPrefColumnCount(8);
        from.getItems().setAll(traffic.callers());
        from.valueProperty().addListener((property, before, after) -> {
            url.getItems().setAll(traffic.urls(after));
            url.setValue(url.getItems().isEmpty() ? "http://" : url.getItems().get(0));
        });
        from.getSelectionModel().selectFirst();
        wrong.getStyleClass().addAll("bad-text", "small");
        wrong.setWrapText(true);
        wrong.setMaxWidth(400);
        Label note = new Label("The run starts again with it. Save as scenario writes it.");
        note.getStyleClass().addAll("muted", "small");
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(12);
        row(grid, 0, "From", from);
        row(grid, 1, "URL", url);
        row(grid, 2, "Rate", rate);
        grid.add(wrong, 0, 3, 2, 1);
        grid.add(note, 0, 4, 2, 1);
        return grid;
    }

    private static void row(GridPane grid, int row, String words, Node field) {
        Label label = new Label(words);
        label.setLabelFor(field);
        field.setAccessibleText(words);
        grid.addRow(row, label, field);
    }

    private void add(Dialog<Experiment> dialog, NewTraffic traffic) {
        String caller = from.getValue() == null ? "" : from.getValue();
        String asked = url.getEditor().getText();
        String often = rate.getText();
        Path path = window.bench().path();
        CompletableFuture.supplyAsync(() -> traffic.in(folder(path), caller, asked, often))
                .whenComplete((outcome, problem) -> Platform.runLater(() -> {
                    if (problem != null) {
                        window.defect(problem);
                        return;
                    }
                    wrong.setText(outcome.problem());
                    dialog.getDialogPane().getScene().getWindow().sizeToScene();
                    Experiment made = outcome.experiment();
                    if (made != null) {
                        dialog.setResult(made);
                        dialog.close();
                    }
                }));
    }

    private static String folder(@org.jspecify.annotations.Nullable Path path) {
        Path absolute = path == null ? null : path.toAbsolutePath().normalize();
        if (absolute == null) {
            return "";
        }
        Path parent = absolute.getParent();
        return java.nio.file.Files.isDirectory(absolute) || parent == null ? absolute.toString() : parent.toString();
    }
}
