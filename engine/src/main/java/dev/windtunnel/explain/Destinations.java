package dev.windtunnel.explain;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import org.jspecify.annotations.Nullable;

/** Short names of destinations, as seen from the service that was asked for. */
final class Destinations {
    private Destinations() {}

    /** {@code v2} for a subset of the service itself, else {@code reviews.default} or {@code reviews.default v2}. */
    static String name(HttpRoute.Destination destination, Service asked) {
        String host = destination.host();
        boolean same = host.equals(asked.name()) || host.equals(asked.fullName()) || host.equals(asked.shortName());
        String shortHost = same ? asked.shortName() : shortened(host);
        return joined(shortHost, destination.subset(), same);
    }

    /** The same name for a cluster; the name of a cluster that does not exist stands for itself. */
    static String name(@Nullable ClusterConfig cluster, String clusterName, Service asked) {
        Service service = cluster == null ? null : cluster.service();
        if (cluster == null || service == null) {
            return clusterName;
        }
        return joined(service.shortName(), cluster.subset(), service.equals(asked));
    }

    private static String joined(String host, @Nullable String subset, boolean same) {
        return subset == null ? host : same ? subset : host + " " + subset;
    }

    private static String shortened(String host) {
        int domain = host.indexOf(".svc.cluster.local");
        return domain < 0 ? host : host.substring(0, domain);
    }
}
