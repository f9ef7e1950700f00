package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.app.ui.topology.Wiring.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands at a point of the plane. The plane is cut into cells, so that a move of the mouse asks few things. */
final class HitGrid {

    private static final double CELL = 64;
    private static final double REACH = 7;

    private final Wiring wiring;
    private final Map<Long, List<Wire>> wires = new HashMap<>();
    private final Map<Long, List<Node>> nodes = new HashMap<>();

    HitGrid(Wiring wiring) {
        this.wiring = wiring;
        for (Node node : wiring.topology().nodes()) {
            Box box = wiring.placement().boxes().get(node.id());
            if (box != null) {
                for (long x = cell(box.x()); x <= cell(box.right()); x++) {
                    for (long y = cell(box.y()); y <= cell(box.bottom()); y++) {
                        nodes.computeIfAbsent(key(x, y), key -> new ArrayList<>())
                                .add(node);
                    }
                }
            }
        }
        for (Wire wire : wiring.wires().values()) {
            if (wire.trunk() != null) {
                add(wire, wire.trunk());
            }
            wire.branches().forEach(curve -> add(wire, curve));
        }
    }

    private void add(Wire wire, Curve curve) {
        int steps = (int) Math.max(1, curve.length() / 16);
        for (int i = 0; i <= steps; i++) {
            Point point = curve.at(i / (double) steps);
            for (long x = cell(point.x() - 16); x <= cell(point.x() + 16); x++) {
                for (long y = cell(point.y() - 16); y <= cell(point.y() + 16); y++) {
                    List<Wire> here = wires.computeIfAbsent(key(x, y), key -> new ArrayList<>());
                    if (!here.contains(wire)) {
                        here.add(wire);
                    }
                }
            }
        }
    }

    private static long cell(double value) {
        return (long) Math.floor(value / CELL);
    }

    private static long key(long x, long y) {
        return x << 32 ^ y & 0xffffffffL;
    }

    /**
     * What a click at a point selects; null for nothing.
     *
     * @param zoom links are as easy to hit from far away
     */
    @Nullable
    Selection at(double x, double y, double zoom, Figures figures) {
        long key = key(cell(x), cell(y));
        List<Wire> near = wires.getOrDefault(key, List.of());
        for (Wire wire : near) {
            Point knot = wire.knot();
            if (knot != null
                    && wire.link().rule() != null
                    && Detail.of(zoom, wiring.topology().nodes().size()).isFull()
                    && Math.abs(x - knot.x()) + Math.abs(y - knot.y()) <= 15) {
                return new Selection.Rule(wire.link().rule());
            }
        }
        for (Node node : nodes.getOrDefault(key, List.of())) {
            Box box = wiring.placement().boxes().get(node.id());
            if (box != null && box.contains(x, y)) {
                return inside(node, box, x, y, zoom, figures);
            }
        }
        double best = REACH / Math.min(1, zoom);
        Selection found = null;
        for (Wire wire : near) {
            double distance = distance(wire, x, y);
            if (distance < best) {
                best = distance;
                found = selection(wire);
            }
        }
        return found;
    }

    private static double distance(Wire wire, double x, double y) {
        double best = wire.trunk() == null ? Double.MAX_VALUE : wire.trunk().distance(x, y);
        for (Curve curve : wire.branches()) {
            best = Math.min(best, curve.distance(x, y));
        }
        return best;
    }

    private static Selection selection(Wire wire) {
        String key = wire.link().key();
        return wire.link().fromTraffic()
                ? new Selection.Traffic(key.substring("traffic/".length()))
                : new Selection.Edge(key);
    }

    private Selection inside(Node node, Box box, double x, double y, double zoom, Figures figures) {
        Detail detail = Detail.of(zoom, wiring.topology().nodes().size());
        if (node.kind() != Kind.TRAFFIC && detail.isFull() && y >= box.y() + Sizes.HEAD) {
            int index = Sizes.rowAt(node, y - box.y());
            if (index >= 0) {
                Row row = node.rows().get(index);
                double top = box.y() + Sizes.top(node, index);
                for (PodPlaces.Place place : PodPlaces.of(row, figures.pods(row), box, top, detail, zoom)) {
                    double slack = place.shape() == PodPlaces.Shape.LINE ? 0 : 1;
                    Box at = place.box();
                    if (new Box(at.x() - slack, at.y() - slack, at.width() + 2 * slack, at.height() + 2 * slack)
                            .contains(x, y)) {
                        return new Selection.Pod(place.pod().name());
                    }
                }
                return new Selection.Workload(row.workload());
            }
        }
        return Walk.selection(node);
    }
}
