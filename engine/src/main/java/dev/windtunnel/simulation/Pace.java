package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.Autoscaler.Policy;
import dev.windtunnel.mesh.Autoscaler.Select;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast one autoscaler may change the number of pods: recommendations are stabilized over a window in each direction,
 * then policies limit the step ({@code pkg/controller/podautoscaler/horizontal.go}).
 */
final class Pace {

    private static final long LONGEST_WINDOW_NANOS = 3_600_000_000_000L;

    private record Recommendation(long nanos, int replicas) {}

    private record Change(long nanos, int replicas) {}

    private final List<Recommendation> recommendations = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    /** The last recommendation, when those before it are taken into account. */
    private int stable;

    /** Begins with what there is: that, too, is a recommendation. */
    Pace(long nanos, int replicas) {
        recommendations.add(new Recommendation(nanos, replicas));
    }

    /** A change has been made. */
    void note(long nanos, int difference) {
        changes.add(new Change(nanos, difference));
    }

    /** How many pods there may be now when so many are wanted. */
    int limit(Autoscaler autoscaler, long now, int current, int wanted) {
        recommendations.removeIf(each -> now - each.nanos() > LONGEST_WINDOW_NANOS);
        changes.removeIf(each -> now - each.nanos() > LONGEST_WINDOW_NANOS);
        int least = wanted;
        int most = wanted;
        for (Recommendation each : recommendations) {
            if (now - each.nanos() < autoscaler.up().windowNanos()) {
                least = Math.min(least, each.replicas());
            }
            if (now - each.nanos() < autoscaler.down().windowNanos()) {
                most = Math.max(most, each.replicas());
            }
        }
        recommendations.add(new Recommendation(now, wanted));
        stable = Math.min(Math.max(current, least), most);
        if (stable > current) {
            return Math.min(stable, mostUp(autoscaler.up(), now, current));
        }
        return stable < current ? Math.max(stable, leastDown(autoscaler.down(), now, current)) : current;
    }

    /** What recent recommendations make of the last one, before policies limit the step. */
    int stable() {
        return stable;
    }

    private int mostUp(Autoscaler.Pace pace, long now, int current) {
        if (pace.select() == Select.DISABLED) {
            return current;
        }
        boolean max = pace.select() == Select.MAX;
        int limit = max ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (Policy policy : pace.policies()) {
            int start = startOf(policy, now, current);
            int proposed = policy.percent()
                    ? (int) Math.ceil(start * (1 + policy.value() / 100.0) - 1e-9)
                    : start + policy.value();
            limit = max ? Math.max(limit, proposed) : Math.min(limit, proposed);
        }
        return Math.max(current, limit);
    }

    private int leastDown(Autoscaler.Pace pace, long now, int current) {
        if (pace.select() == Select.DISABLED) {
            return current;
        }
        boolean max = pace.select() == Select.MAX;
        int limit = max ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (Policy policy : pace.policies()) {
            int start = startOf(policy, now, current);
            int proposed = policy.percent() ? (int) (start * (1 - policy.value() / 100.0)) : start - policy.value();
            limit = max ? Math.min(limit, proposed) : Math.max(limit, proposed);
        }
        return Math.min(current, limit);
    }

    /** How many pods there were when the period of a policy began. */
    private int startOf(Policy policy, long now, int current) {
        int start = current;
        for (Change each : changes) {
            if (now - each.nanos() < policy.periodNanos()) {
                start -= each.replicas();
            }
        }
        return start;
    }
}
