package dev.windtunnel.app.ui.shell;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.scenario.Scenario;
import java.util.Comparator;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The one window: menu and title, transport, timeline, explorer, topology over charts, inspector, dock, status. */
public final class MainWindow {

    private final Workbench bench;
    private final BorderPane root = new BorderPane();
    private final Transport transport;
    private final Label title = new Label("Windtunnel");
    private final Label edited = new Label();
    private final Label profile = new Label();
    private final Label seed = new Label();
    private final Label running = new Label();
    private final ReachedSpeed reached = new ReachedSpeed();
    private final Label counts = new Label();
    private final Label findings = new Label();
    private final Label wall = new Label();
    private final Node welcome;
    private final Region timeline;
    private final Region work;
    private final Panels panels;

    /** The panes of the window, made by who knows them. */
    public record Panes(
            Region menu,
            Region timeline,
            Region explorer,
            Region topology,
            Region charts,
            Region inspector,
            Region dock,
            Region welcome) {}

    /** A window of these panes. */
    public MainWindow(Workbench bench, Panes panes) {
        this.bench = bench;
        this.transport = new Transport(bench);
        this.welcome = panes.welcome();
        this.panels =
                new Panels(bench, panes.explorer(), panes.topology(), panes.charts(), panes.inspector(), panes.dock());
        this.work = panels.root();
        this.timeline = panes.timeline();
        root.setTop(new VBox(titleBar(panes.menu()), transport.bar(), timeline, new CompareBar(bench)));
        root.setBottom(statusBar());
        bench.session().addListener((property, before, after) -> showScenario());
        bench.state().addListener((property, before, after) -> showState(after));
        bench.findings().addListener((property, before, after) -> showFindings());
        bench.waiting().addListener((property, before, after) -> showEdited());
        bench.documents().addListener((property, before, after) -> {
            if (after != null) {
                after.listen(this::showEdited);
            }
            showEdited();
        });
        showScenario();
    }

    /** The root of the scene. */
    public BorderPane root() {
        return root;
    }

    /** The transport's actions, for keys and menus. */
    public Transport transport() {
        return transport;
    }

    /** The panes between the bars: which are folded away, and how large they are. */
    public Panels panels() {
        return panels;
    }

    private Region titleBar(Region menu) {
        profile.getStyleClass().add("chip");
        seed.getStyleClass().add("chip");
        title.getStyleClass().add("strong");
        Region left = new Region();
        Region right = new Region();
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        edited.getStyleClass().addAll("muted", "small");
        Button theme = new Button();
        theme.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON, "theme-button");
        theme.setOnAction(event -> bench.theme().set(!bench.theme().isDark()));
        Runnable show = () -> {
            boolean dark = bench.theme().isDark();
            theme.setGraphic(Transport.icon(dark ? "mdomz-wb_sunny" : "mdomz-nights_stay", 16));
            theme.setAccessibleText(dark ? "Light theme" : "Dark theme");
            theme.setTooltip(new Tooltip((dark ? "Light" : "Dark") + " theme (Ctrl+Shift+T)"));
        };
        bench.theme().palette().addListener((property, before, after) -> show.run());
        show.run();
        HBox bar = new HBox(8, menu, left, title, edited, right, profile, seed, theme);
        bar.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        bar.setMinWidth(0);
        bar.getStyleClass().add("title-bar");
        return bar;
    }

    private Region statusBar() {
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        HBox bar = new HBox(running, findings, counts, rest, wall);
        bar.getStyleClass().add("status-bar");
        return bar;
    }

    private void showScenario() {
        boolean open = bench.session().get() != null;
        root.setCenter(open ? work : welcome);
        for (Node bar : new Node[] {transport.bar(), timeline}) {
            bar.setVisible(open);
            bar.setManaged(open);
        }
        profile.setVisible(open);
        seed.setVisible(open);
        if (!open) {
            title.setText("Windtunnel");
            running.setText("No scenario open");
            findings.setText("");
            counts.setText("");
            wall.setText("");
            return;
        }
        Scenario scenario = bench.session().get().experiment().scenario();
        title.setText(scenario.name());
        profile.setText("profile " + scenario.profile().id());
        seed.setText("seed " + scenario.run().seed());
        showFindings();
        running.setText("ready");
        counts.setText("");
        wall.setText("");
    }

    private void showFindings() {
        int count = bench.findings().get().size();
        findings.setText(
                bench.session().get() == null
                        ? ""
                        : count == 0 ? "no findings" : count == 1 ? "1 finding" : count + " findings");
        Level worst = bench.findings().get().stream()
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.INFO);
        boolean loud = count > 0 && worst != Level.INFO;
        FontIcon icon = loud ? Transport.icon(worst == Level.ERROR ? "mdal-error" : "mdmz-warning", 14) : null;
        if (icon != null) {
            icon.getStyleClass().add(worst == Level.ERROR ? "bad-icon" : "warn-icon");
        }
        findings.setGraphic(icon);
    }

    /** Whether there are edits that no file has. */
    private void showEdited() {
        RuleDocuments documents = bench.documents().get();
        boolean is = documents != null
                && (!bench.waiting().get().isEmpty()
                        || !documents.unsavedEdits().isEmpty());
        edited.setText(is ? "edited" : "");
    }

    private void showState(@Nullable SessionState state) {
        if (state == null) {
            return;
        }
        seed.setText("seed " + state.seed());
        if (!state.playing()) {
            reached.stop();
        }
        running.setText(
                state.problem() != null
                        ? "stopped"
                        : state.frame().over()
                                ? "ended"
                                : state.playing()
                                        ? reached.take(state.frame().nowNanos(), System.nanoTime(), state.speed())
                                        : "paused");
        long failed = state.frame().traffic().stream()
                .mapToLong(each -> each.failed())
                .sum();
        counts.setText(state.frame().requests() + " requests, " + failed + " failed");
        wall.setText(
                state.playing() && state.requestsPerSecondOfWallTime() > 0
                        ? Instants.rate(state.requestsPerSecondOfWallTime()) + " simulated   virtual "
                                + Instants.clock(state.frame().nowNanos()).substring(0, 8)
                        : "virtual " + Instants.clock(state.frame().nowNanos()).substring(0, 8));
    }
}
