package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.FrameBox;
import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CrossingMinimizationStrategy;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Places nodes in layers from left to right, by ELK. The only class that knows it; it needs no thread of its own. */
final class LayeredLayout {

    private static final double BETWEEN_LAYERS = 64;
    private static final double BETWEEN_FRAMES = 96;
    private static final double BETWEEN_NODES = 24;
    private static final double MARGIN = 8;
    /** What a gap gets in addition where branches leave a knot: room for their labels. */
    private static final double FOR_LABELS = 52;

    static {
        LayoutMetaDataService.getInstance(); // has ELK know how its own values are copied
    }

    private final Topology topology;
    private final Placement before;
    private final Map<String, ElkNode> nodes = new LinkedHashMap<>();
    private final Map<String, ElkNode> frames = new LinkedHashMap<>();
    private final Map<String, ElkPort> ports = new LinkedHashMap<>();
    private final Map<String, ElkEdge> edges = new LinkedHashMap<>();

    private LayeredLayout(Topology topology, Placement before) {
        this.topology = topology;
        this.before = before;
    }

    /**
     * Places a topology.
     *
     * @param before where its nodes stood until now: those that are known keep their layer and their order
     */
    static Placement place(Topology topology, Placement before) {
        return topology.nodes().isEmpty() ? Placement.EMPTY : new LayeredLayout(topology, before).place();
    }

    private Placement place() {
        ElkNode root = ElkGraphUtil.createGraph();
        options(root, false);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
        boolean framed = namespaces().size() > 1;
        for (Node node : topology.nodes()) {
            ElkNode parent = framed && !node.namespace().isEmpty() ? frame(root, node.namespace()) : root;
            ElkNode elk = ElkGraphUtil.createNode(parent);
            elk.setDimensions(Sizes.width(node), Sizes.height(node));
            elk.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
            Box box = before.boxes().get(node.id());
            if (box != null) {
                elk.setLocation(box.x(), box.y());
            }
            nodes.put(node.id(), elk);
        }
        for (Link link : topology.links()) {
            for (int i = 0; i < link.branches().size(); i++) {
                connect(link, i);
            }
        }
        new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
        return result(root);
    }

    private Set<String> namespaces() {
        Set<String> names = new LinkedHashSet<>();
        topology.nodes().stream()
                .map(Node::namespace)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }

    private ElkNode frame(ElkNode root, String namespace) {
        return frames.computeIfAbsent(namespace, name -> {
            ElkNode frame = ElkGraphUtil.createNode(root);
            options(frame, true);
            frame.setProperty(LayeredOptions.PADDING, new ElkPadding(36, 12, 12, 12));
            frame.setProperty(LayeredOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSizeWithPorts());
            frame.setProperty(LayeredOptions.NODE_SIZE_MINIMUM, new KVector(7.0 * name.length() + 180, 80));
            return frame;
        });
    }

    private void options(ElkNode graph, boolean inner) {
        graph.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
        graph.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
        graph.setProperty(
                LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS,
                frames.isEmpty() && namespaces().size() < 2 ? BETWEEN_LAYERS : inner ? 48 : BETWEEN_FRAMES);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_NODES);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 12.0);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 8.0);
        if (!before.boxes().isEmpty() && frames.isEmpty() && namespaces().size() < 2) {
            graph.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.INTERACTIVE);
            graph.setProperty(LayeredOptions.LAYERING_STRATEGY, LayeringStrategy.INTERACTIVE);
            graph.setProperty(LayeredOptions.CROSSING_MINIMIZATION_STRATEGY, CrossingMinimizationStrategy.INTERACTIVE);
        }
    }

    private void connect(Link link, int number) {
        Branch branch = link.branches().get(number);
        Node source = topology.node(link.source());
        Node target = topology.node(branch.target());
        if (source == null || target == null) {
            return;
        }
        ElkEdge edge = ElkGraphUtil.createSimpleEdge(
                port(source, link.sourceRow(), PortSide.EAST), port(target, branch.row(), PortSide.WEST));
        ElkGraphUtil.updateContainment(edge);
        edges.put(Placement.route(link.key(), number), edge);
    }

    private ElkPort port(Node node, int row, PortSide side) {
        return ports.computeIfAbsent(node.id() + side + row, key -> {
            ElkPort port = ElkGraphUtil.createPort(nodes.get(node.id()));
            port.setDimensions(0, 0);
            port.setProperty(LayeredOptions.PORT_SIDE, side);
            port.setLocation(side == PortSide.EAST ? Sizes.width(node) : 0, Sizes.port(node, row));
            return port;
        });
    }

    // ---------------------------------------------------------------- the result

    private Placement result(ElkNode root) {
        Map<String, Box> boxes = new LinkedHashMap<>();
        nodes.forEach((id, node) -> boxes.put(id, box(node)));
        Map<String, List<Point>> routes = new LinkedHashMap<>();
        edges.forEach((name, edge) -> routes.put(name, points(edge)));
        List<FrameBox> boxed = new ArrayList<>();
        frames.forEach((name, frame) -> boxed.add(new FrameBox(name, box(frame))));
        Placement placement = new Placement(boxes, routes, boxed, root.getWidth(), root.getHeight());
        return boxed.isEmpty() ? Gaps.widen(topology, placement, FOR_LABELS) : placement;
    }

    private static Box box(ElkNode node) {
        Point origin = origin(node.getParent());
        return new Box(
                Math.rint(origin.x() + node.getX()),
                Math.rint(origin.y() + node.getY()),
                node.getWidth(),
                node.getHeight());
    }

    private static Point origin(ElkNode node) {
        double x = 0;
        double y = 0;
        for (ElkNode each = node; each != null && each.getParent() != null; each = each.getParent()) {
            x += each.getX();
            y += each.getY();
        }
        return new Point(x, y);
    }

    private static List<Point> points(ElkEdge edge) {
        Point origin = origin(edge.getContainingNode());
        List<Point> points = new ArrayList<>();
        for (ElkEdgeSection section : edge.getSections()) {
            points.add(new Point(origin.x() + section.getStartX(), origin.y() + section.getStartY()));
            for (ElkBendPoint bend : section.getBendPoints()) {
                points.add(new Point(origin.x() + bend.getX(), origin.y() + bend.getY()));
            }
            points.add(new Point(origin.x() + section.getEndX(), origin.y() + section.getEndY()));
        }
        return points;
    }
}
