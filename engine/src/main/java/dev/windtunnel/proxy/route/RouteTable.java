package dev.windtunnel.proxy.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of one listener port.
 *
 * <p>The host decides in Envoy's order: exact domain, longest {@code *suffix}, longest {@code prefix*}, {@code *}
 * ({@code source/common/router/config_impl.cc}). Of two virtual hosts with one domain the first keeps it.
 */
public final class RouteTable {

    private final List<VirtualHost> virtualHosts;
    private final Map<String, VirtualHost> exact = new HashMap<>();
    private final Map<String, VirtualHost> suffixes = new HashMap<>();
    private final Map<String, VirtualHost> prefixes = new HashMap<>();
    private @Nullable VirtualHost any;

    /** A table of these virtual hosts. */
    public RouteTable(List<VirtualHost> virtualHosts) {
        this.virtualHosts = List.copyOf(virtualHosts);
        for (VirtualHost virtualHost : virtualHosts) {
            for (String domain : virtualHost.domains()) {
                if (domain.equals("*")) {
                    any = any == null ? virtualHost : any;
                } else if (domain.startsWith("*")) {
                    suffixes.putIfAbsent(domain.substring(1), virtualHost);
                } else if (domain.endsWith("*")) {
                    prefixes.putIfAbsent(domain.substring(0, domain.length() - 1), virtualHost);
                } else {
                    exact.putIfAbsent(domain, virtualHost);
                }
            }
        }
    }

    /** All virtual hosts in order. */
    public List<VirtualHost> virtualHosts() {
        return virtualHosts;
    }

    /**
     * The virtual host of a host; null when none takes it.
     *
     * @param host lower case, without port
     */
    public @Nullable VirtualHost virtualHost(String host) {
        VirtualHost found = exact.get(host);
        for (int i = 1; found == null && i < host.length(); i++) {
            found = suffixes.get(host.substring(i));
        }
        for (int length = host.length() - 1; found == null && length > 0; length--) {
            found = prefixes.get(host.substring(0, length));
        }
        return found != null ? found : any;
    }
}
