package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Widens the gaps between layers in which a rule splits requests; the others stay narrow. */
final class Gaps {

    private static final double SAME_LAYER = 40;
    private static final double INTO_GAP = 33;

    private Gaps() {}

    static Placement widen(Topology topology, Placement placement, double by) {
        TreeSet<Double> from = new TreeSet<>();
        for (Link link : topology.links()) {
            Box source = placement.boxes().get(link.source());
            if (link.rule() != null && link.branches().size() > 1 && source != null) {
                double edge = source.right() + INTO_GAP;
                Double below = from.floor(edge + SAME_LAYER);
                if (below == null || below < edge - SAME_LAYER) {
                    from.add(edge);
                }
            }
        }
        if (from.isEmpty()) {
            return placement;
        }
        Map<String, Box> boxes = new LinkedHashMap<>();
        placement
                .boxes()
                .forEach((id, box) ->
                        boxes.put(id, new Box(shifted(box.x(), from, by), box.y(), box.width(), box.height())));
        Map<String, List<Point>> routes = new LinkedHashMap<>();
        placement.routes().forEach((name, points) -> {
            List<Point> moved = new ArrayList<>();
            points.forEach(point -> moved.add(new Point(shifted(point.x(), from, by), point.y())));
            routes.put(name, moved);
        });
        return new Placement(
                boxes, routes, placement.frames(), placement.width() + by * from.size(), placement.height());
    }

    private static double shifted(double x, TreeSet<Double> from, double by) {
        return x + by * from.headSet(x, false).size();
    }
}
