package dev.windtunnel.report;

import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Unit;
import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdResult;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Figures of thresholds for people. They show more digits than {@link Figures}, for a threshold may be missed by little.
 */
final class ThresholdFigures {
    private static final double MICRO = 1e-6;
    private static final double MILLI = 1e-3;

    private ThresholdFigures() {}

    /** The unit of a function's values. */
    static Unit unit(Function function) {
        if (function instanceof Function.Plain plain) {
            return plain.kind().unit();
        } else if (function instanceof Function.StandardDeviation deviation) {
            return deviation.inner().unit();
        } else if (function instanceof Function.UpperConfidence confidence) {
            return confidence.inner().unit();
        }
        // A recovery is a length of time.
        return Unit.SECONDS;
    }

    /** Its name, or the expression when it has none. */
    static String title(Threshold threshold) {
        String name = threshold.name();
        return name == null ? threshold.expression() : name;
    }

    /** The figure that was simulated: {@code 6.08213 s}, {@code 9.8 %}, {@code no data}. */
    static String observed(ThresholdResult result) {
        double value = result.observed();
        if (Double.isNaN(value)) {
            return "no data";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinite" : "-infinite";
        }
        int known = digits(result);
        DoubleFunction<String> digits = figure -> Numbers.digits(figure, known);
        return switch (unit(result.threshold().check().metric().function())) {
            case SECONDS -> seconds(value, digits);
            case FRACTION -> digits.apply(value * 100) + " %";
            case PER_SECOND -> digits.apply(value) + "/s";
            case NUMBER -> digits.apply(value);
        };
    }

    /** As few as tell the truth: rounded, a figure that missed its threshold by little may read as one that met it. */
    private static int digits(ThresholdResult result) {
        for (int digits = Numbers.FEWEST_DIGITS; digits < Numbers.MOST_DIGITS; digits++) {
            double rounded = Numbers.round(result.observed(), digits);
            if (result.threshold().check().condition().holds(rounded) == result.ok()) {
                return digits;
            }
        }
        return result.ok() ? Numbers.FEWEST_DIGITS : Numbers.MOST_DIGITS;
    }

    /** The figure it comes from, as written. */
    static String reference(Threshold threshold) {
        String reference = threshold.reference();
        return reference == null ? Figures.NONE : reference;
    }

    /** The figure that was simulated, in the unit of its metric; null when there was no data. */
    static @Nullable Number observedValue(ThresholdResult result) {
        return inUnit(result.threshold(), result.observed());
    }

    /** The figure it comes from in the unit of the metric, or as written when it is no number; null when not given. */
    static @Nullable Object referenceValue(Threshold threshold) {
        Double reference = threshold.referenceValue();
        return reference == null ? threshold.reference() : inUnit(threshold, reference);
    }

    private static @Nullable Number inUnit(Threshold threshold, double value) {
        return switch (unit(threshold.check().metric().function())) {
            case SECONDS -> Numbers.seconds(value);
            case FRACTION, PER_SECOND -> Numbers.share(value);
            case NUMBER -> Numbers.count(value);
        };
    }

    private static String seconds(double seconds, DoubleFunction<String> digits) {
        double size = Math.abs(seconds);
        if (size >= 1 || size == 0) {
            return digits.apply(seconds) + " s";
        }
        return size >= MILLI ? digits.apply(seconds / MILLI) + " ms" : digits.apply(seconds / MICRO) + " us";
    }
}
