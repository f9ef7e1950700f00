package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.Series;
import dev.windtunnel.app.session.Series.Version;
import dev.windtunnel.app.session.Series.Weights;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.chart.ChartModel.Line;
import dev.windtunnel.app.ui.chart.ChartModel.Look;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the requests of an edge went, against the weights that were in force. */
final class SplitChart {

    private SplitChart() {}

    static ChartModel model(SessionState state, ChartFilter filter, Range range) {
        String title = filter.to().isEmpty() ? "Split" : "Split of " + filter.to();
        Series series = filter.edge() == null ? null : state.series().get(filter.edge());
        if (series == null || Charts.idle(series, range)) {
            return ChartModel.nothing(title, "%", Charts.noRequests(filter, range));
        }
        String[] seen = series.destinations();
        Map<String, Integer> destinations = new LinkedHashMap<>();
        for (int i = 0; i < seen.length; i++) {
            destinations.put(seen[i], i);
        }
        for (Weights weights : series.weights()) {
            weights.shares().keySet().forEach(name -> destinations.putIfAbsent(name, -1));
        }
        List<Line> configured = new ArrayList<>();
        List<Line> observed = new ArrayList<>();
        boolean subsetsDiffer = subsetsDiffer(series, destinations);
        int unknown = destinations.size();
        for (Map.Entry<String, Integer> each : destinations.entrySet()) {
            Version version = series.version(each.getKey());
            int index = version == null ? unknown++ : version.index();
            String label = version == null || subsetsDiffer ? each.getKey() : version.label();
            Line set = steps(series.weights(), each.getKey(), index, range);
            if (set != null) {
                configured.add(set);
            }
            int column = each.getValue();
            if (column >= 0) {
                double[][] points = Charts.points(series, range, i -> 100 * series.share(column, i));
                observed.add(new Line(label, Ink.version(index), 1.8, Look.SOLID, index, 0, points[0], points[1]));
            }
        }
        configured.addAll(observed);
        return ChartModel.lines(title, "%", 100, configured);
    }

    /** Two subsets of one workload: then the version alone does not say which line it is. */
    private static boolean subsetsDiffer(Series series, Map<String, Integer> destinations) {
        return destinations.keySet().stream().map(series::version).distinct().count() < destinations.size();
    }

    /**
     * The weights that were set for a destination, as a line of steps: two points where they change, none where no rule
     * splits. Null when no rule ever named the destination in the range.
     */
    static @Nullable Line steps(List<Weights> weights, String destination, int version, Range range) {
        List<double[]> points = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < weights.size(); i++) {
            double from = Math.max(weights.get(i).fromSeconds(), range.from());
            double to = Math.min(i + 1 < weights.size() ? weights.get(i + 1).fromSeconds() : range.to(), range.to());
            if (to < from) {
                continue;
            }
            Map<String, Double> shares = weights.get(i).shares();
            double value = shares.isEmpty() ? Double.NaN : 100 * shares.getOrDefault(destination, 0.0);
            any |= shares.containsKey(destination);
            points.add(new double[] {from, value});
            points.add(new double[] {to, value});
        }
        if (!any) {
            return null;
        }
        double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
        return new Line("", Ink.version(version), 1.2, Look.CONFIGURED, -1, 0, x, y);
    }
}
