package dev.windtunnel.app.ui.shell;

/**
 * From which share of failed requests on something is degraded, and failing.
 *
 * @param degraded a fraction of 1
 * @param failing a fraction of 1, not below {@code degraded}
 */
public record HealthLimits(double degraded, double failing) {

    /** Those of Kiali. */
    public static final HealthLimits USUAL = new HealthLimits(0.001, 0.1);

    public HealthLimits {
        if (!(degraded > 0 && degraded <= failing && failing <= 1)) {
            throw new IllegalArgumentException(
                    "limits of health are shares, the one of degraded not above the other's");
        }
    }

    /** A share as it is written in a sentence: {@code 0.1 %}. */
    public static String text(double share) {
        double percent = share * 100;
        String text = java.math.BigDecimal.valueOf(percent)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return text + " %";
    }
}
