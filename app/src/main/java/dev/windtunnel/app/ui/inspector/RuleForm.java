package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.RetryConditions;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The form of a VirtualService, a DestinationRule or a rule of 2017. */
final class RuleForm {

    private static final String POOL = "spec.trafficPolicy.connectionPool.";

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
            policy();
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
            conditions(section, route.retryOn());
        }
        section.getChildren()
                .add(folded("Faults", faults(route), () -> fault(route), isOpen(route.path(), "fault", "httpFault")));
        if (route.modern()) {
            section.getChildren()
                    .add(folded("Mirror", mirror(route), () -> mirrorWords(route), isOpen(route.path(), "mirror")));
            section.getChildren()
                    .add(folded(
                            "Request headers",
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

    private void conditions(VBox section, String path) {
        Label caption = sentence("Try again on");
        section.getChildren().add(FormRows.row(caption, FormRows.spring(), rows.origin(path, "default")));
        VBox more = new VBox();
        int folded = RetryConditions.values().length - RetryConditions.SHOWN;
        boolean any = false;
        for (RetryConditions condition : RetryConditions.values()) {
            HBox row = condition(path, condition);
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
            link.setText(open[0] ? "Fewer conditions" : folded + " more conditions");
        };
        link.setOnAction(event -> {
            open[0] = !open[0];
            show.run();
        });
        show.run();
        section.getChildren().addAll(more, link);
    }

    private HBox condition(String path, RetryConditions condition) {
        CheckBox check = new CheckBox(condition.token());
        check.getStyleClass().add("mono");
        check.setMinWidth(172);
        check.setAccessibleText("Try again on " + condition.token() + ": " + condition.sentence());
        check.setOnAction(
                event -> rows.say(fields.set(path, condition.with(fields.text(path), check.isSelected()), true)));
        rows.onRefresh(() -> check.setSelected(condition.isIn(fields.text(path))));
        Label words = sentence(condition.sentence());
        words.setWrapText(false);
        words.setTooltip(new javafx.scene.control.Tooltip(condition.sentence()));
        HBox row = FormRows.row(check, words);
        row.getStyleClass().setAll("check-row");
        return row;
    }

    private TitledPane folded(String name, Node content, java.util.function.Supplier<String> words, boolean open) {
        Label title = new Label(name);
        Label said = new Label();
        said.getStyleClass().addAll("small", "muted");
        HBox head = new HBox(8, title, FormRows.spring(), said);
        head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        TitledPane pane = new TitledPane();
        pane.setGraphic(head);
        pane.setAccessibleText(name);
        head.prefWidthProperty().bind(pane.widthProperty().subtract(24));
        pane.setContent(content);
        pane.setExpanded(open);
        pane.setAnimated(false);
        pane.getStyleClass().add("form-fold");
        rows.onRefresh(() -> said.setText(words.get()));
        return pane;
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
        TextField name = small("name");
        TextField value = small("value");
        value.setOnAction(event -> {
            if (!name.getText().isBlank() && !value.getText().isBlank()) {
                rows.say(fields.set(set + "[\"" + name.getText().strip() + "\"]", value.getText(), true));
            }
        });
        name.setOnAction(event -> value.requestFocus());
        all.getChildren().add(FormRows.row(head("Set another"), name, value));
        TextField removed = small("names, with commas");
        removed.setPrefWidth(160);
        Runnable commit = () -> {
            List<String> names = new ArrayList<>();
            for (String each : removed.getText().split(",")) {
                if (!each.isBlank()) {
                    names.add(each.strip());
                }
            }
            if (!names.equals(fields.elements(remove))) {
                rows.say(fields.setElements(remove, names));
            }
        };
        removed.setOnAction(event -> commit.run());
        removed.focusedProperty().addListener((property, before, focused) -> {
            if (!focused) {
                commit.run();
            }
        });
        rows.onRefresh(() -> {
            if (!removed.isFocused()) {
                removed.setText(String.join(", ", fields.elements(remove)));
            }
        });
        all.getChildren().add(FormRows.row(head("Remove"), removed));
        return all;
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.setMinWidth(112);
        return label;
    }

    private static TextField small(String prompt) {
        TextField field = new TextField();
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.setPrefWidth(88);
        field.getStyleClass().add("mono");
        return field;
    }

    private String headerWords(RuleFields.Route route) {
        int set = fields.entries(route.path() + ".headers.request.set").size();
        int removed = fields.elements(route.path() + ".headers.request.remove").size();
        return set + removed == 0 ? "none" : set + " set, " + removed + " removed";
    }

    // ---------------------------------------------------------------- policies of destinations

    private void policy() {
        VBox section = new VBox();
        section.getStyleClass().add("form-section");
        section.getChildren()
                .add(sentence(
                        "Every connection to " + Objects.requireNonNullElse(fields.text("spec.host"), "its host")));
        String simple = "spec.trafficPolicy.loadBalancer.simple";
        ComboBox<String> choice = new ComboBox<>();
        choice.getItems().setAll("default", "LEAST_REQUEST", "ROUND_ROBIN", "RANDOM", "PASSTHROUGH");
        choice.setAccessibleText("Load balancer");
        choice.setPrefWidth(184);
        boolean[] showing = new boolean[1];
        choice.setOnAction(event -> {
            if (!showing[0]) {
                rows.say(fields.set(simple, "default".equals(choice.getValue()) ? null : choice.getValue(), true));
            }
        });
        rows.onRefresh(() -> {
            showing[0] = true;
            choice.setValue(Objects.requireNonNullElse(fields.text(simple), "default"));
            showing[0] = false;
        });
        section.getChildren()
                .addAll(
                        FormRows.row(head("Load balancer"), FormRows.spring(), rows.origin(simple, "LEAST_REQUEST")),
                        FormRows.row(choice),
                        rows.value("Connections", POOL + "tcp.maxConnections", "no limit", false, "default"),
                        rows.value("Connect timeout", POOL + "tcp.connectTimeout", "10s", true, "default"),
                        rows.value(
                                "Pending requests",
                                POOL + "http.http1MaxPendingRequests",
                                "no limit",
                                false,
                                "default"));
        box.getChildren().add(section);
    }
}
