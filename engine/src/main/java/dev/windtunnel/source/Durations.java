package dev.windtunnel.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go and protobuf write them: {@code 250us 5ms 2s 1m30s 0.5s 1h30m}; the units are ns, us, ms, s, m, h.
 */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)([a-zA-Z\u00b5\u03bc]*)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /**
     * The nanoseconds of a duration, fractions of one cut off; zero or more.
     *
     * @throws ValueException for everything else: no unit, an unknown one, a negative duration, more than 292 years
     */
    public static long parse(String text) throws ValueException {
        String body = text.strip();
        if (body.isEmpty()) {
            throw new ValueException("wanted a duration such as 250ms or 1m30s, got nothing");
        }
        if (body.startsWith("-")) {
            throw ValueException.outOfRange("a duration cannot be negative: " + body);
        }
        if (body.startsWith("+")) {
            body = body.substring(1);
        }
        if (body.length() > 200) {
            throw new ValueException(
                    "wanted a duration such as 250ms or 1m30s, got a text of " + body.length() + " characters");
        }
        Matcher part = PART.matcher(body);
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (at < body.length()) {
            if (!part.find(at) || part.start() != at) {
                throw new ValueException("wanted a duration such as 250ms or 1m30s, got \"" + body + "\"");
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2), body))));
            at = part.end();
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw ValueException.outOfRange(
                    "the duration " + body + " is longer than the 292 years that can be simulated");
        }
        return sum.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    private static long nanos(String unit, String body) throws ValueException {
        if (unit.isEmpty()) {
            throw new ValueException(
                    "the duration " + body + " has no unit: write for example " + body + "s or " + body + "ms");
        }
        Long nanos = NANOS.get(unit);
        if (nanos == null) {
            throw new ValueException("the duration " + body + " has the unknown unit \"" + unit
                    + "\"; the units are ns, us, ms, s, m, h");
        }
        return nanos;
    }

    /**
     * The shortest exact text of a duration in nanoseconds: {@code 250us}, {@code 6.087s}, {@code 1m30s}, {@code 0s}.
     * What {@link #parse} reads from it is the same number; a negative one has a minus in front and cannot be read
     * back.
     */
    public static String format(long nanos) {
        if (nanos < 0) {
            return "-" + format(BigInteger.valueOf(nanos).negate());
        }
        return format(BigInteger.valueOf(nanos));
    }

    private static String format(BigInteger nanos) {
        if (nanos.signum() == 0) {
            return "0s";
        }
        BigDecimal value = new BigDecimal(nanos);
        if (nanos.compareTo(BigInteger.valueOf(1_000)) < 0) {
            return nanos + "ns";
        }
        if (nanos.compareTo(BigInteger.valueOf(1_000_000)) < 0) {
            return decimal(value.movePointLeft(3)) + "us";
        }
        if (nanos.compareTo(BigInteger.valueOf(1_000_000_000)) < 0) {
            return decimal(value.movePointLeft(6)) + "ms";
        }
        BigInteger[] hours = nanos.divideAndRemainder(BigInteger.valueOf(3_600_000_000_000L));
        BigInteger[] minutes = hours[1].divideAndRemainder(BigInteger.valueOf(60_000_000_000L));
        StringBuilder out = new StringBuilder();
        if (hours[0].signum() > 0) {
            out.append(hours[0]).append('h');
        }
        if (minutes[0].signum() > 0) {
            out.append(minutes[0]).append('m');
        }
        if (minutes[1].signum() > 0) {
            out.append(decimal(new BigDecimal(minutes[1]).movePointLeft(9))).append('s');
        }
        return out.toString();
    }

    private static String decimal(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
