package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mesh-wide settings: the ConfigMaps {@code istio} and {@code istio-sidecar-injector} of Istio's own namespace. */
public final class MeshConfigs {
    private MeshConfigs() {}

    /** A ConfigMap; all but Istio's own are without effect on the mesh. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block data = object.root().blockOrEmpty("data");
        if (object.key().name().equals("istio")) {
            Block mesh = embedded(data, "mesh");
            if (mesh != null) {
                MeshConfig read = of(mesh);
                parts.meshConfig(before -> new MeshConfig(
                        read.connectTimeoutNanos(),
                        read.registryOnly(),
                        read.defaultHttpRetries(),
                        read.locality(),
                        read.autoMutualTls(),
                        read.http2Upgrade(),
                        read.http2UpgradeOrigin(),
                        before.enableNamespacesByDefault(),
                        read.proxy()));
            }
        } else if (object.key().name().equals("istio-sidecar-injector")) {
            Block values = embedded(data, "values");
            boolean all = values != null
                    && values.blockOrEmpty("sidecarInjectorWebhook").isTrue("enableNamespacesByDefault");
            if (values != null) {
                values.blockOrEmpty("sidecarInjectorWebhook").harmlessRest();
                values.harmlessRest();
            }
            parts.meshConfig(before -> new MeshConfig(
                    before.connectTimeoutNanos(),
                    before.registryOnly(),
                    before.defaultHttpRetries(),
                    before.locality(),
                    before.autoMutualTls(),
                    before.http2Upgrade(),
                    before.http2UpgradeOrigin(),
                    all,
                    before.proxy()));
        }
        data.harmlessRest();
        object.root().harmless("binaryData", "immutable");
    }

    /** The fields of a MeshConfig; what is not written is null. */
    public static MeshConfig of(Block block) {
        Block outbound = block.blockOrEmpty("outboundTrafficPolicy");
        String mode = outbound.word("mode", "ALLOW_ANY", "REGISTRY_ONLY", "ALLOW_ANY_DYNAMIC_DNS");
        String upgrade = block.word("h2UpgradePolicy", "DO_NOT_UPGRADE", "UPGRADE");
        MeshConfig config = new MeshConfig(
                block.durationNanos("connectTimeout"),
                mode == null ? null : mode.equals("REGISTRY_ONLY"),
                RetriesReader.of(block, "defaultHttpRetryPolicy"),
                block.has("localityLbSetting")
                        ? LoadBalancers.setting(block.blockOrEmpty("localityLbSetting"), true)
                        : null,
                block.flag("enableAutoMtls"),
                upgrade == null ? null : upgrade.equals("UPGRADE"),
                upgrade == null ? null : block.origin(),
                false,
                ProxyConfigs.of(block.blockOrEmpty("defaultConfig")));
        block.notSimulated(
                "defaultTrafficPolicy",
                "defaultInboundHttpRetryPolicy",
                "defaultVirtualServiceExportTo",
                "defaultDestinationRuleExportTo",
                "defaultServiceExportTo",
                "discoverySelectors",
                "tcpKeepalive",
                "protocolDetectionTimeout",
                "extensionProviders");
        block.notSimulated(Level.INFO, "meshMTLS", "tlsDefaults");
        // The rest concerns certificates, logs, traces and addresses of Istio's own parts, in every version another
        // list.
        block.harmlessRest();
        return config;
    }

    /** The YAML inside a text of the ConfigMap. */
    private static @Nullable Block embedded(Block data, String field) {
        String text = data.text(field);
        if (text == null) {
            return null;
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read("ConfigMap", text, problems);
        if (problems.hasErrors() || documents.size() > 1) {
            data.refuse(field, "the text of " + field + " is no YAML");
            return null;
        }
        if (documents.isEmpty() || !(documents.get(0).root() instanceof MapNode map)) {
            return null;
        }
        return data.object().embedded(map, data.path() + "." + field, data.positionOf(field));
    }
}
