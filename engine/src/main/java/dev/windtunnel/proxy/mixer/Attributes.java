package dev.windtunnel.proxy.mixer;

import dev.windtunnel.proxy.route.RequestHead;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Mixer is told of a request (istio/proxy 0.1 {@code src/envoy/mixer}, and the adapter {@code kubernetes}).
 *
 * @param sourceIp who asks
 * @param source more of who asks, which its own sidecar adds; null for callers without one
 * @param target the pod that is asked
 */
public record Attributes(RequestHead head, String sourceIp, @Nullable Peer source, Peer target) {

    /**
     * A pod.
     *
     * @param service full name of the service that it is asked as, or belongs to; null for none
     */
    public record Peer(
            String ip, String name, String namespace, @Nullable String service, Map<String, String> labels) {}

    /** An attribute; null when the request has none of this name. */
    @Nullable
    String text(String name) {
        return switch (name) {
            case "request.path" -> head.target();
            case "request.method" -> head.method();
            case "request.host" -> head.authority();
            case "request.scheme" -> head.scheme();
            case "request.size" -> Long.toString(head.bytes());
            case "source.ip" -> sourceIp;
            default -> {
                int dot = name.indexOf('.');
                Peer peer = dot < 0 ? null : peer(name.substring(0, dot));
                yield peer == null ? null : text(peer, name.substring(dot + 1));
            }
        };
    }

    private static @Nullable String text(Peer peer, String field) {
        return switch (field) {
            case "ip" -> peer.ip();
            case "name" -> peer.name();
            case "namespace" -> peer.namespace();
            case "service" -> peer.service();
            case "uid" -> "kubernetes://" + peer.name() + "." + peer.namespace();
            default -> null;
        };
    }

    /** What a map has under a key; null when there is nothing. */
    @Nullable
    String item(String name, String key) {
        if (name.equals("request.headers")) {
            return head.headers().get(key);
        }
        int dot = name.indexOf('.');
        Peer peer = dot < 0 || !name.endsWith(".labels") ? null : peer(name.substring(0, dot));
        return peer == null ? null : peer.labels().get(key);
    }

    private @Nullable Peer peer(String side) {
        return side.equals("source") ? source : side.equals("target") ? target : null;
    }
}
