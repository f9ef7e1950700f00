package dev.windtunnel.app.ui.topology;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/** The topology of the open scenario: who calls whom, how often and how well, with requests that move. */
public final class TopologyPane extends BorderPane {

    private static final double STEP = 1.25;
    /** Figures of the list are made anew so often: often enough to read. */
    private static final long LIST_NANOS = 500_000_000L;

    private static final int MANY = 16;

    private final Workbench bench;
    private final TopologyCanvas canvas;
    private final Legend legend;
    private final BooleanProperty asList = new SimpleBooleanProperty();
    private final TopologyList list;
    private long listedNanos;
    private final Label sentence = new Label();
    private final Hyperlink addTraffic = new Hyperlink("Add traffic");
    private final HBox said = new HBox(4, sentence, addTraffic);
    private List<String> counted = List.of();
    private final HBox counts = new HBox(8);
    private final HBox zoomTools = new HBox();
    private final HBox labelTools = new HBox();
    private final PodSigns signs = new PodSigns();
    private final Label percent = new Label("100 %");

    /** A topology of what the workbench has open. */
    public TopologyPane(Workbench bench) {
        this.bench = bench;
        this.canvas = new TopologyCanvas(bench);
        this.legend = new Legend(bench.theme().palette().get());
        sentence.getStyleClass().addAll("empty-sentence", "topology-sentence");
        said.getStyleClass().add("topology-said");
        said.setAlignment(Pos.CENTER);
        said.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        said.setPickOnBounds(false);
        sentence.setMouseTransparent(true);
        list = new TopologyList(bench);
        StackPane picture = new StackPane(canvas, said);
        asList.addListener((property, before, after) -> {
            if (after) {
                picture.getChildren().add(list);
            } else {
                picture.getChildren().remove(list);
            }
            canvas.setVisible(!after);
            said.setVisible(!after);
            show(legend, !after && canvas.layers().isShown(Layers.Layer.LEGEND));
            show(zoomTools, !after);
            show(labelTools, !after);
            list(0);
            if (after) {
                list.requestFocus();
            }
        });
        StackPane.setAlignment(said, Pos.BOTTOM_CENTER);
        picture.setMinSize(0, 0);
        setTop(head());
        setCenter(picture);
        setBottom(legend);
        canvas.layers().shown(Layers.Layer.LEGEND).addListener((property, before, after) -> {
            show(legend, after && !asList.get());
        });
        canvas.zoomProperty().addListener((property, before, after) -> zoomed());
        canvas.oneInProperty().addListener((property, before, after) -> legend());
        bench.theme().palette().addListener((property, before, after) -> legend());
        bench.covered().addListener((property, before, after) -> legend.cover(after.doubleValue()));
        bench.healthLimits().addListener((property, before, after) -> legend());
        bench.state().addListener((property, before, after) -> {
            sentence();
            counts();
            if (after != null && signs.take(after.frame().pods(), System.nanoTime())) {
                legend.show(signs.seen());
            }
            list(LIST_NANOS);
        });
        bench.session().addListener((property, before, after) -> {
            signs.clear();
            legend.show(signs.seen());
            sentence();
        });
        zoomed();
        sentence();
    }

    /** Whether requests are not shown moving; also set by the system property {@code windtunnel.reduceMotion}. */
    public BooleanProperty reduceMotionProperty() {
        return canvas.reduceMotionProperty();
    }

    /** Whether the topology is shown as a table instead of a picture. */
    public BooleanProperty asListProperty() {
        return asList;
    }

    private void list(long apartNanos) {
        long now = System.nanoTime();
        if (asList.get() && now - listedNanos >= apartNanos) {
            listedNanos = now;
            list.show(TopologyLines.of(canvas.wiring().topology(), canvas.figures()));
        }
    }

    private static void show(Region node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** Shows everything. */
    public void fit() {
        canvas.fit();
    }

    /** Looks at what is selected, or at the middle, from so close; 1 is 100 %. */
    public void zoomTo(double zoom) {
        canvas.zoomTo(zoom);
    }

    /** The picture. */
    TopologyCanvas canvas() {
        return canvas;
    }

    // ---------------------------------------------------------------- the head

    private Region head() {
        labels(labelTools);
        Label title = new Label("Topology");
        title.getStyleClass().add("title");
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        percent.getStyleClass().addAll("muted", "small");
        percent.setMinWidth(44);
        percent.setAlignment(Pos.CENTER);
        Button out = icon("mdomz-zoom_out", "Zoom out (-)", () -> canvas.zoom(1 / STEP));
        Button in = icon("mdomz-zoom_in", "Zoom in (+)", () -> canvas.zoom(STEP));
        Button fit = new Button("Fit", glyph("mdomz-zoom_out_map"));
        fit.getStyleClass().add(Styles.FLAT);
        fit.setTooltip(new Tooltip("Show everything (0)"));
        fit.setOnAction(event -> canvas.fit());
        HBox zoom = zoomTools;
        zoom.setSpacing(4);
        zoom.getChildren().setAll(out, percent, in, fit, canvas.layers().menu());
        zoom.setAlignment(Pos.CENTER_LEFT);
        zoom.setMinWidth(Region.USE_PREF_SIZE);
        title.setMinWidth(Region.USE_PREF_SIZE);
        counts.setAlignment(Pos.CENTER_LEFT);
        counts.setMinWidth(0);
        HBox head = new HBox(title, labelTools, counts, rest, zoom);
        head.getStyleClass().add("pane-head");
        return head;
    }

    private static FontIcon glyph(String literal) {
        FontIcon icon = new FontIcon(literal);
        icon.setIconSize(16);
        return icon;
    }

    private static Button icon(String literal, String tip, Runnable action) {
        Button button = new Button(null, glyph(literal));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(tip));
        button.setAccessibleText(tip);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void labels(HBox pills) {
        ToggleGroup group = new ToggleGroup();
        EdgeLabel[] all = EdgeLabel.values();
        for (EdgeLabel label : all) {
            ToggleButton button = new ToggleButton(label.text());
            button.setToggleGroup(group);
            button.setUserData(label);
            button.setAccessibleText("Labels of links: " + label.text());
            button.getStyleClass()
                    .add(
                            label == all[0]
                                    ? Styles.LEFT_PILL
                                    : label == all[all.length - 1] ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            pills.getChildren().add(button);
        }
        pills.setAlignment(Pos.CENTER_LEFT);
        pills.getStyleClass().add("segmented");
        select(group, bench.edgeLabel().get());
        group.selectedToggleProperty().addListener((property, before, after) -> {
            if (after == null) {
                group.selectToggle(before); // one of them always holds
            } else {
                bench.edgeLabel().set((EdgeLabel) after.getUserData());
            }
        });
        bench.edgeLabel().addListener((property, before, after) -> select(group, after));
    }

    private static void select(ToggleGroup group, EdgeLabel label) {
        group.getToggles().stream()
                .filter(toggle -> toggle.getUserData() == label)
                .forEach(group::selectToggle);
    }

    // ---------------------------------------------------------------- below

    private void zoomed() {
        percent.setText(
                String.format(Locale.ROOT, "%.0f %%", canvas.zoomProperty().get() * 100));
        legend();
    }

    private void legend() {
        legend.show(
                bench.theme().palette().get(),
                Detail.of(
                        canvas.zoomProperty().get(),
                        canvas.wiring().topology().nodes().size()),
                canvas.oneInProperty().get(),
                bench.healthLimits().get());
    }

    /** Of a mesh that one cannot take in at a glance: how much there is, and how much of it is not well. */
    private void counts() {
        var nodes = canvas.wiring().topology().nodes().stream()
                .filter(node -> node.kind() == Topology.Kind.APP)
                .toList();
        List<String> texts = new ArrayList<>();
        if (nodes.size() > MANY) {
            int pods = nodes.stream()
                    .flatMap(node -> node.rows().stream())
                    .mapToInt(row -> canvas.figures().pods(row).size())
                    .sum();
            texts.add(nodes.size() + " services, " + pods + " pods");
            for (Health health : new Health[] {Health.FAILING, Health.DEGRADED}) {
                long count = nodes.stream()
                        .filter(node -> canvas.figures().health(node) == health)
                        .count();
                if (count > 0) {
                    texts.add(count + (health == Health.FAILING ? " failing" : " degraded"));
                }
            }
        }
        if (texts.equals(counted)) {
            return;
        }
        counted = texts;
        counts.getChildren().clear();
        for (String text : texts) {
            Label chip = new Label(text);
            chip.getStyleClass().add("chip");
            chip.setMinWidth(0); // gives way to the tools
            if (text.endsWith("failing")) {
                chip.setGraphic(glyph("mdal-error"));
                chip.getGraphic().getStyleClass().add("bad-icon");
            } else if (text.endsWith("degraded")) {
                chip.setGraphic(glyph("mdmz-warning"));
                chip.getGraphic().getStyleClass().add("warn-icon");
            }
            counts.getChildren().add(chip);
        }
    }

    /** What happens when somebody wants traffic where there is none. */
    public void onAddTraffic(Runnable action) {
        addTraffic.setOnAction(event -> {
            addTraffic.setVisited(false);
            action.run();
        });
    }

    private void sentence() {
        LiveSession session = bench.session().get();
        SessionState state = bench.state().get();
        String text = "";
        boolean nobody =
                session != null && session.experiment().scenario().traffic().isEmpty();
        if (nobody) {
            text = "Nothing calls these services yet.";
        } else if (state != null && state.frame().nowNanos() == 0 && !state.playing()) {
            text = "Ready at 0:00. Space starts the clock.";
        }
        sentence.setText(text);
        sentence.setVisible(!text.isEmpty());
        show(addTraffic, nobody);
    }
}
