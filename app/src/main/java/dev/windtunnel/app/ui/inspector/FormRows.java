package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
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
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a form, each of which can show its value anew. */
final class FormRows {

    private static final double LABEL = 112;
    /** So many characters have room beside a field. */
    private static final int LONGEST_PLACE = 16;

    private static final PseudoClass WAITS = PseudoClass.getPseudoClass("waits");
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private static final List<String> ON_WHEN_WRITTEN = List.of(".outlierDetection.", ".retryBudget.");

    private final RuleFields fields;
    private final Consumer<Integer> goTo;
    private final Consumer<String> refused;
    private final List<Runnable> refreshers = new ArrayList<>();
    private List<Finding> found = List.of();

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

    /** Takes what there is to say about the text: each sentence is shown under the field that it is about. */
    void findings(List<Finding> findings) {
        if (!findings.equals(found)) {
            found = List.copyOf(findings);
            refresh();
        }
    }

    /** The gravest finding about a value; null when there is none. */
    private @Nullable Finding finding(String path) {
        return found.stream()
                .filter(each -> each.level() != Level.INFO && path.equals(each.path()) && fields.node(path) != null)
                .max(java.util.Comparator.comparing(Finding::level))
                .orElse(null);
    }

    /** How many values in a part of the rule cannot be what they are. */
    private long invalid(String part) {
        return found.stream()
                .filter(each -> each.level() == Level.ERROR && each.path() != null)
                .map(Finding::path)
                .filter(path -> path != null && path.startsWith(part) && fields.node(path) != null)
                .distinct()
                .count();
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
            none.setText(isOff(first) ? "when on" : otherwise);
            link.setText(place == null ? "" : shortened(place));
            link.setAccessibleText(place);
            link.setTooltip(place == null ? null : new Tooltip(place));
        });
        return box;
    }

    /** The line alone where the whole place would be cut: the file stands in the head already. */
    static String shortened(String place) {
        return place.length() <= LONGEST_PLACE ? place : "line " + place.substring(place.lastIndexOf(':') + 1);
    }

    /** Whether a value is of a part that does nothing as long as none of it is written. */
    private boolean isOff(String path) {
        for (String part : ON_WHEN_WRITTEN) {
            int at = path.indexOf(part);
            if (at >= 0 && fields.node(path.substring(0, at + part.length() - 1)) == null) {
                return true;
            }
        }
        return false;
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
            Finding finding = finding(path);
            field.pseudoClassStateChanged(INVALID, finding != null && finding.level() == Level.ERROR);
            field.setAccessibleHelp(finding == null ? null : finding.message());
        });
        return field;
    }

    /** A label, a field and where its value stands. */
    VBox value(String name, String path, String prompt, boolean isText, String otherwise) {
        return value(Hint.of(name, "", ""), path, prompt, isText, otherwise);
    }

    /** A label that says more when it is asked, a field and where its value stands. */
    VBox value(Hint hint, String path, String prompt, boolean isText, String otherwise) {
        return checked(
                path, row(head(hint), field(path, prompt, isText, hint.spoken()), spring(), origin(path, otherwise)));
    }

    /** A row, and under it what is wrong with its value. */
    private VBox checked(String path, HBox row) {
        Label problem = new Label();
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.getStyleClass().addAll("small", "field-problem");
        onRefresh(() -> {
            Finding finding = finding(path);
            problem.setText(finding == null ? "" : finding.message());
            problem.getStyleClass().removeAll("bad-text", "warn-text");
            problem.getStyleClass().add(finding != null && finding.level() == Level.ERROR ? "bad-text" : "warn-text");
            show(problem, finding != null);
        });
        return new VBox(row, problem);
    }

    /** A label and a field for a long text. */
    VBox wide(String name, String path, String prompt) {
        TextField field = field(path, prompt, true, name);
        field.setPrefWidth(136);
        return checked(path, row(head(name), field, spring(), origin(path, "")));
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

    /**
     * A part of the form that folds; its head says in a few words what is set, unless that cannot be.
     *
     * @param part where its values stand: how their paths begin
     */
    TitledPane folded(String name, String part, Node content, Supplier<String> words, boolean open) {
        Label title = new Label(name);
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label said = new Label();
        said.getStyleClass().add("small");
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
        onRefresh(() -> {
            long invalid = invalid(part);
            said.setText(
                    invalid == 0 ? words.get() : invalid == 1 ? "1 value is invalid" : invalid + " values are invalid");
            said.getStyleClass().removeAll("bad-text", "muted");
            said.getStyleClass().add(invalid == 0 ? "muted" : "bad-text");
        });
        return pane;
    }

    /** A number of tries with a stepper; the label says how many tries that makes. */
    VBox attempts(RuleFields.Route route) {
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
        return checked(route.attempts(), row(label, stepper, spring(), origin(route.attempts(), "default")));
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
