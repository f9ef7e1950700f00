package dev.windtunnel.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares, rates, sizes and processor time as users and Kubernetes write them. */
public final class Quantities {
    private static final Pattern NUMBER = Pattern.compile(
            "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\\s*(.*)", Pattern.DOTALL);

    private static final Map<String, BigDecimal> BYTES = Map.ofEntries(
            unit("", 1, 0),
            unit("b", 1, 0),
            unit("k", 1000, 1),
            unit("kb", 1000, 1),
            unit("m", 1000, 2),
            unit("mb", 1000, 2),
            unit("g", 1000, 3),
            unit("gb", 1000, 3),
            unit("t", 1000, 4),
            unit("tb", 1000, 4),
            unit("ki", 1024, 1),
            unit("kib", 1024, 1),
            unit("mi", 1024, 2),
            unit("mib", 1024, 2),
            unit("gi", 1024, 3),
            unit("gib", 1024, 3),
            unit("ti", 1024, 4),
            unit("tib", 1024, 4));

    private static final Map<String, BigDecimal> CPU = Map.of(
            "n", new BigDecimal("1e-9"),
            "u", new BigDecimal("1e-6"),
            "m", new BigDecimal("1e-3"),
            "", BigDecimal.ONE,
            "k", new BigDecimal("1e3"));

    private static final Map<String, BigDecimal> PER_SECOND =
            Map.of("s", BigDecimal.ONE, "m", BigDecimal.valueOf(60), "h", BigDecimal.valueOf(3600));

    private Quantities() {}

    private record Quantity(BigDecimal number, String unit) {}

    private static Map.Entry<String, BigDecimal> unit(String name, int base, int power) {
        return Map.entry(name, BigDecimal.valueOf(base).pow(power));
    }

    /**
     * A share, {@code 10%} or {@code 0.1}, as a fraction from 0 to 1.
     *
     * @throws ValueException for everything else
     */
    public static double percent(String text) throws ValueException {
        Quantity quantity = split(text, "a percentage such as 10% or 0.1");
        BigDecimal fraction = quantity.number();
        if (quantity.unit().equals("%")) {
            fraction = fraction.movePointLeft(2);
        } else if (!quantity.unit().isEmpty()) {
            throw new ValueException("wanted a percentage such as 10% or 0.1, got \"" + text.strip() + "\"");
        }
        if (fraction.signum() < 0) {
            throw ValueException.outOfRange("a percentage cannot be negative: " + text.strip());
        }
        if (fraction.compareTo(BigDecimal.ONE) > 0) {
            throw ValueException.outOfRange(
                    quantity.unit().isEmpty()
                            ? "the share " + text.strip() + " is more than 1: write " + text.strip()
                                    + "% for a percentage"
                            : "the percentage " + text.strip() + " is more than 100%");
        }
        return fraction.doubleValue();
    }

    /**
     * A rate, {@code 50/s}, {@code 3000/m} or {@code 10/h}, in events per second; zero or more.
     *
     * @throws ValueException for everything else, a number without a time above all
     */
    public static double rate(String text) throws ValueException {
        Quantity quantity = split(text, "a rate such as 50/s or 3000/m");
        if (quantity.unit().isEmpty()) {
            throw new ValueException(
                    "the rate " + text.strip() + " has no time: write " + text.strip() + "/s, /m or /h");
        }
        BigDecimal seconds = quantity.unit().startsWith("/")
                ? PER_SECOND.get(quantity.unit().substring(1).strip())
                : null;
        if (seconds == null) {
            throw new ValueException("wanted a rate such as 50/s or 3000/m, got \"" + text.strip() + "\"");
        }
        if (quantity.number().signum() < 0) {
            throw ValueException.outOfRange("a rate cannot be negative: " + text.strip());
        }
        return finite(quantity.number().doubleValue() / seconds.doubleValue(), text);
    }

    /**
     * A size in bytes: {@code 512}, {@code 2kB}, {@code 1MB} (powers of 1000), {@code 1KiB}, {@code 128Mi} (powers of
     * 1024).
     *
     * @throws ValueException for everything else, and for sizes that are no whole bytes
     */
    public static long bytes(String text) throws ValueException {
        Quantity quantity = split(text, "a size such as 512, 2kB or 1MiB");
        BigDecimal factor = BYTES.get(quantity.unit().toLowerCase(Locale.ROOT));
        if (factor == null) {
            throw new ValueException("the size " + text.strip() + " has the unknown unit \"" + quantity.unit()
                    + "\"; the units are B, kB, MB, GB, TB and KiB, MiB, GiB, TiB");
        }
        BigDecimal bytes = quantity.number().multiply(factor);
        if (bytes.signum() < 0) {
            throw ValueException.outOfRange("a size cannot be negative: " + text.strip());
        }
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw ValueException.outOfRange("the size " + text.strip() + " is too large");
        }
        try {
            return bytes.setScale(0, RoundingMode.UNNECESSARY).longValueExact();
        } catch (ArithmeticException e) {
            throw new ValueException("the size " + text.strip() + " is no whole number of bytes");
        }
    }

    /**
     * Processor time as Kubernetes writes it, {@code 500m}, {@code 2} or {@code 0.5}, in cores.
     *
     * @throws ValueException for everything else
     */
    public static double cpu(String text) throws ValueException {
        Quantity quantity = split(text, "an amount of cpu such as 2, 0.5 or 500m");
        BigDecimal factor = CPU.get(quantity.unit());
        if (factor == null) {
            throw new ValueException("wanted an amount of cpu such as 2, 0.5 or 500m, got \"" + text.strip() + "\"");
        }
        if (quantity.number().signum() < 0) {
            throw ValueException.outOfRange("an amount of cpu cannot be negative: " + text.strip());
        }
        return finite(quantity.number().multiply(factor).doubleValue(), text);
    }

    private static double finite(double value, String text) throws ValueException {
        if (Double.isInfinite(value)) {
            throw ValueException.outOfRange("the number " + text.strip() + " is too large");
        }
        return value;
    }

    private static Quantity split(String text, String wanted) throws ValueException {
        String body = text.strip();
        Matcher matcher = NUMBER.matcher(body);
        if (body.length() > 100 || !matcher.matches()) {
            String shown = body.length() > 100 ? body.substring(0, 97) + "..." : body;
            throw new ValueException(
                    "wanted " + wanted + ", got " + (shown.isEmpty() ? "nothing" : "\"" + shown + "\""));
        }
        return new Quantity(new BigDecimal(matcher.group(1)), matcher.group(2).strip());
    }
}
