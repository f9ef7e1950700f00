package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.LineDiff;
import dev.windtunnel.app.session.Preview;
import dev.windtunnel.app.ui.shell.Instants;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The lines that an edit changes, and what it would do to the requests. */
final class DiffPane extends VBox {

    private final VBox lines = new VBox();
    private final GridPane figures = new GridPane();
    private final Label caption = new Label();
    private final Label state = new Label();

    DiffPane() {
        ScrollPane scroll = new ScrollPane(lines);
        scroll.getStyleClass().add("diff-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        lines.getStyleClass().add("diff-lines");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        caption.getStyleClass().addAll("small", "muted", "diff-caption");
        state.getStyleClass().addAll("small", "muted", "diff-caption");
        state.setWrapText(true);
        state.setMinHeight(USE_PREF_SIZE);
        figures.setMinHeight(USE_PREF_SIZE);
        figures.getStyleClass().add("preview");
        figures.setHgap(12);
        figures.setVgap(4);
        getChildren().setAll(caption, scroll, state, figures);
    }

    /** Shows a difference. */
    void show(String against, List<LineDiff.Line> diff) {
        caption.setText(diff.isEmpty() ? "The text is that of " + against + "." : "Against " + against);
        lines.getChildren().clear();
        for (LineDiff.Line line : diff) {
            Label label = new Label(line.sign() == '~' ? "  ..." : line.sign() + " " + line.text());
            label.getStyleClass().addAll("mono", "diff-line");
            if (line.sign() == '-') {
                label.getStyleClass().add("diff-removed");
            } else if (line.sign() == '+') {
                label.getStyleClass().add("diff-added");
            }
            label.setMaxWidth(Double.MAX_VALUE);
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
            lines.getChildren().add(label);
        }
    }

    /** Says why there are no figures (yet). */
    void say(String sentence) {
        state.setText(sentence);
        figures.getChildren().clear();
    }

    /** Shows what the edit would do. */
    void show(Preview.Result result) {
        figures.getChildren().clear();
        Preview.Figures without = result.without();
        Preview.Figures with = result.with();
        if (without.requests() == 0 && with.requests() == 0) {
            say("No requests in the next 30 s would meet this rule.");
            return;
        }
        state.setText(
                "The next 30 s from " + Instants.minutes(result.fromNanos() / 1e9) + ", on the same random numbers");
        row(0, "", "go on", "after apply", "muted");
        int row = 1;
        Set<String> names = new TreeSet<>(without.shares().keySet());
        names.addAll(with.shares().keySet());
        for (String name : names) {
            row(row++, destination(name), share(without, name), share(with, name), null);
        }
        if (nowhere(without) > 0.0005 || nowhere(with) > 0.0005) {
            row(row++, "to no pod", Instants.percent(nowhere(without)), Instants.percent(nowhere(with)), null);
        }
        row(row++, "p99", Instants.latency(without.p99Seconds()), Instants.latency(with.p99Seconds()), null);
        boolean worse = with.errorRate() > without.errorRate() + 0.001;
        row(
                row++,
                "failed requests",
                Instants.percent(without.errorRate()),
                Instants.percent(with.errorRate()),
                worse ? "bad-text" : null);
        row(row, "tries per request", tries(without), tries(with), null);
    }

    /** {@code reviews-v2[v2]} is {@code reviews-v2}: a subset that its workload's name ends with says nothing new. */
    private static String destination(String key) {
        int bracket = key.indexOf('[');
        if (bracket < 0) {
            return key;
        }
        String workload = key.substring(0, bracket);
        String subset = key.substring(bracket + 1, key.length() - 1);
        return workload.endsWith(subset) ? workload : workload + ", subset " + subset;
    }

    private static String share(Preview.Figures figures, String name) {
        Double share = figures.shares().get(name);
        return share == null ? "none" : Instants.percent(share);
    }

    private static double nowhere(Preview.Figures figures) {
        double sent = figures.shares().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return figures.requests() == 0 ? 0 : Math.max(0, 1 - sent);
    }

    private static String tries(Preview.Figures figures) {
        return Double.isNaN(figures.triesPerRequest())
                ? "-"
                : String.format(Locale.ROOT, "%.2f", figures.triesPerRequest());
    }

    private void row(int row, String name, String before, String after, @Nullable String style) {
        Label first = new Label(name);
        Label second = new Label(before);
        Label third = new Label(after);
        first.getStyleClass().add("small");
        first.setPrefWidth(150);
        second.getStyleClass().addAll("small", "muted");
        third.getStyleClass().addAll("small", "strong");
        second.setMinWidth(68);
        third.setMinWidth(76);
        second.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
        third.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
        if (style != null) {
            third.getStyleClass().add(style);
        }
        figures.addRow(row, first, second, third);
    }
}
