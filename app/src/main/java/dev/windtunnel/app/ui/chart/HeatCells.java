package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.Heat;
import dev.windtunnel.app.ui.chart.TimeWindow.Range;
import dev.windtunnel.app.ui.theme.Palette;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** The cells of a heat map: seconds together until a cell is three pixels wide, darker with the logarithm of its count. */
final class HeatCells {

    private static final double LEAST_WIDTH = 3;

    private HeatCells() {}

    /** Logarithms of seconds at both ends of the axis: whole decades around all that happened in a range. */
    static double[] decades(Heat heat, Range range) {
        int least = Heat.RANGES;
        int greatest = -1;
        for (int i = 0; i < heat.size(); i++) {
            if (heat.seconds(i) < range.from() || heat.seconds(i) > range.to() + 1) {
                continue;
            }
            for (int r = 0; r < Heat.RANGES; r++) {
                if (heat.count(i, r) > 0) {
                    least = Math.min(least, r);
                    greatest = Math.max(greatest, r);
                }
            }
        }
        if (greatest < 0) {
            return new double[] {-3, 0};
        }
        double low = Math.floor(StrictMath.log10(Heat.lowerSeconds(least)) + 1e-6);
        double high = Math.ceil(StrictMath.log10(Heat.lowerSeconds(greatest + 1)) - 1e-6);
        return new double[] {low, Math.max(low + 1, high)};
    }

    static void draw(GraphicsContext gc, Palette palette, Heat heat, Plot plot) {
        int together = (int) Math.max(1, Math.ceil(plot.range().length() / plot.width() * LEAST_WIDTH));
        double most = 1;
        int first = 0;
        while (first < heat.size() && heat.seconds(first) <= plot.range().from()) {
            first++;
        }
        int[][] columns = new int[(heat.size() - first) / together + 1][];
        int count = 0;
        for (int i = first;
                i < heat.size() && heat.seconds(i) - 1 < plot.range().to();
                i += together) {
            int[] sums = new int[Heat.RANGES];
            for (int j = i; j < Math.min(heat.size(), i + together); j++) {
                for (int r = 0; r < Heat.RANGES; r++) {
                    sums[r] += heat.count(j, r);
                    most = Math.max(most, sums[r]);
                }
            }
            columns[count++] = sums;
        }
        for (int c = 0; c < count; c++) {
            double start = heat.seconds(first + c * together) - 1;
            double end = heat.seconds(Math.min(heat.size() - 1, first + (c + 1) * together - 1));
            double x = Math.floor(Math.max(plot.x(), plot.px(start)));
            double width = Math.ceil(Math.min(plot.right(), plot.px(end))) - x;
            for (int r = 0; r < Heat.RANGES && width > 0; r++) {
                if (columns[c][r] > 0) {
                    double top = Math.floor(plot.py(StrictMath.log10(Heat.lowerSeconds(r + 1))));
                    double bottom = Math.floor(plot.py(StrictMath.log10(Heat.lowerSeconds(r))));
                    gc.setFill(shade(palette, columns[c][r], most));
                    gc.fillRect(x, top, width, bottom - top);
                }
            }
        }
    }

    /** From a pale to the strongest violet by the logarithm of a count; nothing at all is the background. */
    static Color shade(Palette palette, double count, double most) {
        double depth = most <= 1 ? 1 : Math.log1p(count) / Math.log1p(most);
        return depth < 0.5
                ? palette.background.interpolate(palette.p50, 0.2 + 1.6 * depth)
                : palette.p50.interpolate(palette.p99, 2 * depth - 1);
    }

    /** {@code 10 ms} at a decade of seconds. */
    static String tick(int decade) {
        return switch (decade) {
            case -4 -> "0.1 ms";
            case -3 -> "1 ms";
            case -2 -> "10 ms";
            case -1 -> "100 ms";
            case 0 -> "1 s";
            case 1 -> "10 s";
            default -> "100 s";
        };
    }

    /** How many latencies there were in the second of an instant, and from where to where. */
    static List<String> at(Heat heat, double seconds) {
        for (int i = 0; i < heat.size(); i++) {
            if (heat.seconds(i) - 1 <= seconds && seconds < heat.seconds(i)) {
                long count = 0;
                int least = -1;
                int greatest = 0;
                for (int r = 0; r < Heat.RANGES; r++) {
                    if (heat.count(i, r) > 0) {
                        count += heat.count(i, r);
                        least = least < 0 ? r : least;
                        greatest = r;
                    }
                }
                return List.of(
                        ChartModel.number(count, 0) + " requests",
                        millis(Heat.lowerSeconds(Math.max(0, least))) + " to " + millis(Heat.lowerSeconds(greatest + 1))
                                + " ms");
            }
        }
        return List.of();
    }

    private static String millis(double seconds) {
        double millis = seconds * 1000;
        return ChartModel.number(millis, millis < 10 ? 1 : 0);
    }
}
