package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where the pods of a row stand in their node: in the zones' frames when there are several, from close by in lines. */
final class PodPlaces {

    /** How a pod is drawn. */
    enum Shape {
        DISC,
        SQUARE,
        LINE
    }

    /** A pod in its place. */
    record Place(PodFrame pod, Shape shape, Box box) {}

    /**
     * The frame of a zone in a row.
     *
     * @param pods how many pods of the row are in it
     */
    record ZoneBox(String zone, Box box, int pods) {}

    private static final double SIDE = 10;
    private static final double ZONE_NAME = 56;
    /** Height of a pod's line on the screen, and what stands above and below the lines in the node. */
    private static final double LINE = 14;

    private static final double LINES_FROM = 15;
    private static final double LINES_TO = 9;

    private PodPlaces() {}

    /**
     * The places.
     *
     * @param box of the node
     * @param top upper edge of the row
     */
    static List<Place> of(Row row, List<PodFrame> pods, Box box, double top, Detail detail, double zoom) {
        if (detail == Detail.PODS) {
            return lines(row, pods, box, top, zoom);
        }
        if (row.zones().isEmpty()) {
            return group(pods, box.x() + 26, box.right() - SIDE, top + 6, step(pods));
        }
        List<Place> places = new ArrayList<>();
        for (ZoneBox zone : zones(row, pods, box, top)) {
            List<PodFrame> inside =
                    pods.stream().filter(pod -> pod.zone().equals(zone.zone())).toList();
            places.addAll(group(
                    inside,
                    zone.box().x() + ZONE_NAME,
                    zone.box().right() - 6,
                    zone.box().y() + 2,
                    26));
        }
        return places;
    }

    /** The frames of the zones of a row; none when it has none. */
    static List<ZoneBox> zones(Row row, List<PodFrame> pods, Box box, double top) {
        List<ZoneBox> zones = new ArrayList<>();
        double y = top + Sizes.ZONES_FROM;
        for (String zone : row.zones()) {
            int inside =
                    (int) pods.stream().filter(pod -> pod.zone().equals(zone)).count();
            zones.add(new ZoneBox(zone, new Box(box.x() + 8, y, box.width() - 16, Sizes.ZONE - 4), inside));
            y += Sizes.ZONE;
        }
        return zones;
    }

    /** Right to left for discs, in lines of squares where there are many. */
    private static List<Place> group(List<PodFrame> pods, double left, double right, double top, double step) {
        List<Place> places = new ArrayList<>();
        int count = pods.size();
        if (count <= Sizes.MOST_DISCS) {
            for (int i = 0; i < count; i++) {
                double x = right - 10 - step * (count - 1 - i);
                places.add(new Place(pods.get(i), Shape.DISC, new Box(x - 10, top, 20, 20)));
            }
            return places;
        }
        int perLine = (int) Math.min(Math.min(count, Sizes.SQUARES), Math.max(1, (right - left + 2) / 8));
        int shown = Math.min(count, perLine * Sizes.SQUARE_LINES);
        double from = right - perLine * 8 + 2;
        for (int i = 0; i < shown; i++) {
            places.add(new Place(
                    pods.get(i), Shape.SQUARE, new Box(from + i % perLine * 8, top + 2 + i / perLine * 8, 6, 6)));
        }
        return places;
    }

    /** How far discs stand apart: queues need room for ticks or a number. */
    private static double step(List<PodFrame> pods) {
        if (pods.size() >= Sizes.MOST_DISCS) {
            return 30;
        }
        int longest = pods.stream().mapToInt(PodFrame::waiting).max().orElse(0);
        return longest == 0 ? 30 : longest >= 100 ? 46 : 40;
    }

    /** One below the other, those of a zone together; what has no room is counted in the last line. */
    private static List<Place> lines(Row row, List<PodFrame> pods, Box box, double top, double zoom) {
        List<PodFrame> sorted = new ArrayList<>(pods);
        if (!row.zones().isEmpty()) {
            sorted.sort(Comparator.comparing(PodFrame::zone));
        }
        double height = LINE / zoom;
        int room = (int) ((Sizes.height(row) - LINES_FROM - LINES_TO) / height);
        int shown = sorted.size() <= room ? sorted.size() : Math.max(0, room - 1);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            double y = top + LINES_FROM + i * height;
            places.add(
                    new Place(sorted.get(i), Shape.LINE, new Box(box.x() + SIDE, y, box.width() - 2 * SIDE, height)));
        }
        return places;
    }
}
