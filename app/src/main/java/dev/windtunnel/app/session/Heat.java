package dev.windtunnel.app.session;

import dev.windtunnel.measure.Histogram;
import java.util.Arrays;

/**
 * How many latencies fell into which range, second by second, for the last ten minutes. Ranges are 40 equal steps of the
 * logarithm from 0.1 ms to 100 s. A view never changes: the session's thread appends, the screen reads without a lock.
 */
public final class Heat {

    /** Ranges of a second. */
    public static final int RANGES = 40;

    /** Seconds that are kept. */
    public static final int SECONDS = 600;

    private static final double LEAST_SECONDS = 1e-4;
    private static final double DECADES = 6;
    private static final Heat EMPTY = new Heat(new Column[0], 0, 0);

    private final Column[] columns;
    private final int from;
    private final int to;

    /** Counts of one second, from its lowest range that is not empty. */
    private record Column(double endSeconds, int first, int[] counts) {}

    private Heat(Column[] columns, int from, int to) {
        this.columns = columns;
        this.from = from;
        this.to = to;
    }

    static Heat empty() {
        return EMPTY;
    }

    /** How many seconds there are. */
    public int size() {
        return to - from;
    }

    /** The end of a second, in virtual seconds. */
    public double seconds(int index) {
        return columns[from + index].endSeconds();
    }

    /** Latencies of a second within a range. */
    public int count(int index, int range) {
        Column column = columns[from + index];
        int at = range - column.first();
        return at < 0 || at >= column.counts().length ? 0 : column.counts()[at];
    }

    /** Lower end of a range in seconds; that of {@link #RANGES} is the upper end of the last. */
    public static double lowerSeconds(int range) {
        return LEAST_SECONDS * StrictMath.pow(10, range * DECADES / RANGES);
    }

    /** The range of a latency; what lies outside all counts in the first or last. */
    static int range(double seconds) {
        if (seconds <= LEAST_SECONDS) {
            return 0;
        }
        double range = StrictMath.log10(seconds / LEAST_SECONDS) * RANGES / DECADES;
        return Math.min(RANGES - 1, (int) range);
    }

    /** This with one more second. */
    Heat with(double endSeconds, Histogram latency) {
        int[] all = new int[RANGES];
        latency.each((nanos, count) -> all[range(nanos / 1e9)] += (int) Math.min(count, Integer.MAX_VALUE / 2));
        int first = 0;
        int last = RANGES;
        while (first < RANGES && all[first] == 0) {
            first++;
        }
        while (last > first && all[last - 1] == 0) {
            last--;
        }
        int begin = size() >= SECONDS ? to - SECONDS + 1 : from;
        Column[] room = columns;
        int end = to;
        if (end == room.length) {
            room = Arrays.copyOfRange(columns, begin, begin + Math.max(64, 2 * (end - begin)));
            end -= begin;
            begin = 0;
        }
        room[end] = new Column(endSeconds, first, Arrays.copyOfRange(all, first, last));
        return new Heat(room, begin, end + 1);
    }
}
