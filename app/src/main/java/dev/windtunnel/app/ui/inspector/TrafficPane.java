package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.ui.inspector.TrafficFacts.Row;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Shows what a traffic asks, and what it has experienced. */
final class TrafficPane extends ScrollPane {

    private final GridPane grid = new GridPane();
    private List<Row> shown = List.of();

    TrafficPane() {
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        grid.getStyleClass().add("traffic-facts");
        grid.setHgap(12);
        grid.setVgap(8);
        ColumnConstraints names = new ColumnConstraints(72);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        setContent(grid);
    }

    void show(List<Row> rows) {
        boolean same = rows.size() == shown.size();
        for (int i = 0; same && i < rows.size(); i++) {
            same = rows.get(i).name().equals(shown.get(i).name());
        }
        if (!same) {
            build(rows);
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!row.value().isEmpty() && (!same || !row.equals(shown.get(i)))) {
                ((Label) value(i)).setText(row.value());
            }
        }
        shown = rows;
    }

    private Node value(int row) {
        return grid.getChildren().stream()
                .filter(each -> GridPane.getRowIndex(each) == row && GridPane.getColumnIndex(each) == 1)
                .findFirst()
                .orElseThrow();
    }

    private void build(List<Row> rows) {
        grid.getChildren().clear();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Label name = new Label(row.name());
            GridPane.setValignment(name, VPos.TOP);
            if (row.value().isEmpty()) {
                name.getStyleClass().add("strong");
                grid.add(name, 0, i, 2, 1);
                continue;
            }
            name.getStyleClass().add("muted");
            Label value = new Label(row.value());
            value.setWrapText(true);
            grid.addRow(i, name, value);
        }
    }
}
