package dev.windtunnel.app.ui.welcome;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.ui.theme.Theme;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page before a scenario is open: open, recent files, labs, and the steps of the chosen lab. */
public final class WelcomePane extends BorderPane {

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final double CARD_HEIGHT = 104;

    private final Actions actions;
    private final Theme theme;
    private final VBox recent = new VBox(4);
    private final VBox notices = new VBox(8);
    private final GridPane labs = new GridPane();
    private final Label count = text("", "muted");
    private final ProgressBar progress = new ProgressBar();
    private final LabDetails details;
    private @Nullable Lab chosen;

    /** What the page can ask for. */
    public interface Actions {
        /** Asks for a file and opens it. */
        void open();

        /** Asks for a folder of manifests and opens it. */
        void openFolder();

        /** Opens one of the recent files. */
        void open(Path path);

        /**
         * Begins a lab.
         *
         * @param again from its first step, whatever has been done
         */
        void open(Lab lab, boolean again);
    }

    /** What is to be shown of a lab. */
    public record LabState(Predicate<Lab> there, ToIntFunction<Lab> done) {}

    /** The page. */
    public WelcomePane(Theme theme, Actions actions) {
        this.theme = theme;
        this.actions = actions;
        this.details = new LabDetails(actions);
        getStyleClass().add("welcome");
        setLeft(side());
        ScrollPane scroll = new ScrollPane(centre());
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("welcome-scroll");
        setCenter(scroll);
        setRight(details);
        widthProperty().addListener((property, before, after) -> fold());
    }

    /** Where there is little room the details stay away; the card's tooltip and its first step say enough. */
    private void fold() {
        boolean room = getWidth() >= 1200;
        if (room != (getRight() != null)) {
            setRight(room ? details : null);
        }
    }

    /** Shows something above the labs that the person should know, for example edits that were kept; null takes it away. */
    public void notice(@Nullable Node node) {
        notices.getChildren().clear();
        if (node != null) {
            notices.getChildren().add(node);
        }
        notices.setManaged(node != null);
        notices.setVisible(node != null);
    }

    /**
     * Shows what there is now.
     *
     * @param paths recent files and folders, the latest first
     * @param state which labs ship with this program, and how many steps of them have been done
     */
    public void show(List<Path> paths, LabState state) {
        recent.getChildren().clear();
        for (Path path : paths) {
            recent.getChildren().add(recentRow(path));
        }
        if (paths.isEmpty()) {
            recent.getChildren().add(text("What you open will stand here.", "muted"));
        }
        List<Lab> shipped = Lab.ALL.stream().filter(state.there()).toList();
        long over = shipped.stream()
                .filter(lab -> state.done().applyAsInt(lab) >= lab.steps().size())
                .count();
        count.setText(over + " of " + shipped.size() + " done");
        progress.setProgress(shipped.isEmpty() ? 0 : (double) over / shipped.size());
        labs.getChildren().clear();
        int place = 0;
        for (Lab lab : shipped) {
            labs.add(card(lab, state.done().applyAsInt(lab)), place % 2, place / 2);
            place++;
        }
        Lab first = shipped.stream()
                .filter(lab -> state.done().applyAsInt(lab) > 0
                        && state.done().applyAsInt(lab) < lab.steps().size())
                .findFirst()
                .orElse(shipped.stream()
                        .filter(lab -> state.done().applyAsInt(lab) == 0)
                        .findFirst()
                        .orElse(shipped.isEmpty() ? null : shipped.get(0)));
        choose(first, first == null ? 0 : state.done().applyAsInt(first));
    }

    private void choose(@Nullable Lab lab, int done) {
        chosen = lab;
        labs.getChildren().forEach(card -> card.pseudoClassStateChanged(CHOSEN, card.getUserData() == lab));
        details.show(lab, done);
    }

    private Region side() {
        Label title = text("Windtunnel", "welcome-title");
        VBox name = new VBox(title, text("Feel a mesh rule before you deploy it.", "muted"));
        FontIcon sign = icon("mdoal-alt_route", 24);
        VBox tile = new VBox(sign);
        tile.setAlignment(Pos.CENTER);
        tile.getStyleClass().add("app-tile");
        HBox head = new HBox(12, tile, name);
        head.setAlignment(Pos.CENTER_LEFT);
        Button file = new Button("Open...", icon("mdoal-folder_open", 16));
        file.setOnAction(event -> actions.open());
        Button folder = new Button("Import manifests...", icon("mdoal-get_app", 16));
        folder.setOnAction(event -> actions.openFolder());
        folder.setMaxWidth(Double.MAX_VALUE);
        file.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(folder, Priority.ALWAYS);
        HBox buttons = new HBox(8, file, folder);
        VBox list = new VBox(8, text("Recent", "caption"), recent);
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        VBox drop = new VBox(
                4,
                icon("mdomz-publish", 20),
                text("Drop YAML files or a folder here", "strong"),
                text("A scenario, or the Deployments, Services and rules that you deploy.", "muted", "small"));
        drop.getStyleClass().add("drop-hint");
        drop.setAlignment(Pos.CENTER);
        HBox keys =
                new HBox(8, key("F1"), text("Keys", "muted", "small"), key("Ctrl O"), text("Open", "muted", "small"));
        keys.setAlignment(Pos.CENTER_LEFT);
        VBox side = new VBox(24, head, buttons, list, rest, drop, keys);
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
        progress.setPrefWidth(96);
        progress.getStyleClass().add(Styles.SMALL);
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        HBox head = new HBox(
                8, text("Labs", "welcome-title"), text("each done in five minutes", "muted"), rest, count, progress);
        head.setAlignment(Pos.CENTER_LEFT);
        Label own = text("Or start from what you have", "welcome-heading");
        GridPane starts = new GridPane();
        starts.getColumnConstraints().setAll(labs.getColumnConstraints());
        starts.setHgap(16);
        Button folder =
                start("mdoal-folder", "A folder of manifests", "Reads what you deploy and leaves it untouched.");
        folder.setOnAction(event -> actions.openFolder());
        Button file = start(
                "mdoal-description", "A scenario file", "Or pipe manifests in: kubectl get ... | windtunnel app -");
        file.setOnAction(event -> actions.open());
        starts.add(folder, 0, 0);
        starts.add(file, 1, 0);
        notice(null);
        VBox more = new VBox(12, own, starts);
        VBox centre = new VBox(16, notices, head, labs, more);
        more.getStyleClass().add("welcome-more");
        centre.getStyleClass().add("welcome-centre");
        return centre;
    }

    private static Button start(String icon, String title, String sentence) {
        Label head = text(title, "strong");
        head.setGraphic(icon(icon, 16));
        head.setGraphicTextGap(8);
        Label words = text(sentence, "muted", "small");
        words.setTextOverrun(javafx.scene.control.OverrunStyle.ELLIPSIS);
        Button card = new Button(null, new VBox(4, head, words));
        card.setMaxWidth(Double.MAX_VALUE);
        card.setMinHeight(72);
        card.setPrefHeight(72);
        card.setAlignment(Pos.CENTER_LEFT);
        card.setAccessibleText(title + ". " + sentence);
        card.getStyleClass().addAll(Styles.FLAT, "lab-card");
        return card;
    }

    private Node recentRow(Path path) {
        Path name = path.getFileName();
        Path parent = path.getParent();
        VBox words = new VBox(
                text(name == null ? path.toString() : name.toString(), "strong"),
                text(parent == null ? "" : shortened(parent), "muted", "small"));
        boolean folder = !path.toString().matches(".*\\.(ya?ml|json)");
        HBox line = new HBox(12, icon(folder ? "mdoal-folder" : "mdoal-description", 16), words);
        line.setAlignment(Pos.CENTER_LEFT);
        Button row = new Button(null, line);
        row.setMaxWidth(Double.MAX_VALUE);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleText("Open " + path);
        row.getStyleClass().addAll(Styles.FLAT, "recent-row");
        row.setOnAction(event -> actions.open(path));
        return row;
    }

    private static String shortened(Path folder) {
        String home = System.getProperty("user.home", "");
        String text = folder.toString();
        return !home.isEmpty() && text.startsWith(home) ? "~" + text.substring(home.length()) : text;
    }

    private Node card(Lab lab, int done) {
        int steps = lab.steps().size();
        boolean over = done >= steps;
        Label state = text(
                done == 0 ? "" : over ? "done" : "step " + (done + 1) + " of " + steps,
                "small",
                over ? "ok-text" : "accent-text");
        if (over) {
            FontIcon tick = icon("mdal-check_circle", 14);
            tick.getStyleClass().add("ok-icon");
            state.setGraphic(tick);
        }
        state.setMinWidth(Region.USE_PREF_SIZE);
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        HBox head = new HBox(8, text(lab.title(), "strong"), rest, state);
        Label sentence = text(lab.sentence(), "muted", "small");
        sentence.setWrapText(true);
        // Two lines whatever the width: cards of one height stand quietly beside one another.
        sentence.setMinHeight(34);
        sentence.setPrefHeight(34);
        sentence.setAlignment(Pos.TOP_LEFT);
        VBox words = new VBox(4, head, sentence, text(lab.mesh() + ", " + steps + " steps", "faint", "small"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox all = new HBox(16, lab.sketch().draw(theme.palette().get()), words);
        all.setAlignment(Pos.CENTER_LEFT);
        Button card = new Button(null, all);
        all.prefWidthProperty().bind(card.widthProperty().subtract(34));
        all.maxWidthProperty().bind(card.widthProperty().subtract(34));
        card.setMaxWidth(Double.MAX_VALUE);
        card.setMinHeight(CARD_HEIGHT);
        card.setPrefHeight(CARD_HEIGHT);
        card.setMaxHeight(CARD_HEIGHT);
        card.setAlignment(Pos.CENTER_LEFT);
        card.setUserData(lab);
        card.setAccessibleText("Lab: " + lab.title() + ". " + lab.sentence());
        card.getStyleClass().addAll(Styles.FLAT, "lab-card");
        // The first click shows the steps where there is room for them, the second begins.
        card.setOnAction(event -> {
            if (chosen == lab || getRight() == null) {
                actions.open(lab, over);
            } else {
                choose(lab, done);
            }
        });
        return card;
    }

    private static FontIcon icon(String literal, int size) {
        FontIcon icon = new FontIcon(literal);
        icon.setIconSize(size);
        return icon;
    }

    private static Label key(String text) {
        return text(text, "key-hint", "small");
    }

    static Label text(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }
}
