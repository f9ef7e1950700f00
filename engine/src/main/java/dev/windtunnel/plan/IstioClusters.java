package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.ConsistentHash;
import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.balance.Maglev;
import dev.windtunnel.proxy.balance.Ring;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import dev.windtunnel.proxy.route.RouteAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that istiod gives the sidecar of one identity, from DestinationRules. Follows
 * {@code cluster_traffic_policy.go}.
 */
final class IstioClusters {

    private final MeshConfig meshConfig;
    private final Era era;
    private final List<Service> services;
    private final DestinationRules destinationRules;
    private final boolean gateway;
    private final Map<String, ClusterConfig> built = new LinkedHashMap<>();

    /**
     * Makes them.
     *
     * @param services those that the client may see
     * @param gateway whether the proxy is a gateway
     */
    IstioClusters(
            MeshConfig meshConfig,
            Era era,
            List<Service> services,
            DestinationRules destinationRules,
            boolean gateway) {
        this.meshConfig = meshConfig;
        this.era = era;
        this.services = services;
        this.destinationRules = destinationRules;
        this.gateway = gateway;
        build();
    }

    /** All of them, by name. */
    Map<String, ClusterConfig> all() {
        return built;
    }

    /** The cluster of a name; null for none. */
    @Nullable
    ClusterConfig get(String name) {
        return built.get(name);
    }

    private void build() {
        for (Service service : services) {
            if (service.externalName() != null) {
                continue;
            }
            DestinationRules.Merged rule = destinationRules.of(service.fullName(), service.namespace());
            for (Service.Port port : service.ports()) {
                if (PortProtocol.of(port) == PortProtocol.UDP) {
                    continue;
                }
                add(cluster(service, port, null, rule));
                for (DestinationRule.Subset subset : rule.subsets()) {
                    add(cluster(service, port, subset, rule));
                }
            }
        }
        add(passthrough());
    }

    private void add(ClusterConfig cluster) {
        built.put(cluster.name(), cluster);
    }

    private long connectTimeoutNanos() {
        Long declared = meshConfig.connectTimeoutNanos();
        return declared == null ? era.connectTimeoutNanos() : declared;
    }

    private ClusterConfig passthrough() {
        return new ClusterConfig(
                ClusterConfig.PASSTHROUGH,
                null,
                null,
                null,
                Map.of(),
                Balancing.RANDOM,
                0,
                null,
                null,
                ClusterConfig.DEFAULT_PANIC_THRESHOLD,
                null,
                connectTimeoutNanos(),
                ConnectionSettings.PASSTHROUGH,
                era.limits(),
                true,
                ClientTls.PLAIN,
                null,
                null,
                null,
                null);
    }

    private ClusterConfig cluster(
            Service service, Service.Port port, DestinationRule.@Nullable Subset subset, DestinationRules.Merged rule) {
        DestinationRules.Blocks blocks = rule.blocks(port.port(), subset);
        LoadBalancer balancer = blocks.loadBalancer();
        ConnectionPool pool = blocks.connectionPool();
        boolean passthrough = balancer != null && balancer.simple() == SimpleBalancer.PASSTHROUGH
                || service.headless()
                || service.followsCaller();
        Balancing balancing = balancing(balancer);
        DestinationRule.OutlierDetection outliers = blocks.outlierDetection();
        return new ClusterConfig(
                outbound(service, port.port(), subset == null ? null : subset.name()),
                service,
                port,
                subset == null ? null : subset.name(),
                subset == null ? Map.of() : subset.labels(),
                balancing,
                hashSize(balancer),
                balancer != null && (balancing == Balancing.LEAST_REQUEST || balancing == Balancing.ROUND_ROBIN)
                        ? balancer.warmup()
                        : null,
                outliers == null ? null : outliers(outliers),
                panicThreshold(outliers),
                locality(service, balancer, outliers != null),
                pool == null || pool.connectTimeoutNanos() == 0 ? connectTimeoutNanos() : pool.connectTimeoutNanos(),
                ConnectionSettings.of(port, pool, gateway, Boolean.TRUE.equals(meshConfig.http2Upgrade())),
                limits(pool, blocks.retryBudget()),
                passthrough,
                ClientTls.of(
                        blocks.tls(), blocks.tlsOrigin(), !Boolean.FALSE.equals(meshConfig.autoMutualTls()), gateway),
                balancer == null ? null : blocks.loadBalancerOrigin(),
                pool == null ? null : blocks.connectionPoolOrigin(),
                outliers == null ? null : blocks.outlierOrigin(),
                blocks.budgetOrigin());
    }

    /** What holds towards the apps of a namespace: of rules for all callers, at the level of the port or the host. */
    Map<String, InboundSettings> inbound(String namespace) {
        Map<String, InboundSettings> settings = new LinkedHashMap<>();
        for (Service service : services) {
            if (!service.namespace().equals(namespace) || service.entry() != null || service.externalName() != null) {
                continue;
            }
            DestinationRules.Merged rule = destinationRules.ofServer(service.fullName(), namespace);
            for (Service.Port port : service.ports()) {
                DestinationRules.Blocks blocks = rule.blocks(port.port(), null);
                ConnectionPool pool = blocks.connectionPool();
                if (pool != null) {
                    settings.put(
                            ProxyConfig.portKey(service, port),
                            new InboundSettings(
                                    limits(pool, null),
                                    ConnectionSettings.inbound(port, pool),
                                    blocks.connectionPoolOrigin()));
                }
            }
        }
        return settings;
    }

    private Limits limits(@Nullable ConnectionPool pool, @Nullable RetryBudget budget) {
        Limits limits = era.limits();
        return pool == null && budget == null
                ? limits
                : new Limits(
                        pool == null ? limits.maxConnections() : set(pool.maxConnections(), limits.maxConnections()),
                        pool == null
                                ? limits.maxPendingRequests()
                                : set(pool.http1MaxPendingRequests(), limits.maxPendingRequests()),
                        pool == null ? limits.maxRequests() : set(pool.http2MaxRequests(), limits.maxRequests()),
                        pool == null ? limits.maxRetries() : set(pool.maxRetries(), limits.maxRetries()),
                        budget,
                        pool == null ? 0 : pool.maxRequestsPerConnection());
    }

    /** A limit of 0 is none of the user's ({@code cluster_traffic_policy.go}). */
    private static long set(long declared, long otherwise) {
        return declared == 0 ? otherwise : declared;
    }

    private Balancing balancing(@Nullable LoadBalancer declared) {
        if (declared == null) {
            return era.balancing();
        }
        if (declared.consistentHash() != null) {
            return declared.consistentHash().maglev() ? Balancing.MAGLEV : Balancing.RING_HASH;
        }
        return switch (declared.simple()) {
            case UNSPECIFIED, LEAST_REQUEST -> Balancing.LEAST_REQUEST;
            case ROUND_ROBIN -> Balancing.ROUND_ROBIN;
            case RANDOM, PASSTHROUGH -> Balancing.RANDOM;
        };
    }

    private static long hashSize(@Nullable LoadBalancer balancer) {
        ConsistentHash hash = balancer == null ? null : balancer.consistentHash();
        if (hash == null) {
            return 0;
        }
        return hash.size() != 0 ? hash.size() : hash.maglev() ? Maglev.DEFAULT_SIZE : Ring.DEFAULT_MINIMUM_SIZE;
    }

    /** What Istio makes of the block ({@code cluster_traffic_policy.go}, applyOutlierDetection). */
    private static OutlierDetection outliers(DestinationRule.OutlierDetection declared) {
        OutlierDetection defaults = OutlierDetection.DEFAULT;
        Long of5xx = declared.consecutive5xxErrors();
        Long ofGateway = declared.consecutiveGatewayErrors();
        Long ofLocal = declared.consecutiveLocalOriginFailures();
        long base = declared.baseEjectionTimeNanos() == null ? defaults.baseNanos() : declared.baseEjectionTimeNanos();
        Long percent = declared.maxEjectionPercent();
        return new OutlierDetection(
                of5xx == null ? defaults.consecutive5xx() : of5xx.intValue(),
                of5xx == null || of5xx > 0,
                ofGateway == null ? defaults.consecutiveGatewayErrors() : ofGateway.intValue(),
                ofGateway != null && ofGateway > 0,
                declared.splitExternalLocalOriginErrors(),
                ofLocal == null || ofLocal == 0 ? defaults.consecutiveLocalErrors() : ofLocal.intValue(),
                true,
                declared.intervalNanos() == null ? defaults.intervalNanos() : declared.intervalNanos(),
                base,
                Math.max(base, defaults.mostNanos()),
                percent == null || percent == 0 ? defaults.maxEjectionPercent() : percent.intValue(),
                OutlierDetection.Version.TODAY);
    }

    private static int panicThreshold(DestinationRule.@Nullable OutlierDetection outliers) {
        if (outliers == null) {
            return ClusterConfig.DEFAULT_PANIC_THRESHOLD;
        }
        Long percent = outliers.minHealthPercent();
        return percent == null ? 0 : percent.intValue();
    }

    /**
     * What localities mean: what the rule says, else the Service, else the mesh ({@code loadbalancer.go}, GetLocalityLbSetting).
     * They count with outlier detection, where shares are declared, and where the Service wants them to; else they are ignored.
     */
    private @Nullable LocalitySetting locality(Service service, @Nullable LoadBalancer balancer, boolean outliers) {
        LocalitySetting declared = balancer == null ? null : balancer.locality();
        if (declared == null && !service.localityLabels().isEmpty()) {
            declared = new LocalitySetting(true, List.of(), Map.of(), service.localityLabels(), true);
        }
        if (declared == null) {
            declared = meshConfig.locality() == null ? LocalitySetting.DEFAULT : meshConfig.locality();
        }
        return declared.enabled()
                        && (outliers
                                || declared.always()
                                || !declared.distribute().isEmpty())
                ? declared
                : null;
    }

    /** What is hashed for the destinations of a route, each with the key of its own policy. */
    List<HashKey> hashKeys(List<RouteAction.WeightedCluster> destinations) {
        List<HashKey> keys = new ArrayList<>();
        for (RouteAction.WeightedCluster each : destinations) {
            ClusterConfig cluster = built.get(each.cluster());
            Service service = cluster == null ? null : cluster.service();
            Service.Port port = cluster == null ? null : cluster.port();
            if (cluster == null
                    || service == null
                    || port == null
                    || !cluster.balancing().hashes()) {
                continue;
            }
            DestinationRules.Merged rule = destinationRules.of(service.fullName(), service.namespace());
            DestinationRule.Subset subset = rule.subsets().stream()
                    .filter(known -> known.name().equals(cluster.subset()))
                    .findFirst()
                    .orElse(null);
            LoadBalancer balancer = rule.blocks(port.port(), subset).loadBalancer();
            ConsistentHash hash = balancer == null ? null : balancer.consistentHash();
            if (hash != null && hash.key() != null) {
                keys.add(hash.key());
            }
        }
        return keys;
    }

    /** The name of the cluster of a service port, or a subset of it. */
    static String outbound(Service service, int port, @Nullable String subset) {
        return "outbound|" + port + "|" + (subset == null ? "" : subset) + "|" + service.fullName();
    }
}
