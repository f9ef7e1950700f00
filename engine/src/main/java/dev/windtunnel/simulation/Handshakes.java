package dev.windtunnel.simulation;

import dev.windtunnel.mesh.PeerAuthentication.Mode;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClientTls;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.Transport;
import dev.windtunnel.scenario.ClusterSettings.TlsHandshake;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS on new connections between pods: which kind, and what its handshake costs. */
final class Handshakes {

    private final Core core;

    Handshakes(Core core) {
        this.core = core;
    }

    /** How a connection of a pod to another will be. */
    Transport outcome(Socket connection, Pod from, Pod to) {
        ClusterConfig cluster = cluster(connection);
        int port = cluster == null && to.sidecar == null ? 0 : port(connection, to);
        ClientTls.Mode wanted =
                cluster == null ? ClientTls.Mode.DISABLE : cluster.tls().mode();
        Mode taken = to.sidecar == null || to.sidecar.config().gateway()
                ? Mode.DISABLE
                : to.sidecar.config().peers().mode(to.plan.namespace(), to.plan.labels(), port);
        boolean offered = wanted == ClientTls.Mode.AUTO && isOffered(cluster, from, to, port);
        return Transport.of(wanted, offered, taken, to.external);
    }

    /** Whether the caller's proxy has been told that the other side takes mutual TLS. */
    private boolean isOffered(@Nullable ClusterConfig cluster, Pod from, Pod to, int port) {
        if (to.sidecar == null || from.sidecar == null || to.sidecar.config().gateway()) {
            return false;
        }
        Service service = cluster == null ? null : cluster.service();
        Service.Port servicePort = cluster == null ? null : cluster.port();
        if (cluster != null && cluster.originalDestination() && service != null && servicePort != null) {
            // One transport for all addresses: mutual TLS when every endpoint takes it.
            for (int pod : core.endpoints.selected(service, servicePort, Map.of())) {
                if (core.pod(pod).sidecar == null) {
                    return false;
                }
            }
        }
        return from.sidecar.config().peers().mode(to.plan.namespace(), to.plan.labels(), port) != Mode.DISABLE;
    }

    /** The cluster whose settings hold for a connection; null when no proxy of the caller opens it. */
    private static @Nullable ClusterConfig cluster(Socket connection) {
        Pool pool = connection.pool;
        if (pool != null) {
            return pool.host.cluster.config;
        }
        HostState host = connection.host;
        if (host != null) {
            return host.cluster.config;
        }
        Call call = connection.caller;
        Decision decision = call == null ? null : call.decision;
        return decision != null && decision.kind == Decision.Kind.TCP ? decision.choices[0].cluster : null;
    }

    /** The port of the pod at the other end. */
    private int port(Socket connection, Pod to) {
        Pool pool = connection.pool;
        if (pool != null) {
            int port = pool.host.endpoint.port();
            Try first = pool.firstWaiting;
            return port != 0 || first == null
                    ? port
                    : core.heads.get(first.head).port();
        }
        HostState host = connection.host;
        if (host != null && host.endpoint.port() != 0) {
            return host.endpoint.port();
        }
        Call call = connection.caller;
        return call == null ? 0 : port(call.decided(), core.heads.get(call.head).port(), to);
    }

    /** The port of a pod that a decision of its caller leads to. */
    static int port(Decision decision, int dialled, Pod to) {
        ClusterConfig cluster = decision.kind == Decision.Kind.TCP ? decision.choices[0].cluster : null;
        Service.Port port = cluster != null ? cluster.port() : decision.port;
        return port == null ? dialled : Plan.targetPort(port, to.plan.workload());
    }

    /** What a handshake adds to the time that a connection takes. */
    long nanos(long key, Pod from, Pod to) {
        TlsHandshake handshake = core.scenario.cluster().network().tlsHandshake();
        long nanos = handshake.cpu().sampleNanos(core.draw(key, Purpose.TLS));
        for (int trip = 0; trip < handshake.roundTrips(); trip++) {
            long salt = (long) (trip + 1) << 8;
            nanos += core.network(from, to, 0, key, Purpose.NETWORK + salt)
                    + core.network(to, from, 0, key, Purpose.NETWORK_BACK + salt);
        }
        return nanos;
    }
}
