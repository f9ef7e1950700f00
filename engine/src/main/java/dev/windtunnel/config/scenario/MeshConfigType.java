package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;
import static dev.windtunnel.config.scenario.Types.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
            "enableAutoMtls",
            "enableEnvoyAccessLogService",
            "enablePrometheusMerge",
            "enableTracing",
            "extensionProviders",
            "h2UpgradePolicy",
            "inboundClusterStatName",
            "inboundTrafficPolicy",
            "ingressClass",
            "ingressControllerMode",
            "ingressSelector",
            "ingressService",
            "localityLbSetting",
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

    private static final Key<Long> CONNECT_TIMEOUT = Key.optional(
            "connectTimeout", POSITIVE_DURATION, "Time to connect to an endpoint; Istio's default is 10s.");
    private static final Key<Boolean> OUTBOUND = Key.optional(
            "outboundTrafficPolicy", OUTBOUND_TRAFFIC_POLICY, "What happens to hosts that no Service knows.");
    private static final Key<HttpRoute.Retries> DEFAULT_RETRIES =
            Key.optional("defaultHttpRetryPolicy", RETRIES, "Retries of routes that declare none.");

    private static final MapType<MeshConfig> READ = new MapType<>(
            "meshConfig",
            "Istio's MeshConfig fields, over those of the ConfigMap.",
            List.of(CONNECT_TIMEOUT, OUTBOUND, DEFAULT_RETRIES),
            v -> new MeshConfig(v.find(CONNECT_TIMEOUT), v.find(OUTBOUND), v.find(DEFAULT_RETRIES), false));

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

    private static LinkedHashMap<String, Boolean> modes() {
        LinkedHashMap<String, Boolean> modes = new LinkedHashMap<>();
        modes.put("ALLOW_ANY", false);
        modes.put("REGISTRY_ONLY", true);
        return modes;
    }
}
