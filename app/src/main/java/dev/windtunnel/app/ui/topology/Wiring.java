package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topology and where it stands, with the curves of its links: what is drawn and what can be hit.
 *
 * @param wires the links that have a way, by key
 */
record Wiring(Topology topology, Placement placement, Map<String, Wire> wires) {

    /** Nothing. */
    static final Wiring EMPTY = new Wiring(Topology.EMPTY, Placement.EMPTY, Map.of());

    private static final double KNOT_AT = 44;

    /**
     * The curves of a link.
     *
     * @param trunk from the caller to the knot; null when there is no knot
     * @param knot where the knot stands; null when there is none
     * @param branches one curve per branch: from the knot when there is one, else from the caller
     */
    record Wire(Link link, @Nullable Curve trunk, @Nullable Point knot, List<Curve> branches) {
        /** Length of the longest way. */
        double length() {
            double longest = 0;
            for (Curve branch : branches) {
                longest = Math.max(longest, branch.length());
            }
            return longest + (trunk == null ? 0 : trunk.length());
        }

        /** The curve that bears the label of the whole link. */
        Curve main() {
            return trunk != null ? trunk : branches.get(0);
        }
    }

    static Wiring of(Topology topology, Placement placement) {
        Map<String, Wire> wires = new LinkedHashMap<>();
        for (Link link : topology.links()) {
            Wire wire = wire(link, placement);
            if (wire != null) {
                wires.put(link.key(), wire);
            }
        }
        return new Wiring(topology, placement, wires);
    }

    private static @Nullable Wire wire(Link link, Placement placement) {
        List<List<Point>> routes = new ArrayList<>();
        for (int i = 0; i < link.branches().size(); i++) {
            List<Point> route = placement.routes().get(Placement.route(link.key(), i));
            if (route == null || route.size() < 2) {
                return null;
            }
            routes.add(route);
        }
        if (link.rule() == null) {
            return new Wire(link, null, null, routes.stream().map(Curve::new).toList());
        }
        Point start = routes.get(0).get(0);
        if (routes.size() == 1) {
            Curve whole = new Curve(routes.get(0));
            return new Wire(link, null, whole.at(Math.min(0.5, KNOT_AT / Math.max(1, whole.length()))), List.of(whole));
        }
        Point knot = new Point(start.x() + KNOT_AT, start.y());
        List<Curve> branches = new ArrayList<>();
        for (List<Point> route : routes) {
            List<Point> rest = new ArrayList<>();
            rest.add(knot);
            for (Point point : route.subList(1, route.size())) {
                boolean last = point == route.get(route.size() - 1);
                if (last || point.x() > knot.x() + 4) {
                    rest.add(point);
                }
            }
            branches.add(new Curve(rest));
        }
        return new Wire(link, new Curve(List.of(start, knot)), knot, branches);
    }
}
