package dev.windtunnel.app.session;

import dev.windtunnel.simulation.Run;
import java.util.List;

/**
 * What somebody has done to a run so far: all that it takes to have the same run again.
 *
 * @param seed of the run
 * @param nowNanos where it stands
 * @param closing whether no new request starts any more
 * @param edits in order
 * @param requestsByHand requests of the console, which no timeline can hold
 */
public record Recording(long seed, long nowNanos, boolean closing, List<Run.Edit> edits, long requestsByHand) {}
