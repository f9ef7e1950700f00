package dev.windtunnel.measure;

/**
 * A gauge (requests in flight, busy workers, queue length) whose mean weighs every value by how long it stood. The area
 * under the gauge is exact, so the mean does not depend on how often the gauge was touched. Time must not run backwards.
 */
public final class TimeWeighted {
    /** The area, an {@link ExactSum}. */
    private long areaLow;

    private long areaHigh;
    private long fromNanos;
    private long untilNanos = Long.MAX_VALUE;
    private long sinceNanos;
    private long value;
    private long max;

    /** A gauge that stands at 0 from time 0. */
    public TimeWeighted() {
        this(0);
    }

    /**
     * A gauge that stands at 0 from time 0.
     *
     * @param fromNanos when its measurement begins; what it shows before is not counted
     */
    public TimeWeighted(long fromNanos) {
        this.fromNanos = fromNanos;
    }

    /** Sets the gauge from now on. */
    public void set(long nowNanos, long value) {
        upTo(nowNanos);
        this.value = value;
        if (nowNanos >= fromNanos && nowNanos <= untilNanos) {
            max = Math.max(max, value);
        }
    }

    /** Changes the gauge from now on; a negative delta lowers it. */
    public void add(long nowNanos, long delta) {
        set(nowNanos, value + delta);
    }

    /** Begins the measurement anew, as at the end of the warm-up: the gauge stays where it stands. */
    public void restart(long nowNanos) {
        upTo(nowNanos);
        areaLow = 0;
        areaHigh = 0;
        fromNanos = nowNanos;
        max = value;
    }

    /** Ends the measurement: the gauge goes on, but what it shows from now on is not counted. */
    public void end(long nowNanos) {
        upTo(nowNanos);
        untilNanos = nowNanos;
    }

    /** Where the gauge stands. */
    public long value() {
        return value;
    }

    /** The highest value of the measurement. */
    public long max() {
        return max;
    }

    /**
     * The mean over the time from the beginning of the measurement until now, or until its end; the value itself if that
     * is no time.
     */
    public double mean(long nowNanos) {
        upTo(nowNanos);
        long measured = Math.min(nowNanos, untilNanos) - fromNanos;
        return measured <= 0 ? value : ExactSum.toDouble(areaHigh, areaLow) / measured;
    }

    private void upTo(long nowNanos) {
        assert nowNanos >= sinceNanos : "the gauge was set at " + sinceNanos + " ns, it is told " + nowNanos + " ns";
        long counted = Math.min(nowNanos, untilNanos) - Math.max(sinceNanos, fromNanos);
        if (counted > 0) {
            long low = value * counted;
            areaLow += low;
            areaHigh += Math.multiplyHigh(value, counted) + ExactSum.carry(areaLow, low);
            max = Math.max(max, value);
        }
        sinceNanos = nowNanos;
    }
}
