package dev.windtunnel.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What stands in the cells of the summary. */
final class Cells {
    private static final int BAR_WIDTH = 20;

    private Cells() {}

    /** A count: whole, or one decimal of a mean over replications. */
    static String count(double count) {
        if (!Double.isFinite(count)) {
            return Figures.NONE;
        }
        if (count == Math.rint(count)) {
            return Figures.count((long) count);
        }
        BigDecimal rounded = Numbers.decimal(count).setScale(1, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "<0.1" : rounded.toPlainString();
    }

    static String twoDecimals(double value) {
        return Numbers.decimal(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** {@code 200:90 504:10}. */
    static String counts(Map<String, Double> counts) {
        StringJoiner text = new StringJoiner(" ");
        counts.forEach((key, count) -> text.add(key + ":" + count(count)));
        return counts.isEmpty() ? Figures.NONE : text.toString();
    }

    /** Codes, and the gRPC statuses that are not OK: {@code 200:90 grpc 14:10}. */
    static String codes(Map<String, Double> codes, Map<String, Double> grpc) {
        StringJoiner text = new StringJoiner(" ");
        text.add(counts(codes));
        grpc.forEach((status, count) -> {
            if (!status.equals("0")) {
                text.add("grpc " + status + ":" + count(count));
            }
        });
        return text.toString();
    }

    /** The same without the flag of requests that have none. */
    static String flags(Map<String, Double> flags) {
        StringJoiner text = new StringJoiner(" ");
        flags.forEach((flag, count) -> {
            if (!flag.equals(FlagWords.NONE)) {
                text.add(flag + ":" + count(count));
            }
        });
        return text.length() == 0 ? Figures.NONE : text.toString();
    }

    static String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? Figures.NONE : text;
    }

    /** A share as a bar; what is not nothing has at least one mark. */
    static String bar(double share) {
        if (Double.isNaN(share) || share <= 0) {
            return "";
        }
        return "\u2588".repeat((int) Math.max(1, Math.round(Math.min(1, share) * BAR_WIDTH)));
    }

    /** {@code 1 threshold}, {@code 2 thresholds}. */
    static String plural(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
