package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.rules.RuleText;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.ObjectActions.Offer;
import dev.windtunnel.mesh.ObjectKey;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is shown: its name and kind, the file of its rule, its other rules, how it is doing, and what is advised. */
final class InspectorHead extends VBox {

    private final FontIcon icon = new FontIcon("mdoal-alt_route");
    private final Label title = new Label();
    private final Label kind = new Label();
    private final HBox under = new HBox();
    private final HBox others = new HBox(8);
    private final Label facts = new Label();
    private final ActionButtons actions = new ActionButtons();
    private final AdviceRows advice = new AdviceRows();
    private final Consumer<ObjectKey> choose;
    private final Runnable goToText;
    private String shownUnder = "";

    /**
     * A head.
     *
     * @param choose shows another rule of the same thing
     * @param goToText shows the text of the rule
     */
    InspectorHead(Consumer<ObjectKey> choose, Runnable goToText) {
        super(4);
        this.choose = choose;
        this.goToText = goToText;
        title.getStyleClass().add("inspector-title");
        kind.getStyleClass().add("chip");
        kind.setMinWidth(USE_PREF_SIZE);
        icon.setIconSize(18);
        icon.getStyleClass().add("accent-icon");
        HBox first = new HBox(8, icon, title, kind);
        first.setAlignment(Pos.CENTER_LEFT);
        under.setAlignment(Pos.CENTER_LEFT);
        others.setAlignment(Pos.CENTER_LEFT);
        facts.getStyleClass().addAll("small", "muted");
        facts.setWrapText(true);
        getChildren().setAll(first, under, facts, others, actions, advice);
        getStyleClass().add("inspector-head");
    }

    /** Something else is shown, by this rule. */
    void show(Subject about, @Nullable ObjectKey key) {
        shownUnder = "";
        actions.clear();
        title.setText(about.title());
        kind.setText(about.kind());
        icon.setIconLiteral(icon(about.kind()));
        others.getChildren().clear();
        if (about.rules().size() > 1) {
            Label also = new Label("Rules");
            also.getStyleClass().addAll("small", "muted");
            others.getChildren().add(also);
            for (ObjectKey rule : about.rules()) {
                Hyperlink link = new Hyperlink(rule.name() + " " + shortKind(rule.kind()));
                link.getStyleClass().add("small");
                link.setDisable(rule.equals(key));
                link.setOnAction(event -> choose.accept(rule));
                others.getChildren().add(link);
            }
        }
        FormRows.show(others, !others.getChildren().isEmpty());
    }

    /** How it is doing; empty for nothing to say. */
    void facts(String words) {
        facts.setText(words);
        FormRows.show(facts, !words.isEmpty());
    }

    /** What can be done to it while the run goes. */
    void actions(List<Offer> offers, LiveSession session) {
        actions.show(offers, session);
    }

    /** What the run advises about it. */
    void advice(List<Advised> about) {
        advice.show(about);
    }

    /** Where its rule stands, and since when it is in force, in seconds; 0 for from the start. */
    void place(Subject about, @Nullable ObjectKey key, @Nullable RuleText text, double sinceSeconds) {
        String since = key == null || sinceSeconds <= 0 ? "" : ", since " + Instants.minutes(sinceSeconds);
        String file = text == null ? "" : text.place(0);
        String now = (key == null ? "" : key.namespace()) + file + since + about.title() + key;
        if (now.equals(shownUnder)) {
            return;
        }
        shownUnder = now;
        under.getChildren().clear();
        FormRows.show(under, key != null);
        if (key == null) {
            return;
        }
        boolean named = about.kind().equals(key.kind());
        String whose = named ? key.namespace() : others.isManaged() ? "" : key.kind() + " " + key.name();
        Label first = new Label(whose.isEmpty() || file.isEmpty() ? whose : whose + ",");
        Hyperlink link = new Hyperlink(file);
        link.setOnAction(event -> goToText.run());
        Label last = new Label(since);
        first.getStyleClass().addAll("small", "muted");
        link.getStyleClass().add("small");
        last.getStyleClass().addAll("small", "muted");
        first.setStyle(whose.isEmpty() ? "" : "-fx-padding: 0 4 0 0;");
        under.getChildren().setAll(first, link, last);
    }

    private static String icon(String kind) {
        return switch (kind) {
            case "DestinationRule" -> "mdomz-tune";
            case "Gateway" -> "mdomz-router";
            case "ServiceEntry" -> "mdomz-public";
            case "Service" -> "mdoal-device_hub";
            case "Edge" -> "mdoal-arrow_forward";
            case "Traffic" -> "mdomz-people";
            case "Workload", "Pod" -> "mdoal-description";
            default -> "mdoal-alt_route";
        };
    }

    private static String shortKind(String kind) {
        return switch (kind) {
            case "VirtualService" -> "routes";
            case "DestinationRule" -> "policy";
            default -> kind;
        };
    }
}
