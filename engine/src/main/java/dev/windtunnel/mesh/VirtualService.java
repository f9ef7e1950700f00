package dev.windtunnel.mesh;

import java.util.List;

/**
 * A VirtualService as declared ({@code networking.istio.io} v1, v1beta1, v1alpha3).
 *
 * @param key its name
 * @param hosts hosts as written; empty for a delegate
 * @param gateways gateways as written; empty means {@code mesh}
 * @param exportTo namespaces that see it; empty means all
 * @param http HTTP routes in order
 * @param tcp TCP routes in order
 * @param tls TLS routes in order
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record VirtualService(
        ObjectKey key,
        List<String> hosts,
        List<String> gateways,
        List<String> exportTo,
        List<HttpRoute> http,
        List<TcpRoute> tcp,
        List<TcpRoute> tls,
        int creationOrder,
        Origin origin) {}
