package dev.windtunnel.simulation;

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
     * A proxy on the way of a request, or an app without one, logs an outcome.
     *
     * @param request number of the request of the traffic that is behind it
     * @param flags flags of the access log, {@code -} for none
     */
    void logged(long request, String flags);
}
