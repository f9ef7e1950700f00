package dev.windtunnel.simulation;

/** The engine contradicts itself: a defect of ours, with all that is needed to see it again. */
public final class DefectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DefectException(String what, long seed, long virtualNanos, long event, Throwable cause) {
        super(what + " (seed " + seed + ", virtual time " + virtualNanos + " ns, event " + event + ")", cause);
    }

    DefectException(String what, long seed, long virtualNanos, long event) {
        super(what + " (seed " + seed + ", virtual time " + virtualNanos + " ns, event " + event + ")");
    }
}
