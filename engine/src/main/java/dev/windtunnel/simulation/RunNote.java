package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run has come upon and that its reader should know: pods that no node takes, an entry of the timeline
 * without pods to act on.
 *
 * @param kind what it is
 * @param workload whose pods; null when it is about an entry
 * @param entry number of the entry of the timeline, from 0; -1 when it is about a workload
 * @param atNanos when it was so first
 * @param count how many pods at most wait; how many an entry has found
 * @param text more about it: the scheduler's reasons, or names
 */
public record RunNote(Kind kind, @Nullable Workload workload, int entry, long atNanos, int count, String text) {

    /** What it is. */
    public enum Kind {
        /** Pods wait for a node. */
        PENDING,
        /** Pods are on the node that stands for a cluster of which nothing is known, though it does not fit. */
        ANYWAY,
        /** An entry of the timeline has not found pods that it means; the text says which, as a sentence. */
        MISSING_PODS
    }
}
