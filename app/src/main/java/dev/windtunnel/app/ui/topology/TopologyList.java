package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.topology.TopologyLines.Line;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

/** The topology as a table: for the keyboard, for readers of the screen, and for who wants figures in columns. */
final class TopologyList extends TableView<Line> {

    private final Workbench bench;

    TopologyList(Workbench bench) {
        this.bench = bench;
        setId("topology-list");
        setAccessibleText("Topology as list");
        setFixedCellSize(24);
        getStyleClass().add("dock-table");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        Label none = new Label("Nothing calls anything yet.");
        none.getStyleClass().add("empty-sentence");
        setPlaceholder(none);
        column("What", 76, false, Line::what);
        column("Name", 160, false, Line::name);
        column("Health", 76, false, Line::health);
        column("Rate", 60, true, Line::rate);
        column("Share", 60, true, Line::share);
        column("p95", 64, true, Line::p95);
        column("Failed", 60, true, Line::failed);
        column("Amplification", 92, true, Line::amplification);
        column("State", 216, false, Line::state);
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                choose();
            }
        });
        setOnMouseClicked(event -> choose());
    }

    private void column(String title, double width, boolean number, Function<Line, String> text) {
        TableColumn<Line, String> column = new TableColumn<>(title);
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(number || width < 100 ? width : 96);
        column.setCellValueFactory(features -> new ReadOnlyStringWrapper(text.apply(features.getValue())));
        if (number) {
            column.setStyle("-fx-alignment: center-right;");
            column.getStyleClass().add("number-header");
        }
        getColumns().add(column);
    }

    private void choose() {
        Line line = getSelectionModel().getSelectedItem();
        if (line != null) {
            bench.selection().set(line.selection());
        }
    }

    /** Takes new figures; the row that has the focus keeps it. */
    void show(List<Line> lines) {
        if (lines.equals(getItems())) {
            return;
        }
        int selected = getSelectionModel().getSelectedIndex();
        if (lines.size() == getItems().size()) {
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).equals(getItems().get(i))) {
                    getItems().set(i, lines.get(i));
                }
            }
        } else {
            getItems().setAll(lines);
        }
        if (selected >= 0 && selected < lines.size()) {
            getSelectionModel().select(selected);
        }
    }
}
