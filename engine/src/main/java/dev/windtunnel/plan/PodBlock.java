package dev.windtunnel.plan;

/**
 * Why the pods of a workload do not come up, as the platform shows it.
 *
 * @param status status column of {@code kubectl get pods}: {@code ImagePullBackOff}, {@code CrashLoopBackOff} ...
 * @param creates whether pod objects exist at all; admission refuses them before
 * @param ready ready containers
 * @param message what the events say
 */
public record PodBlock(String status, boolean creates, int ready, String message) {}
