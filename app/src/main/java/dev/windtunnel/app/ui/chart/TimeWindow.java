package dev.windtunnel.app.ui.chart;

import org.jspecify.annotations.Nullable;

/** Which part of the run the charts show: the chosen length, or what was zoomed into. */
final class TimeWindow {

    /** Lengths to choose from. */
    enum Length {
        WHOLE("whole run", Double.POSITIVE_INFINITY),
        MINUTE("last 60 s", 60),
        FIVE_MINUTES("last 5 min", 300);

        final String text;
        private final double seconds;

        Length(String text, double seconds) {
            this.text = text;
            this.seconds = seconds;
        }
    }

    /** A range of virtual seconds. */
    record Range(double from, double to) {
        double length() {
            return to - from;
        }

        boolean contains(double seconds) {
            return seconds >= from && seconds <= to;
        }
    }

    /** Nothing shorter can be zoomed into: series have a value a second. */
    static final double SHORTEST = 2;

    private Length length = Length.WHOLE;
    private @Nullable Range zoom;

    Length length() {
        return length;
    }

    /** Another length; a zoom ends. */
    void choose(Length next) {
        length = next;
        zoom = null;
    }

    /** Zooms into what was dragged over, in either direction; false when that is too short to be meant. */
    boolean zoom(double one, double other) {
        double from = Math.max(0, Math.min(one, other));
        double to = Math.max(one, other);
        if (to - from < SHORTEST) {
            return false;
        }
        zoom = new Range(from, to);
        return true;
    }

    /** Back from a zoom; false when there was none. */
    boolean back() {
        boolean was = zoom != null;
        zoom = null;
        return was;
    }

    boolean zoomed() {
        return zoom != null;
    }

    /** Shows everything. */
    void all() {
        choose(Length.WHOLE);
    }

    /** Whether anything of the run is left out. */
    boolean partial() {
        return zoom != null || length != Length.WHOLE;
    }

    /** What to show at an instant. */
    Range range(double nowSeconds) {
        Range zoomed = zoom;
        if (zoomed != null) {
            return zoomed;
        }
        double end = Math.max(10, nowSeconds);
        return new Range(Double.isInfinite(length.seconds) ? 0 : Math.max(0, end - length.seconds), end);
    }
}
