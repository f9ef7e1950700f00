package dev.windtunnel.scenario;

import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.source.MapNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.cluster}.
 *
 * @param injection who gets a sidecar
 * @param meshConfig fields written under {@code meshConfig}, over those of the ConfigMap
 * @param loadBalancer whether Services of type LoadBalancer get an address
 * @param network delays between pods
 * @param proxy what a sidecar costs and how many workers it has
 * @param propagation how long a change takes to a proxy
 * @param nodes machines; empty: Node documents, else one node
 * @param extensionProviders who answers the questions of CUSTOM policies, by name
 * @param rateLimitService whom proxies ask about rate limits; null for nobody
 * @param mixerRules rules that Mixer 0.1 has from the beginning, as the cluster's objects
 * @param platform what the platform allows
 * @param pinnedPods names, addresses and ages of pods, by workload, handed out in order of creation
 * @param pinnedServices addresses and ages by service name
 */
public record ClusterSettings(
        Injection injection,
        MeshConfig meshConfig,
        boolean loadBalancer,
        Network network,
        Proxy proxy,
        Propagation propagation,
        List<NodePool> nodes,
        Map<String, ExtensionProvider> extensionProviders,
        @Nullable RateLimitService rateLimitService,
        List<MapNode> mixerRules,
        Platform platform,
        Map<String, List<PinnedPod>> pinnedPods,
        Map<String, PinnedService> pinnedServices) {

    /** Who gets a sidecar (contract 1.2). */
    public enum Injection {
        AUTO,
        LABELS,
        ALL,
        NONE
    }

    /**
     * One-way delays.
     *
     * @param bandwidthBytesPerSecond 0 for unlimited
     * @param dns time of a name lookup, before a caller's new connection
     * @param tlsHandshake what a new connection with TLS costs beside its own round trip
     */
    public record Network(
            Distribution sameNode,
            Distribution sameZone,
            Distribution crossZone,
            Distribution crossRegion,
            Distribution external,
            double bandwidthBytesPerSecond,
            Distribution dns,
            TlsHandshake tlsHandshake) {}

    /**
     * A TLS handshake.
     *
     * @param cpu time that both sides compute
     * @param roundTrips messages there and back, at least 0
     */
    public record TlsHandshake(Distribution cpu, int roundTrips) {}

    /**
     * Sidecars.
     *
     * @param latency what one adds to each passage
     * @param workers its worker threads, at least 1
     * @param isNative whether it is an init container that ends after the app; null for what Istio does by itself
     */
    public record Proxy(Distribution latency, int workers, @Nullable Boolean isNative) {}

    /** How changes travel to the proxies. */
    public sealed interface Propagation {
        /** At once. */
        record Instant() implements Propagation {}

        /** xDS: a change waits {@code debounce} after the last one (10 s at most), then each proxy gets it after {@code push}. */
        record Push(long debounceNanos, Distribution push) implements Propagation {}

        /** 2017: each proxy polls every {@code poll} plus a uniform share of {@code jitter}. */
        record Poll(long pollNanos, long jitterNanos) implements Propagation {}
    }

    /** Equal machines: {@code count} of them are called {@code name-0}, {@code name-1} ...; without a count just {@code name}. */
    public record NodePool(
            String name, String region, String zone, int count, boolean counted, Map<String, String> labels) {}

    /**
     * What the platform allows.
     *
     * @param serviceAccounts whether pods get service account tokens
     * @param dns whether names resolve
     * @param imagesAvailable whether images that are not on the node can be pulled
     * @param allowPrivileged whether privileged containers may run
     * @param admission admission plug-ins
     */
    public record Platform(
            boolean serviceAccounts,
            boolean dns,
            boolean imagesAvailable,
            boolean allowPrivileged,
            List<String> admission) {}

    /** A pinned pod; null members are not pinned. */
    public record PinnedPod(
            @Nullable String name, @Nullable String ip, @Nullable Long ageNanos, @Nullable Integer restarts) {}

    /** A pinned service; null members are not pinned. */
    public record PinnedService(@Nullable String clusterIp, @Nullable Long ageNanos, Map<Integer, Integer> nodePorts) {}
}
