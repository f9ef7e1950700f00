package dev.windtunnel.plan;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.proxy.jwt.Token;
import dev.windtunnel.proxy.jwt.TokenCheck;
import dev.windtunnel.proxy.limit.Descriptors;
import dev.windtunnel.proxy.rbac.Authorizer;
import dev.windtunnel.proxy.rbac.Facts;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy of a pod asks of requests before they pass, in the order of its filters: others of whom CUSTOM policies
 * tell, the request's token, then DENY and ALLOW policies ({@code pilot/pkg/networking/core/listener_builder.go}).
 */
public final class Admission {

    /** Everything passes. */
    public static final Admission OPEN = new Admission(List.of(), List.of(), List.of(), List.of());

    private final List<RequestAuthentication> tokenObjects;
    private final List<AuthorizationPolicy> policies;
    private final @Nullable TokenCheck tokens;
    private final Authorizer authorizer;
    private final List<GlobalRateLimit> limits;
    private final List<GlobalRateLimit.Actions> actions;

    private Admission(
            List<RequestAuthentication> tokenObjects,
            List<AuthorizationPolicy> policies,
            List<GlobalRateLimit> limits,
            List<GlobalRateLimit.Actions> actions) {
        this.tokenObjects = tokenObjects;
        this.policies = policies;
        List<RequestAuthentication.JwtRule> rules =
                tokenObjects.stream().flatMap(each -> each.rules().stream()).toList();
        tokens = rules.isEmpty() ? null : new TokenCheck(rules);
        authorizer = new Authorizer(policies);
        this.limits = limits;
        this.actions = actions;
    }

    /** What the objects of a pod's namespace and of the root namespace that take its labels ask. */
    static Admission of(Mesh mesh, String namespace, Map<String, String> labels, boolean gateway) {
        Security security = mesh.security();
        List<RequestAuthentication> tokenObjects = security.requests().stream()
                .filter(each -> isFor(each.key().namespace(), each.selector(), namespace, labels))
                .toList();
        List<AuthorizationPolicy> policies = security.policies().stream()
                .filter(each -> isFor(each.key().namespace(), each.selector(), namespace, labels))
                .toList();
        List<GlobalRateLimit> limits = mesh.globalLimits().stream()
                .filter(each -> each.place().isFor(gateway)
                        && isFor(each.key().namespace(), each.workloadSelector(), namespace, labels))
                .toList();
        List<GlobalRateLimit.Actions> actions = mesh.limitActions().stream()
                .filter(each -> each.place().isFor(gateway)
                        && isFor(each.key().namespace(), each.workloadSelector(), namespace, labels))
                .toList();
        boolean open = tokenObjects.isEmpty() && policies.isEmpty() && (limits.isEmpty() || actions.isEmpty());
        return open ? OPEN : new Admission(tokenObjects, policies, limits, actions);
    }

    private static boolean isFor(
            String of, Map<String, String> selector, String namespace, Map<String, String> labels) {
        return (of.equals(namespace) || of.equals(Security.ROOT_NAMESPACE))
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /** The RequestAuthentications that count. */
    public List<RequestAuthentication> tokenObjects() {
        return tokenObjects;
    }

    /** The AuthorizationPolicies that count. */
    public List<AuthorizationPolicy> policies() {
        return policies;
    }

    /** Whether everything passes. */
    public boolean isOpen() {
        return tokens == null && authorizer.isIdle() && (limits.isEmpty() || actions.isEmpty());
    }

    /** Whether requests of two pods of one workload may be ruled otherwise. */
    public boolean looksAtAddresses() {
        return authorizer.looksAtAddresses()
                || actions.stream()
                        .flatMap(each -> each.descriptors().stream())
                        .flatMap(List::stream)
                        .anyMatch(GlobalRateLimit.Action.RemoteAddress.class::isInstance);
    }

    /** Who asks, over which connection, and whom. */
    public record Peers(@Nullable String principal, String sourceIp, String destinationIp, int destinationPort) {}

    /**
     * What is decided about a request.
     *
     * @param asks policies whose providers are asked first
     * @param refusal the proxy's own answer when they say yes; null when the request passes
     * @param token the token that was taken; null for none
     * @param head the request as it goes on; null for bytes
     */
    public record Ruling(
            List<AuthorizationPolicy> asks,
            @Nullable Refusal refusal,
            @Nullable Token token,
            @Nullable RequestHead head) {}

    /** An answer of the proxy, and why it is given; bytes are just cut off. */
    public record Refusal(int status, String body, String reason) {}

    /** Decides about a request; about a connection of bytes when the head is null. */
    public Ruling decide(@Nullable RequestHead head, Peers peers) {
        List<AuthorizationPolicy> asks = authorizer.asks(facts(head, null, peers));
        Token token = null;
        RequestHead passed = head;
        if (head != null && tokens != null) {
            TokenCheck.Checked checked = tokens.check(head);
            TokenCheck.Refusal refusal = checked.refusal();
            if (refusal != null) {
                return new Ruling(
                        asks,
                        new Refusal(refusal.status(), refusal.body(), "its token is not taken: " + refusal.body()),
                        null,
                        head);
            }
            token = checked.token();
            passed = checked.head();
        }
        Authorizer.Verdict verdict = authorizer.decide(facts(passed, token, peers));
        return new Ruling(asks, verdict.allowed() ? null : denied(verdict.by()), token, passed);
    }

    /** A question to the rate limit service: about these descriptors of a request. */
    public record Question(GlobalRateLimit filter, List<List<Descriptors.Entry>> descriptors) {}

    /**
     * What the rate limit service is asked about a request, filter by filter; nothing when there is nothing to ask.
     *
     * @param gateway whether the proxy is a gateway
     */
    public List<Question> questions(RequestHead head, String sourceIp, boolean gateway) {
        if (limits.isEmpty()) {
            return List.of();
        }
        String remote = new Facts(head, null, null, sourceIp, sourceIp, 0).remoteIp();
        List<List<Descriptors.Entry>> descriptors = new ArrayList<>();
        for (GlobalRateLimit.Actions each : actions) {
            if (isOn(each.virtualHost(), head, gateway)) {
                for (List<GlobalRateLimit.Action> makes : each.descriptors()) {
                    List<Descriptors.Entry> descriptor = Descriptors.of(makes, head, remote);
                    if (descriptor != null) {
                        descriptors.add(descriptor);
                    }
                }
            }
        }
        return descriptors.isEmpty()
                ? List.of()
                : limits.stream()
                        .map(filter -> new Question(filter, descriptors))
                        .toList();
    }

    private static boolean isOn(@Nullable String virtualHost, RequestHead head, boolean gateway) {
        return virtualHost == null
                || virtualHost.equals(gateway ? head.host() + ":" + head.port() : "inbound|http|" + head.port());
    }

    private static Facts facts(@Nullable RequestHead head, @Nullable Token token, Peers peers) {
        return new Facts(
                head, peers.principal(), token, peers.sourceIp(), peers.destinationIp(), peers.destinationPort());
    }

    /** The answer to a request that a policy denies, or that no policy allows. */
    public static Refusal denied(@Nullable AuthorizationPolicy by) {
        return new Refusal(
                403,
                "RBAC: access denied",
                by == null ? "no AuthorizationPolicy allows it" : by.key().text() + " denies it");
    }
}
