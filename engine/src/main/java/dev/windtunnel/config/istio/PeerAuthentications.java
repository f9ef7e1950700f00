package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.PeerAuthentication.Mode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PeerAuthentications. */
public final class PeerAuthentications {
    private static final int LAST_PORT = 65_535;

    private PeerAuthentications() {}

    /** A PeerAuthentication. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = PodSelectors.labels(spec);
        Mode mode = mode(spec.block("mtls"));
        Map<Integer, Mode> ports = ports(spec, !selector.isEmpty());
        parts.add(new PeerAuthentication(object.key(), selector, mode, ports, object.creationOrder(), object.origin()));
    }

    private static Mode mode(@Nullable Block mtls) {
        String word = mtls == null ? null : mtls.word("mode", "UNSET", "DISABLE", "PERMISSIVE", "STRICT");
        return word == null ? Mode.UNSET : Mode.valueOf(word);
    }

    private static Map<Integer, Mode> ports(Block spec, boolean selects) {
        Block block = spec.block("portLevelMtls");
        Map<Integer, Mode> ports = new LinkedHashMap<>();
        if (block == null) {
            return ports;
        }
        if (!selects) {
            spec.refuse(
                    "portLevelMtls",
                    "portLevelMtls needs a selector: ports are those of pods",
                    "add spec.selector.matchLabels, or remove portLevelMtls");
        }
        if (block.isEmpty()) {
            spec.refuse("portLevelMtls", "portLevelMtls has no port");
        }
        for (String name : block.names()) {
            int port = number(name);
            if (port < 1 || port > LAST_PORT) {
                block.refuse(name, "\"" + name + "\" is no port");
            }
            ports.put(port, mode(block.block(name)));
        }
        return ports;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
