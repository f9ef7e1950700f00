package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.explain.EdgePolicy;
import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

/** The effective policies as a table. */
final class PolicyPane extends StackPane {

    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");

    private final TableView<PolicyTable.Row> table = new TableView<>();

    PolicyPane() {
        table.setFixedCellSize(24);
        table.getColumns().add(column("Field", 108, PolicyTable.Row::field));
        table.getColumns().add(column("Value", 118, PolicyTable.Row::value));
        table.getColumns().add(column("Origin", 116, PolicyTable.Row::origin));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setAccessibleText("Effective policy");
        table.setRowFactory(view -> new TableRow<>() {
            @Override
            protected void updateItem(PolicyTable.Row item, boolean empty) {
                super.updateItem(item, empty);
                pseudoClassStateChanged(HEADING, !empty && item != null && item.heading());
            }
        });
        table.getStyleClass().add("policy-table");
        getChildren().setAll(table);
    }

    private static TableColumn<PolicyTable.Row, String> column(
            String name, double width, java.util.function.Function<PolicyTable.Row, String> value) {
        TableColumn<PolicyTable.Row, String> column = new TableColumn<>(name);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(data -> new ReadOnlyStringWrapper(value.apply(data.getValue())));
        column.setCellFactory(made -> new PolicyCell());
        return column;
    }

    /** A value, whole in its tooltip. */
    private static final class PolicyCell extends TableCell<PolicyTable.Row, String> {
        @Override
        protected void updateItem(String item, boolean empty) {
            super.updateItem(item, empty);
            // The line at the end of a place counts as much as its beginning.
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            setText(empty ? null : item);
            setTooltip(empty || item == null || item.isEmpty() ? null : new Tooltip(item));
        }
    }

    /** Places get the room that they need, as far as values leave it. */
    private void fit(List<PolicyTable.Row> rows) {
        double places = rows.stream()
                .filter(row -> !row.heading())
                .mapToDouble(row -> width(row.origin()))
                .max()
                .orElse(0);
        double all = Math.max(342, table.getWidth() - 2);
        double origin = Math.max(116, Math.min(places, all - 108 - 72));
        table.getColumns().get(1).setPrefWidth(all - 108 - origin);
        table.getColumns().get(2).setPrefWidth(origin);
    }

    private static double width(String text) {
        javafx.scene.text.Text measure = new javafx.scene.text.Text(text);
        measure.setFont(dev.windtunnel.app.ui.theme.Theme.words(12));
        return Math.ceil(measure.getLayoutBounds().getWidth()) + 18;
    }

    /** Shows policies; a sentence where there are none. */
    void show(List<EdgePolicy> policies) {
        Label none = new Label("No workload of the mesh calls it, so no policy is in effect.");
        none.getStyleClass().add("empty-sentence");
        none.setWrapText(true);
        none.setMaxWidth(260);
        table.setPlaceholder(none);
        List<PolicyTable.Row> rows = PolicyTable.rows(policies);
        if (!rows.equals(List.copyOf(table.getItems()))) {
            fit(rows);
            table.getItems().setAll(rows);
        }
    }
}
