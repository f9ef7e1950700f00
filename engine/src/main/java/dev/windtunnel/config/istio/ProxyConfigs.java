package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ProxySettings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Istio's ProxyConfig as far as it moves traffic: {@code proxy.istio.io/config} and {@code meshConfig.defaultConfig}. */
public final class ProxyConfigs {
    private static final String ANNOTATION = "proxy.istio.io/config";

    private ProxyConfigs() {}

    /** What the annotation of a pod template says; its text is YAML. */
    public static ProxySettings ofAnnotations(ObjectReading object, Map<String, String> annotations, Position at) {
        String text = annotations.get(ANNOTATION);
        if (text == null) {
            return ProxySettings.NONE;
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read("annotation", text, problems);
        return !problems.hasErrors()
                        && documents.size() == 1
                        && documents.get(0).root() instanceof MapNode map
                ? of(object.embedded(map, "metadata.annotations[" + ANNOTATION + "]", at))
                : ProxySettings.NONE;
    }

    /** The fields of a ProxyConfig. */
    static ProxySettings of(Block block) {
        Block metadata = block.blockOrEmpty("proxyMetadata");
        Boolean exits = flag(metadata, "EXIT_ON_ZERO_ACTIVE_CONNECTIONS");
        Boolean answers = flag(metadata, "ISTIO_META_DNS_CAPTURE");
        metadata.harmlessRest();
        block.notSimulated(Level.INFO, "concurrency", "holdApplicationUntilProxyStarts");
        Long drain = block.anyDurationNanos("terminationDrainDuration");
        block.harmlessRest();
        return new ProxySettings(drain, exits, answers);
    }

    private static @Nullable Boolean flag(Block metadata, String name) {
        String text = metadata.text(name);
        return text == null ? null : text.equalsIgnoreCase("true");
    }
}
