package dev.windtunnel.expect;

import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Metric;
import java.util.List;

/** Compares thresholds with what was observed. */
public final class Evaluator {
    private static final String NO_DATA = "no data";

    private final FigureSource pooled;
    private final List<? extends FigureSource> replications;

    /**
     * An evaluator.
     *
     * @param pooled figures over all replications: counts as means, percentiles of the pooled values
     * @param replications figures of each replication, for {@code sd} and {@code ci95}
     */
    public Evaluator(FigureSource pooled, List<? extends FigureSource> replications) {
        this.pooled = pooled;
        this.replications = List.copyOf(replications);
    }

    /** The results in the order of the thresholds. */
    public List<ThresholdResult> evaluate(List<Threshold> thresholds) {
        return thresholds.stream().map(this::evaluate).toList();
    }

    /** The result of one threshold. A figure without data never meets it. */
    public ThresholdResult evaluate(Threshold threshold) {
        Metric metric = threshold.check().metric();
        if (metric.function() instanceof Function.StandardDeviation deviation) {
            return overReplications(threshold, deviation.inner(), false);
        }
        if (metric.function() instanceof Function.UpperConfidence confidence) {
            return overReplications(threshold, confidence.inner(), true);
        }
        return judged(threshold, pooled.figure(metric.function(), metric.target(), metric.filters()));
    }

    private ThresholdResult overReplications(Threshold threshold, Kind inner, boolean upperEnd) {
        Metric metric = threshold.check().metric();
        int n = replications.size();
        if (n < 2) {
            String note = "needs at least 2 replications, the run has " + n;
            return new ThresholdResult(threshold, false, Double.NaN, note);
        }
        double[] values = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            values[i] = replications.get(i).figure(new Function.Plain(inner), metric.target(), metric.filters());
            if (Double.isNaN(values[i])) {
                String note = NO_DATA + " in replication " + i;
                return new ThresholdResult(threshold, false, Double.NaN, note);
            }
            sum += values[i];
        }
        double mean = sum / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (n - 1));
        return judged(threshold, upperEnd ? mean + StudentT.quantile975(n - 1) * deviation / Math.sqrt(n) : deviation);
    }

    private static ThresholdResult judged(Threshold threshold, double observed) {
        return Double.isNaN(observed)
                ? new ThresholdResult(threshold, false, observed, NO_DATA)
                : new ThresholdResult(threshold, threshold.check().condition().holds(observed), observed, null);
    }
}
