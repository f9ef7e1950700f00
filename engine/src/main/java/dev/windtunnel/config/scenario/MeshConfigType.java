package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;
import static dev.windtunnel.config.scenario.Types.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.DestinationRule.Distribute;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.ProxySettings;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.meshConfig}: Istio's MeshConfig (istio/api, mesh/v1alpha1/config.proto). Fields of Istio's that change
 * nothing here are listed in an Info; other keys are unknown, as everywhere in a scenario.
 */
final class MeshConfigType {
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "accessLogEncoding",
            "accessLogFile",
            "accessLogFormat",
            "ca",
            "caCertificates",
            "certificates",
            "configSources",
            "defaultConfig",
            "defaultDestinationRuleExportTo",
            "defaultProviders",
            "defaultServiceExportTo",
            "defaultVirtualServiceExportTo",
            "disableEnvoyListenerLog",
            "discoverySelectors",
            "dnsRefreshRate",
            "enableEnvoyAccessLogService",
            "enablePrometheusMerge",
            "enableTracing",
            "extensionProviders",
            "inboundClusterStatName",
            "inboundTrafficPolicy",
            "ingressClass",
            "ingressControllerMode",
            "ingressSelector",
            "ingressService",
            "meshMTLS",
            "outboundClusterStatName",
            "pathNormalization",
            "protocolDetectionTimeout",
            "proxyHttpPort",
            "proxyInboundListenPort",
            "proxyListenPort",
            "rootNamespace",
            "serviceSettings",
            "tcpKeepalive",
            "thriftConfig",
            "tlsDefaults",
            "trustDomain",
            "trustDomainAliases",
            "verifyCertificateAtClient");

    private static final Rule NOT_SIMULATED = new Rule("WT1002", Level.INFO);

    private static final Key<Boolean> MODE =
            Key.optional("mode", Types.choice(modes()), "ALLOW_ANY or REGISTRY_ONLY; default ALLOW_ANY.");
    private static final MapType<Boolean> OUTBOUND_TRAFFIC_POLICY = new MapType<>(
            "outboundTrafficPolicy",
            "What happens to hosts that no Service knows.",
            List.of(MODE),
            v -> v.get(MODE, false));

    private static final Key<Integer> ATTEMPTS =
            Key.optional("attempts", Types.integer(0, Integer.MAX_VALUE), 2, "Retries after the first try.");
    private static final Key<Long> PER_TRY_TIMEOUT = Key.optional("perTryTimeout", DURATION, "Limit of each try.");
    private static final Key<String> RETRY_ON = Key.optional("retryOn", TEXT, "Conditions, separated by commas.");
    private static final Key<Long> BACKOFF = Key.optional("backoff", DURATION, "Base of the back-off.");
    private static final Key<Boolean> IGNORE_PREVIOUS_HOSTS =
            Key.optional("retryIgnorePreviousHosts", BOOL, "Whether a retry avoids hosts that were tried already.");
    private static final Key<Boolean> REMOTE_LOCALITIES =
            Key.optional("retryRemoteLocalities", BOOL, "Whether retries may leave the locality.");
    private static final MapType<HttpRoute.Retries> RETRIES = new MapType<>(
            "httpRetry",
            "Istio's HTTPRetry.",
            List.of(ATTEMPTS, PER_TRY_TIMEOUT, RETRY_ON, BACKOFF, IGNORE_PREVIOUS_HOSTS, REMOTE_LOCALITIES),
            v -> new HttpRoute.Retries(
                    v.get(ATTEMPTS),
                    v.find(PER_TRY_TIMEOUT),
                    v.find(RETRY_ON),
                    v.find(BACKOFF),
                    v.find(IGNORE_PREVIOUS_HOSTS),
                    v.find(REMOTE_LOCALITIES)));

    private static final Key<String> DISTRIBUTE_FROM =
            Key.required("from", TEXT, "Locality of callers: region/zone, region/* or *.");
    private static final Key<Map<String, Long>> DISTRIBUTE_TO =
            Key.required("to", Types.map(Types.whole(1, 100)), "Percent by locality; 100 in all.");
    private static final MapType<Distribute> DISTRIBUTE =
            new MapType<>("distribute", "Shares of localities.", List.of(DISTRIBUTE_FROM, DISTRIBUTE_TO), v -> {
                Map<String, Integer> to = new LinkedHashMap<>();
                v.get(DISTRIBUTE_TO).forEach((name, weight) -> to.put(name, weight.intValue()));
                if (to.values().stream().mapToInt(Integer::intValue).sum() != 100) {
                    v.refused(DISTRIBUTE_TO, "the weights do not add up to 100", null);
                }
                return new Distribute(v.get(DISTRIBUTE_FROM), to);
            });
    private static final Key<String> FAILOVER_FROM = Key.required("from", TEXT, "Region whose callers these are.");
    private static final Key<String> FAILOVER_TO = Key.required("to", TEXT, "Region that comes next for them.");
    private static final MapType<Map.Entry<String, String>> FAILOVER = new MapType<>(
            "failover",
            "Where requests of a region go when it fails.",
            List.of(FAILOVER_FROM, FAILOVER_TO),
            v -> Map.entry(v.get(FAILOVER_FROM), v.get(FAILOVER_TO)));
    private static final Key<Boolean> LOCALITY_ENABLED =
            Key.optional("enabled", BOOL, true, "Whether localities count; default true.");
    private static final Key<List<Distribute>> LOCALITY_DISTRIBUTE =
            Key.optional("distribute", Types.list(DISTRIBUTE), List.of(), "Shares of localities.");
    private static final Key<List<Map.Entry<String, String>>> LOCALITY_FAILOVER =
            Key.optional("failover", Types.list(FAILOVER), List.of(), "Which region comes next.");
    private static final Key<List<String>> LOCALITY_PRIORITY = Key.optional(
            "failoverPriority",
            Types.list(TEXT),
            List.of(),
            "Labels that decide who comes first, the most important first.");
    private static final MapType<LocalitySetting> LOCALITY = new MapType<>(
            "localityLbSetting",
            "Istio's LocalityLoadBalancerSetting.",
            List.of(LOCALITY_ENABLED, LOCALITY_DISTRIBUTE, LOCALITY_FAILOVER, LOCALITY_PRIORITY),
            v -> {
                if (!v.get(LOCALITY_DISTRIBUTE).isEmpty()
                        && !v.get(LOCALITY_FAILOVER).isEmpty()) {
                    v.refused(LOCALITY_FAILOVER, "distribute and failover cannot be given together", null);
                }
                Map<String, String> failover = new LinkedHashMap<>();
                v.get(LOCALITY_FAILOVER).forEach(each -> failover.putIfAbsent(each.getKey(), each.getValue()));
                return new LocalitySetting(
                        v.get(LOCALITY_ENABLED), v.get(LOCALITY_DISTRIBUTE), failover, v.get(LOCALITY_PRIORITY), false);
            });

    private static final Key<Long> CONNECT_TIMEOUT = Key.optional(
            "connectTimeout", POSITIVE_DURATION, "Time to connect to an endpoint; Istio's default is 10s.");
    private static final Key<Boolean> OUTBOUND = Key.optional(
            "outboundTrafficPolicy", OUTBOUND_TRAFFIC_POLICY, "What happens to hosts that no Service knows.");
    private static final Key<HttpRoute.Retries> DEFAULT_RETRIES =
            Key.optional("defaultHttpRetryPolicy", RETRIES, "Retries of routes that declare none.");

    private static final Key<LocalitySetting> LOCALITY_SETTING = Key.optional(
            "localityLbSetting", LOCALITY, "What localities mean where neither a rule nor the Service says.");
    private static final Key<Boolean> AUTO_MUTUAL_TLS = Key.optional(
            "enableAutoMtls",
            BOOL,
            "Whether sidecars use mutual TLS with each other unasked; Istio's default is true.");
    private static final Key<Boolean> HTTP2_UPGRADE = Key.optional(
            "h2UpgradePolicy",
            Types.choice(upgrades()),
            "UPGRADE for HTTP/2 between sidecars on ports of HTTP/1.1; Istio's default is DO_NOT_UPGRADE.");

    private static final MapType<MeshConfig> READ = new MapType<>(
            "meshConfig",
            "Istio's MeshConfig fields, over those of the ConfigMap.",
            List.of(CONNECT_TIMEOUT, OUTBOUND, DEFAULT_RETRIES, LOCALITY_SETTING, AUTO_MUTUAL_TLS, HTTP2_UPGRADE),
            v -> new MeshConfig(
                    v.find(CONNECT_TIMEOUT),
                    v.find(OUTBOUND),
                    v.find(DEFAULT_RETRIES),
                    v.find(LOCALITY_SETTING),
                    v.find(AUTO_MUTUAL_TLS),
                    v.find(HTTP2_UPGRADE),
                    upgradeOrigin(v),
                    false,
                    ProxySettings.NONE));

    static final Type<MeshConfig> MESH_CONFIG = new Type<>() {
        @Override
        public @Nullable MeshConfig read(Node node, Spot spot) {
            if (!(node instanceof MapNode map)) {
                return READ.read(node, spot);
            }
            List<Entry> effective = new ArrayList<>();
            for (Entry entry : map.entries()) {
                if (WITHOUT_EFFECT.contains(entry.key())) {
                    spot.key(entry.key())
                            .report(
                                    NOT_SIMULATED,
                                    entry.keyPosition(),
                                    "MeshConfig's " + entry.key() + " has no effect here: it is not simulated",
                                    null);
                } else {
                    effective.add(entry);
                }
            }
            return READ.read(map.withEntries(effective), spot);
        }

        @Override
        public ObjectNode schema(Definitions definitions) {
            ObjectNode reference = READ.schema(definitions);
            ObjectNode properties =
                    (ObjectNode) definitions.all().path("meshConfig").path("properties");
            WITHOUT_EFFECT.stream()
                    .sorted()
                    .forEach(name -> properties.putObject(name).put("description", "Not simulated: has no effect."));
            return reference;
        }
    };

    private MeshConfigType() {}

    private static @Nullable Origin upgradeOrigin(Values v) {
        Entry entry = v.map().entry("h2UpgradePolicy");
        if (entry == null) {
            return null;
        }
        Place place = v.spot().key(entry.key()).place(entry.value().position());
        return new Origin(
                new ObjectKey("Scenario", "", ""), place.path(), place.file(), place.line(), place.column(), Map.of());
    }

    private static LinkedHashMap<String, Boolean> upgrades() {
        LinkedHashMap<String, Boolean> policies = new LinkedHashMap<>();
        policies.put("DO_NOT_UPGRADE", false);
        policies.put("UPGRADE", true);
        return policies;
    }

    private static LinkedHashMap<String, Boolean> modes() {
        LinkedHashMap<String, Boolean> modes = new LinkedHashMap<>();
        modes.put("ALLOW_ANY", false);
        modes.put("REGISTRY_ONLY", true);
        return modes;
    }
}
