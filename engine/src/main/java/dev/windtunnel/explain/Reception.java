package dev.windtunnel.explain;

import dev.windtunnel.explain.Hop.Outcome;
import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.PeerAuthentication.Mode;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.plan.ClientTls;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.Transport;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.RateLimitService;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the sidecar of a server makes of a request of a client: the connection first, then tokens and policies. */
final class Reception {
    /** Which address a pod has is open before a run; policies that ask for one are left out of the answer. */
    static final String NO_ADDRESS = "0.0.0.0";

    private final Plan plan;
    private final WorkloadPlan client;
    private final WorkloadPlan server;
    private final ProxyConfig config;
    private final int servicePort;
    private final int port;
    private final Transport transport;

    Reception(
            Plan plan,
            WorkloadPlan client,
            @Nullable ClusterConfig cluster,
            WorkloadPlan server,
            int servicePort,
            int port) {
        this.plan = plan;
        this.client = client;
        this.server = server;
        this.config = plan.config(server);
        this.servicePort = servicePort;
        this.port = port;
        this.transport = transport(cluster);
    }

    private Transport transport(@Nullable ClusterConfig cluster) {
        ClientTls.Mode wanted = cluster == null || !client.sidecar()
                ? ClientTls.Mode.DISABLE
                : cluster.tls().mode();
        Mode taken = !server.sidecar() || config.gateway()
                ? Mode.DISABLE
                : config.peers().mode(server.namespace(), server.labels(), port);
        return Transport.of(wanted, taken != Mode.DISABLE, taken, server.external());
    }

    /** How the connection between the two is secured. */
    Transport transport() {
        return transport;
    }

    /** Puts what becomes of a request into a hop. */
    void judge(HopBuilder hop, RequestHead request) {
        if (transport == Transport.TO_BE_CLOSED) {
            hop.ends(Outcome.REFUSED, "takes mutual TLS alone: the connection is closed when plain text comes");
            return;
        }
        if (transport == Transport.FAILING) {
            hop.ends(Outcome.REFUSED, "the TLS handshake of the caller's sidecar fails here");
            return;
        }
        Admission admission = config.admission();
        if (config.gateway() || admission.isOpen()) {
            return;
        }
        String principal = transport == Transport.MUTUAL ? client.principal() : null;
        Admission.Ruling ruling =
                admission.decide(request, new Admission.Peers(principal, NO_ADDRESS, NO_ADDRESS, port));
        Admission.Refusal refusal = ruling.refusal();
        if (refusal != null) {
            hop.answers(Outcome.DENIED, refusal.status(), null).note = refusal.reason();
            return;
        }
        for (AuthorizationPolicy policy : ruling.asks()) {
            if (!plan.scenario().cluster().extensionProviders().containsKey(String.valueOf(policy.provider()))) {
                hop.answers(Outcome.DENIED, 403, null).note =
                        policy.key().text() + " asks " + policy.provider() + ", which nobody knows";
                return;
            }
        }
        String asks = ruling.asks().stream()
                .map(policy -> String.valueOf(policy.provider()))
                .collect(Collectors.joining(", "));
        boolean judged =
                !admission.policies().isEmpty() || !admission.tokenObjects().isEmpty();
        if (judged) {
            hop.note = asks.isEmpty() ? "AuthorizationPolicies let it pass" : "asks " + asks;
        }
        RateLimitService service = plan.scenario().cluster().rateLimitService();
        if (new Limiting(service, admission, Objects.requireNonNull(ruling.head()), NO_ADDRESS, null, servicePort, port)
                .ends(hop)) {
            return;
        }
        if (judged && admission.looksAtAddresses()) {
            hop.note += "; what they say of addresses is left out here";
        }
    }
}
