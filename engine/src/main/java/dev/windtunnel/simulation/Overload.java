package dev.windtunnel.simulation;

/** The simulation cannot go on: something has grown past what it keeps. {@link Runaway} says why, {@link Run} to whom. */
final class Overload extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What has grown too far. */
    enum Kind {
        /** Events at one instant. */
        EVENTS_AT_ONE_INSTANT,
        /** Requests, tries or connections under way. */
        UNDER_WAY,
        /** Calls that wait for calls that wait for calls. */
        DEPTH,
        /** Windows of a series. */
        WINDOWS,
        /** Happenings of the timeline. */
        TIMELINE,
        /** Changes of objects. */
        CHANGES,
        /** Pods that were made in the course of a run. */
        PODS,
        /** Memory of the Java machine. */
        MEMORY
    }

    private final Kind kind;

    Overload(Kind kind) {
        super(kind.name(), null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
