package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.app.ui.dock.RequestsModel.Filter;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Glyphs;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.topology.Versions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The sampled requests, the latest on top; a row opens the waterfall below. */
final class RequestsView {

    private static final long UPDATE_NANOS = 500_000_000L;
    private static final double BAR = 108;
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final Workbench bench;
    private final RequestsModel model = new RequestsModel();
    private final TableView<Outcome> table = DockTable.of("Sampled requests");
    private final Label sentence = DockTable.sentence("");
    private final Hyperlink clear = new Hyperlink("Clear filter");
    private final HBox tools = new HBox(8);
    private final Label note = new Label();
    private final MenuButton flagMenu;
    private final MenuButton routeMenu;
    private final WaterfallView waterfall;
    private final SplitPane pane = new SplitPane(table);
    private final ToggleButton[] chips = new ToggleButton[Filter.values().length];
    private List<String> traffic = List.of();
    private List<Outcome> samples = List.of();
    private @Nullable Versions versions;
    private double longest = 1;
    private long updated;
    private boolean filling;
    /** What was selected before a request: it comes back when the request is closed. */
    private Selection left = new Selection.Nothing();

    RequestsView(Workbench bench) {
        this.bench = bench;
        this.waterfall = new WaterfallView(bench, this::closeWaterfall, this::told);
        pane.setOrientation(Orientation.VERTICAL);
        pane.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && waterfall.isOpen()) {
                closeWaterfall();
                event.consume();
            }
        });
        columns();
        HBox empty = new HBox(4, sentence, clear);
        empty.setAlignment(Pos.CENTER);
        table.setPlaceholder(empty);
        clear.setOnAction(event -> clearFilters());
        table.getSelectionModel().selectedItemProperty().addListener((property, before, after) -> selected(after));
        for (Filter filter : Filter.values()) {
            ToggleButton chip = new ToggleButton(filter.text());
            chip.getStyleClass().add("filter-chip");
            chip.setOnAction(event -> {
                model.set(filter, chip.isSelected());
                fill();
            });
            chips[filter.ordinal()] = chip;
            tools.getChildren().add(chip);
        }
        chips[Filter.SLOW.ordinal()].setTooltip(new javafx.scene.control.Tooltip("Longer than 95 % of the samples"));
        flagMenu = menu("by flag", "Flag of the access log", model::flags, model::flag, model::flag);
        routeMenu = menu(
                "by route", "Where the last try went", model::destinations, model::destination, model::destination);
        tools.getChildren().addAll(routeMenu, flagMenu);
        note.getStyleClass().addAll("muted", "small");
        tools.getChildren().add(note);
        tools.setAlignment(Pos.CENTER_RIGHT);
        bench.selection().addListener((property, before, after) -> follow(before, after));
        bench.theme().palette().addListener((property, before, after) -> table.refresh());
        fill();
    }

    /** A chip that opens a menu of what occurs among the samples. */
    private MenuButton menu(
            String text, String tip, Supplier<Set<String>> values, Supplier<String> now, Consumer<String> choose) {
        MenuButton menu = new MenuButton(text);
        menu.getStyleClass().add("filter-chip");
        menu.setTooltip(new Tooltip(tip));
        menu.getItems().add(new MenuItem("-"));
        menu.setOnShowing(event -> {
            menu.getItems().clear();
            menu.getItems().add(choice("all", "", now, choose));
            values.get().forEach(value -> menu.getItems().add(choice(value, value, now, choose)));
        });
        return menu;
    }

    private MenuItem choice(String text, String value, Supplier<String> now, Consumer<String> choose) {
        RadioMenuItem item = new RadioMenuItem(text);
        item.setSelected(value.equals(now.get()));
        item.setOnAction(event -> {
            choose.accept(value);
            fill();
        });
        return item;
    }

    private static void name(MenuButton menu, String text, String value) {
        menu.setText(value.isEmpty() ? text : value);
        menu.pseudoClassStateChanged(CHOSEN, !value.isEmpty());
    }

    Region pane() {
        return pane;
    }

    /** What stands in the head of the dock beside the tabs. */
    Region tools() {
        return tools;
    }

    boolean isWaterfallOpen() {
        return waterfall.isOpen();
    }

    int samples() {
        return model.samples();
    }

    // ---------------------------------------------------------------- the table

    private void columns() {
        table.getColumns()
                .add(DockTable.text("Start", 84, "mono number", each -> Instants.minutes(each.startSeconds())));
        table.getColumns().add(DockTable.text("Request", 76, "number", each -> String.valueOf(each.request())));
        table.getColumns().add(DockTable.text("Traffic", 84, "", each -> traffic(each)));
        table.getColumns().add(DockTable.text("Path", 176, "", Outcome::path));
        table.getColumns().add(DockTable.column("Version", 116, "", this::version));
        table.getColumns().add(DockTable.column("Code", 72, "code", (cell, each) -> {
            cell.setText(each.code() == 0 ? "none" : each.status());
            cell.pseudoClassStateChanged(FAILED, each.failed());
        }));
        table.getColumns().add(DockTable.text("Flags", 64, "mono", Outcome::flags));
        table.getColumns().add(DockTable.text("Tries", 56, "number", each -> String.valueOf(each.tries())));
        table.getColumns().add(DockTable.text("Total", 76, "number", each -> Instants.latency(each.latencySeconds())));
        table.getColumns().add(DockTable.column("", BAR + 16, "", this::bar));
        table.getColumns().add(DockTable.text("Why it ended as it did", 400, "", model::reason));
    }

    private String traffic(Outcome outcome) {
        return outcome.traffic() < traffic.size() ? traffic.get(outcome.traffic()) : "";
    }

    private void version(TableCell<Outcome, Outcome> cell, Outcome outcome) {
        if (outcome.workload() == null || versions == null) {
            cell.setText("-");
            cell.setGraphic(null);
            return;
        }
        Canvas canvas = new Canvas(12, 12);
        Glyphs.version(
                canvas.getGraphicsContext2D(), bench.theme().palette().get(), versions.of(outcome.workload()), 6, 6, 4);
        cell.setGraphic(canvas);
        cell.setText(outcome.version() == null ? outcome.workload() : outcome.version());
    }

    private void bar(TableCell<Outcome, Outcome> cell, Outcome outcome) {
        Canvas canvas = cell.getGraphic() instanceof Canvas known ? known : new Canvas(BAR, 9);
        Palette palette = bench.theme().palette().get();
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, BAR, 9);
        g.setFill(palette.grid);
        g.fillRoundRect(0, 0, BAR, 9, 4, 4);
        g.setFill(outcome.failed() ? palette.bad : outcome.retried() ? palette.retry : palette.idle);
        g.fillRoundRect(0, 0, Math.max(2, BAR * Math.min(1, outcome.latencySeconds() / longest)), 9, 4, 4);
        cell.setGraphic(canvas);
    }

    // ---------------------------------------------------------------- what is shown

    void opened(@Nullable LiveSession session) {
        filling = true;
        closeWaterfall();
        samples = List.of();
        model.take(samples);
        clearFilters();
        filling = false;
        if (session != null) {
            traffic = session.experiment().scenario().traffic().stream()
                    .map(each -> each.name())
                    .toList();
            versions = Versions.of(session.experiment().plan());
        }
    }

    /** Takes a new state; whether the number of samples may have changed. */
    boolean take(SessionState state) {
        long now = System.nanoTime();
        if (state.playing() && now - updated < UPDATE_NANOS || state.outcomes().equals(samples)) {
            return false;
        }
        updated = now;
        samples = state.outcomes();
        model.take(samples);
        if (!waterfall.isOpen()) {
            fill();
        }
        return true;
    }

    private void clearFilters() {
        model.clear();
        for (ToggleButton chip : chips) {
            chip.setSelected(false);
        }
        fill();
    }

    private void fill() {
        filling = true;
        Outcome selected = table.getSelectionModel().getSelectedItem();
        List<Outcome> rows = model.rows();
        longest = rows.stream().mapToDouble(Outcome::latencySeconds).max().orElse(1);
        table.getItems().setAll(rows);
        if (selected != null) {
            table.getSelectionModel().select(selected);
        }
        filling = false;
        name(routeMenu, "by route", model.destination());
        name(flagMenu, "by flag", model.flag());
        boolean filtered = rows.size() != model.samples();
        sentence.setText(model.sentence());
        clear.setVisible(model.samples() > 0);
        clear.setManaged(model.samples() > 0);
        note.setText(
                filtered
                        ? rows.size() + " of " + model.samples()
                        : "sampled: every failed, at most 10 others a second");
    }

    // ---------------------------------------------------------------- the waterfall

    private void told(String sentence, long request) {
        for (Outcome each : samples) {
            if (each.request() == request) {
                model.told(each, sentence);
                table.refresh();
            }
        }
    }

    private void selected(@Nullable Outcome outcome) {
        if (!filling && outcome != null) {
            // Not while the table still tells of its selection: what follows may change its rows.
            Platform.runLater(() -> {
                if (outcome.equals(table.getSelectionModel().getSelectedItem())) {
                    bench.selection().set(new Selection.Request(outcome.request()));
                }
            });
        }
    }

    private void follow(Selection before, Selection selection) {
        if (!(selection instanceof Selection.Request request)) {
            return;
        }
        if (!(before instanceof Selection.Request)) {
            left = before;
        }
        Outcome found = null;
        for (Outcome each : model.rows()) {
            if (each.request() == request.number()) {
                found = each;
            }
        }
        filling = true;
        if (found == null) {
            table.getSelectionModel().clearSelection();
        } else if (!found.equals(table.getSelectionModel().getSelectedItem())) {
            fill();
            table.getSelectionModel().select(found);
        }
        filling = false;
        if (!waterfall.isOpen()) {
            pane.getItems().setAll(table, waterfall.pane());
            pane.setDividerPositions(0.32);
            bench.dockExpanded().set(true);
            Platform.runLater(table::requestFocus);
        }
        waterfall.show(request.number(), found == null ? "" : traffic(found));
        int row = table.getSelectionModel().getSelectedIndex();
        if (row >= 0) {
            // The table gets its new height in the next pulse; before that it would scroll for the old one.
            Platform.runLater(() -> Platform.runLater(() -> table.scrollTo(Math.max(0, row - 3))));
        }
    }

    void closeWaterfall() {
        waterfall.closed();
        pane.getItems().setAll(table);
        bench.dockExpanded().set(false);
        filling = true;
        table.getSelectionModel().clearSelection();
        filling = false;
        if (bench.selection().get() instanceof Selection.Request) {
            bench.selection().set(left);
        }
        left = new Selection.Nothing();
        fill();
    }
}
