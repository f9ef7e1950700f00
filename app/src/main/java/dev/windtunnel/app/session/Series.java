package dev.windtunnel.app.session;

import java.util.Arrays;

/**
 * Figures of one target, second by second. The session's thread appends and publishes views; a view never changes, so the
 * screen reads it without a lock.
 */
public final class Series {

    /** The figures of one second. */
    public enum Figure {
        REQUESTS_PER_SECOND,
        ERROR_RATE,
        RETRIES_PER_SECOND,
        P50_SECONDS,
        P95_SECONDS,
        P99_SECONDS,
        CODE_2XX,
        CODE_4XX,
        CODE_503,
        CODE_504,
        CODE_5XX_OTHER,
        NO_ANSWER
    }

    /** Longest series that is kept in full; a longer one keeps every second value of its older half. */
    static final int LONGEST = 7200;

    private final double[][] values;
    private final double[] seconds;
    private final double[][] shares;
    private final String[] destinations;
    private final int size;

    private Series(double[] seconds, double[][] values, String[] destinations, double[][] shares, int size) {
        this.seconds = seconds;
        this.values = values;
        this.destinations = destinations;
        this.shares = shares;
        this.size = size;
    }

    /** An empty series. */
    static Series empty() {
        return new Series(new double[64], new double[Figure.values().length][64], new String[0], new double[0][], 0);
    }

    /** How many seconds there are. */
    public int size() {
        return size;
    }

    /** The end of a second, in virtual seconds. */
    public double seconds(int index) {
        return seconds[index];
    }

    /** A figure of a second; NaN where there was nothing. */
    public double value(Figure figure, int index) {
        return values[figure.ordinal()][index];
    }

    /** Names of the destinations that requests went to: {@code workload} or {@code workload[subset]}. */
    public String[] destinations() {
        return destinations.clone();
    }

    /** Share of a destination in a second; NaN where there was nothing. */
    public double share(int destination, int index) {
        double[] column = shares[destination];
        return index < column.length ? column[index] : Double.NaN;
    }

    /** This series with one more second. Arrays are shared as long as they have room: what a view shows never changes. */
    Series with(double endSeconds, double[] figures, String[] names, double[] sharesNow) {
        Series room = size == seconds.length ? grown() : this;
        double[] allSeconds = room.seconds;
        double[][] allValues = room.values;
        allSeconds[size] = endSeconds;
        for (int i = 0; i < figures.length; i++) {
            allValues[i][size] = figures[i];
        }
        double[][] allShares = Arrays.copyOf(room.shares, names.length);
        for (int i = 0; i < names.length; i++) {
            if (allShares[i] == null || allShares[i].length < allSeconds.length) {
                double[] longer = new double[allSeconds.length];
                Arrays.fill(longer, Double.NaN);
                if (allShares[i] != null) {
                    System.arraycopy(allShares[i], 0, longer, 0, allShares[i].length);
                }
                allShares[i] = longer;
            }
            allShares[i][size] = sharesNow[i];
        }
        return new Series(allSeconds, allValues, names.clone(), allShares, size + 1);
    }

    private Series grown() {
        if (size >= LONGEST) {
            return thinned();
        }
        int length = 2 * size;
        double[][] longer = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            longer[i] = Arrays.copyOf(values[i], length);
        }
        return new Series(Arrays.copyOf(seconds, length), longer, destinations, shares, size);
    }

    private Series thinned() {
        Series thin = new Series(
                new double[seconds.length], new double[values.length][seconds.length], destinations, new double[0][], 0);
        for (int i = 0; i < size; i++) {
            if (i < size / 2 && i % 2 == 1) {
                continue;
            }
            double[] figures = new double[values.length];
            for (int f = 0; f < figures.length; f++) {
                figures[f] = values[f][i];
            }
            double[] now = new double[destinations.length];
            for (int d = 0; d < now.length; d++) {
                now[d] = share(d, i);
            }
            thin = thin.with(seconds[i], figures, destinations, now);
        }
        return new Series(
                Arrays.copyOf(thin.seconds, 2 * LONGEST),
                grownTo(thin.values, 2 * LONGEST),
                thin.destinations,
                thin.shares,
                thin.size);
    }

    private static double[][] grownTo(double[][] values, int length) {
        double[][] longer = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            longer[i] = Arrays.copyOf(values[i], length);
        }
        return longer;
    }
}
