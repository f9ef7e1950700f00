package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.shell.Comparing;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.simulation.Frame;
import java.util.EnumMap;
import java.util.Map;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Figures of the run over time: chips choose which charts stand side by side, the selection whose requests they show. */
public final class ChartsPane extends BorderPane {

    private static final long REDRAW_MILLIS = 100;

    private final Workbench bench;
    private final TimeWindow window = new TimeWindow();
    private final ChartDeck deck;
    private final Throttle redraw = new Throttle(REDRAW_MILLIS, this::draw);
    private final Map<Charts, ToggleButton> chips = new EnumMap<>(Charts.class);
    private static final java.util.regex.Pattern LONG_NAME =
            java.util.regex.Pattern.compile("([^\\s,]{20})[^\\s,]{4,}");
    private final MenuButton filterMenu = new MenuButton();
    private final MenuButton lengthMenu = new MenuButton();
    private final MenuButton more = new MenuButton("More");
    private final HBox head = new HBox();
    private final Tooltip filterTip = new Tooltip();
    private final Label sentence = new Label();
    private @Nullable ChartFilter filter;
    private String fitted = "";

    /** The charts of what is open. */
    public ChartsPane(Workbench bench) {
        this.bench = bench;
        this.deck = new ChartDeck(bench.theme(), window, this::windowChanged);
        getStyleClass().add("charts-pane");
        setMinHeight(32);
        setPrefHeight(240);
        sentence.getStyleClass().add("empty-sentence");
        sentence.setMouseTransparent(true);
        setTop(head());
        setCenter(new StackPane(deck, sentence));
        bench.state().addListener((property, before, after) -> stateChanged(before, after));
        bench.selection().addListener((property, before, after) -> somethingElse());
        bench.chartsOf().addListener((property, before, after) -> somethingElse());
        bench.comparing().base().addListener((property, before, after) -> redraw.request());
        bench.comparing().shown().addListener((property, before, after) -> redraw.request());
        bench.session().addListener((property, before, after) -> {
            window.all();
            somethingElse();
        });
        // Where the inspector lies over them, charts stand beside it.
        bench.covered().addListener((property, before, after) -> {
            setPadding(new Insets(0, after.doubleValue(), 0, 0));
            ticks();
            Platform.runLater(this::fit);
        });
        bench.theme().palette().addListener((property, before, after) -> redraw.request());
        widthProperty().addListener((property, before, after) -> {
            ticks();
            Platform.runLater(this::fit);
        });
        ticks();
        windowChanged();
    }

    // ---------------------------------------------------------------- head

    private Region head() {
        Label title = new Label("Charts");
        title.getStyleClass().add("title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        HBox chosen = new HBox(4);
        chosen.setAlignment(Pos.CENTER_LEFT);
        chosen.getStyleClass().add("chart-chips");
        for (Charts chart : Charts.values()) {
            ToggleButton chip = new ToggleButton(chart.text);
            chip.getStyleClass().add("chart-chip");
            chip.setSelected(chart.first);
            chip.setMinWidth(Region.USE_PREF_SIZE);
            chip.setAccessibleText("Chart " + chart.text);
            chip.selectedProperty().addListener((property, before, after) -> {
                ticks();
                Platform.runLater(this::fit);
                redraw.request();
            });
            chips.put(chart, chip);
            chosen.getChildren().add(chip);
        }
        more.getStyleClass().addAll("flat", "chart-menu");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setAccessibleText("More charts");
        more.setTooltip(new Tooltip("More charts"));
        more.setOnShowing(event -> fillMore());
        more.getItems().add(new MenuItem("-"));
        show(more, false);
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        FontIcon icon = new FontIcon("mdoal-filter_list");
        icon.setIconSize(16);
        filterMenu.setGraphic(icon);
        filterMenu.setTooltip(filterTip);
        filterMenu.setAccessibleText("Whose requests the charts show");
        filterMenu.setOnShowing(event -> fillFilterMenu());
        filterMenu.getItems().add(new MenuItem("-"));
        ToggleGroup lengths = new ToggleGroup();
        for (TimeWindow.Length length : TimeWindow.Length.values()) {
            RadioMenuItem item = new RadioMenuItem(length.text);
            item.setToggleGroup(lengths);
            item.setUserData(length);
            item.setOnAction(event -> {
                window.choose(length);
                deck.resetAxes();
                windowChanged();
            });
            lengthMenu.getItems().add(item);
        }
        lengthMenu.setAccessibleText("How much of the run the charts show");
        filterMenu.getStyleClass().addAll("flat", "chart-menu");
        lengthMenu.getStyleClass().addAll("flat", "chart-menu");
        lengthMenu.setMinWidth(Region.USE_PREF_SIZE);
        head.getChildren().setAll(title, chosen, more, rest, filterMenu, lengthMenu);
        head.getStyleClass().add("pane-head");
        head.setMinWidth(0);
        return head;
    }

    /** Chosen chips have a tick; where many are chosen in little room, their fill alone has to say it. */
    private void ticks() {
        long chosen = chips.values().stream().filter(ToggleButton::isSelected).count();
        boolean room = getWidth() - bench.covered().get() >= 1000 || chosen <= 4;
        for (ToggleButton chip : chips.values()) {
            boolean wanted = room && chip.isSelected();
            if (wanted != (chip.getGraphic() != null)) {
                FontIcon tick = new FontIcon("mdoal-check");
                tick.setIconSize(14);
                chip.setGraphic(wanted ? tick : null);
            }
        }
    }

    /** Chips that find no place stand in a menu behind the last one that does. */
    private void fit() {
        double room = getWidth() - bench.covered().get() - 24;
        for (javafx.scene.Node node : head.getChildren()) {
            if (node != head.getChildren().get(1) && node != more) {
                room -= node.prefWidth(-1) + 12;
            }
        }
        double all = 0;
        for (ToggleButton chip : chips.values()) {
            all += chip.prefWidth(-1) + 4;
        }
        boolean whole = all <= room;
        double left = whole ? room : room - more.prefWidth(-1) - 12;
        boolean open = true;
        for (ToggleButton chip : chips.values()) {
            left -= chip.prefWidth(-1) + 4;
            open &= left >= 0;
            chip.setVisible(open);
            chip.setManaged(open);
        }
        more.setText(chips.values().stream().anyMatch(ToggleButton::isVisible) ? "More" : "Choose");
        show(more, !whole);
    }

    private static void show(Region node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private void fillMore() {
        more.getItems().clear();
        chips.forEach((chart, chip) -> {
            if (!chip.isVisible()) {
                CheckMenuItem item = new CheckMenuItem(chart.text);
                item.setSelected(chip.isSelected());
                item.setOnAction(event -> chip.setSelected(item.isSelected()));
                more.getItems().add(item);
            }
        });
    }

    private void fillFilterMenu() {
        filterMenu.getItems().clear();
        SessionState state = bench.state().get();
        LiveSession session = bench.session().get();
        if (state == null || session == null) {
            return;
        }
        boolean isKept = bench.chartsOf().get() != null;
        MenuItem keep = new MenuItem(isKept ? "Follow the selection" : "Keep these");
        keep.setOnAction(
                event -> bench.chartsOf().set(isKept ? null : bench.selection().get()));
        filterMenu.getItems().addAll(keep, new javafx.scene.control.SeparatorMenuItem());
        String namespace = session.experiment().scenario().namespace();
        for (Frame.TrafficFrame traffic : state.frame().traffic()) {
            MenuItem item = new MenuItem("traffic " + traffic.name());
            item.setOnAction(event -> choose(new Selection.Traffic(traffic.name())));
            filterMenu.getItems().add(item);
        }
        Map<String, Menu> sources = new java.util.LinkedHashMap<>();
        for (Frame.EdgeFrame edge : state.frame().edges()) {
            MenuItem item = new MenuItem("to " + ChartFilter.shortName(edge.service(), namespace));
            item.setOnAction(event -> choose(new Selection.Edge(edge.key())));
            sources.computeIfAbsent(edge.source(), name -> new Menu("from " + name))
                    .getItems()
                    .add(item);
        }
        filterMenu.getItems().addAll(sources.values());
    }

    private void choose(Selection chosen) {
        bench.chartsOf().set(null);
        bench.selection().set(chosen);
    }

    // ---------------------------------------------------------------- what changes

    private void stateChanged(@Nullable SessionState before, @Nullable SessionState after) {
        if (after != null
                && before != null
                && after.frame().nowNanos() < before.frame().nowNanos()) {
            deck.resetAxes();
        }
        redraw.request();
    }

    /** Whose requests the charts are about. */
    private Selection subject() {
        Selection kept = bench.chartsOf().get();
        return kept == null ? bench.selection().get() : kept;
    }

    private void somethingElse() {
        deck.resetAxes();
        redraw.request();
    }

    private void windowChanged() {
        lengthMenu.setText(window.zoomed() ? "zoomed" : window.length().text);
        lengthMenu.getItems().forEach(item -> ((RadioMenuItem) item)
                .setSelected(item.getUserData() == window.length() && !window.zoomed()));
        redraw.request();
    }

    /** The deck, for tests. */
    ChartDeck deck() {
        return deck;
    }

    private boolean hidden() {
        return getScene() == null
                || getScene().getWindow() == null
                || !getScene().getWindow().isShowing()
                || deck.getWidth() < 1
                || deck.getHeight() < 1;
    }

    private void draw() {
        LiveSession session = bench.session().get();
        SessionState state = bench.state().get();
        if (hidden()) {
            return;
        }
        String instead = sentence(session, state);
        sentence.setText(instead == null ? "" : instead);
        filter = state == null || session == null
                ? null
                : ChartFilter.of(
                        subject(), state, session.experiment().scenario().namespace());
        filterMenu.setVisible(filter != null);
        if (filter == null || state == null || session == null || instead != null) {
            filterMenu.setText("");
            deck.draw(Map.of(), new Range(0, 10), ChartMarks.NONE);
            return;
        }
        // Its tip has the whole names: the menu beside it and the chips keep their room.
        filterMenu.setText(LONG_NAME.matcher(filter.text()).replaceAll("$1...")
                + (bench.chartsOf().get() == null ? "" : ", kept"));
        filterMenu.setMinWidth(Region.USE_PREF_SIZE);
        if (!filter.text().equals(fitted)) {
            fitted = filter.text();
            Platform.runLater(this::fit);
        }
        boolean kept = bench.chartsOf().get() != null;
        filterTip.setText(
                "Requests " + filter.phrase() + (kept ? ". Kept, whatever is selected." : ". Follows the selection."));
        double now = state.frame().nowNanos() / 1e9;
        Range range = window.range(now);
        Map<Charts, ChartModel> models = new EnumMap<>(Charts.class);
        SessionState base = bench.comparing().base().get();
        LiveSession.Branch fork = bench.comparing().branch().get();
        for (Charts chart : Charts.values()) {
            ToggleButton chip = chips.get(chart);
            if (chip != null && chip.isSelected()) {
                models.put(chart, model(chart, state, base, fork, range));
            }
        }
        if (models.isEmpty()) {
            sentence.setText("Choose a chart above.");
        }
        deck.draw(
                models,
                range,
                ChartMarks.of(session.experiment().scenario(), state.marks(), range.to())
                        .with(fork == null ? Double.NaN : fork.forkNanos() / 1e9));
    }

    /** A chart of this run, of the base, or of both. */
    private ChartModel model(
            Charts chart,
            SessionState state,
            @Nullable SessionState base,
            LiveSession.@Nullable Branch fork,
            Range range) {
        ChartFilter of = java.util.Objects.requireNonNull(filter);
        Comparing.Shown shown = bench.comparing().shown().get();
        if (base == null || fork == null || shown == Comparing.Shown.THIS_RUN) {
            return chart.model(state, of, range);
        }
        ChartModel its = chart.model(base, of, range);
        if (shown == Comparing.Shown.BASE) {
            return its.asBase();
        }
        ChartModel model = chart.model(state, of, range);
        return model.empty() != null ? model : model.over(its, fork.forkNanos() / 1e9);
    }

    private static @Nullable String sentence(@Nullable LiveSession session, @Nullable SessionState state) {
        if (session == null || state == null) {
            return "";
        }
        if (state.frame().traffic().isEmpty()) {
            return "Nothing calls these services yet.";
        }
        if (state.frame().requests() == 0 && state.frame().nowNanos() == 0) {
            return "Ready at 0:00. Space starts the clock.";
        }
        return null;
    }
}
