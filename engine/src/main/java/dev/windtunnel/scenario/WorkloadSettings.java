package dev.windtunnel.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code spec.workloads}; null members were not written.
 *
 * @param pattern {@code ns/name}, {@code name}, {@code ns/*}, {@code reviews-*} or {@code *}
 * @param sidecar wins over everything else that decides on injection
 * @param cpu cores of one pod; positive infinity for unlimited
 * @param concurrency requests in service at a time; {@link Integer#MAX_VALUE} for unlimited
 * @param queue waiting places; {@link Integer#MAX_VALUE} for unlimited
 * @param model when a request holds its place
 * @param onCancel what happens to work whose caller hung up
 * @param startupNanos created to ready
 * @param shutdown what the app does on SIGTERM
 * @param placement zone or node: number of pods, in order
 * @param forwardHeaders headers copied into calls, lower case
 * @param connection how it calls others
 * @param handlers what it does, first match wins
 * @param place where the entry stands
 */
public record WorkloadSettings(
        String pattern,
        @Nullable Boolean sidecar,
        @Nullable Double cpu,
        @Nullable Integer concurrency,
        @Nullable Integer queue,
        @Nullable Model model,
        @Nullable OnCancel onCancel,
        @Nullable Long startupNanos,
        @Nullable Shutdown shutdown,
        @Nullable Map<String, Integer> placement,
        @Nullable List<String> forwardHeaders,
        @Nullable Connection connection,
        @Nullable List<Handler> handlers,
        Place place) {

    /** {@code threads}: a request holds its place until it is answered; {@code async}: only while in {@code work}. */
    public enum Model {
        THREADS,
        ASYNC
    }

    /** Whether work goes on when its caller hung up. */
    public enum OnCancel {
        CONTINUE,
        STOP
    }

    /** On SIGTERM: finish what is in service, exit at once, or go on until killed. */
    public enum Shutdown {
        FINISH,
        EXIT,
        IGNORE
    }
}
