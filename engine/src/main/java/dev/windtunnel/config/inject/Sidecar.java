package dev.windtunnel.config.inject;

import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers that injection adds to a pod (istio/pilot 0.1.6, {@code platform/kube/inject}). */
final class Sidecar {
    private static final String PROXY_PORT = "15001";

    private final InjectionOptions options;

    Sidecar(InjectionOptions options) {
        this.options = options;
    }

    /** The init containers, which Kubernetes 1.5 took from an annotation. */
    List<Node> initContainers() {
        List<Node> containers = new ArrayList<>();
        containers.add(redirection());
        if (options.coreDump()) {
            containers.add(coreDump());
        }
        return containers;
    }

    /** Sets the iptables rules that lead the pod's traffic to the proxy. */
    private Node redirection() {
        List<String> args = new ArrayList<>(List.of("-p", PROXY_PORT, "-u", Long.toString(options.sidecarProxyUid())));
        String ranges = options.includeIpRanges();
        if (ranges != null) {
            args.add("-i");
            args.add(ranges);
        }
        return tree(Map.of(
                "args",
                args,
                "image",
                options.hub() + "/init:" + options.tag(),
                "imagePullPolicy",
                "Always",
                "name",
                "init",
                "securityContext",
                Map.of("capabilities", Map.of("add", List.of("NET_ADMIN")))));
    }

    private static Node coreDump() {
        String script = "sysctl -w kernel.core_pattern=/tmp/core.%e.%p.%t && ulimit -c unlimited";
        return tree(Map.of(
                "args",
                List.of("-c", script),
                "command",
                List.of("/bin/sh"),
                "image",
                "alpine",
                "imagePullPolicy",
                "Always",
                "name",
                "enable-core-dump",
                "securityContext",
                Map.of("privileged", true)));
    }

    /** The proxy; probes of the pod's own containers pass it by. */
    Node proxy(List<Node> containers) {
        List<String> args = new ArrayList<>(List.of("proxy", "sidecar", "-v", Integer.toString(options.verbosity())));
        for (String port : probePorts(containers)) {
            args.add("--passthrough");
            args.add(port);
        }
        return tree(Map.of(
                "args",
                args,
                "env",
                List.of(
                        podField("POD_NAME", "metadata.name"),
                        podField("POD_NAMESPACE", "metadata.namespace"),
                        podField("POD_IP", "status.podIP")),
                "image",
                options.hub() + "/proxy_debug:" + options.tag(),
                "imagePullPolicy",
                "Always",
                "name",
                "proxy",
                "securityContext",
                Map.of("runAsUser", options.sidecarProxyUid())));
    }

    private static Node podField(String name, String path) {
        return tree(Map.of("name", name, "valueFrom", Map.of("fieldRef", Map.of("fieldPath", path))));
    }

    /** The ports of HTTP probes, each once; the name of a port stands for its number. */
    private static List<String> probePorts(List<Node> containers) {
        List<String> ports = new ArrayList<>();
        for (Node item : containers) {
            if (item instanceof MapNode container) {
                for (String probe : List.of("livenessProbe", "readinessProbe")) {
                    MapNode get = GoObject.mapAt(GoObject.mapAt(container, probe), "httpGet");
                    String port = portNumber(get.get("port"), container);
                    if (port != null && !ports.contains(port)) {
                        ports.add(port);
                    }
                }
            }
        }
        return ports;
    }

    private static @Nullable String portNumber(@Nullable Node port, MapNode container) {
        if (!(port instanceof ScalarNode scalar) || scalar.isNull()) {
            return null;
        }
        if (scalar.asLong() != null) {
            return scalar.text();
        }
        if (container.get("ports") instanceof ListNode ports) {
            for (Node item : ports.items()) {
                if (item instanceof MapNode named
                        && named.get("name") instanceof ScalarNode name
                        && name.text().equals(scalar.text())
                        && named.get("containerPort") instanceof ScalarNode number) {
                    return number.text();
                }
            }
        }
        return null;
    }

    /** Unordered maps will do: what is written from these trees is sorted by key. */
    private static Node tree(Map<String, ?> value) {
        return Nodes.fromPlain(value, Position.NONE);
    }
}
