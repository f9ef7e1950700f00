package dev.windtunnel.measure;

/**
 * What probes that were not answered in time have done to the pods of a workload.
 *
 * @param unready times that a pod was not ready any more
 * @param restarts times that an app was started again
 */
public record LateProbes(int unready, int restarts) {

    /** Both of two together. */
    public LateProbes plus(LateProbes other) {
        return new LateProbes(unready + other.unready, restarts + other.restarts);
    }
}
