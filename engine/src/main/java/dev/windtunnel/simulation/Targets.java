package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;

/** Which edges a threshold's target means. */
final class Targets {

    private Targets() {}

    /** Whether an edge belongs to a service or edge target. Service names may be short: {@code reviews} is {@code reviews.default}. */
    static boolean isEdgeOf(Expression.Target target, String source, String service) {
        if (target instanceof Expression.Target.Service wanted) {
            return isService(wanted.name(), service);
        }
        return target instanceof Expression.Target.Edge edge
                && edge.client().equals(source)
                && isService(edge.service(), service);
    }

    /** Whether a name means a service {@code name.namespace}. */
    static boolean isService(String wanted, String service) {
        if (wanted.equals(service)
                || wanted.equals(service + ".svc")
                || wanted.equals(service + ".svc.cluster.local")) {
            return true;
        }
        int slash = wanted.indexOf('/');
        if (slash > 0) {
            return service.equals(wanted.substring(slash + 1) + "." + wanted.substring(0, slash));
        }
        int dot = service.indexOf('.');
        return wanted.indexOf('.') < 0 && dot > 0 && service.substring(0, dot).equals(wanted);
    }
}
