package dev.windtunnel.app.session;

/** How far a run that plays has to be by now, and in which steps it goes there. */
final class Pace {

    private static final long SECOND = 1_000_000_000L;
    private static final long SHORTEST_SLICE = 10_000L;
    private static final long LONGEST_SLICE = 10 * SECOND;

    private double speed = 1;
    private long sliceNanos = SECOND / 100;
    private long wallBase;
    private double virtualBase;

    /** Virtual seconds in a second of the wall; infinite for as fast as it goes. */
    double speed() {
        return speed;
    }

    void speed(double next) {
        speed = next;
    }

    /** Whether the wall clock does not matter. */
    boolean races() {
        return Double.isInfinite(speed);
    }

    /** From here on, virtual time counts from this instant. */
    void rebase(long virtualNanos) {
        wallBase = System.nanoTime();
        virtualBase = virtualNanos;
    }

    /** Where the run has to be at an instant of the wall clock. */
    long goal(long wallNanos) {
        return races() ? Long.MAX_VALUE : (long) (virtualBase + (wallNanos - wallBase) * speed);
    }

    /** Whether the run is so far behind that it goes on from where it is. */
    boolean isHopeless(long nowNanos, long goalNanos) {
        return nowNanos < goalNanos - SECOND / 10 * Math.max(1, speed);
    }

    /** Virtual time to go on by before one looks up. */
    long sliceNanos() {
        return sliceNanos;
    }

    /** Slices of virtual time that take two or three milliseconds. */
    void took(long wallNanos) {
        if (wallNanos > 3_000_000L) {
            sliceNanos = Math.max(SHORTEST_SLICE, sliceNanos / 2);
        } else if (wallNanos < 1_000_000L) {
            sliceNanos = Math.min(LONGEST_SLICE, sliceNanos * 2);
        }
    }
}
