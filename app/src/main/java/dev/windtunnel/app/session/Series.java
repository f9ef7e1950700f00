package dev.windtunnel.app.session;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Figures of one target, second by second. The session's thread appends and publishes views; a view never changes, so the
 * screen reads it without a lock.
 */
public final class Series {

    /**
     * The figures of one second. Rates, shares and percentiles are those of the ten seconds up to its end, so that the
     * last of them is the figure of now everywhere on the screen; codes are those of the second itself.
     */
    public enum Figure {
        REQUESTS_PER_SECOND,
        ERROR_RATE,
        RETRIES_PER_SECOND,
        /** First tries: attempts that are no retries. */
        FIRST_TRIES_PER_SECOND,
        /** Requests that the route's timeout, or that of a try, ended. */
        TIMEOUTS_PER_SECOND,
        P50_SECONDS,
        P95_SECONDS,
        P99_SECONDS,
        CODE_2XX,
        CODE_3XX,
        CODE_4XX,
        CODE_503,
        CODE_504,
        CODE_5XX_OTHER,
        NO_ANSWER,
        /** Attempts of an edge for each that its callers would have made without retries anywhere. */
        AMPLIFICATION,
        /** Requests that the pods of a workload serve at the end of the second. */
        IN_SERVICE,
        /** Requests that wait in them. */
        WAITING,
        /** Share of their cores that was busy; NaN when these are not limited. */
        UTILISATION,
        /** Pods that outlier detection of some proxy keeps out at the end of the second. */
        EJECTED,
        /** Requests each second that found no connection and as many waiting as may. */
        OVERFLOW_PENDING,
        /** Connections each second that were not opened. */
        OVERFLOW_CONNECTIONS,
        /** Requests each second of which as many were under way as may. */
        OVERFLOW_ACTIVE,
        /** Retries each second that were not made. */
        OVERFLOW_RETRIES;

        /** Those of traffic and edges. */
        static final Set<Figure> OF_REQUESTS = EnumSet.range(REQUESTS_PER_SECOND, AMPLIFICATION);
        /** Those of workloads. */
        static final Set<Figure> OF_WORKLOADS = EnumSet.range(IN_SERVICE, EJECTED);
        /** Those of what limits refuse. */
        static final Set<Figure> OF_OVERFLOWS = EnumSet.range(OVERFLOW_PENDING, OVERFLOW_RETRIES);
    }

    /** Place of a workload among the versions of its service, from 0, and what a version is called. */
    public record Version(int index, String label) {}

    /** From an instant on, shares that a rule sets, by destination; empty when none does. */
    public record Weights(double fromSeconds, Map<String, Double> shares) {}

    /** What belongs to a target beside its figures; see the methods of {@link Series}. */
    record Extras(
            Heat heat, List<Weights> weights, Map<String, Version> versions, Map<Figure, String> flags, double worst) {
        static final Extras NONE = new Extras(Heat.empty(), List.of(), Map.of(), Map.of(), 1);
    }

    /** Longest series that is kept in full; a longer one keeps every second value of its older half. */
    static final int LONGEST = 7200;

    private final double[] @Nullable [] values;
    private final double[] seconds;
    private final double[][] shares;
    private final String[] destinations;
    private final int size;
    private final Extras extras;
    private final @Nullable Tail tail;

    /** The second that has begun: figures of the ten seconds up to now. */
    private record Tail(double seconds, double[] figures, double[] shares) {}

    private Series(
            double[] seconds,
            double[] @Nullable [] values,
            String[] destinations,
            double[][] shares,
            int size,
            Extras extras,
            @Nullable Tail tail) {
        this.seconds = seconds;
        this.values = values;
        this.destinations = destinations;
        this.shares = shares;
        this.size = size;
        this.extras = extras;
        this.tail = tail;
    }

    /** An empty series of some figures. */
    static Series empty(Set<Figure> figures) {
        double[][] values = new double[Figure.values().length][];
        figures.forEach(figure -> values[figure.ordinal()] = new double[64]);
        return new Series(new double[64], values, new String[0], new double[0][], 0, Extras.NONE, null);
    }

    /** Latencies by second; empty where the target has none. */
    public Heat heat() {
        return extras.heat();
    }

    /** Shares that rules set, in order of the instants from which they hold. */
    public List<Weights> weights() {
        return extras.weights();
    }

    /** The version of a destination; null when it is behind no service. */
    public @Nullable Version version(String destination) {
        int subset = destination.indexOf('[');
        return extras.versions().get(subset < 0 ? destination : destination.substring(0, subset));
    }

    /** The commonest response flag among the answers of a code; null when there is none. */
    public @Nullable String flag(Figure code) {
        return extras.flags().get(code);
    }

    /** The amplification that retries can reach here at worst; 1 where nobody retries. */
    public double worstAmplification() {
        return extras.worst();
    }

    /** How many seconds there are; the last may be one that has only begun. */
    public int size() {
        return tail == null ? size : size + 1;
    }

    /** The end of a second, in virtual seconds; of one that has only begun, now. */
    public double seconds(int index) {
        return tail != null && index == size ? tail.seconds() : seconds[index];
    }

    /** A figure of a second; NaN where there was nothing, or the target has no such figure. */
    public double value(Figure figure, int index) {
        double[] column = values[figure.ordinal()];
        if (tail != null && index == size) {
            return column == null ? Double.NaN : tail.figures()[figure.ordinal()];
        }
        return column == null ? Double.NaN : column[index];
    }

    /** Names of the destinations that requests went to: {@code workload} or {@code workload[subset]}. */
    public String[] destinations() {
        return destinations.clone();
    }

    /** Share of a destination in a second; NaN where there was nothing. */
    public double share(int destination, int index) {
        if (tail != null && index == size) {
            return destination < tail.shares().length ? tail.shares()[destination] : Double.NaN;
        }
        double[] column = shares[destination];
        return index < column.length ? column[index] : Double.NaN;
    }

    /** This series with one more second. Arrays are shared as long as they have room: what a view shows never changes. */
    Series with(double endSeconds, double[] figures, String[] names, double[] sharesNow) {
        Series room = size == seconds.length ? grown() : this;
        int at = room.size;
        double[] allSeconds = room.seconds;
        double[][] allValues = room.values;
        allSeconds[at] = endSeconds;
        for (int i = 0; i < figures.length; i++) {
            if (allValues[i] != null) {
                allValues[i][at] = figures[i];
            }
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
            allShares[i][at] = sharesNow[i];
        }
        return new Series(allSeconds, allValues, names.clone(), allShares, at + 1, extras, null);
    }

    /** This series with something else beside its figures. */
    Series with(Extras next) {
        return new Series(seconds, values, destinations, shares, size, next, tail);
    }

    /**
     * This series with the second that has begun as its last. Codes and amplification, which are only known when it has
     * ended, stay those of the second before.
     */
    Series begun(double nowSeconds, TenSeconds.Now now, String[] names) {
        double[] figures = now.figures().clone();
        for (Figure figure : EnumSet.range(Figure.CODE_2XX, Figure.AMPLIFICATION)) {
            figures[figure.ordinal()] = size == 0 ? 0 : values[figure.ordinal()][size - 1];
        }
        double[][] columns = Arrays.copyOf(shares, names.length);
        for (int i = shares.length; i < columns.length; i++) {
            columns[i] = new double[0];
        }
        return new Series(seconds, values, names, columns, size, extras, new Tail(nowSeconds, figures, now.shares()));
    }

    Extras extras() {
        return extras;
    }

    private Series grown() {
        return size >= LONGEST ? thinned() : longer(2 * size);
    }

    private Series longer(int length) {
        double[][] longer = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            longer[i] = values[i] == null ? null : Arrays.copyOf(values[i], length);
        }
        return new Series(Arrays.copyOf(seconds, length), longer, destinations, shares, size, extras, null);
    }

    private Series thinned() {
        double[][] columns = new double[values.length][];
        for (int f = 0; f < columns.length; f++) {
            columns[f] = values[f] == null ? null : new double[seconds.length];
        }
        Series thin = new Series(new double[seconds.length], columns, destinations, new double[0][], 0, extras, null);
        for (int i = 0; i < size; i++) {
            if (i < size / 2 && i % 2 == 1) {
                continue;
            }
            double[] figures = new double[values.length];
            for (Figure figure : Figure.values()) {
                figures[figure.ordinal()] = value(figure, i);
            }
            double[] now = new double[destinations.length];
            for (int d = 0; d < now.length; d++) {
                now[d] = share(d, i);
            }
            thin = thin.with(seconds[i], figures, destinations, now);
        }
        return thin.longer(2 * LONGEST);
    }
}
