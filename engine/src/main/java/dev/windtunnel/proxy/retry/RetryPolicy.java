package dev.windtunnel.proxy.retry;

/**
 * The retry policy of a route, all defaults filled in.
 *
 * @param retries tries after the first one
 * @param perTryTimeoutNanos limit of each try; 0 for none
 * @param conditions on what
 * @param backOff after which wait
 * @param avoidsPreviousHosts whether hosts already tried are avoided ({@code previous_hosts})
 * @param hostSelectionAttempts how often a rejected host is drawn again before the last draw is taken anyway
 * @param leavesPriorities whether later tries go to priorities not tried yet ({@code previous_priorities})
 */
public record RetryPolicy(
        int retries,
        long perTryTimeoutNanos,
        RetryConditions conditions,
        BackOff backOff,
        boolean avoidsPreviousHosts,
        int hostSelectionAttempts,
        boolean leavesPriorities) {

    /** After so many tries, and again after as many, priorities that were tried get no more ({@code retry.go}). */
    public static final int PRIORITY_UPDATE_FREQUENCY = 2;

    /** The same policy, but a host that was tried may be tried again. */
    public RetryPolicy withPreviousHosts() {
        return new RetryPolicy(
                retries, perTryTimeoutNanos, conditions, backOff, false, hostSelectionAttempts, leavesPriorities);
    }
}
