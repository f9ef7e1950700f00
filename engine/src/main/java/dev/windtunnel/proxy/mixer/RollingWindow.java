package dev.windtunnel.proxy.mixer;

import dev.windtunnel.mesh.MixerRules;

/**
 * A quota's window of memQuota: ten slots a second, as long as the expiration rounded up to whole seconds. What was taken in
 * a slot is given back when the window has left it (istio/mixer 0.1 {@code adapter/memQuota/rollingWindow.go}).
 */
public final class RollingWindow {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long SLOT_NANOS = SECOND_NANOS / 10;

    /** Taken by slot; empty when nothing is ever given back. */
    private final int[] taken;

    private long available;
    private long slot;

    /** The full window of a quota. */
    public RollingWindow(MixerRules.Quota quota) {
        available = quota.maxAmount();
        // Longer windows than those of a day would only cost memory: no run is as long.
        long seconds = Math.min((quota.expirationNanos() + SECOND_NANOS - 1) / SECOND_NANOS, 86_400);
        taken = new int[(int) (10 * seconds)];
    }

    /** Takes one at an instant, not before that of the last call; false, and nothing is taken, when none is left. */
    public boolean take(long nowNanos) {
        moveTo(nowNanos / SLOT_NANOS);
        if (available < 1) {
            return false;
        }
        available--;
        if (taken.length > 0) {
            taken[(int) (slot % taken.length)]++;
        }
        return true;
    }

    private void moveTo(long next) {
        long steps = Math.min(next - slot, taken.length);
        for (long i = 0; i < steps; i++) {
            int index = (int) ((next - i) % taken.length);
            available += taken[index];
            taken[index] = 0;
        }
        slot = next;
    }
}
