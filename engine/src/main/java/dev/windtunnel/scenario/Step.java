package dev.windtunnel.scenario;

import dev.windtunnel.random.Distribution;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a handler. */
public sealed interface Step {

    /** CPU time: needs a core, in order of arrival. */
    record Work(Distribution time) implements Step {}

    /** Waiting that needs no core. */
    record Sleep(Distribution time) implements Step {}

    /**
     * A request to another service.
     *
     * @param name label of the call; null when not written
     * @param method HTTP method
     * @param url absolute http url
     * @param headers headers of the call
     * @param bytes size of the request body
     * @param timeoutNanos the app's own patience; 0 for none
     * @param deadlineNanos how long a gRPC call may take, the same time; 0 for none and for all other calls
     * @param retries the app's own retries; null for none
     * @param onError what a failed call does
     * @param place where it stands
     */
    record Call(
            @Nullable String name,
            String method,
            String url,
            Map<String, String> headers,
            long bytes,
            long timeoutNanos,
            long deadlineNanos,
            @Nullable CallerRetries retries,
            OnError onError,
            Place place)
            implements Step {}

    /** Branches at the same time; goes on when all have ended, fails when one does. */
    record Parallel(List<List<Step>> branches) implements Step {}

    /** Steps that are done with a probability, a fraction of 1. */
    record Chance(double probability, List<Step> steps) implements Step {}

    /**
     * What a failed call does: {@code fail} answers {@code status} 502, {@code ignore} goes on, a status answers that
     * status at once.
     */
    record OnError(boolean ignore, int status) {
        /** Answers 502. */
        public static final OnError FAIL = new OnError(false, 502);
    }
}
