package dev.windtunnel.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of results as documents hold them: rounded to what the engine knows, without the noise of binary fractions.
 *
 * <p>{@link BigDecimal} gives the same digits on every Java; {@link Double#toString} changed with Java 19. What is no
 * finite number becomes null.
 */
final class Numbers {
    /** The engine's time is whole nanoseconds. */
    private static final int SECOND_DECIMALS = 9;

    private static final int DECIMALS = 12;
    private static final MathContext DOUBLE = new MathContext(15, RoundingMode.HALF_EVEN);
    private static final MathContext SHARE = new MathContext(6, RoundingMode.HALF_EVEN);
    private static final MathContext FIGURE = new MathContext(9, RoundingMode.HALF_EVEN);
    private static final double WHOLE_LIMIT = 1L << 53;

    private Numbers() {}

    /** Seconds with at most nine decimals and at least one: {@code 0.006}, {@code 60.0}. */
    static @Nullable BigDecimal seconds(double seconds) {
        return rounded(seconds, DOUBLE, SECOND_DECIMALS);
    }

    /** A share, ratio or rate of six digits and at least one decimal: {@code 0.333333}, {@code 1.0}. */
    static @Nullable BigDecimal share(double share) {
        return rounded(share, SHARE, DECIMALS);
    }

    /** A count: whole numbers as such, means over replications with at most six decimals. */
    static @Nullable Number count(double count) {
        if (count == Math.rint(count) && Math.abs(count) < WHOLE_LIMIT) {
            return (long) count;
        }
        return rounded(count, DOUBLE, 6);
    }

    /** A figure of any unit: whole numbers as such, others with nine digits. */
    static @Nullable Number figure(double figure) {
        if (figure == Math.rint(figure) && Math.abs(figure) < WHOLE_LIMIT) {
            return (long) figure;
        }
        return rounded(figure, FIGURE, DECIMALS);
    }

    /** The decimal number that was meant by a double: {@code 0.15}, where the double is a little less. */
    static BigDecimal decimal(double finite) {
        return new BigDecimal(finite).round(DOUBLE);
    }

    /** The fewest digits that {@link #digits} shows. */
    static final int FEWEST_DIGITS = 6;

    /** The most digits that a double knows for certain. */
    static final int MOST_DIGITS = 15;

    /** For people: so many digits that matter, no zeros after them. */
    static String digits(double value, int digits) {
        return shortest(rounded(value, new MathContext(digits, RoundingMode.HALF_EVEN), DECIMALS));
    }

    /** The value with so many digits that matter. */
    static double round(double value, int digits) {
        return decimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .doubleValue();
    }

    private static String shortest(@Nullable BigDecimal rounded) {
        if (rounded == null) {
            return Figures.NONE;
        }
        BigDecimal shortest = rounded.stripTrailingZeros();
        return (shortest.scale() < 0 ? shortest.setScale(0) : shortest).toPlainString();
    }

    private static @Nullable BigDecimal rounded(double value, MathContext digits, int decimals) {
        if (!Double.isFinite(value)) {
            return null;
        }
        BigDecimal rounded = decimal(value)
                .round(digits)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.scale() < 1 ? rounded.setScale(1) : rounded;
    }
}
