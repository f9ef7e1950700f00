package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.FrameBox;
import dev.windtunnel.app.ui.topology.Topology.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/** The whole plane in small, with what is degraded or failing, and the part of it that is seen; a click goes there. */
final class MiniMap extends Region {

    static final double WIDTH = 144;
    static final double HEIGHT = 96;
    private static final double EDGE = 6;

    private final TopologyCanvas picture;
    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);

    MiniMap(TopologyCanvas picture) {
        this.picture = picture;
        getStyleClass().add("mini-map");
        getChildren().setAll(canvas);
        setMinSize(WIDTH, HEIGHT);
        setPrefSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
        setAccessibleText("Overview of the topology");
        setOnMousePressed(this::go);
        setOnMouseDragged(this::go);
    }

    private double scale() {
        Placement placement = picture.wiring().placement();
        return Math.min(
                (WIDTH - 2 * EDGE) / Math.max(1, placement.width()),
                (HEIGHT - 2 * EDGE) / Math.max(1, placement.height()));
    }

    private double left() {
        return (WIDTH - picture.wiring().placement().width() * scale()) / 2;
    }

    private double top() {
        return (HEIGHT - picture.wiring().placement().height() * scale()) / 2;
    }

    private void go(MouseEvent event) {
        double x = (event.getX() - left()) / scale();
        double y = (event.getY() - top()) / scale();
        View view = picture.view();
        picture.view(new View(
                view.zoom(), picture.getWidth() / 2 - x * view.zoom(), picture.getHeight() / 2 - y * view.zoom()));
        event.consume();
    }

    void paint(Figures figures, Palette palette) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(palette.background);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setLineWidth(1);
        g.setStroke(palette.line);
        g.strokeRect(0.5, 0.5, WIDTH - 1, HEIGHT - 1); // what it covers of the picture ends at an edge
        Wiring wiring = picture.wiring();
        double scale = scale();
        double left = left();
        double top = top();
        g.setLineWidth(1);
        for (FrameBox frame : wiring.placement().frames()) {
            Box box = frame.box();
            g.setFill(palette.subtle);
            g.fillRect(left + box.x() * scale, top + box.y() * scale, box.width() * scale, box.height() * scale);
            g.setStroke(palette.line);
            g.strokeRect(left + box.x() * scale, top + box.y() * scale, box.width() * scale, box.height() * scale);
        }
        for (Node node : wiring.topology().nodes()) {
            Box box = wiring.placement().boxes().get(node.id());
            if (box != null) {
                Health health = figures.health(node);
                boolean loud = health.compareTo(Health.DEGRADED) >= 0;
                g.setFill(loud ? health.mark(palette) : palette.line);
                double width = Math.max(loud ? 6 : 3, box.width() * scale);
                double height = Math.max(loud ? 4 : 2, box.height() * scale);
                g.fillRect(left + box.x() * scale, top + box.y() * scale, width, height);
            }
        }
        View view = picture.view();
        double x = left + Math.max(0, -view.x() / view.zoom()) * scale;
        double y = top + Math.max(0, -view.y() / view.zoom()) * scale;
        double right =
                left + Math.min(wiring.placement().width(), (picture.getWidth() - view.x()) / view.zoom()) * scale;
        double bottom =
                top + Math.min(wiring.placement().height(), (picture.getHeight() - view.y()) / view.zoom()) * scale;
        g.setStroke(palette.accent);
        g.setLineWidth(1.5);
        g.strokeRect(x - 2, y - 2, Math.max(4, right - x + 4), Math.max(4, bottom - y + 4));
    }

    /** Whether it says more than the picture itself: of many nodes, or when some of them are out of sight. */
    boolean isNeeded() {
        Placement placement = picture.wiring().placement();
        View view = picture.view();
        boolean outside = view.x() < -1
                || view.y() < -1
                || view.x() + placement.width() * view.zoom() > picture.getWidth() + 1
                || view.y() + placement.height() * view.zoom() > picture.getHeight() + 1;
        return !wiring().isEmpty() && outside;
    }

    private java.util.List<Node> wiring() {
        return picture.wiring().topology().nodes();
    }
}
