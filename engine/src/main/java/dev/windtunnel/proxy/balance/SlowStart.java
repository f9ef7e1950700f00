package dev.windtunnel.proxy.balance;

/** The part of its weight that a new host has so far ({@code edf_lb_base.cc}, applySlowStartFactor). */
public final class SlowStart {

    private static final long MILLISECOND = 1_000_000L;

    private SlowStart() {}

    /**
     * The factor of a host's weight, from the least to 1.
     *
     * @param ageNanos time since the host joined; below a millisecond it counts as one
     * @param windowNanos for how long a host is new
     * @param aggression 1 for a linear growth; greater values grow faster at first
     * @param leastPercent the factor is never below this percentage
     */
    public static double factor(long ageNanos, long windowNanos, double aggression, double leastPercent) {
        if (ageNanos >= windowNanos) {
            return 1;
        }
        double part = (double) Math.max(MILLISECOND, ageNanos) / windowNanos;
        double factor = aggression == 1 ? part : StrictMath.pow(part, 1 / aggression);
        return Math.max(factor, leastPercent / 100);
    }
}
