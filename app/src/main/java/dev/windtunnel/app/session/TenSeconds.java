package dev.windtunnel.app.session;

import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.measure.Histogram;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.simulation.Run;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last ten seconds of a target: what rates, shares and percentiles are taken over. */
final class TenSeconds {

    private static final int LENGTH = 10;

    private final ArrayDeque<Numbered> windows = new ArrayDeque<>();
    private final double[] attempts = new double[LENGTH];
    private final double[] organic = new double[LENGTH];
    private final Tally flagsOf503 = new Tally();
    private final Tally flagsOf504 = new Tally();
    private int at;
    private Sum sum = new Sum();
    /** Of the nine seconds before one that has begun, and which one that is. */
    private Sum nine = new Sum();

    private int nineBefore = -1;

    /** What was counted in several seconds. */
    private static final class Sum {
        long completed;
        long errors;
        long retries;
        long tries;
        long timeouts;
        final Tally destinations = new Tally();
        final Tally failed = new Tally();
        final Histogram latency = new Histogram();

        void add(Windows.Window window, long ended) {
            completed += window.completed;
            errors += window.errors;
            retries += window.retries;
            tries += window.attempts;
            timeouts += ended;
            destinations.add(window.destinations);
            failed.add(window.failedDestinations);
            latency.add(window.latency);
        }

        Sum copy() {
            Sum copy = new Sum();
            copy.completed = completed;
            copy.errors = errors;
            copy.retries = retries;
            copy.tries = tries;
            copy.timeouts = timeouts;
            copy.destinations.add(destinations);
            copy.failed.add(failed);
            copy.latency.add(latency);
            return copy;
        }

        double share(int destination) {
            return destinations.total() == 0
                    ? Double.NaN
                    : destinations.of(destination) / (double) destinations.total();
        }

        Rates rates(String[] names, double length) {
            Map<String, Double> shares = new LinkedHashMap<>();
            Map<String, Double> failures = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                shares.put(names[i], destinations.total() == 0 ? 0 : share(i));
                if (failed.of(i) > 0) {
                    failures.put(names[i], failed.of(i) / (double) destinations.of(i));
                }
            }
            return new Rates(
                    completed / length,
                    completed == 0 ? 0 : errors / (double) completed,
                    retries / length,
                    latency.count() == 0 ? Double.NaN : latency.percentileNanos(50) / 1e9,
                    latency.count() == 0 ? Double.NaN : latency.percentileNanos(95) / 1e9,
                    latency.count() == 0 ? Double.NaN : latency.percentileNanos(99) / 1e9,
                    shares,
                    failures);
        }
    }

    /**
     * Figures of the ten seconds that end in the middle of one.
     *
     * @param figures as in {@link #figures}; codes and amplification are only known at the end of a second
     */
    record Now(Rates rates, double[] figures, double[] shares) {}

    private record Numbered(int number, Windows.Window window, long timeouts) {}

    /** Attempts and organic attempts of each of the seconds that have just ended. */
    void attempts(double all, double organicOnes, int seconds) {
        for (int i = 0; i < Math.min(seconds, LENGTH); i++) {
            attempts[at] = all;
            organic[at] = organicOnes;
            at = (at + 1) % LENGTH;
        }
    }

    /** One more second; null when nothing happened in it. */
    void add(Windows.@Nullable Window window, int number) {
        while (!windows.isEmpty() && windows.peekFirst().number() <= number - LENGTH) {
            windows.removeFirst();
        }
        if (window != null) {
            long ended = timeouts(window);
            window.flags.named(Run::flagsText, 1).forEach((flags, count) -> count(flags, Math.round(count)));
            windows.addLast(new Numbered(number, window, ended));
        }
        sum = new Sum();
        windows.forEach(each -> sum.add(each.window(), each.timeouts()));
    }

    private static long timeouts(Windows.Window window) {
        long[] ended = new long[1];
        window.flags
                .named(Run::flagsText, 1)
                .forEach((flags, count) -> ended[0] += isTimeout(flags) ? Math.round(count) : 0);
        return ended[0];
    }

    /**
     * Figures of the ten seconds up to an instant within a second.
     *
     * @param begun what has been counted in that second; null for nothing
     * @param nowSeconds the instant
     */
    Now now(Windows.@Nullable Window begun, double nowSeconds, String[] names) {
        int second = (int) nowSeconds;
        if (nineBefore != second) {
            nineBefore = second;
            nine = new Sum();
            for (Numbered each : windows) {
                if (each.number() > second - LENGTH) {
                    nine.add(each.window(), each.timeouts());
                }
            }
        }
        Sum recent = nine.copy();
        if (begun != null) {
            recent.add(begun, timeouts(begun));
        }
        double length = Math.max(1, Math.min(LENGTH - 1, second) + nowSeconds - second);
        Rates rates = recent.rates(names, length);
        double[] shares = new double[names.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = recent.share(i);
        }
        return new Now(rates, figures(recent, rates, length), shares);
    }

    private static boolean isTimeout(String flags) {
        return Arrays.asList(flags.split(",")).contains("UT");
    }

    private void count(String flags, long count) {
        if (flags.equals("-") || flags.equals("DC") || flags.equals("DI")) {
            return;
        }
        String first = flags.split(",")[0];
        (isTimeout(flags) ? flagsOf504 : flagsOf503).add(key(first), count);
    }

    private static int key(String flag) {
        return flag.length() == 2
                ? flag.charAt(0) << 16 | flag.charAt(1) << 8
                : flag.charAt(0) << 16 | flag.charAt(1) << 8 | flag.charAt(2);
    }

    private static String flag(int key) {
        String two = "" + (char) (key >> 16 & 255) + (char) (key >> 8 & 255);
        return (key & 255) == 0 ? two : two + (char) (key & 255);
    }

    /** The commonest flag of each code so far. */
    Map<Figure, String> flags() {
        Map<Figure, String> result = new EnumMap<>(Figure.class);
        commonest(flagsOf503, Figure.CODE_503, result);
        commonest(flagsOf504, Figure.CODE_504, result);
        return result;
    }

    private static void commonest(Tally tally, Figure code, Map<Figure, String> result) {
        double[] most = new double[1];
        tally.named(TenSeconds::flag, 1).forEach((flag, count) -> {
            if (count > most[0]) {
                most[0] = count;
                result.put(code, flag);
            }
        });
    }

    /** Share of a destination; NaN when there were no requests. */
    double share(int destination) {
        return sum.share(destination);
    }

    /** Figures of the end of a second. */
    Rates rates(String[] names, int secondsSoFar) {
        return windows.isEmpty() ? Rates.IDLE : sum.rates(names, length(secondsSoFar));
    }

    private static double length(int secondsSoFar) {
        return Math.min(LENGTH, Math.max(1, secondsSoFar));
    }

    /** The figures of a series at the end of a second. */
    double[] figures(Windows.@Nullable Window window, Rates rates, int secondsSoFar) {
        double[] figures = figures(sum, rates, length(secondsSoFar));
        double naturally = Arrays.stream(organic).sum();
        set(
                figures,
                Figure.AMPLIFICATION,
                naturally == 0 ? Double.NaN : Arrays.stream(attempts).sum() / naturally);
        if (window != null) {
            Tally codes = window.codes;
            set(figures, Figure.CODE_2XX, codes.between(200, 299));
            set(figures, Figure.CODE_3XX, codes.between(300, 399));
            set(figures, Figure.CODE_4XX, codes.between(400, 499));
            set(figures, Figure.CODE_503, codes.of(503));
            set(figures, Figure.CODE_504, codes.of(504));
            set(figures, Figure.CODE_5XX_OTHER, codes.between(500, 599) - codes.of(503) - codes.of(504));
            set(figures, Figure.NO_ANSWER, codes.of(0));
        }
        return figures;
    }

    private static double[] figures(Sum of, Rates rates, double length) {
        double[] figures = new double[Figure.values().length];
        set(figures, Figure.REQUESTS_PER_SECOND, rates.requestsPerSecond());
        set(figures, Figure.ERROR_RATE, of.completed == 0 ? Double.NaN : rates.errorRate());
        set(figures, Figure.RETRIES_PER_SECOND, rates.retriesPerSecond());
        set(figures, Figure.FIRST_TRIES_PER_SECOND, Math.max(0, of.tries - of.retries) / length);
        set(figures, Figure.TIMEOUTS_PER_SECOND, of.timeouts / length);
        set(figures, Figure.P50_SECONDS, rates.p50Seconds());
        set(figures, Figure.P95_SECONDS, rates.p95Seconds());
        set(figures, Figure.P99_SECONDS, rates.p99Seconds());
        return figures;
    }

    private static void set(double[] figures, Figure figure, double value) {
        figures[figure.ordinal()] = value;
    }
}
