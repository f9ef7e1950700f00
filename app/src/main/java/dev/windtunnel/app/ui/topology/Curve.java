package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Placement.Point;
import java.util.ArrayList;
import java.util.List;

/** A smooth way through points, as cubic pieces; also as many short straight pieces, for dots, labels and hits. */
final class Curve {

    private static final int STEPS = 12;

    /** A cubic piece. */
    record Piece(Point from, Point c1, Point c2, Point to) {
        private Point at(double t) {
            double u = 1 - t;
            double a = u * u * u;
            double b = 3 * u * u * t;
            double c = 3 * u * t * t;
            double d = t * t * t;
            return new Point(
                    a * from.x() + b * c1.x() + c * c2.x() + d * to.x(),
                    a * from.y() + b * c1.y() + c * c2.y() + d * to.y());
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final List<Point> samples = new ArrayList<>();
    private final double[] lengths;

    /** A way through at least two points. It leaves the first and reaches the last level. */
    Curve(List<Point> points) {
        for (int i = 1; i < points.size(); i++) {
            pieces.add(piece(points.get(i - 1), points.get(i)));
        }
        samples.add(points.get(0));
        for (Piece piece : pieces) {
            for (int step = 1; step <= STEPS; step++) {
                samples.add(piece.at(step / (double) STEPS));
            }
        }
        lengths = new double[samples.size()];
        for (int i = 1; i < lengths.length; i++) {
            Point a = samples.get(i - 1);
            Point b = samples.get(i);
            lengths[i] = lengths[i - 1] + Math.hypot(b.x() - a.x(), b.y() - a.y());
        }
    }

    private static Piece piece(Point from, Point to) {
        double dx = to.x() - from.x();
        if (Math.abs(from.y() - to.y()) < 0.5) {
            return new Piece(from, new Point(from.x() + dx / 3, from.y()), new Point(to.x() - dx / 3, to.y()), to);
        }
        double bend = dx >= 0 ? Math.max(dx / 2, 12) : Math.min(40, 16 + Math.abs(dx) / 4);
        return new Piece(from, new Point(from.x() + bend, from.y()), new Point(to.x() - bend, to.y()), to);
    }

    List<Piece> pieces() {
        return pieces;
    }

    List<Point> samples() {
        return samples;
    }

    double length() {
        return lengths[lengths.length - 1];
    }

    Point start() {
        return samples.get(0);
    }

    Point end() {
        return samples.get(samples.size() - 1);
    }

    /** The point at a fraction of the way. */
    Point at(double fraction) {
        double wanted = Math.max(0, Math.min(1, fraction)) * length();
        int low = 0;
        int high = lengths.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (lengths[middle] <= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double span = lengths[high] - lengths[low];
        double part = span == 0 ? 0 : (wanted - lengths[low]) / span;
        Point a = samples.get(low);
        Point b = samples.get(high);
        return new Point(a.x() + (b.x() - a.x()) * part, a.y() + (b.y() - a.y()) * part);
    }

    /** Distance of a point from the way. */
    double distance(double x, double y) {
        double best = Double.MAX_VALUE;
        for (int i = 1; i < samples.size(); i++) {
            Point a = samples.get(i - 1);
            Point b = samples.get(i);
            double dx = b.x() - a.x();
            double dy = b.y() - a.y();
            double square = dx * dx + dy * dy;
            double t = square == 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x()) * dx + (y - a.y()) * dy) / square));
            best = Math.min(best, Math.hypot(a.x() + t * dx - x, a.y() + t * dy - y));
        }
        return best;
    }
}
