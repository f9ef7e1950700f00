package dev.windtunnel.measure;

/**
 * A gauge (requests in flight, busy workers, queue length) whose mean weighs every value by how long it stood. The area
 * under the gauge is exact, so the mean does not depend on how often the gauge was touched. Time must not run backwards.
 */
public final class TimeWeighted {
    private final ExactSum area = new ExactSum();
    private long fromNanos;
    private long sinceNanos;
    private long value;
    private long max;

    /** A gauge that stands at 0 from time 0. */
    public TimeWeighted() {
        this(0);
    }

    /**
     * A gauge that stands at 0.
     *
     * @param fromNanos when its measurement begins
     */
    public TimeWeighted(long fromNanos) {
        this.fromNanos = fromNanos;
        this.sinceNanos = fromNanos;
    }

    /** Sets the gauge from now on. */
    public void set(long nowNanos, long value) {
        upTo(nowNanos);
        this.value = value;
        max = Math.max(max, value);
    }

    /** Changes the gauge from now on; a negative delta lowers it. */
    public void add(long nowNanos, long delta) {
        set(nowNanos, value + delta);
    }

    /** Begins the measurement anew, as at the end of the warm-up: the gauge stays where it stands. */
    public void restart(long nowNanos) {
        upTo(nowNanos);
        area.clear();
        fromNanos = nowNanos;
        max = value;
    }

    /** Where the gauge stands. */
    public long value() {
        return value;
    }

    /** The highest value since the measurement began. */
    public long max() {
        return max;
    }

    /** The mean over the time from the beginning of the measurement until now; the value itself if that is no time. */
    public double mean(long nowNanos) {
        upTo(nowNanos);
        return nowNanos == fromNanos ? value : area.toDouble() / (nowNanos - fromNanos);
    }

    private void upTo(long nowNanos) {
        assert nowNanos >= sinceNanos : "the gauge was set at " + sinceNanos + " ns, it is told " + nowNanos + " ns";
        area.addProduct(value, nowNanos - sinceNanos);
        sinceNanos = nowNanos;
    }
}
