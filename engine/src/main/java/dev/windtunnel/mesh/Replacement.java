package dev.windtunnel.mesh;

import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import org.jspecify.annotations.Nullable;

/**
 * How a controller replaces its pods when their template changes.
 *
 * @param strategy in which way
 * @param maxSurge pods more than wanted, of a Deployment
 * @param maxUnavailable pods less than wanted
 * @param minReadyNanos a pod counts as available after it was ready for so long
 * @param paused a Deployment that starts no replacement
 * @param inOrder a StatefulSet whose pods come and go one after another
 * @param partition a StatefulSet replaces only pods with this number and higher ones
 * @param template the pods' template; null where there is none
 */
public record Replacement(
        Strategy strategy,
        Amount maxSurge,
        Amount maxUnavailable,
        long minReadyNanos,
        boolean paused,
        boolean inOrder,
        int partition,
        @Nullable Node template) {

    /** Pods keep what they began with: a ReplicaSet, or a bare Pod. */
    public static final Replacement NONE =
            new Replacement(Strategy.NONE, Amount.of(0), Amount.of(0), 0, false, false, 0, null);

    /** Which way pods are replaced. */
    public enum Strategy {
        /** Some at a time. */
        ROLLING,
        /** All old ones end before the first new one begins. */
        RECREATE,
        /** One when somebody deletes its predecessor. */
        ON_DELETE,
        /** Never. */
        NONE
    }

    /** A number of pods, or a percentage of those wanted. */
    public record Amount(int value, boolean percent) {
        /** So many. */
        public static Amount of(int pods) {
            return new Amount(pods, false);
        }

        /** A percentage. */
        public static Amount percent(int value) {
            return new Amount(value, true);
        }

        /** In pods, a part of one counted as a whole one or not at all. */
        public int of(int replicas, boolean roundUp) {
            if (!percent) {
                return value;
            }
            long hundredths = (long) value * replicas;
            return (int) (roundUp ? (hundredths + 99) / 100 : hundredths / 100);
        }
    }

    /** Whether pods of this and another template are alike; where there is no template nothing is ever replaced. */
    public boolean hasTemplateOf(Replacement other) {
        return template == null
                || other.template == null
                || template == other.template
                || Nodes.sameValue(template, other.template);
    }

    /** Pods that a rolling update may have more than wanted. */
    public int surge(int replicas) {
        return maxSurge.of(replicas, true);
    }

    /** Pods that may be missing meanwhile: one when neither would be allowed (deployment util, ResolveFenceposts). */
    public int unavailable(int replicas) {
        int unavailable = Math.min(replicas, maxUnavailable.of(replicas, false));
        return unavailable == 0 && surge(replicas) == 0 ? 1 : unavailable;
    }
}
