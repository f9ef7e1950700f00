package dev.windtunnel.app.ui.chart;

/** The upper end of an axis while a run plays: grows at once, shrinks when ten seconds have needed less. */
final class AxisTop {

    private static final long PATIENCE_MILLIS = 10_000;

    private double top;
    private long lessSinceMillis = -1;
    private double needed;

    /**
     * The end to draw.
     *
     * @param wanted the end that the values of now need
     * @param nowMillis of any clock that goes on
     */
    double update(double wanted, long nowMillis) {
        if (wanted >= top) {
            top = wanted;
            lessSinceMillis = -1;
            return top;
        }
        if (lessSinceMillis < 0) {
            lessSinceMillis = nowMillis;
            needed = wanted;
        }
        needed = Math.max(needed, wanted);
        if (nowMillis - lessSinceMillis >= PATIENCE_MILLIS) {
            top = needed;
            lessSinceMillis = -1;
        }
        return top;
    }

    /** Forgets the past: another target or another range of time is shown. */
    void reset() {
        top = 0;
        lessSinceMillis = -1;
    }
}
