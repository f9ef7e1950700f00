package dev.windtunnel.app.ui.welcome;

import atlantafx.base.theme.Styles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page before a scenario is open: open, recent files, labs. */
public final class WelcomePane extends BorderPane {

    private final VBox recent = new VBox(2);
    private final GridPane labs = new GridPane();
    private final Runnable open;
    private final Consumer<Path> openPath;
    private final Consumer<Lab> openLab;

    /**
     * The page.
     *
     * @param open asks for a file and opens it
     * @param openPath opens one of the recent files
     * @param openLab begins a lab
     */
    public WelcomePane(Runnable open, Consumer<Path> openPath, Consumer<Lab> openLab) {
        this.open = open;
        this.openPath = openPath;
        this.openLab = openLab;
        getStyleClass().add("welcome");
        setLeft(side());
        ScrollPane scroll = new ScrollPane(centre());
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("welcome-scroll");
        setCenter(scroll);
    }

    /**
     * Shows what there is now.
     *
     * @param paths recent files and folders, the latest first
     * @param there whether the scenario of a lab ships with this program
     * @param done how many steps of a lab have been done
     */
    public void show(List<Path> paths, java.util.function.Predicate<Lab> there, ToIntFunction<Lab> done) {
        recent.getChildren().clear();
        for (Path path : paths) {
            recent.getChildren().add(recentRow(path));
        }
        if (paths.isEmpty()) {
            recent.getChildren().add(text("What you open will stand here.", "muted"));
        }
        labs.getChildren().clear();
        int place = 0;
        for (Lab lab : Lab.ALL) {
            if (there.test(lab)) {
                labs.add(card(lab, done.applyAsInt(lab)), place % 2, place / 2);
                place++;
            }
        }
    }

    private Region side() {
        Label title = text("Windtunnel", "welcome-title");
        VBox name = new VBox(title, text("Feel a mesh rule before you deploy it.", "muted"));
        FontIcon sign = new FontIcon("mdoal-call_split");
        sign.setIconSize(28);
        sign.getStyleClass().add("accent-icon");
        HBox head = new HBox(12, sign, name);
        head.setAlignment(Pos.CENTER_LEFT);
        Button button = new Button("Open...", new FontIcon("mdoal-folder_open"));
        button.getStyleClass().add(Styles.ACCENT);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(event -> open.run());
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        VBox drop = new VBox(
                4,
                text("Drop YAML files or a folder here", "strong"),
                text("A scenario, or the Deployments, Services and rules that you deploy.", "muted"));
        drop.getStyleClass().add("drop-hint");
        drop.setAlignment(Pos.CENTER);
        HBox keys = new HBox(6, key("F1"), text("Keys", "muted"), key("Ctrl O"), text("Open", "muted"));
        keys.setAlignment(Pos.CENTER_LEFT);
        VBox side = new VBox(16, head, button, text("Recent", "caption"), recent, rest, drop, keys);
        side.getStyleClass().add("welcome-side");
        side.setPrefWidth(344);
        return side;
    }

    private Region centre() {
        for (int column = 0; column < 2; column++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            labs.getColumnConstraints().add(half);
        }
        labs.setHgap(16);
        labs.setVgap(16);
        HBox head = new HBox(8, text("Labs", "welcome-title"), text("each done in five minutes", "muted"));
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox centre = new VBox(16, head, labs);
        centre.getStyleClass().add("welcome-centre");
        return centre;
    }

    private Node recentRow(Path path) {
        Path name = path.getFileName();
        Path parent = path.getParent();
        VBox words = new VBox(
                text(name == null ? path.toString() : name.toString(), "strong"),
                text(parent == null ? "" : parent.toString(), "muted", "small"));
        Button row = new Button(null, words);
        row.setMaxWidth(Double.MAX_VALUE);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleText("Open " + path);
        row.getStyleClass().addAll(Styles.FLAT, "recent-row");
        row.setOnAction(event -> openPath.accept(path));
        return row;
    }

    private Node card(Lab lab, int done) {
        int steps = lab.steps().size();
        Label state = text(
                done == 0 ? "" : done == steps ? "done" : "step " + (done + 1) + " of " + steps,
                "small",
                done == steps ? "ok-text" : "accent-text");
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        HBox head = new HBox(8, text(lab.title(), "strong"), rest, state);
        Label sentence = text(lab.sentence(), "muted");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        VBox words = new VBox(4, head, sentence, text(lab.mesh() + ", " + steps + " steps", "faint", "small"));
        Button card = new Button(null, words);
        words.prefWidthProperty().bind(card.widthProperty().subtract(34));
        card.setMaxWidth(Double.MAX_VALUE);
        card.setAlignment(Pos.TOP_LEFT);
        card.setAccessibleText("Lab: " + lab.title() + ". " + lab.sentence());
        card.getStyleClass().addAll(Styles.FLAT, "lab-card");
        card.setOnAction(event -> openLab.accept(lab));
        return card;
    }

    private static Label key(String text) {
        return text(text, "key-hint", "small");
    }

    private static Label text(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }
}
