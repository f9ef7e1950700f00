package dev.windtunnel.app.ui.dock;

import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/** The tables of the dock: dense, fixed rows, columns that are not sorted because their order is time's or the files'. */
final class DockTable {

    private DockTable() {}

    static <T> TableView<T> of(String accessibleText) {
        TableView<T> table = new TableView<>();
        table.setFixedCellSize(24);
        table.getStyleClass().add("dock-table");
        table.setAccessibleText(accessibleText);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        return table;
    }

    static Label sentence(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("empty-sentence");
        return label;
    }

    /** A column of texts; {@code style} is a class of its cells, empty for none. */
    static <T> TableColumn<T, T> text(String title, double width, String style, Function<T, String> text) {
        return column(title, width, style, (cell, item) -> cell.setText(text.apply(item)));
    }

    /** A column whose cells are dressed by hand; text and graphic are empty before. */
    static <T> TableColumn<T, T> column(
            String title, double width, String style, BiConsumer<TableCell<T, T>, T> dress) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        // Numbers are whole or of no use; words can be cut.
        column.setMinWidth(style.contains("number") || style.contains("code") ? width : Math.min(width, 48));
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setCellFactory(ignored -> new DressedCell<>(dress, style));
        if (style.contains("number")) {
            column.getStyleClass().add("number-header");
        }
        return column;
    }

    private static final class DressedCell<T> extends TableCell<T, T> {
        private final BiConsumer<TableCell<T, T>, T> dress;

        DressedCell(BiConsumer<TableCell<T, T>, T> dress, String style) {
            this.dress = dress;
            for (String each : style.split(" ")) {
                if (!each.isEmpty()) {
                    getStyleClass().add(each);
                }
            }
        }

        @Override
        protected void updateItem(@Nullable T item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (item == null || empty) {
                setGraphic((Node) null);
            } else {
                dress.accept(this, item);
            }
        }
    }
}
