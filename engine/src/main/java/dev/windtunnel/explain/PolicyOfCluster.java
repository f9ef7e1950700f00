package dev.windtunnel.explain;

import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds what holds for one destination: load balancing and the limits of its connections. */
final class PolicyOfCluster {
    private static final long UNLIMITED = 0xffff_ffffL;

    private final Plan plan;
    private final Edge edge;
    private final String destination;
    private final @Nullable ClusterConfig cluster;
    private final List<Setting> settings;

    PolicyOfCluster(Plan plan, Edge edge, String name, @Nullable ClusterConfig cluster, List<Setting> settings) {
        this.plan = plan;
        this.edge = edge;
        this.destination = Destinations.name(cluster, name, edge.service());
        this.cluster = cluster;
        this.settings = settings;
    }

    void add() {
        ClusterConfig known = cluster;
        if (known == null) {
            put("cluster", "does not exist: " + plan.era().unknownClusterCode(), null, SetBy.ISTIO_DEFAULT);
            return;
        }
        boolean year2017 = plan.era().is2017();
        SetBy limits = year2017 ? SetBy.envoyDefault(true) : SetBy.ISTIO_DEFAULT;
        Origin poolOrigin = known.poolOrigin();
        ConnectionPool pool = new Declarations(plan.mesh()).pool(poolOrigin);
        SetBy byPool = poolOrigin == null ? SetBy.ISTIO_DEFAULT : SetBy.object(poolOrigin, "connectionPool");
        addLoadBalancer(known);
        put(
                "connectTimeout",
                Seconds.of(known.connectTimeoutNanos()),
                "s",
                pool != null && pool.connectTimeoutNanos() != 0
                        ? byPool
                        : !year2017 && plan.meshConfig().connectTimeoutNanos() != null
                                ? SetBy.MESH
                                : SetBy.ISTIO_DEFAULT);
        put(
                "maxConnections",
                limit(known.limits().maxConnections()),
                null,
                pool != null && pool.maxConnections() != 0 ? byPool : limits);
        put(
                "http1MaxPendingRequests",
                limit(known.limits().maxPendingRequests()),
                null,
                pool != null && pool.http1MaxPendingRequests() != 0 ? byPool : limits);
        put("maxRetries", limit(known.limits().maxRetries()), null, limits);
    }

    private void addLoadBalancer(ClusterConfig known) {
        Origin origin = known.balancingOrigin();
        boolean headless = known.service() != null && known.service().headless();
        if (known.originalDestination()) {
            SetBy by = headless || origin == null
                    ? SetBy.object(edge.service().origin(), "clusterIP")
                    : SetBy.object(origin, "loadBalancer");
            put("loadBalancer", "PASSTHROUGH", null, by);
            return;
        }
        put(
                "loadBalancer",
                known.balancing().istioName(),
                null,
                origin == null ? SetBy.ISTIO_DEFAULT : SetBy.object(origin, "loadBalancer"));
    }

    private static @Nullable Long limit(long value) {
        return value >= UNLIMITED ? null : value;
    }

    private void put(String field, @Nullable Object value, @Nullable String unit, SetBy by) {
        settings.add(new Setting(field, value, unit, by.text(), by.file(), by.line(), null, destination));
    }
}
