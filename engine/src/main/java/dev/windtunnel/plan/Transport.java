package dev.windtunnel.plan;

import dev.windtunnel.mesh.PeerAuthentication.Mode;

/**
 * What becomes of a new connection, by what the caller's proxy begins and what the other side takes (istio
 * {@code pilot/pkg/networking/core/cluster_tls.go}, {@code filterchain_options.go}). Certificates are always good.
 */
public enum Transport {
    /** Plain text. */
    PLAIN,
    /** Mutual TLS with Istio's certificates: the other side knows who calls. */
    MUTUAL,
    /** TLS of another kind. */
    TLS,
    /** Plain text to a proxy that takes mutual TLS alone: it closes when it sees the first bytes. */
    TO_BE_CLOSED,
    /** A handshake that the other side does not understand. */
    FAILING;

    /**
     * What becomes of a connection.
     *
     * @param wanted what the caller's proxy is told to begin; DISABLE for a caller without one
     * @param offered whether that proxy knows that the other side takes mutual TLS
     * @param taken what the other side takes; DISABLE for one without a proxy
     * @param external whether the other side is outside the mesh, where TLS is at home
     */
    public static Transport of(ClientTls.Mode wanted, boolean offered, Mode taken, boolean external) {
        return switch (wanted) {
            case DISABLE -> plain(taken);
            case AUTO -> offered ? mutual(taken) : plain(taken);
            case ISTIO_MUTUAL -> mutual(taken);
            case SIMPLE, MUTUAL -> external ? TLS : FAILING;
        };
    }

    private static Transport plain(Mode taken) {
        return taken == Mode.STRICT ? TO_BE_CLOSED : PLAIN;
    }

    private static Transport mutual(Mode taken) {
        return taken == Mode.DISABLE ? FAILING : MUTUAL;
    }

    /** Whether there is a handshake, even one that fails. */
    public boolean isHandshake() {
        return this == MUTUAL || this == TLS || this == FAILING;
    }
}
