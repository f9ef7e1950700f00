package dev.windtunnel.simulation;

/**
 * Something that the kubelet tells of a pod or a controller of its object, as {@code kubectl describe} shows it; the same is told once, and counted.
 *
 * @param warning whether it is a warning
 * @param reason its reason, as {@code Unhealthy}
 * @param count how often it has happened
 * @param firstNanos when first
 * @param lastNanos when last
 */
public record PodEvent(boolean warning, String reason, String message, int count, long firstNanos, long lastNanos) {

    /** It has happened once more. */
    PodEvent again(long nanos) {
        return new PodEvent(warning, reason, message, count + 1, firstNanos, nanos);
    }
}
