package dev.windtunnel.app.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a form, each of which can show its value anew. */
final class FormRows {

    private static final double LABEL = 112;
    private static final PseudoClass WAITS = PseudoClass.getPseudoClass("waits");

    private final RuleFields fields;
    private final Consumer<Integer> goTo;
    private final Consumer<String> refused;
    private final List<Runnable> refreshers = new ArrayList<>();

    /**
     * Rows of a rule.
     *
     * @param goTo shows a line of the text, counted in its document
     * @param refused gets why a value could not be set
     */
    FormRows(RuleFields fields, Consumer<Integer> goTo, Consumer<String> refused) {
        this.fields = fields;
        this.goTo = goTo;
        this.refused = refused;
    }

    /** Done at every change of the text. */
    void onRefresh(Runnable refresher) {
        refreshers.add(refresher);
        refresher.run();
    }

    void refresh() {
        refreshers.forEach(Runnable::run);
    }

    void say(@Nullable String problem) {
        if (problem != null) {
            refused.accept(problem);
        }
    }

    static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }

    static HBox row(Node... nodes) {
        HBox row = new HBox(8, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("form-row");
        return row;
    }

    /** A link to the line where a value stands; what holds without one when it is not written. */
    Node origin(String path, String otherwise) {
        return origin(path, path, otherwise);
    }

    /** A link to the first of two values that is written. */
    Node origin(String first, String second, String otherwise) {
        Hyperlink link = new Hyperlink();
        link.getStyleClass().add("small");
        link.setMinWidth(56);
        link.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
        link.setOnAction(event -> goTo.accept(fields.line(fields.node(first) != null ? first : second)));
        Label none = new Label(otherwise);
        none.getStyleClass().addAll("small", "faint");
        none.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(link, none);
        box.setAlignment(Pos.CENTER_RIGHT);
        onRefresh(() -> {
            String place = fields.place(fields.node(first) != null ? first : second);
            show(link, place != null);
            show(none, place == null);
            link.setText(place == null ? "" : place);
        });
        return box;
    }

    static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** A field for a value. */
    TextField field(String path, String prompt, boolean isText, String name) {
        TextField field = new TextField();
        field.setPromptText(prompt);
        field.setPrefWidth(76);
        field.setMinWidth(76);
        field.setAccessibleText(name);
        field.getStyleClass().add("mono");
        Tooltip tooltip = new Tooltip();
        Runnable commit = () -> {
            String old = fields.text(path);
            String typed = field.getText().strip();
            if (!typed.equals(old == null ? "" : old)) {
                say(fields.set(path, typed, isText));
            }
        };
        field.setOnAction(event -> commit.run());
        field.focusedProperty().addListener((property, before, focused) -> {
            if (!focused) {
                commit.run();
            }
        });
        onRefresh(() -> {
            String text = fields.text(path);
            if (!field.isFocused() || !Objects.equals(field.getText().strip(), text)) {
                field.setText(text == null ? "" : text);
            }
            boolean waits = !Objects.equals(text, fields.inForce(path));
            field.pseudoClassStateChanged(WAITS, waits);
            String now = fields.inForce(path);
            tooltip.setText("in force: " + (now == null ? "not set" : now));
            field.setTooltip(waits ? tooltip : null);
        });
        return field;
    }

    /** A label, a field and where its value stands. */
    HBox value(String name, String path, String prompt, boolean isText, String otherwise) {
        return value(Hint.of(name, "", ""), path, prompt, isText, otherwise);
    }

    /** A label that says more when it is asked, a field and where its value stands. */
    HBox value(Hint hint, String path, String prompt, boolean isText, String otherwise) {
        return row(head(hint), field(path, prompt, isText, hint.spoken()), spring(), origin(path, otherwise));
    }

    /** A label and a field for a long text. */
    HBox wide(String name, String path, String prompt) {
        TextField field = field(path, prompt, true, name);
        field.setPrefWidth(136);
        return row(head(name), field, spring(), origin(path, ""));
    }

    /** A label and a field for a list of texts. */
    HBox elements(Hint hint, String path, String prompt) {
        TextField field = small(prompt, hint.spoken());
        field.setPrefWidth(136);
        Runnable commit = () -> {
            List<String> names = new ArrayList<>();
            for (String each : field.getText().split(",")) {
                if (!each.isBlank()) {
                    names.add(each.strip());
                }
            }
            if (!names.equals(fields.elements(path))) {
                say(fields.setElements(path, names));
            }
        };
        field.setOnAction(event -> commit.run());
        field.focusedProperty().addListener((property, before, focused) -> {
            if (!focused) {
                commit.run();
            }
        });
        onRefresh(() -> {
            if (!field.isFocused()) {
                field.setText(String.join(", ", fields.elements(path)));
            }
        });
        return row(head(hint), field, spring(), origin(path, ""));
    }

    /** The label at the left of a row. */
    static Label head(String text) {
        Label label = new Label(text);
        label.setMinWidth(LABEL);
        label.setPrefWidth(LABEL);
        return label;
    }

    private static Label head(Hint hint) {
        Label label = head(hint.name());
        label.setTooltip(hint.tooltip());
        return label;
    }

    /** A field that is no value of the text yet. */
    static TextField small(String prompt, String name) {
        TextField field = new TextField();
        field.setPromptText(prompt);
        field.setAccessibleText(name);
        field.setPrefWidth(80);
        field.getStyleClass().add("mono");
        return field;
    }

    /** A part of the form that folds; its head says in a few words what is set. */
    TitledPane folded(String name, Node content, Supplier<String> words, boolean open) {
        Label title = new Label(name);
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label said = new Label();
        said.getStyleClass().addAll("small", "muted");
        HBox head = new HBox(8, title, spring(), said);
        head.setAlignment(Pos.CENTER_LEFT);
        TitledPane pane = new TitledPane();
        pane.setGraphic(head);
        pane.setAccessibleText(name);
        head.prefWidthProperty().bind(pane.widthProperty().subtract(18));
        pane.setContent(content);
        pane.setExpanded(open);
        pane.setAnimated(false);
        pane.getStyleClass().add("form-fold");
        onRefresh(() -> said.setText(words.get()));
        return pane;
    }

    /** A number of tries with a stepper; the label says how many tries that makes. */
    HBox attempts(RuleFields.Route route) {
        Label label = head("");
        TextField field = field(route.attempts(), route.modern() ? "2" : "0", false, "Retries");
        field.setPrefWidth(40);
        field.setMinWidth(40);
        Button less = step("−", "One retry less", () -> step(route, -1));
        Button more = step("+", "One retry more", () -> step(route, 1));
        onRefresh(() -> {
            int tries = retries(route) + 1;
            label.setText("Retries, " + tries + (tries == 1 ? " try" : " tries"));
        });
        HBox stepper = new HBox(field, less, more);
        stepper.setAlignment(Pos.CENTER_LEFT);
        return row(label, stepper, spring(), origin(route.attempts(), "default"));
    }

    private static Button step(String text, String name, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().add("stepper");
        button.setAccessibleText(name);
        button.setOnAction(event -> action.run());
        return button;
    }

    private int retries(RuleFields.Route route) {
        String text = fields.text(route.attempts());
        try {
            return text == null
                    ? route.modern() && fields.node(route.path() + ".retries") == null ? 2 : 0
                    : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void step(RuleFields.Route route, int by) {
        say(fields.set(route.attempts(), Integer.toString(Math.max(0, retries(route) + by)), false));
    }
}
