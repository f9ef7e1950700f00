package dev.windtunnel.explain;

import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import dev.windtunnel.mesh.DestinationRule.Warmup;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.ConnectionSettings;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds what holds for one destination: load balancing and the limits of its connections. */
final class PolicyOfCluster {
    static final long UNLIMITED = 0xffff_ffffL;

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
        addTls(known);
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
        put(
                "http2MaxRequests",
                limit(known.limits().maxRequests()),
                null,
                pool != null && pool.http2MaxRequests() != 0 ? byPool : limits);
        if (known.limits().maxRequestsPerConnection() > 0) {
            put("maxRequestsPerConnection", known.limits().maxRequestsPerConnection(), null, byPool);
        }
        addProtocol(known, pool, byPool);
        if (pool != null) {
            addConnections(known.connections(), pool, byPool);
        }
        addRetryLimit(known, pool != null && pool.maxRetries() != 0 ? byPool : limits);
        addOutliers(known);
    }

    private void addProtocol(ClusterConfig known, @Nullable ConnectionPool pool, SetBy byPool) {
        boolean declared = pool != null && (pool.useClientProtocol() || pool.http2Upgrade() != null);
        if (!declared && (plan.era().is2017() || plan.meshConfig().http2Upgrade() == null)) {
            return;
        }
        put(
                "upstreamProtocol",
                switch (known.connections().protocol()) {
                    case HTTP1 -> "http1";
                    case HTTP2 -> "http2";
                    case AS_CALLER -> "that of the caller";
                },
                null,
                declared ? byPool : SetBy.MESH);
    }

    private void addConnections(ConnectionSettings connections, ConnectionPool pool, SetBy by) {
        if (connections.maxConcurrentStreams() == pool.maxConcurrentStreams()) {
            put("maxConcurrentStreams", connections.maxConcurrentStreams(), null, by);
        }
        if (pool.httpIdleNanos() != 0 || pool.tcpIdleNanos() != 0) {
            put("idleTimeout", Seconds.of(connections.idleNanos()), "s", by);
        }
        if (connections.maxDurationNanos() != 0) {
            put("maxConnectionDuration", Seconds.of(connections.maxDurationNanos()), "s", by);
        }
    }

    private void addTls(ClusterConfig known) {
        if (plan.era().is2017()) {
            return;
        }
        Origin origin = known.tls().origin();
        SetBy nobody = plan.meshConfig().autoMutualTls() == null ? SetBy.ISTIO_DEFAULT : SetBy.MESH;
        put("tls.mode", known.tls().mode().name(), null, origin == null ? nobody : SetBy.object(origin, "tls"));
    }

    private void addRetryLimit(ClusterConfig known, SetBy by) {
        RetryBudget budget = known.limits().retryBudget();
        Origin origin = known.budgetOrigin();
        if (budget == null || origin == null) {
            put("maxRetries", limit(known.limits().maxRetries()), null, by);
            return;
        }
        SetBy rule = SetBy.object(origin, "retryBudget");
        put("retryBudget.percent", budget.percent() / 100, "share", rule);
        put("retryBudget.minRetryConcurrency", budget.minRetryConcurrency(), null, rule);
    }

    private void addOutliers(ClusterConfig known) {
        OutlierDetection settings = known.outliers();
        Origin origin = known.outlierOrigin();
        if (settings == null || origin == null) {
            return;
        }
        SetBy by = SetBy.object(origin, "outlierDetection");
        putOutlier("consecutive5xxErrors", settings.enforces5xx() ? settings.consecutive5xx() : 0, null, by);
        putOutlier(
                "consecutiveGatewayErrors",
                settings.enforcesGatewayErrors() ? settings.consecutiveGatewayErrors() : 0,
                null,
                by);
        if (settings.splitsOrigins()) {
            putOutlier("consecutiveLocalOriginFailures", settings.consecutiveLocalErrors(), null, by);
        }
        putOutlier("interval", Seconds.of(settings.intervalNanos()), "s", by);
        putOutlier("baseEjectionTime", Seconds.of(settings.baseNanos()), "s", by);
        putOutlier("maxEjectionPercent", settings.maxEjectionPercent(), null, by);
        putOutlier("minHealthPercent", known.panicThreshold(), null, by);
    }

    private void putOutlier(String field, @Nullable Object value, @Nullable String unit, SetBy by) {
        put("outlierDetection." + field, value, unit, by);
    }

    private void addLoadBalancer(ClusterConfig known) {
        Origin origin = known.balancingOrigin();
        boolean headless = known.service() != null && known.service().headless();
        if (known.originalDestination()) {
            boolean entry = edge.service().followsCaller();
            SetBy by = headless || entry || origin == null
                    ? SetBy.object(edge.service().origin(), entry ? "resolution" : "clusterIP")
                    : SetBy.object(origin, "loadBalancer");
            put("loadBalancer", "PASSTHROUGH", null, by);
            return;
        }
        put(
                "loadBalancer",
                known.balancing().istioName(),
                null,
                origin == null ? SetBy.ISTIO_DEFAULT : SetBy.object(origin, "loadBalancer"));
        addLocality(known);
        if (origin == null) {
            return;
        }
        SetBy by = SetBy.object(origin, "loadBalancer");
        if (known.balancing().hashes()) {
            put(
                    known.balancing() == Balancing.MAGLEV ? "maglev.tableSize" : "ringHash.minimumRingSize",
                    known.hashSize(),
                    null,
                    by);
        }
        Warmup warmup = known.warmup();
        if (warmup != null) {
            put("warmup.duration", Seconds.of(warmup.durationNanos()), "s", by);
            put("warmup.minimumPercent", warmup.minimumPercent() / 100, "share", by);
        }
    }

    /** What localities mean, and whether a rule, the Service or the mesh says so; Istio itself where there is outlier detection. */
    private void addLocality(ClusterConfig known) {
        LocalitySetting locality = known.locality();
        if (locality == null) {
            return;
        }
        String kind = !locality.distribute().isEmpty()
                ? "distribute"
                : locality.failoverPriority().isEmpty() ? "failover" : "failoverPriority";
        Origin rule = known.balancingOrigin();
        SetBy by = locality.always()
                ? SetBy.object(edge.service().origin(), "trafficDistribution")
                : locality.equals(LocalitySetting.DEFAULT)
                        ? SetBy.ISTIO_DEFAULT
                        : rule != null
                                        && rule.fields().keySet().stream()
                                                .anyMatch(field -> field.contains("localityLbSetting"))
                                ? SetBy.object(rule, "loadBalancer.localityLbSetting")
                                : SetBy.MESH;
        put("localityLbSetting", kind, null, by);
    }

    private static @Nullable Long limit(long value) {
        return value >= UNLIMITED ? null : value;
    }

    private void put(String field, @Nullable Object value, @Nullable String unit, SetBy by) {
        settings.add(new Setting(field, value, unit, by.text(), by.file(), by.line(), null, destination));
    }
}
