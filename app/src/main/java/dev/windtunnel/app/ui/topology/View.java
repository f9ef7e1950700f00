package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Placement.Point;

/** The part of the plane that is seen: a zoom and where the origin stands on the screen. Immutable. */
record View(double zoom, double x, double y) {

    static final double LEAST = 0.1;
    static final double MOST = 4;

    /** Everything, centred, at 100 % or smaller; 16 px stay free at the edges. */
    static View fit(Placement placement, double width, double height) {
        if (placement.width() <= 0 || placement.height() <= 0 || width <= 0 || height <= 0) {
            return new View(1, 0, 0);
        }
        double zoom =
                clamp(Math.min(1, Math.min((width - 16) / placement.width(), (height - 16) / placement.height())));
        return centred(placement, width, height, zoom);
    }

    private static View centred(Placement placement, double width, double height, double zoom) {
        return new View(
                zoom,
                Math.rint((width - placement.width() * zoom) / 2),
                Math.rint((height - placement.height() * zoom) / 2));
    }

    static double clamp(double zoom) {
        return Math.max(LEAST, Math.min(MOST, zoom));
    }

    /** Zoomed about a point of the screen, which stays where it is. */
    View zoomed(double factor, double screenX, double screenY) {
        double next = clamp(zoom * factor);
        double real = next / zoom;
        return new View(next, screenX - (screenX - x) * real, screenY - (screenY - y) * real);
    }

    View moved(double dx, double dy) {
        return new View(zoom, x + dx, y + dy);
    }

    /** A point of the screen on the plane. */
    Point toPlane(double screenX, double screenY) {
        return new Point((screenX - x) / zoom, (screenY - y) / zoom);
    }
}
