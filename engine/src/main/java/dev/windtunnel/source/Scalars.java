package dev.windtunnel.source;

import dev.windtunnel.source.ScalarNode.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted scalar means to a cluster. kubectl and the API server read YAML with sigs.k8s.io/yaml, whose
 * resolver (goyaml.v2/resolve.go) follows YAML 1.1 without its base-60 numbers and dates.
 */
final class Scalars {
    private static final Map<String, Type> WORDS = Map.ofEntries(
            Map.entry("", Type.NULL),
            Map.entry("~", Type.NULL),
            Map.entry("null", Type.NULL),
            Map.entry("Null", Type.NULL),
            Map.entry("NULL", Type.NULL));

    private static final Map<String, Boolean> BOOLEANS = booleans();

    private static final Map<String, Double> SPECIAL = Map.ofEntries(
            Map.entry(".nan", Double.NaN),
            Map.entry(".NaN", Double.NaN),
            Map.entry(".NAN", Double.NaN),
            Map.entry(".inf", Double.POSITIVE_INFINITY),
            Map.entry(".Inf", Double.POSITIVE_INFINITY),
            Map.entry(".INF", Double.POSITIVE_INFINITY),
            Map.entry("+.inf", Double.POSITIVE_INFINITY),
            Map.entry("+.Inf", Double.POSITIVE_INFINITY),
            Map.entry("+.INF", Double.POSITIVE_INFINITY),
            Map.entry("-.inf", Double.NEGATIVE_INFINITY),
            Map.entry("-.Inf", Double.NEGATIVE_INFINITY),
            Map.entry("-.INF", Double.NEGATIVE_INFINITY));

    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    /** Beyond this no whole number fits 64 bits, leading zeros of any sane file included. */
    private static final int LONGEST_INTEGER = 100;

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Scalars() {}

    private static Map<String, Boolean> booleans() {
        return Map.ofEntries(
                Map.entry("y", true),
                Map.entry("Y", true),
                Map.entry("yes", true),
                Map.entry("Yes", true),
                Map.entry("YES", true),
                Map.entry("true", true),
                Map.entry("True", true),
                Map.entry("TRUE", true),
                Map.entry("on", true),
                Map.entry("On", true),
                Map.entry("ON", true),
                Map.entry("n", false),
                Map.entry("N", false),
                Map.entry("no", false),
                Map.entry("No", false),
                Map.entry("NO", false),
                Map.entry("false", false),
                Map.entry("False", false),
                Map.entry("FALSE", false),
                Map.entry("off", false),
                Map.entry("Off", false),
                Map.entry("OFF", false));
    }

    static Type resolve(String text) {
        Type word = WORDS.get(text);
        if (word != null) {
            return word;
        }
        if (BOOLEANS.containsKey(text)) {
            return Type.BOOL;
        }
        char first = text.charAt(0);
        if (first != '.' && first != '-' && first != '+' && (first < '0' || first > '9')) {
            return Type.STRING;
        }
        if (integer(text) != null) {
            return Type.INT;
        }
        return floating(text) != null ? Type.FLOAT : Type.STRING;
    }

    static @Nullable Boolean bool(String text) {
        return BOOLEANS.get(text);
    }

    static @Nullable Long integer(String text) {
        BigInteger value = big(text);
        if (value == null || value.compareTo(LONG_MIN) < 0 || value.compareTo(LONG_MAX) > 0) {
            return null;
        }
        return value.longValue();
    }

    static @Nullable Double floating(String text) {
        Double special = SPECIAL.get(text);
        if (special != null) {
            return special;
        }
        String digits = text.replace("_", "");
        if (FLOAT.matcher(digits).matches()) {
            return Double.valueOf(digits);
        }
        BigInteger value = big(text);
        return value == null ? null : value.doubleValue();
    }

    /** A whole number of any size in base 2, 8, 10 or 16, or null. */
    private static @Nullable BigInteger big(String text) {
        String digits = text.replace("_", "");
        if (digits.length() > LONGEST_INTEGER || !INTEGER.matcher(digits).matches()) {
            return null;
        }
        boolean negative = digits.startsWith("-");
        String body = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        int base = 10;
        if (body.length() > 1 && body.charAt(0) == '0') {
            switch (body.charAt(1)) {
                case 'x', 'X' -> base = 16;
                case 'b', 'B' -> base = 2;
                default -> base = 8;
            }
            body = body.substring(Character.isDigit(body.charAt(1)) ? 1 : 2);
        }
        BigInteger value = new BigInteger(body, base);
        return negative ? value.negate() : value;
    }

    /** The shortest text that reads back as this float: {@code 0.5}, {@code 5}, {@code 1e+30}, {@code .inf}. */
    static String floatText(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        // Not Double.toString: its digits differ between JDK 17 and 19, and the bytes we write must not.
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 15; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        if (shortest.signum() == 0) {
            return "0";
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -7 && exponent < 21) {
            return shortest.toPlainString();
        }
        BigDecimal digits = shortest.movePointLeft(exponent).stripTrailingZeros();
        return digits.toPlainString() + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
}
