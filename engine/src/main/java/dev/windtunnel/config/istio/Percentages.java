package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import org.jspecify.annotations.Nullable;

/** Percentages, as fractions of 1. */
final class Percentages {
    private static final double LEAST = 0.0001;

    private Percentages() {}

    /** A {@code {value: 12.5}}: 0, or from 0.0001 to 100. Null when it is not written; written without value it is 0. */
    static @Nullable Double percentage(Block owner, String field) {
        Block block = owner.block(field);
        if (block == null) {
            return null;
        }
        Double value = block.real("value");
        if (value == null) {
            return 0.0;
        }
        if (value != 0 && (value < LEAST || value > 100)) {
            block.refuse("value", "a percentage is 0 or from 0.0001 to 100");
            return 0.0;
        }
        return value / 100;
    }

    /** A whole percentage, as older versions of Istio had it; null when it is not written. */
    static @Nullable Double whole(Block owner, String field) {
        Long value = owner.number(field, 0, 100);
        return value == null ? null : value / 100.0;
    }

    /** What istiod's validation says about an old field. */
    static void deprecated(Block owner, String field, String instead) {
        owner.report(Level.WARNING, "IST0133", field, field + " is deprecated", "use " + instead);
    }
}
