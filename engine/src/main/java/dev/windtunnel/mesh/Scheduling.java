package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * On which nodes the scheduler puts pods, beside {@code nodeName} and {@code nodeSelector}.
 *
 * @param required one of these terms has to fit a node; empty for any node
 * @param preferred terms that make a node better by their weight
 * @param tolerations taints that are no hindrance
 * @param neighbours wishes about pods that are there already
 * @param spread how evenly pods are spread
 */
public record Scheduling(
        List<Term> required,
        List<Preferred> preferred,
        List<Toleration> tolerations,
        List<Neighbours> neighbours,
        List<Spread> spread) {

    /** No wishes. */
    public static final Scheduling ANYWHERE = new Scheduling(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Whether a node is among those that pods may be on: by its labels and its taints. */
    public boolean takes(ClusterNode node) {
        return (required.isEmpty() || required.stream().anyMatch(term -> term.fits(node)))
                && untolerated(node, false) == 0;
    }

    /**
     * How many taints of a node keep these pods away.
     *
     * @param soft those that do so only when there is another node
     */
    public int untolerated(ClusterNode node, boolean soft) {
        int count = 0;
        for (ClusterNode.Taint taint : node.taints()) {
            count += !tolerates(taint) && taint.effect().equals("PreferNoSchedule") == soft ? 1 : 0;
        }
        return count;
    }

    private boolean tolerates(ClusterNode.Taint taint) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }

    /** Whether a taint keeps these pods away, whatever else there is. */
    public boolean keepsAway(ClusterNode.Taint taint) {
        return !tolerates(taint) && !taint.effect().equals("PreferNoSchedule");
    }

    /** What is wanted of a label. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT
    }

    /** A wish about one label. */
    public record Requirement(String key, Operator operator, List<String> values) {
        /** Whether labels are as wanted. */
        public boolean fits(Map<String, String> labels) {
            return takes(labels.get(key));
        }

        /** Whether the value of the label is as wanted; null when there is no such label. */
        public boolean takes(@Nullable String value) {
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GT -> compare(value) > 0;
                case LT -> compare(value) < 0;
            };
        }

        /** Against the one number that is wanted; 0 when either is none. */
        private int compare(@Nullable String value) {
            try {
                return value == null || values.size() != 1
                        ? 0
                        : Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /** Wishes that all have to be met. A term without any fits no node. */
    public record Term(List<Requirement> requirements) {
        /** Whether a node is as wished. */
        public boolean fits(ClusterNode node) {
            return !requirements.isEmpty()
                    && requirements.stream().allMatch(each -> each.takes(node.label(each.key())));
        }
    }

    /** A term with a weight of 1 to 100. */
    public record Preferred(int weight, Term term) {}

    /** A taint that is no hindrance; null members mean any. */
    public record Toleration(@Nullable String key, boolean exists, @Nullable String value, @Nullable String effect) {
        /** Whether it is about a taint. */
        public boolean tolerates(ClusterNode.Taint taint) {
            return (key == null || key.equals(taint.key()))
                    && (effect == null || effect.equals(taint.effect()))
                    && (exists || (value == null ? "" : value).equals(taint.value()));
        }
    }

    /**
     * A wish to be near certain pods, or far from them.
     *
     * @param far whether to be far from them
     * @param weight of 1 to 100; 0 when it has to be met
     * @param topologyKey label of nodes: those with the same value are near each other
     * @param selector the pods
     */
    public record Neighbours(boolean far, int weight, String topologyKey, Selector selector) {}

    /**
     * A wish to be spread evenly.
     *
     * @param maxSkew how many pods more than where there are fewest
     * @param topologyKey label of nodes: those with the same value count together
     * @param required whether pods wait rather than break it
     * @param selector the pods that count
     */
    public record Spread(int maxSkew, String topologyKey, boolean required, Selector selector) {}

    /** Pods by their labels. */
    public record Selector(Map<String, String> labels, List<Requirement> requirements) {
        /** Whether it selects a pod. */
        public boolean selects(Map<String, String> podLabels) {
            return podLabels.entrySet().containsAll(labels.entrySet())
                    && requirements.stream().allMatch(requirement -> requirement.fits(podLabels));
        }
    }
}
