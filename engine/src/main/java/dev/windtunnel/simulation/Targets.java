package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;

/** Which edges a threshold's target means. */
final class Targets {

    private Targets() {}

    /** Whether an edge belongs to a service or edge target. Service names may be short: {@code reviews} is {@code reviews.default}. */
    static boolean isEdgeOf(Expression.Target target, String source, String service) {
        if (target instanceof Expression.Target.Service wanted) {
            return wanted.means(service);
        }
        return target instanceof Expression.Target.Edge edge
                && edge.client().equals(source)
                && new Expression.Target.Service(edge.service()).means(service);
    }
}
