package dev.windtunnel.expect;

import dev.windtunnel.expect.Expression.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Figures as people write them in thresholds: {@code 300ms}, {@code 1m30s}, {@code 1%}, {@code 50/s}, {@code 3}. They
 * are scaled as decimals, so that {@code 300ms} is the double {@code 0.3} and not a neighbour of it.
 */
final class Values {
    private static final String NUMBER =
            "[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?|\\.[0-9]+(?:[eE][-+]?[0-9]{1,3})?";
    private static final Pattern PLAIN = Pattern.compile(NUMBER);
    private static final Pattern PERCENT = Pattern.compile("(" + NUMBER + ")\\s*%");
    private static final Pattern RATE = Pattern.compile("(" + NUMBER + ")\\s*/\\s*([smh])");
    private static final Pattern DURATION_PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final int LONGEST = 60;

    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "ns", new BigDecimal("1e-9"),
            "us", new BigDecimal("1e-6"),
            "µs", new BigDecimal("1e-6"),
            "μs", new BigDecimal("1e-6"),
            "ms", new BigDecimal("1e-3"),
            "s", BigDecimal.ONE,
            "m", new BigDecimal(60),
            "h", new BigDecimal(3600));

    private Values() {}

    /**
     * The value of a text in a unit: seconds, a fraction of 1, per second, or a plain number.
     *
     * @param column where the text stands in the threshold, for the refusal
     */
    static double parse(String text, Unit unit, int column) throws ThresholdSyntaxException {
        BigDecimal value = text.length() > LONGEST ? null : exact(text, unit);
        if (value == null) {
            String seen = text.isEmpty() ? "nothing" : "\"" + shortened(text) + "\"";
            throw new ThresholdSyntaxException(
                    column, seen + " is not " + wanted(unit) + wrongUnit(text, unit), "write " + example(text, unit));
        }
        if (unit == Unit.FRACTION && value.compareTo(BigDecimal.ONE) > 0) {
            throw new ThresholdSyntaxException(
                    column,
                    text + " is more than the whole: this figure is a share from 0 to 1, or 0% to 100%",
                    "write " + example(text, unit));
        }
        double result = value.doubleValue();
        if (Double.isInfinite(result)) {
            throw new ThresholdSyntaxException(column, text + " is too large", "write a smaller value");
        }
        return result;
    }

    /** A duration in nanoseconds; seconds beyond 146 years are refused. */
    static long nanos(String text, int column) throws ThresholdSyntaxException {
        double seconds = parse(text, Unit.SECONDS, column);
        if (seconds > 4e9) {
            throw new ThresholdSyntaxException(column, text + " is too long", "write a shorter time");
        }
        BigDecimal exact = exact(text, Unit.SECONDS);
        return exact == null ? 0 : exact.movePointRight(9).longValue();
    }

    private static @Nullable BigDecimal exact(String text, Unit unit) {
        return switch (unit) {
            case SECONDS -> duration(text);
            case NUMBER -> PLAIN.matcher(text).matches() ? new BigDecimal(text) : null;
            case FRACTION -> fraction(text);
            case PER_SECOND -> rate(text);
        };
    }

    private static @Nullable BigDecimal fraction(String text) {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            return new BigDecimal(percent.group(1)).multiply(HUNDREDTH);
        }
        return PLAIN.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static @Nullable BigDecimal rate(String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            return null;
        }
        BigDecimal value = new BigDecimal(rate.group(1));
        BigDecimal seconds = SECONDS.get(rate.group(2));
        return seconds == null ? null : value.divide(seconds, java.math.MathContext.DECIMAL64);
    }

    private static @Nullable BigDecimal duration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            BigDecimal unit = SECONDS.get(part.group(2));
            if (unit == null) {
                return null;
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
            end = part.end();
        }
        return end == text.length() && end > 0 ? sum : null;
    }

    private static String wanted(Unit unit) {
        return switch (unit) {
            case SECONDS -> "a duration";
            case FRACTION -> "a share";
            case PER_SECOND -> "a rate";
            case NUMBER -> "a plain number";
        };
    }

    /** Says what a value is that would do elsewhere; empty when it is nothing known. */
    private static String wrongUnit(String text, Unit unit) {
        for (Unit other : List.of(Unit.NUMBER, Unit.FRACTION, Unit.PER_SECOND, Unit.SECONDS)) {
            if (other != unit && text.length() <= LONGEST && exact(text, other) != null) {
                return switch (other) {
                    case NUMBER -> ": the unit is missing";
                    case FRACTION -> ": it is a percentage";
                    case PER_SECOND -> ": it is a rate";
                    case SECONDS -> ": it is a duration";
                };
            }
        }
        return "";
    }

    private static String example(String text, Unit unit) {
        boolean plain = text.length() <= 9 && PLAIN.matcher(text).matches();
        return switch (unit) {
            case SECONDS -> plain ? text + "ms or " + text + "s" : "it with one of the units ns us ms s m h: 300ms";
            case FRACTION -> plain ? text + "%" : "it as 1% or 0.01";
            case PER_SECOND -> plain ? text + "/s" : "it as 50/s or 3000/m";
            case NUMBER -> "it without a unit: 3";
        };
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
