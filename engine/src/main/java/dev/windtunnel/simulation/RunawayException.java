package dev.windtunnel.simulation;

import dev.windtunnel.scenario.Place;

/**
 * The scenario asks for more than can be simulated: virtual time does not move, calls go in a circle, or more is under
 * way than is ever answered. The message says what, {@link #fix} what to do, {@link #place} where it is written.
 */
public final class RunawayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String fix;
    private final transient Place place;

    RunawayException(String message, String fix, Place place) {
        super(message);
        this.fix = fix;
        this.place = place;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }

    /** The entry of the scenario that is behind it; {@link Place#NONE} when none is. */
    public Place place() {
        return place == null ? Place.NONE : place;
    }
}
