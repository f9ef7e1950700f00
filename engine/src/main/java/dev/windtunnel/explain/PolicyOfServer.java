package dev.windtunnel.explain;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.ConnectionRateLimit;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.plan.PeerModes;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds what the sidecars of a service ask of callers: mutual TLS, tokens, policies, rate limits. */
final class PolicyOfServer {
    private final Plan plan;
    private final Edge edge;
    private final List<Setting> settings;
    /** Pods of several workloads mostly ask the same. */
    private final Set<Setting> added = new LinkedHashSet<>();

    PolicyOfServer(Plan plan, Edge edge, List<Setting> settings) {
        this.plan = plan;
        this.edge = edge;
        this.settings = settings;
    }

    void add() {
        if (plan.era().is2017()) {
            return;
        }
        for (WorkloadPlan workload : plan.workloads()) {
            if (workload.sidecar() && Plan.selects(edge.service(), workload)) {
                ProxyConfig config = plan.config(workload);
                if (!config.gateway()) {
                    addMode(config.peers(), workload);
                    addAdmission(config.admission());
                    addLimits(config.admission());
                }
            }
        }
        settings.addAll(added);
    }

    private void addMode(PeerModes peers, WorkloadPlan workload) {
        int port = Plan.targetPort(edge.port(), workload.workload());
        PeerModes.Effective effective = peers.effective(workload.namespace(), workload.labels(), port);
        put(
                "inbound.mtls",
                effective.mode().name(),
                effective.by() == null
                        ? SetBy.ISTIO_DEFAULT
                        : SetBy.object(Objects.requireNonNull(effective.by()).origin(), "mtls"));
    }

    private void addAdmission(Admission admission) {
        for (RequestAuthentication object : admission.tokenObjects()) {
            for (RequestAuthentication.JwtRule rule : object.rules()) {
                String issuer = rule.issuer();
                put("inbound.jwt", issuer == null ? "any issuer" : issuer, SetBy.object(object.origin(), "jwtRules"));
            }
        }
        for (AuthorizationPolicy policy : admission.policies()) {
            String action = policy.dryRun()
                    ? policy.action() + " (dry run)"
                    : policy.action().name();
            put("inbound.authorization", action, SetBy.object(policy.origin(), "action"));
        }
    }

    private void addLimits(Admission admission) {
        for (LocalLimit limit : admission.limitsOf("inbound|http|" + edge.port().port())) {
            LocalLimit.Bucket common = limit.bucket();
            SetBy by = SetBy.object(limit.origin(), "token_bucket");
            if (limit.enabledFraction() <= 0) {
                continue;
            }
            for (LocalLimit.Descriptor descriptor : limit.descriptors()) {
                String entries = descriptor.entries().stream()
                        .map(entry -> entry.key() + "=" + (entry.value().isEmpty() ? "*" : entry.value()))
                        .collect(Collectors.joining(", "));
                put("inbound.rateLimit", entries + ": " + Limiting.words(descriptor.bucket()), by);
            }
            if (common != null) {
                put("inbound.rateLimit", Limiting.words(common), by);
            }
        }
        for (ConnectionRateLimit limit : admission.connectionLimits()) {
            put(
                    "inbound.connectionRateLimit",
                    Limiting.words(limit.bucket()),
                    SetBy.object(limit.origin(), "token_bucket"));
        }
    }

    private void put(String field, String value, SetBy by) {
        added.add(new Setting(field, value, null, by.text(), by.file(), by.line(), null, null));
    }
}
