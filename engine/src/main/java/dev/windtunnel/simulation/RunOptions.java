package dev.windtunnel.simulation;

import dev.windtunnel.kernel.EventQueue;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How a run is made. None of it but the seed changes what happens in it.
 *
 * @param seed of all random draws
 * @param queue how pending events are kept
 * @param seriesStepNanos length of the windows of a series; 0 for none
 * @param selections parts of requests to count apart, for thresholds
 * @param recorded numbers of the requests whose life is kept (from 1, in the order in which they start); null for none
 */
public record RunOptions(
        long seed,
        EventQueue.Kind queue,
        long seriesStepNanos,
        List<Selection> selections,
        @Nullable LongPredicate recorded) {

    /** A plain run. */
    public static RunOptions ofSeed(long seed) {
        return new RunOptions(seed, EventQueue.Kind.AUTOMATIC, 0, List.of(), null);
    }
}
