package dev.windtunnel.simulation;

/** The scenario keeps virtual time from moving: a closed loop without think time, or calls in a circle. */
public final class RunawayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunawayException(String message) {
        super(message);
    }
}
