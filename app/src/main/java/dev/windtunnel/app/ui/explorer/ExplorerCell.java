package dev.windtunnel.app.ui.explorer;

import dev.windtunnel.app.ui.explorer.ExplorerRow.PodGlyph;
import dev.windtunnel.app.ui.theme.Glyphs;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** One line of the explorer: glyph or icon, name, then pods or words. */
final class ExplorerCell extends ListCell<ExplorerRow> {

    private static final double GLYPH = 16;
    private static final double POD = 11;
    private static final double POD_STEP = 13;
    private static final double HEIGHT = 20;

    private final Theme theme;
    private final Canvas glyph = new Canvas(GLYPH, GLYPH);
    private final FontIcon icon = new FontIcon("mdoal-flag");
    private final StackPane left = new StackPane();
    private final Label name = new Label();
    private final Canvas dot = new Canvas(8, GLYPH);
    private final FontIcon bulb = new FontIcon("mdoal-lightbulb");
    private final Label right = new Label();
    private final Canvas pods = new Canvas(0, HEIGHT);
    private final HBox line = new HBox(8);
    private final Tooltip tooltip = new Tooltip();

    ExplorerCell(Theme theme) {
        this.theme = theme;
        icon.setIconSize(14);
        bulb.setIconSize(14);
        bulb.getStyleClass().add("warn-icon");
        left.setMinWidth(GLYPH);
        left.setMaxWidth(GLYPH);
        name.setTextOverrun(OverrunStyle.ELLIPSIS);
        name.setMinWidth(40);
        name.getStyleClass().add("row-name");
        right.getStyleClass().add("row-right");
        right.setMinWidth(Region.USE_PREF_SIZE);
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getChildren().setAll(left, name, dot, bulb, rest, right, pods);
        line.setMaxWidth(Double.MAX_VALUE);
        // a cell is as wide as the list, however long its name
        line.setMinWidth(0);
        line.setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable ExplorerRow row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().removeAll("caption-row", "sentence-row", "item-row", "link-row");
        setTooltip(null);
        if (row == null || empty) {
            setGraphic(null);
            setMouseTransparent(false);
            setAccessibleText("");
            return;
        }
        boolean link = row.kind() == ExplorerRow.Kind.ADD_TRAFFIC;
        boolean item = row.kind() == ExplorerRow.Kind.ITEM || link;
        getStyleClass()
                .add(item ? "item-row" : row.kind() == ExplorerRow.Kind.CAPTION ? "caption-row" : "sentence-row");
        if (link) {
            getStyleClass().add("link-row");
        }
        setMouseTransparent(!item);
        left.setVisible(item);
        left.setManaged(item);
        name.setText(row.name());
        right.setText(row.right());
        setAccessibleText(row.name() + " " + row.right() + (row.waiting() ? ", an edit waits" : "")
                + (row.advice().isEmpty() ? "" : ", advice: " + row.advice()));
        if (item && row.atNanos() >= 0) {
            tooltip.setText("Double-click goes to " + row.name().split(" ")[0]);
            setTooltip(tooltip);
        } else if (item && row.waiting()) {
            tooltip.setText("An edit of it is not in force yet");
            setTooltip(tooltip);
        } else if (item && !row.advice().isEmpty()) {
            tooltip.setText(row.advice());
            tooltip.setWrapText(true);
            tooltip.setMaxWidth(400);
            setTooltip(tooltip);
        }
        draw(row);
        setGraphic(line);
    }

    private void draw(ExplorerRow row) {
        Palette palette = theme.palette().get();
        if (row.icon().isEmpty()) {
            left.getChildren().setAll(glyph);
            GraphicsContext g = glyph.getGraphicsContext2D();
            g.clearRect(0, 0, GLYPH, GLYPH);
            if (row.unwell()) {
                Glyphs.warning(g, palette, GLYPH / 2, GLYPH / 2, 4.5);
            } else if (row.version() >= 0) {
                Glyphs.version(g, palette, row.version(), GLYPH / 2, GLYPH / 2, 4);
            }
        } else {
            if (!icon.getIconLiteral().equals(row.icon())) {
                icon.setIconLiteral(row.icon());
            }
            left.getChildren().setAll(icon);
        }
        GraphicsContext d = dot.getGraphicsContext2D();
        d.clearRect(0, 0, 8, GLYPH);
        dot.setVisible(row.waiting());
        dot.setManaged(row.waiting());
        if (row.waiting()) {
            d.setFill(palette.accent);
            d.fillOval(0, GLYPH / 2 - 3, 6, 6);
        }
        bulb.setVisible(!row.advice().isEmpty());
        bulb.setManaged(bulb.isVisible());
        double width = row.pods().size() * POD_STEP;
        pods.setManaged(width > 0);
        pods.setVisible(width > 0);
        right.setManaged(!row.right().isEmpty());
        pods.setWidth(width);
        GraphicsContext p = pods.getGraphicsContext2D();
        p.clearRect(0, 0, width, HEIGHT);
        double x = POD_STEP / 2;
        for (PodGlyph pod : row.pods()) {
            Glyphs.pod(
                    p,
                    palette,
                    palette.version(Math.max(0, row.version())),
                    pod.sidecar(),
                    pod.ready(),
                    pod.proxyDown(),
                    pod.quarters() / 4.0,
                    x,
                    HEIGHT / 2,
                    POD);
            x += POD_STEP;
        }
    }
}
