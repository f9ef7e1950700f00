package dev.windtunnel.app.session;

import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.simulation.Run;
import java.util.LinkedHashMap;
import java.util.Map;

/** What limits of connections, requests and retries refuse, second by second. Targets are called {@code overflow/EDGE}. */
final class Overflows {

    private static final Figure[] FIGURES = Figure.OF_OVERFLOWS.toArray(new Figure[0]);

    private final Map<String, Refused> edges = new LinkedHashMap<>();

    private static final class Refused {
        Series series = Series.empty(Figure.OF_OVERFLOWS);
        final long[] before = new long[FIGURES.length];
        final long[] now = new long[FIGURES.length];
    }

    /** Looks at the counters at the end of a second. */
    void take(Run run, int second, int length) {
        edges.values().forEach(each -> java.util.Arrays.fill(each.now, 0));
        run.closeup().overflows((edge, pending, connections, active, retries) -> {
            long[] now = edges.computeIfAbsent(edge, name -> new Refused()).now;
            now[0] += pending;
            now[1] += connections;
            now[2] += active;
            now[3] += retries;
        });
        edges.values().forEach(each -> append(each, second, length));
    }

    private static void append(Refused refused, int second, int length) {
        double[] figures = new double[Figure.values().length];
        for (int i = 0; i < FIGURES.length; i++) {
            // Counters of a pod go with it: there may be fewer than before.
            figures[FIGURES[i].ordinal()] = Math.max(0, refused.now[i] - refused.before[i]) / (double) length;
            refused.before[i] = refused.now[i];
        }
        refused.series = refused.series.with(second, figures, new String[0], new double[0]);
    }

    /** Series so far, by target. */
    Map<String, Series> all() {
        Map<String, Series> result = new LinkedHashMap<>();
        edges.forEach((edge, refused) -> result.put("overflow/" + edge, refused.series));
        return result;
    }
}
