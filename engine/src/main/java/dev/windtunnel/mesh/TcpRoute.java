package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tcp} or {@code tls} route of a VirtualService.
 *
 * @param matches conditions, one of which has to hold; empty for all connections of TCP
 * @param destinations where connections go, with their weights
 * @param origin where it stands
 */
public record TcpRoute(List<Match> matches, List<HttpRoute.WeightedDestination> destinations, Origin origin) {

    /**
     * Conditions that all have to hold; they say which proxies get the route on which ports, and for which names.
     *
     * @param port port of the service; null for all
     * @param gateways as written; empty for those of the VirtualService
     * @param sourceLabels labels of the calling pods
     * @param sourceNamespace namespace of the calling pods; null for all
     * @param sniHosts names in TLS, {@code *.suffix} among them; empty for TCP
     * @param addresses whether it is for some addresses alone, which no simulated connection is told apart by
     */
    public record Match(
            @Nullable Integer port,
            List<String> gateways,
            Map<String, String> sourceLabels,
            @Nullable String sourceNamespace,
            List<String> sniHosts,
            boolean addresses) {}
}
