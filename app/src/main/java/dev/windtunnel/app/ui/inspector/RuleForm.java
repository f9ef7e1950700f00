package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.RetryConditions;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The form of a VirtualService, a DestinationRule or a rule of 2017. */
final class RuleForm {

    private static final PseudoClass BY_DEFAULT = PseudoClass.getPseudoClass("by-default");

    private final VBox box = new VBox();
    private final RuleFields fields;
    private final FormRows rows;
    private final Theme theme;
    private final DestinationVersions versions;
    private final String shape;

    RuleForm(
            RuleFields fields,
            Theme theme,
            DestinationVersions versions,
            Consumer<Integer> goTo,
            Consumer<String> refused) {
        this.versions = versions;
        this.fields = fields;
        this.theme = theme;
        this.rows = new FormRows(fields, goTo, refused);
        this.shape = fields.shape();
        box.getStyleClass().add("rule-form");
        if (fields.isDestinationRule()) {
            policies();
        } else {
            List<RuleFields.Route> routes = fields.routes();
            routes.forEach(this::route);
            if (routes.isEmpty()) {
                box.getChildren().add(sentence("It has no http routes; its YAML says what it does."));
            }
        }
    }

    VBox box() {
        return box;
    }

    /** What it was made for; when the fields have another shape it is made anew. */
    String shape() {
        return shape;
    }

    void refresh() {
        rows.refresh();
    }

    /** Shows what there is to say about the text, each sentence at its field. */
    void findings(List<Finding> found) {
        rows.findings(found);
    }

    static Label sentence(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().addAll("muted", "small");
        return label;
    }

    // ---------------------------------------------------------------- routes

    private void route(RuleFields.Route route) {
        VBox section = new VBox();
        section.getStyleClass().add("form-section");
        Label caption = sentence(fields.caption(route));
        section.getChildren().add(caption);
        if (fields.node(route.path() + ".redirect") != null || fields.node(route.path() + ".directResponse") != null) {
            caption.setText(fields.caption(route).replaceAll(" goe?s? to$| go to$", " is answered by the proxy"));
            box.getChildren().add(section);
            return;
        }
        section.getChildren().add(new WeightRows(fields, route, rows, theme, versions).box());
        section.getChildren()
                .add(rows.value("Timeout", route.timeout(), route.modern() ? "none" : "15s", true, "default"));
        section.getChildren().add(rows.attempts(route));
        section.getChildren().add(rows.value("Per-try timeout", route.perTryTimeout(), "none", true, "default"));
        if (route.retryOn() != null) {
            conditions(section, route, route.retryOn());
        }
        section.getChildren()
                .add(rows.folded(
                        "Faults",
                        route.path() + (route.modern() ? ".fault." : ".httpFault."),
                        faults(route),
                        () -> fault(route),
                        isOpen(route.path(), "fault", "httpFault")));
        if (route.modern()) {
            section.getChildren()
                    .add(rows.folded(
                            "Mirror",
                            route.path() + ".mirror",
                            mirror(route),
                            () -> mirrorWords(route),
                            isOpen(route.path(), "mirror")));
            section.getChildren()
                    .add(rows.folded(
                            "Request headers",
                            route.path() + ".headers.",
                            headers(route),
                            () -> headerWords(route),
                            isOpen(route.path(), "headers")));
        }
        box.getChildren().add(section);
    }

    private boolean isOpen(String path, String... keys) {
        for (String key : keys) {
            if (fields.node(path + "." + key) != null) {
                return true;
            }
        }
        return false;
    }

    private void conditions(VBox section, RuleFields.Route route, String path) {
        Label caption = sentence("Try again on");
        section.getChildren().add(FormRows.row(caption, FormRows.spring(), rows.origin(path, "Istio default")));
        VBox more = new VBox();
        int folded = RetryConditions.values().length - RetryConditions.SHOWN;
        boolean any = false;
        for (RetryConditions condition : RetryConditions.values()) {
            HBox row = condition(route, path, condition);
            if (condition.ordinal() < RetryConditions.SHOWN) {
                section.getChildren().add(row);
            } else {
                more.getChildren().add(row);
                any |= condition.isIn(fields.text(path));
            }
        }
        Hyperlink link = new Hyperlink();
        link.getStyleClass().addAll("small", "more");
        boolean[] open = {any};
        Runnable show = () -> {
            FormRows.show(more, open[0]);
            long set = java.util.stream.Stream.of(RetryConditions.values())
                    .skip(RetryConditions.SHOWN)
                    .filter(each -> each.isIn(fields.retriedOn(route)))
                    .count();
            link.setText(
                    open[0] ? "Fewer conditions" : folded + " more conditions" + (set == 0 ? "" : ", " + set + " set"));
        };
        link.setOnAction(event -> {
            open[0] = !open[0];
            show.run();
        });
        rows.onRefresh(show);
        section.getChildren().addAll(more, link);
    }

    private HBox condition(RuleFields.Route route, String path, RetryConditions condition) {
        CheckBox check = new CheckBox(condition.token());
        check.getStyleClass().add("mono");
        check.setMinWidth(172);
        String name = "Try again on " + condition.token() + ": " + condition.sentence();
        // What is ticked by default is kept when it is written down for the first time.
        check.setOnAction(
                event -> rows.say(fields.set(path, condition.with(fields.retriedOn(route), check.isSelected()), true)));
        rows.onRefresh(() -> {
            boolean byDefault = fields.isRetriedByDefault(route);
            check.setSelected(condition.isIn(fields.retriedOn(route)));
            check.pseudoClassStateChanged(BY_DEFAULT, byDefault);
            check.setAccessibleText(byDefault ? name + ", Istio default" : name);
        });
        Label words = sentence(condition.sentence());
        words.setWrapText(false);
        words.setTooltip(new javafx.scene.control.Tooltip(condition.sentence()));
        HBox row = FormRows.row(check, words);
        row.getStyleClass().setAll("check-row");
        return row;
    }

    private VBox faults(RuleFields.Route route) {
        return new VBox(
                rows.value("Delayed, %", route.delayPercent(), "0", false, "none"),
                rows.value("Delay", route.fixedDelay(), "none", true, "none"),
                rows.value("Aborted, %", route.abortPercent(), "0", false, "none"),
                rows.value("Abort status", route.abortStatus(), "none", false, "none"));
    }

    private String fault(RuleFields.Route route) {
        List<String> words = new ArrayList<>();
        if (fields.text(route.fixedDelay()) != null) {
            words.add(fields.text(route.fixedDelay()) + " for " + percent(fields.text(route.delayPercent()), route));
        }
        if (fields.text(route.abortStatus()) != null) {
            words.add(fields.text(route.abortStatus()) + " for " + percent(fields.text(route.abortPercent()), route));
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static String percent(@org.jspecify.annotations.Nullable String text, RuleFields.Route route) {
        return text == null ? route.modern() ? "100 %" : "0 %" : text + " %";
    }

    private VBox mirror(RuleFields.Route route) {
        String at = route.path() + ".mirror";
        return new VBox(
                rows.value("Copies to", at + ".host", "none", true, "none"),
                rows.value("Subset", at + ".subset", "all", true, "none"),
                rows.value("Copied, %", route.path() + ".mirrorPercentage.value", "100", false, "default"));
    }

    private String mirrorWords(RuleFields.Route route) {
        String host = fields.text(route.path() + ".mirror.host");
        String subset = fields.text(route.path() + ".mirror.subset");
        return host == null ? "none" : subset == null ? host : host + " " + subset;
    }

    private VBox headers(RuleFields.Route route) {
        String set = route.path() + ".headers.request.set";
        String remove = route.path() + ".headers.request.remove";
        VBox all = new VBox();
        for (String name : fields.entries(set).keySet()) {
            all.getChildren().add(rows.value("Set " + name, set + "[\"" + name + "\"]", "", true, "removed"));
        }
        TextField name = FormRows.small("name", "Name of the header to set");
        TextField value = FormRows.small("value", "Its value");
        value.setOnAction(event -> {
            if (!name.getText().isBlank() && !value.getText().isBlank()) {
                rows.say(fields.setEntry(
                        set, name.getText().strip(), value.getText().strip()));
            }
        });
        name.setOnAction(event -> value.requestFocus());
        all.getChildren().add(FormRows.row(FormRows.head("Set another"), name, value));
        all.getChildren()
                .add(rows.elements(Hint.of("Remove", "remove", "names of headers, with commas"), remove, "names"));
        return all;
    }

    private String headerWords(RuleFields.Route route) {
        int set = fields.entries(route.path() + ".headers.request.set").size();
        int removed = fields.elements(route.path() + ".headers.request.remove").size();
        return set + removed == 0 ? "none" : set + " set, " + removed + " removed";
    }

    // ---------------------------------------------------------------- policies of destinations

    private void policies() {
        String host = Objects.requireNonNullElse(fields.text("spec.host"), "its host");
        box.getChildren().add(new PolicyForm(fields, rows, "spec.trafficPolicy", "Every connection to " + host).box());
        for (int subset : fields.subsetsWithPolicy()) {
            String at = "spec.subsets[" + subset + "]";
            box.getChildren()
                    .add(new PolicyForm(
                                    fields,
                                    rows,
                                    at + ".trafficPolicy",
                                    "Connections to its subset " + fields.text(at + ".name")
                                            + "; what is set here takes the place of what is set above")
                            .box());
        }
    }
}
