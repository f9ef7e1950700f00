package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.Series;
import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.chart.ChartModel.Line;
import dev.windtunnel.app.ui.chart.ChartModel.Look;
import dev.windtunnel.app.ui.chart.ChartModel.Stack;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.shell.Instants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The charts there are. Each is a pure function of the state of a run, whose requests to look at, and when. */
enum Charts {
    SPLIT("Split", true) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            return SplitChart.model(state, filter, range);
        }
    },
    LATENCY("Latency", true) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            String title = "Latency of " + filter.subject();
            Series series = state.series().get(filter.requests());
            if (series == null || idle(series, range)) {
                return ChartModel.nothing(title, "ms", noRequests(filter, range));
            }
            Line p99 = latency(series, Figure.P99_SECONDS, "p99", Ink.P99, 2.2, range, 1000, 0);
            double greatest = greatest(p99);
            double scale = greatest >= 10_000 ? 1 : 1000;
            int decimals = greatest >= 10_000 ? 1 : greatest < 10 ? 1 : 0;
            return ChartModel.lines(
                    title,
                    scale == 1 ? "s" : "ms",
                    Double.NaN,
                    List.of(
                            latency(series, Figure.P50_SECONDS, "p50", Ink.P50, 1.2, range, scale, decimals),
                            latency(series, Figure.P95_SECONDS, "p95", Ink.P95, 1.6, range, scale, decimals),
                            latency(series, Figure.P99_SECONDS, "p99", Ink.P99, 2.2, range, scale, decimals)));
        }
    },
    HEAT_MAP("Heat map", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            String title = "Latencies of " + filter.subject();
            Series series = state.series().get(filter.requests());
            if (series == null || idle(series, range) || series.heat().size() == 0) {
                return ChartModel.nothing(title, "", noRequests(filter, range));
            }
            return new ChartModel(title, "", Double.NaN, List.of(), List.of(), series.heat(), null, null);
        }
    },
    CODES("Codes", true) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            String title = "Codes of " + filter.subject();
            Series series = state.series().get(filter.requests());
            if (series == null || idle(series, range)) {
                return ChartModel.nothing(title, "/s", noRequests(filter, range));
            }
            List<Stack> stacks = new ArrayList<>();
            stack(stacks, series, Figure.CODE_503, flagged("503", series.flag(Figure.CODE_503)), Ink.BAD, range);
            stack(stacks, series, Figure.CODE_504, flagged("504", series.flag(Figure.CODE_504)), Ink.HALF_BAD, range);
            stack(stacks, series, Figure.CODE_5XX_OTHER, "5xx", Ink.DARK_BAD, range);
            stack(stacks, series, Figure.NO_ANSWER, "no answer", Ink.FOREGROUND, range);
            stack(stacks, series, Figure.CODE_4XX, "4xx", Ink.OCHRE, range);
            stack(stacks, series, Figure.CODE_3XX, "3xx", Ink.IDLE, range);
            if (stacks.isEmpty()) {
                return ChartModel.nothing(title, "/s", "Nothing but 2xx " + filter.phrase() + span(range) + ".");
            }
            return new ChartModel(title, "/s", Double.NaN, List.of(), stacks, null, null, null);
        }
    },
    TRIES("Tries", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            String target = filter.edge() == null ? filter.requests() : filter.edge();
            String title = filter.to().isEmpty() ? "Tries of " + filter.from() : "Tries at " + filter.to();
            Series series = state.series().get(target);
            if (series == null || idle(series, range)) {
                return ChartModel.nothing(title, "/s", noRequests(filter, range));
            }
            List<Line> lines = new ArrayList<>();
            lines.add(rate(series, Figure.RETRIES_PER_SECOND, "retries", Ink.RETRY, Look.AREA, range));
            lines.add(rate(series, Figure.FIRST_TRIES_PER_SECOND, "first", Ink.FIRST_TRY, Look.SOLID, range));
            Line timeouts = rate(series, Figure.TIMEOUTS_PER_SECOND, "timed out", Ink.BAD, Look.SOLID, range);
            if (greatest(timeouts) > 0) {
                lines.add(timeouts);
            }
            return ChartModel.lines(title, "/s", Double.NaN, lines);
        }
    },
    LOAD("Load", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            return LoadCharts.queue(state, filter, range);
        }
    },
    CPU("CPU", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            return LoadCharts.cpu(state, filter, range);
        }
    },
    AMPLIFICATION("Amplification", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            return LoadCharts.amplification(state, range);
        }
    },
    EJECTIONS("Ejections", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            return LoadCharts.ejections(state, filter, range);
        }
    },
    OVERFLOWS("Overflows", false) {
        @Override
        ChartModel model(SessionState state, ChartFilter filter, Range range) {
            return LoadCharts.overflows(state, filter, range);
        }
    };

    /** The name on its chip. */
    final String text;
    /** Whether it is shown at first. */
    final boolean first;

    Charts(String text, boolean first) {
        this.text = text;
        this.first = first;
    }

    /** What the chart shows. */
    abstract ChartModel model(SessionState state, ChartFilter filter, Range range);

    // ---------------------------------------------------------------- what several share

    /** Whether there were no requests in a range. */
    static boolean idle(@Nullable Series series, Range range) {
        if (series == null) {
            return true;
        }
        for (int i = first(series, range); i < series.size() && series.seconds(i) <= range.to() + 1; i++) {
            if (series.value(Figure.REQUESTS_PER_SECOND, i) > 0) {
                return false;
            }
        }
        return true;
    }

    /** The sentence of a chart without data. */
    static String noRequests(ChartFilter filter, Range range) {
        return "No requests " + filter.phrase() + span(range) + ".";
    }

    static String span(Range range) {
        return " between " + Instants.axis(range.from()) + " and " + Instants.axis(range.to());
    }

    /** The first second of a series that a range needs: the one before it begins, so that lines reach its edge. */
    static int first(Series series, Range range) {
        int low = 0;
        int high = series.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (series.seconds(middle) < range.from()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** The instants and values of a series that a range needs. */
    static double[][] points(Series series, Range range, IntToDoubleFunction value) {
        int from = first(series, range);
        int to = from;
        while (to < series.size() && series.seconds(to) <= range.to() + 1) {
            to++;
        }
        double[][] points = new double[2][to - from];
        for (int i = from; i < to; i++) {
            points[0][i - from] = series.seconds(i);
            points[1][i - from] = value.applyAsDouble(i);
        }
        return points;
    }

    static double greatest(Line line) {
        double greatest = 0;
        for (double value : line.y()) {
            greatest = value > greatest ? value : greatest;
        }
        return greatest;
    }

    /** As few decimals as a rate needs, the same for a whole line. */
    static int decimals(double greatest) {
        return greatest >= 10 ? 0 : 1;
    }

    private static Line latency(
            Series series,
            Figure figure,
            String label,
            Ink ink,
            double width,
            Range range,
            double scale,
            int decimals) {
        double[][] points = points(series, range, i -> series.value(figure, i) * scale);
        return new Line(label, ink, width, Look.SOLID, -1, decimals, points[0], points[1]);
    }

    private static Line rate(Series series, Figure figure, String label, Ink ink, Look look, Range range) {
        double[][] points = points(series, range, i -> series.value(figure, i));
        Line line = new Line(label, ink, 1.8, look, -1, 0, points[0], points[1]);
        return new Line(label, ink, 1.8, look, -1, decimals(greatest(line)), points[0], points[1]);
    }

    private static String flagged(String code, @Nullable String flag) {
        return flag == null ? code : code + " " + flag;
    }

    private static void stack(List<Stack> stacks, Series series, Figure figure, String label, Ink ink, Range range) {
        double[][] points = points(series, range, i -> series.value(figure, i));
        int last = points[0].length - 1;
        if (last > 0 && points[0][last] % 1 != 0) {
            // A second that is not over yet: one failure after a tenth of it would stand there as ten.
            points[0] = Arrays.copyOf(points[0], last);
            points[1] = Arrays.copyOf(points[1], last);
        }
        Stack stack = new Stack(label, ink, points[0], points[1]);
        if (stack.total() > 0) {
            stacks.add(stack);
        }
    }

    /** Edges by the figure of now, the greatest first. */
    static List<Map.Entry<String, Series>> edgesBy(SessionState state, Figure figure) {
        return state.series().entrySet().stream()
                .filter(each -> each.getKey().contains("->") && each.getValue().size() > 0)
                .sorted(Comparator.comparingDouble((Map.Entry<String, Series> each) -> {
                            double now = each.getValue()
                                    .value(figure, each.getValue().size() - 1);
                            return Double.isNaN(now) ? 0 : now;
                        })
                        .reversed())
                .toList();
    }
}
