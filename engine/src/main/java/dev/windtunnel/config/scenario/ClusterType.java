package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Distributions.DISTRIBUTION;
import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.ClusterSettings;
import dev.windtunnel.scenario.ClusterSettings.Injection;
import dev.windtunnel.scenario.ClusterSettings.Network;
import dev.windtunnel.scenario.ClusterSettings.NodePool;
import dev.windtunnel.scenario.ClusterSettings.Platform;
import dev.windtunnel.scenario.ClusterSettings.Propagation;
import dev.windtunnel.scenario.ClusterSettings.Proxy;
import dev.windtunnel.scenario.ClusterSettings.TlsHandshake;
import dev.windtunnel.scenario.ExtensionProvider;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.scenario.RateLimitService;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Quantities;
import dev.windtunnel.source.ValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code spec.cluster}; the pins are in {@link PinsType}, how changes travel below. */
final class ClusterType {
    private static final Key<Distribution> SAME_NODE =
            delay("sameNode", 50_000, "One way between pods of one node; default 50us.");
    private static final Key<Distribution> SAME_ZONE =
            delay("sameZone", 250_000, "One way between nodes of one zone; default 250us.");
    private static final Key<Distribution> CROSS_ZONE =
            delay("crossZone", 1_000_000, "One way between zones of one region; default 1ms.");
    private static final Key<Distribution> CROSS_REGION =
            delay("crossRegion", 30_000_000, "One way between regions; default 30ms.");
    private static final Key<Distribution> EXTERNAL =
            delay("external", 10_000_000, "One way to what is outside the mesh; default 10ms.");
    private static final Key<Double> BANDWIDTH = Key.optional(
            "bandwidth", bandwidth(), 0.0, "Of every pair of pods, such as 100MB/s or 1Gbit/s; default unlimited.");
    private static final Key<Distribution> DNS =
            delay("dns", 0, "Time of a name lookup before a caller's new connection; default 0s.");

    private static final Key<Distribution> HANDSHAKE_CPU =
            delay("cpu", 500_000, "Time that both sides compute; default 500us.");
    private static final Key<Integer> ROUND_TRIPS =
            Key.optional("roundTrips", Types.integer(0, 10), 1, "Messages there and back; default 1.");
    private static final MapType<TlsHandshake> HANDSHAKE_TYPE = new MapType<>(
            "tlsHandshake",
            "What a new connection with TLS costs beside its own round trip.",
            List.of(HANDSHAKE_CPU, ROUND_TRIPS),
            v -> new TlsHandshake(v.get(HANDSHAKE_CPU), v.get(ROUND_TRIPS)));
    private static final TlsHandshake DEFAULT_HANDSHAKE = new TlsHandshake(HANDSHAKE_CPU.fallbackValue(), 1);
    private static final Key<TlsHandshake> HANDSHAKE = Key.optional(
            "tlsHandshake",
            HANDSHAKE_TYPE,
            DEFAULT_HANDSHAKE,
            "What a new connection with TLS costs beside its own round trip.");

    private static final MapType<Network> NETWORK_TYPE = new MapType<>(
            "network",
            "Delays between pods.",
            List.of(SAME_NODE, SAME_ZONE, CROSS_ZONE, CROSS_REGION, EXTERNAL, BANDWIDTH, DNS, HANDSHAKE),
            v -> new Network(
                    v.get(SAME_NODE),
                    v.get(SAME_ZONE),
                    v.get(CROSS_ZONE),
                    v.get(CROSS_REGION),
                    v.get(EXTERNAL),
                    v.get(BANDWIDTH),
                    v.get(DNS),
                    v.get(HANDSHAKE)));
    private static final Network DEFAULT_NETWORK = new Network(
            SAME_NODE.fallbackValue(),
            SAME_ZONE.fallbackValue(),
            CROSS_ZONE.fallbackValue(),
            CROSS_REGION.fallbackValue(),
            EXTERNAL.fallbackValue(),
            0,
            DNS.fallbackValue(),
            DEFAULT_HANDSHAKE);

    private static final Key<Distribution> LATENCY =
            delay("latency", 200_000, "Added by each passage of a sidecar; default 200us.");
    private static final Key<Integer> WORKERS =
            Key.optional("workers", Types.integer(1, 1024), 2, "Envoy worker threads; default 2.");
    private static final Key<Boolean> NATIVE = Key.optional(
            "native",
            BOOL,
            "Whether sidecars are init containers that end after the app; default as Istio decides by the kubelets.");
    private static final MapType<Proxy> PROXY_TYPE = new MapType<>(
            "proxy",
            "What a sidecar costs.",
            List.of(LATENCY, WORKERS, NATIVE),
            v -> new Proxy(v.get(LATENCY), v.get(WORKERS), v.find(NATIVE)));
    private static final Proxy DEFAULT_PROXY = new Proxy(LATENCY.fallbackValue(), 2, null);

    private static final Key<String> NODE_NAME = Key.required("name", NAME, "Name of the node.");
    private static final Key<String> REGION = Key.optional("region", NAME, "r0", "Its region; default r0.");
    private static final Key<String> ZONE = Key.optional("zone", NAME, "z0", "Its zone; default z0.");
    private static final Key<Integer> COUNT =
            Key.optional("count", Types.integer(1, 10_000), "Makes so many equal nodes: name-0, name-1 and so on.");
    private static final Key<Map<String, String>> LABELS =
            Key.optional("labels", Types.map(WORD), Map.of(), "Labels of the node.");
    private static final MapType<NodePool> NODE_TYPE = new MapType<>(
            "node",
            "A machine, or several equal ones.",
            List.of(NODE_NAME, REGION, ZONE, COUNT, LABELS),
            v -> new NodePool(
                    v.get(NODE_NAME), v.get(REGION), v.get(ZONE), v.get(COUNT, 1), v.has(COUNT), v.get(LABELS)));

    private static final Key<Boolean> SERVICE_ACCOUNTS =
            Key.optional("serviceAccounts", BOOL, true, "Whether pods get service account tokens; default true.");
    private static final Key<Boolean> PLATFORM_DNS =
            Key.optional("dns", BOOL, true, "Whether service names resolve; default true.");
    private static final Key<Boolean> IMAGES = Key.optional(
            "images",
            Types.choice(Map.of("available", true, "unavailable", false)),
            true,
            "Whether images can be pulled; default available.");
    private static final Key<Boolean> ALLOW_PRIVILEGED =
            Key.optional("allowPrivileged", BOOL, true, "Whether privileged containers may run; default true.");
    private static final Key<List<String>> ADMISSION = Key.optional(
            "admission",
            Types.list(NAME),
            List.of("NamespaceLifecycle", "ServiceAccount"),
            "Admission plug-ins of the API server.");
    private static final MapType<Platform> PLATFORM_TYPE = new MapType<>(
            "platform",
            "What the platform allows.",
            List.of(SERVICE_ACCOUNTS, PLATFORM_DNS, IMAGES, ALLOW_PRIVILEGED, ADMISSION),
            v -> new Platform(
                    v.get(SERVICE_ACCOUNTS),
                    v.get(PLATFORM_DNS),
                    v.get(IMAGES),
                    v.get(ALLOW_PRIVILEGED),
                    v.get(ADMISSION)));
    private static final Platform DEFAULT_PLATFORM =
            new Platform(true, true, true, true, List.of("NamespaceLifecycle", "ServiceAccount"));

    private static final Key<Long> DEBOUNCE = Key.optional(
            "debounce", DURATION, "A change waits this long after the last one, 10 s at most; default 100ms.");
    private static final Key<Distribution> PUSH =
            Key.optional("push", DISTRIBUTION, "From then until each proxy has it; default 0s.");
    private static final Key<Long> POLL =
            Key.optional("poll", Types.POSITIVE_DURATION, "Each proxy asks this often; default 1s.");
    private static final Key<Long> JITTER =
            Key.optional("jitter", DURATION, "Added to each wait, a uniform share of it; default 1s.");
    private static final Type<Propagation> PROPAGATION_TYPE = Types.orMap(
            Types.choice(Map.of("instant", new Propagation.Instant())),
            new MapType<>(
                    "propagation",
                    "How changes travel to the proxies: pushed (debounce, push) or polled (poll, jitter).",
                    List.of(DEBOUNCE, PUSH, POLL, JITTER),
                    ClusterType::propagation));

    private static final Key<Injection> INJECTION = Key.optional(
            "injection", Types.words(Injection.class), Injection.AUTO, "Which pods get a sidecar; default auto.");
    private static final Key<MeshConfig> MESH_CONFIG =
            Key.optional("meshConfig", MeshConfigType.MESH_CONFIG, MeshConfig.DEFAULT, "Istio's MeshConfig fields.");
    private static final Key<Boolean> LOAD_BALANCER = Key.optional(
            "loadBalancer", BOOL, false, "Whether Services of type LoadBalancer get an address; default false.");
    private static final Key<Network> NETWORK =
            Key.optional("network", NETWORK_TYPE, DEFAULT_NETWORK, "Delays between pods.");
    private static final Key<Proxy> PROXY = Key.optional("proxy", PROXY_TYPE, DEFAULT_PROXY, "What a sidecar costs.");
    private static final Key<Propagation> PROPAGATION = Key.optional(
            "propagation", PROPAGATION_TYPE, "How changes travel; default instant, in profile envoy-2017 polled.");
    private static final Key<List<NodePool>> NODES = Key.optional(
            "nodes",
            Types.checked(Types.list(NODE_TYPE), ClusterType::distinct),
            List.of(),
            "Machines; default those of Node documents, else one.");
    private static final Key<Map<String, ExtensionProvider>> EXTENSION_PROVIDERS = Key.optional(
            "extensionProviders",
            Types.map(SecurityTypes.PROVIDER),
            Map.of(),
            "Who answers the questions of CUSTOM policies, by name.");
    private static final Key<RateLimitService> RATE_LIMIT_SERVICE = Key.optional(
            "rateLimitService", RateLimitTypes.SERVICE, "The rate limit service that proxies ask; default none.");
    private static final Key<List<MapNode>> MIXER_RULES = Key.optional(
            "mixerRules",
            Types.list(MixerTypes.RULES),
            List.of(),
            "Rules that Mixer has from the beginning, in profile envoy-2017; default none.");
    private static final Key<Platform> PLATFORM =
            Key.optional("platform", PLATFORM_TYPE, DEFAULT_PLATFORM, "What the platform allows.");
    private static final Key<PinsType.Pins> PINS =
            Key.optional("pins", PinsType.PINS, PinsType.NONE, "Names, addresses and ages that tables show.");

    /** The settings, but for what only the profile decides. */
    static final MapType<Draft> CLUSTER = new MapType<>(
            "cluster",
            "Nodes, network, proxies and platform.",
            List.of(
                    INJECTION,
                    MESH_CONFIG,
                    LOAD_BALANCER,
                    NETWORK,
                    PROXY,
                    PROPAGATION,
                    NODES,
                    EXTENSION_PROVIDERS,
                    RATE_LIMIT_SERVICE,
                    MIXER_RULES,
                    PLATFORM,
                    PINS),
            Draft::new);

    private ClusterType() {}

    private static Key<Distribution> delay(String name, long nanos, String about) {
        return Key.optional(name, DISTRIBUTION, new Distribution.Constant(nanos), about);
    }

    /** A cluster whose profile is not known yet; null for one that was not written. */
    record Draft(@Nullable Values values) {
        ClusterSettings settings(Profile profile) {
            Propagation standard = profile == Profile.ENVOY_2017
                    ? new Propagation.Poll(1_000_000_000L, 1_000_000_000L)
                    : new Propagation.Instant();
            Values v = values;
            if (v == null) {
                return new ClusterSettings(
                        Injection.AUTO,
                        MeshConfig.DEFAULT,
                        false,
                        DEFAULT_NETWORK,
                        DEFAULT_PROXY,
                        standard,
                        List.of(),
                        Map.of(),
                        null,
                        List.of(),
                        DEFAULT_PLATFORM,
                        Map.of(),
                        Map.of());
            }
            PinsType.Pins pins = v.get(PINS);
            return new ClusterSettings(
                    v.get(INJECTION),
                    v.get(MESH_CONFIG),
                    v.get(LOAD_BALANCER),
                    v.get(NETWORK),
                    v.get(PROXY),
                    v.get(PROPAGATION, standard),
                    v.get(NODES),
                    v.get(EXTENSION_PROVIDERS),
                    v.find(RATE_LIMIT_SERVICE),
                    v.get(MIXER_RULES),
                    v.get(PLATFORM),
                    pins.pods(),
                    pins.services());
        }
    }

    private static @Nullable Propagation propagation(Values v) {
        boolean pushed = v.has(DEBOUNCE) || v.has(PUSH);
        if (pushed && (v.has(POLL) || v.has(JITTER))) {
            v.spot()
                    .refused(
                            v.map(),
                            "changes are either pushed (debounce, push) or polled (poll, jitter)",
                            "keep the keys of one of the two");
            return null;
        }
        if (v.has(POLL) || v.has(JITTER)) {
            return new Propagation.Poll(v.get(POLL, 1_000_000_000L), v.get(JITTER, 1_000_000_000L));
        }
        return new Propagation.Push(v.get(DEBOUNCE, 100_000_000L), v.get(PUSH, new Distribution.Constant(0)));
    }

    /** Bytes per second; 0 stands for unlimited. */
    private static Type<Double> bandwidth() {
        Type<Double> rate = Types.scalar(
                "a bandwidth such as 100MB/s or 1Gbit/s", ClusterType::bytesPerSecond, Schemas.text("^.*/\\s*s\\s*$"));
        return Types.or(rate, Types.choice(Map.of("unlimited", 0.0)), Types::isUnlimited);
    }

    private static double bytesPerSecond(String text) throws ValueException {
        String body = text.strip();
        if (!body.endsWith("/s")) {
            throw new ValueException("wanted a bandwidth such as 100MB/s or 1Gbit/s, got \"" + body + "\"");
        }
        String size = body.substring(0, body.length() - 2).strip();
        boolean bits = size.endsWith("bit");
        double bytes = Quantities.bytes(bits ? size.substring(0, size.length() - 3) + "B" : size);
        if (bytes == 0) {
            throw new ValueException("a bandwidth of 0 lets nothing through; leave it out for unlimited");
        }
        return bits ? bytes / 8 : bytes;
    }

    private static @Nullable List<NodePool> distinct(List<NodePool> pools, Node node, Spot spot) {
        Set<String> names = new HashSet<>();
        for (NodePool pool : pools) {
            if (!names.add(pool.name())) {
                spot.refused(node, "two nodes are called " + pool.name(), "give each its own name");
            }
        }
        return pools;
    }
}
