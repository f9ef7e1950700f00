package dev.windtunnel.app.ui.shell;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Explorer, topology over charts, inspector and dock: their sizes in pixels, which of them are folded away, and how they
 * stand where there is little room: below 1200 px the inspector opens over the topology, below 1000 px the explorer folds.
 */
public final class Panels {

    private static final double ROOM_FOR_INSPECTOR = 1200;
    private static final double ROOM_FOR_EXPLORER = 1000;
    /** What the topology, with its head and legend, keeps when the dock asks for more. */
    private static final double TOPOLOGY = 304;
    /** What the charts keep then. */
    private static final double CHARTS = 188;

    private final Workbench bench;
    private final Region explorer;
    private final Region topology;
    private final Region charts;
    private final Region inspector;
    private final Region dock;
    private final SplitPane middle;
    private final SplitPane upper;
    private final SplitPane outer;
    private final StackPane over = new StackPane();
    private final StackPane root = new StackPane();
    private final Set<Part> folded = EnumSet.noneOf(Part.class);
    private Sizes sizes = Sizes.FIRST;
    private boolean unfoldedInspector = true;
    private boolean arranging;
    private boolean placed;

    /** What can be folded away. */
    public enum Part {
        EXPLORER,
        CHARTS,
        INSPECTOR,
        DOCK
    }

    /** Sizes in pixels. */
    public record Sizes(double explorer, double inspector, double charts, double dock) {
        /** Those of the first start. */
        public static final Sizes FIRST = new Sizes(224, 344, 240, 154);
    }

    Panels(Workbench bench, Region explorer, Region topology, Region charts, Region inspector, Region dock) {
        this.bench = bench;
        this.explorer = explorer;
        this.topology = topology;
        this.charts = charts;
        this.inspector = inspector;
        this.dock = dock;
        middle = split(Orientation.VERTICAL, topology, charts);
        upper = split(Orientation.HORIZONTAL, explorer, middle, inspector);
        outer = split(Orientation.VERTICAL, upper, dock);
        topology.setMinSize(320, 240);
        charts.setMinWidth(320);
        // What is wider than the window is cut at its own edge, not at the window's.
        for (Region flexible : List.of(middle, upper, outer, dock)) {
            flexible.setMinWidth(0);
        }
        explorer.setMinWidth(180);
        explorer.setMaxWidth(360);
        inspector.setMinWidth(300);
        inspector.setMaxWidth(640);
        dock.setMinHeight(104);
        for (Region fixed : List.of(explorer, inspector, charts, dock)) {
            SplitPane.setResizableWithParent(fixed, false);
        }
        Button close = new Button(null, new FontIcon("mdoal-close"));
        close.getStyleClass().addAll("flat", "button-icon", "over-close");
        close.setAccessibleText("Close the inspector");
        close.setTooltip(new Tooltip("Close (Esc)"));
        close.setOnAction(event -> bench.selection().set(new Selection.Nothing()));
        StackPane.setAlignment(close, Pos.TOP_RIGHT);
        StackPane.setAlignment(over, Pos.CENTER_RIGHT);
        over.getStyleClass().add("inspector-over");
        over.getChildren().add(close);
        over.setOnKeyPressed(event -> {
            if (event.getCode() == javafx.scene.input.KeyCode.ESCAPE) {
                bench.selection().set(new Selection.Nothing());
            }
        });
        root.getChildren().setAll(outer);
        root.widthProperty().addListener((property, before, after) -> arrange());
        outer.heightProperty().addListener((property, before, after) -> {
            if (bench.dockNeeds().get() > 0) {
                placeSoon(); // a bar has come or gone: what the dock asks for is another share of less or more
            }
        });
        bench.dockExpanded().addListener((property, before, after) -> arrange());
        bench.dockNeeds().addListener((property, before, after) -> {
            keep(before.doubleValue());
            placeSoon();
        });
        bench.selection().addListener((property, before, after) -> {
            if (inspectorLiesOver()) {
                arrange();
            }
        });
    }

    Region root() {
        return root;
    }

    private static SplitPane split(Orientation orientation, Node... nodes) {
        SplitPane pane = new SplitPane(nodes);
        pane.setOrientation(orientation);
        return pane;
    }

    // ---------------------------------------------------------------- folding

    /** Folds a part away, or brings it back. */
    public void toggle(Part part) {
        keep();
        if (part == Part.INSPECTOR && inspectorLiesOver()) {
            unfoldedInspector = !unfoldedInspector;
        } else if (!folded.remove(part)) {
            folded.add(part);
        }
        arrange();
    }

    /** Leaves only the topology; once more brings all back. */
    public void toggleOnlyTopology() {
        keep();
        if (folded.isEmpty()) {
            folded.addAll(EnumSet.allOf(Part.class));
        } else {
            folded.clear();
        }
        arrange();
    }

    /** Whether a part is folded away. */
    public boolean isFolded(Part part) {
        return folded.contains(part);
    }

    /** Brings a part back when it is folded away. */
    public void unfold(Part part) {
        if (folded.contains(part)) {
            toggle(part);
        }
    }

    /** The sizes, to be remembered. */
    public Sizes sizes() {
        keep();
        return sizes;
    }

    /** Takes sizes that were remembered. */
    public void sizes(Sizes remembered) {
        sizes = remembered;
        arrange();
    }

    private boolean inspectorLiesOver() {
        return root.getWidth() > 0 && root.getWidth() < ROOM_FOR_INSPECTOR;
    }

    private boolean somethingToInspect() {
        return !(bench.selection().get() instanceof Selection.Nothing)
                && !(bench.selection().get() instanceof Selection.Request);
    }

    // ---------------------------------------------------------------- places

    private void arrange() {
        if (arranging || root.getWidth() <= 0) {
            return;
        }
        arranging = true;
        boolean lies = inspectorLiesOver();
        boolean slim = root.getWidth() < ROOM_FOR_EXPLORER;
        boolean shown = !folded.contains(Part.INSPECTOR);
        List<Node> columns = new ArrayList<>();
        if (!folded.contains(Part.EXPLORER) && !slim) {
            columns.add(explorer);
        }
        columns.add(middle);
        over.getChildren().remove(inspector);
        if (shown && !lies) {
            columns.add(inspector);
        }
        List<Node> rows = new ArrayList<>();
        if (!bench.dockExpanded().get()) {
            rows.add(upper);
        }
        if (!folded.contains(Part.DOCK) || bench.dockExpanded().get()) {
            rows.add(dock);
        }
        List<Node> pair = new ArrayList<>();
        pair.add(topology);
        if (!folded.contains(Part.CHARTS)) {
            pair.add(charts);
        }
        boolean changed = set(upper, columns);
        changed |= set(outer, rows);
        changed |= set(middle, pair);
        boolean covers = shown
                && lies
                && unfoldedInspector
                && somethingToInspect()
                && !bench.dockExpanded().get();
        if (covers) {
            over.getChildren().add(0, inspector);
            over.setMaxWidth(sizes.inspector());
            // Between the bars, beside the dock's upper edge: as high as the topology and the charts.
            over.maxHeightProperty().bind(upper.heightProperty());
            StackPane.setAlignment(over, Pos.TOP_RIGHT);
        }
        if (covers != root.getChildren().contains(over)) {
            if (covers) {
                root.getChildren().add(over);
            } else {
                root.getChildren().remove(over);
            }
        }
        arranging = false;
        bench.chartsFolded().set(folded.contains(Part.CHARTS));
        bench.covered().set(covers ? sizes.inspector() : 0);
        if (changed || !placed) {
            placed = true;
            // The dividers have their length only after the next layout, and the inner ones after the outer ones'.
            placeSoon();
        }
    }

    private static boolean set(SplitPane pane, List<Node> items) {
        if (pane.getItems().equals(items)) {
            return false;
        }
        pane.getItems().setAll(items);
        return true;
    }

    /** After the next layout, in which bars may come or go, and once more when the outer ones have their length. */
    private void placeSoon() {
        Platform.runLater(() -> {
            place();
            Platform.runLater(this::place);
        });
    }

    /** From the outside in: each divider's place is a share of a length that the ones around it decide. */
    private void place() {
        root.layout();
        place(outer, dock, outer.getHeight(), dockHeight(), true);
        place(upper, explorer, upper.getWidth(), sizes.explorer(), false);
        place(upper, inspector, upper.getWidth(), sizes.inspector(), true);
        outer.layout();
        upper.layout();
        place(middle, charts, middle.getHeight(), chartsHeight(), true);
    }

    /** As a person left it, or what its present content asks for, as long as the topology and the charts keep theirs. */
    private double dockHeight() {
        double charts = folded.contains(Part.CHARTS) ? 0 : chartsHeight();
        return Math.max(sizes.dock(), Math.min(bench.dockNeeds().get(), outer.getHeight() - TOPOLOGY - charts));
    }

    /** As a person left them; lower where the dock asks for more and the topology would have to give it. */
    private double chartsHeight() {
        double needs = bench.dockNeeds().get();
        return needs == 0
                ? sizes.charts()
                : Math.min(sizes.charts(), Math.max(CHARTS, outer.getHeight() - TOPOLOGY - needs));
    }

    private static void place(SplitPane pane, Region part, double length, double size, boolean last) {
        int index = pane.getItems().indexOf(part);
        if (index < 0 || pane.getItems().size() < 2 || length <= 0) {
            return;
        }
        pane.setDividerPosition(last ? index - 1 : index, last ? 1 - size / length : size / length);
    }

    /** Keeps the sizes that a person has dragged parts to. */
    private void keep() {
        keep(bench.dockNeeds().get());
    }

    private void keep(double dockNeeded) {
        if (!placed) {
            return;
        }
        boolean whole = !bench.dockExpanded().get();
        sizes = new Sizes(
                whole && upper.getItems().contains(explorer) ? explorer.getWidth() : sizes.explorer(),
                whole && upper.getItems().contains(inspector) ? inspector.getWidth() : sizes.inspector(),
                whole && dockNeeded == 0 && middle.getItems().contains(charts) ? charts.getHeight() : sizes.charts(),
                whole && dockNeeded == 0 && outer.getItems().contains(dock) ? dock.getHeight() : sizes.dock());
    }
}
