package dev.windtunnel.app.ui.topology;

import java.util.List;
import java.util.Map;

/**
 * Where everything stands, in pixels at 100 %.
 *
 * @param boxes nodes by id
 * @param routes ways by {@link #route}: points from left to right, the first and the last at nodes
 * @param frames namespaces; empty when there is only one
 * @param width width of all
 * @param height height of all
 */
record Placement(
        Map<String, Box> boxes, Map<String, List<Point>> routes, List<FrameBox> frames, double width, double height) {

    /** Nothing stands anywhere. */
    static final Placement EMPTY = new Placement(Map.of(), Map.of(), List.of(), 0, 0);

    /** A point. */
    record Point(double x, double y) {}

    /** A rectangle. */
    record Box(double x, double y, double width, double height) {
        double right() {
            return x + width;
        }

        double bottom() {
            return y + height;
        }

        double centerX() {
            return x + width / 2;
        }

        double centerY() {
            return y + height / 2;
        }

        boolean contains(double px, double py) {
            return px >= x && px <= x + width && py >= y && py <= y + height;
        }

        boolean overlaps(Box other) {
            return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
        }
    }

    /** The frame of a namespace. */
    record FrameBox(String name, Box box) {}

    /** The name of the way of a branch. */
    static String route(String link, int branch) {
        return link + "#" + branch;
    }
}
