package dev.windtunnel.app.ui.shell;

import java.util.Locale;

/** The speed that a run really has: a mesh with much to do is slower than what the slider says. */
final class ReachedSpeed {

    private static final long SECOND = 1_000_000_000L;
    /** So much less than wanted is worth a word. */
    private static final double LESS = 0.8;

    private long wallNanos;
    private long virtualNanos;
    private double wanted = Double.NaN;
    private double reached = Double.NaN;

    /**
     * Takes a picture of the run.
     *
     * @param nextVirtualNanos its virtual time
     * @param nextWallNanos time of the person who looks
     * @param speed wanted; infinite for as fast as it goes
     * @return in words how fast it runs
     */
    String take(long nextVirtualNanos, long nextWallNanos, double speed) {
        if (speed != wanted || nextVirtualNanos < virtualNanos) {
            stop();
        }
        if (Double.isNaN(wanted)) {
            wanted = speed;
            wallNanos = nextWallNanos;
            virtualNanos = nextVirtualNanos;
        } else if (nextWallNanos - wallNanos >= SECOND) {
            reached = (nextVirtualNanos - virtualNanos) / (double) (nextWallNanos - wallNanos);
            wallNanos = nextWallNanos;
            virtualNanos = nextVirtualNanos;
        }
        return words(speed);
    }

    /** It does not run: what was reached before tells nothing about what comes. */
    void stop() {
        wanted = Double.NaN;
        reached = Double.NaN;
        virtualNanos = 0;
    }

    private String words(double speed) {
        if (Double.isInfinite(speed)) {
            return Double.isNaN(reached)
                    ? "running as fast as it goes"
                    : String.format(Locale.ROOT, "running %s, as fast as it goes", Instants.factor(reached));
        }
        return Double.isNaN(reached) || reached >= LESS * speed
                ? "running " + Instants.factor(speed)
                : String.format(Locale.ROOT, "running %s of %s", Instants.factor(reached), Instants.factor(speed));
    }
}
