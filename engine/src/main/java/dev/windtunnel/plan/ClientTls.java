package dev.windtunnel.plan;

import dev.windtunnel.mesh.DestinationRule.Tls;
import dev.windtunnel.mesh.Origin;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy secures its connections to the hosts of a cluster.
 *
 * @param mode its mode
 * @param origin who set it; null when nobody
 */
public record ClientTls(Mode mode, @Nullable Origin origin) {

    /** How connections are secured. */
    public enum Mode {
        /** Mutual TLS to hosts that have a sidecar which takes it, plain text to others: Istio's default. */
        AUTO,
        /** Plain text. */
        DISABLE,
        /** TLS as of a browser. */
        SIMPLE,
        /** TLS with a certificate of the user's. */
        MUTUAL,
        /** Mutual TLS with Istio's certificates. */
        ISTIO_MUTUAL
    }

    /** Plain text, as nobody says anything else. */
    public static final ClientTls PLAIN = new ClientTls(Mode.DISABLE, null);

    /** Whatever the host takes, as nobody says anything else. */
    public static final ClientTls AUTOMATIC = new ClientTls(Mode.AUTO, null);

    /**
     * What a DestinationRule makes of it ({@code pilot/pkg/networking/core/cluster_tls.go}).
     *
     * @param gateway whether the proxy is a gateway: only those, and rules for some callers, read {@code credentialName}
     */
    static ClientTls of(@Nullable Tls declared, @Nullable Origin origin, boolean automatic, boolean gateway) {
        if (declared == null) {
            return automatic ? AUTOMATIC : PLAIN;
        }
        boolean ignored = declared.credential() && !gateway;
        return new ClientTls(
                ignored ? Mode.DISABLE : Mode.valueOf(declared.mode().name()), origin);
    }
}
