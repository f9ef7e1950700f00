package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.RequestHead;
import org.jspecify.annotations.Nullable;

/** Hears how requests end, one by one; what a result only counts. */
public interface OutcomeListener {
    /**
     * A request of a traffic has its answer, or its caller has given up.
     *
     * @param request its number, from 1 in the order in which requests start
     * @param traffic number of its traffic, in file order
     * @param startNanos when it started
     * @param endNanos when its caller had the answer
     * @param code status; 0 for no answer
     */
    void answered(long request, int traffic, long startNanos, long endNanos, int code);

    /**
     * As {@link #answered(long, int, long, long, int)}, for who wants to know more about some of the requests.
     *
     * @param details holds for the time of this call alone
     */
    default void answered(long request, int traffic, long startNanos, long endNanos, int code, Details details) {
        answered(request, traffic, startNanos, endNanos, code);
    }

    /**
     * A proxy on the way of a request, or an app without one, logs an outcome.
     *
     * @param request number of the request of the traffic that is behind it
     * @param flags flags of the access log, {@code -} for none
     */
    void logged(long request, String flags);

    /** More about a request that has ended. */
    interface Details {
        /** The request as its caller sent it. */
        RequestHead head();

        /** What the caller's sidecar logged, {@code -} for nothing. */
        String flags();

        /** The gRPC status that its caller saw; negative when it has none. */
        int grpc();

        /** Tries of the caller's sidecar, the first one included; 0 when none was made. */
        int tries();

        /** The workload that the last try went to, as results name it; null when none was made. */
        @Nullable
        String workload();

        /** The version of that workload; null when it has none. */
        @Nullable
        String version();
    }
}
