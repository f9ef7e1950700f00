package dev.windtunnel.simulation;

import java.util.List;

/**
 * What a HorizontalPodAutoscaler came to at its last look; its conditions follow from that
 * ({@code pkg/controller/podautoscaler/horizontal.go}).
 *
 * @param state what it went by
 * @param current pods that its workload was to have
 * @param wanted pods that their use calls for
 * @param stable what is left of that when recent recommendations are taken into account
 * @param desired what is left of that within its bounds and policies
 * @param events what it has told of itself, the oldest first
 */
public record AutoscalerStatus(State state, int current, int wanted, int stable, int desired, List<PodEvent> events) {

    /** What an autoscaler goes by. */
    public enum State {
        /** The use of its pods. */
        USE,
        /** Its bounds alone: there were more or fewer pods than they allow. */
        BOUNDS,
        /** Nothing: another one is for the same pods. */
        AMBIGUOUS,
        /** Nothing: the pods request no cpu. */
        UNKNOWN
    }

    /** No more of its events are kept. */
    static final int EVENTS = 20;
}
