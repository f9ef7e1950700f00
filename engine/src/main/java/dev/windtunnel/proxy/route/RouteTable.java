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
    /** Names for which a listener of TLS has a certificate; null when it takes plain text. */
    private final @Nullable List<String> tlsNames;

    private final Map<String, VirtualHost> exact = new HashMap<>();
    private final Map<String, VirtualHost> suffixes = new HashMap<>();
    private final Map<String, VirtualHost> prefixes = new HashMap<>();
    private @Nullable VirtualHost any;

    /** A table of these virtual hosts, on a listener of plain text. */
    public RouteTable(List<VirtualHost> virtualHosts) {
        this(virtualHosts, null);
    }

    /**
     * A table of these virtual hosts.
     *
     * @param tlsNames the server names, {@code *} and {@code *suffix} among them, for which the listener ends TLS; null for one of plain text
     */
    public RouteTable(List<VirtualHost> virtualHosts, @Nullable List<String> tlsNames) {
        this.tlsNames = tlsNames;
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

    /**
     * Whether a connection comes about: plain text to a listener of plain text, TLS to one of TLS that has a server of that name
     * (a filter chain's {@code server_names}).
     *
     * @param scheme {@code http} or {@code https}
     * @param host the name that the caller dials, lower case
     */
    public boolean takes(String scheme, String host) {
        return scheme.equals("https") ? tlsFit(host) != ServerNames.NONE : tlsNames == null;
    }

    /** How well a name fits those for which the listener ends TLS, as {@link ServerNames#fit} has it. */
    public int tlsFit(String host) {
        return tlsNames == null ? ServerNames.NONE : ServerNames.fit(tlsNames, host);
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
