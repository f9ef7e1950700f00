package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.Series;
import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.app.session.Series.Version;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.chart.ChartModel.Limit;
import dev.windtunnel.app.ui.chart.ChartModel.Line;
import dev.windtunnel.app.ui.chart.ChartModel.Look;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the pods have to do, and what retries add to it. */
final class LoadCharts {

    private static final int MOST_LINES = 4;
    private static final Ink[] BY_RANK = {Ink.P99, Ink.P95, Ink.P50, Ink.IDLE};
    private static final double[] WIDTH_BY_RANK = {2.2, 1.6, 1.2, 1.2};

    private LoadCharts() {}

    /** Requests that are served and that wait, of all workloads of the filter together. */
    static ChartModel queue(SessionState state, ChartFilter filter, Range range) {
        String title = "Load of " + subject(filter);
        List<Series> series = series(state, filter);
        if (series.isEmpty()) {
            return ChartModel.nothing(title, "requests", "No pods of " + subject(filter) + Charts.span(range) + ".");
        }
        return ChartModel.lines(
                title,
                "requests",
                Double.NaN,
                List.of(
                        sum(series, Figure.IN_SERVICE, "in service", Ink.FIRST_TRY, Look.SOLID, range),
                        sum(series, Figure.WAITING, "waiting", Ink.WARN, Look.AREA, range)));
    }

    private static Line sum(List<Series> series, Figure figure, String label, Ink ink, Look look, Range range) {
        double[][] points =
                Charts.points(series.get(0), range, i -> series.get(0).value(figure, i));
        for (Series more : series.subList(1, series.size())) {
            double[][] others = Charts.points(more, range, i -> more.value(figure, i));
            // Workloads are looked at in the same seconds; one that came later lacks the first of them.
            int shift = points[0].length - others[0].length;
            for (int i = Math.max(0, shift); i < points[0].length; i++) {
                points[1][i] += others[1][i - shift];
            }
        }
        return new Line(label, ink, 1.8, look, -1, 0, points[0], points[1]);
    }

    /** Pods of the filter that outlier detection keeps out. */
    static ChartModel ejections(SessionState state, ChartFilter filter, Range range) {
        String title = "Ejected pods of " + subject(filter);
        List<Series> series = series(state, filter);
        Line out = series.isEmpty() ? null : sum(series, Figure.EJECTED, "out", Ink.BAD, Look.AREA, range);
        if (out == null || Charts.greatest(out) == 0) {
            return ChartModel.nothing(
                    title, "pods", "No pod of " + subject(filter) + " was ejected" + Charts.span(range) + ".");
        }
        return ChartModel.lines(title, "pods", Double.NaN, List.of(out));
    }

    /** What the limits of a connection pool refuse: requests, connections and retries, each for its own reason. */
    static ChartModel overflows(SessionState state, ChartFilter filter, Range range) {
        String title = "Refused by limits of " + subject(filter);
        List<Series> series = state.series().entrySet().stream()
                .filter(each -> isRefused(each.getKey(), filter))
                .map(Map.Entry::getValue)
                .sorted((left, right) -> Integer.compare(right.size(), left.size()))
                .toList();
        List<Line> lines = new ArrayList<>();
        if (!series.isEmpty()) {
            overflow(lines, series, Figure.OVERFLOW_PENDING, "pending", Ink.BAD, range);
            overflow(lines, series, Figure.OVERFLOW_ACTIVE, "active", Ink.DARK_BAD, range);
            overflow(lines, series, Figure.OVERFLOW_CONNECTIONS, "connections", Ink.WARN, range);
            overflow(lines, series, Figure.OVERFLOW_RETRIES, "retries", Ink.RETRY, range);
        }
        return lines.isEmpty()
                ? ChartModel.nothing(
                        title, "/s", "No limit of " + subject(filter) + " refused anything" + Charts.span(range) + ".")
                : ChartModel.lines(title, "/s", Double.NaN, lines);
    }

    /** Whether a target is what callers of the filter's service are refused. */
    private static boolean isRefused(String target, ChartFilter filter) {
        if (!target.startsWith("overflow/")) {
            return false;
        }
        String edge = target.substring("overflow/".length());
        return filter.edge() == null
                || edge.equals(filter.edge())
                || filter.to().equals(service(edge));
    }

    private static void overflow(
            List<Line> lines, List<Series> series, Figure figure, String label, Ink ink, Range range) {
        Line line = sum(series, figure, label, ink, Look.SOLID, range);
        double greatest = Charts.greatest(line);
        if (greatest > 0) {
            lines.add(new Line(label, ink, 1.8, Look.SOLID, -1, Charts.decimals(greatest), line.x(), line.y()));
        }
    }

    /** How busy the cores of each workload of the filter are. */
    static ChartModel cpu(SessionState state, ChartFilter filter, Range range) {
        String title = "CPU of " + subject(filter);
        Series edge = filter.edge() == null ? null : state.series().get(filter.edge());
        List<Line> lines = new ArrayList<>();
        for (String workload : filter.workloads()) {
            Series series = state.series().get("workload/" + workload);
            if (series == null || lines.size() == MOST_LINES) {
                continue;
            }
            double[][] points = Charts.points(series, range, i -> 100 * series.value(Figure.UTILISATION, i));
            Version version = edge == null ? null : edge.version(workload);
            int index = version == null ? lines.size() : version.index();
            String label = version == null ? workload : version.label();
            Line line = new Line(label, Ink.version(index), 1.8, Look.SOLID, index, 0, points[0], points[1]);
            if (!Double.isNaN(line.last())) {
                lines.add(line);
            }
        }
        return lines.isEmpty()
                ? ChartModel.nothing(title, "%", "The cores of " + subject(filter) + " are not limited.")
                : ChartModel.lines(title, "%", 100, lines);
    }

    /** Attempts at each service for each that would be made without retries; the most amplified ones. */
    static ChartModel amplification(SessionState state, Range range) {
        String title = "Amplification";
        List<Line> lines = new ArrayList<>();
        double worst = 1;
        for (Map.Entry<String, Series> each : Charts.edgesBy(state, Figure.AMPLIFICATION)) {
            Series series = each.getValue();
            worst = Math.max(worst, series.worstAmplification());
            double[][] points = Charts.points(series, range, i -> series.value(Figure.AMPLIFICATION, i));
            int rank = lines.size();
            if (rank == MOST_LINES) {
                continue;
            }
            Line line = new Line(
                    service(each.getKey()),
                    BY_RANK[rank],
                    WIDTH_BY_RANK[rank],
                    Look.SOLID,
                    -1,
                    1,
                    points[0],
                    points[1]);
            if (Charts.greatest(line) > 1.0005 || rank == 0 && Charts.greatest(line) > 0) {
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            return ChartModel.nothing(title, "", "No tries" + Charts.span(range) + ".");
        }
        java.util.Collections.reverse(lines);
        Limit limit = worst > 1 ? new Limit("worst " + ChartModel.number(worst, worst < 10 ? 1 : 0), worst) : null;
        return new ChartModel(title, "", Double.NaN, lines, List.of(), null, limit, null);
    }

    /** {@code pricing} of {@code orders->pricing.default:8080}. */
    private static String service(String edge) {
        String service = edge.substring(edge.indexOf("->") + 2);
        int end = service.lastIndexOf(':');
        service = end < 0 ? service : service.substring(0, end);
        int dot = service.indexOf('.');
        return dot < 0 ? service : service.substring(0, dot);
    }

    private static String subject(ChartFilter filter) {
        return filter.workloads().size() == 1
                ? filter.workloads().get(0)
                : filter.to().isEmpty() ? filter.from() : filter.to();
    }

    private static List<Series> series(SessionState state, ChartFilter filter) {
        return filter.workloads().stream()
                .map(workload -> state.series().get("workload/" + workload))
                .filter(Objects::nonNull)
                .filter(series -> series.size() > 0)
                .sorted((left, right) -> Integer.compare(right.size(), left.size()))
                .toList();
    }
}
