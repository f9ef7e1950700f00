package dev.windtunnel.plan;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.ConnectionRateLimit;
import dev.windtunnel.mesh.FilterPlace.Context;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.InsertedFilter;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.proxy.jwt.Token;
import dev.windtunnel.proxy.jwt.TokenCheck;
import dev.windtunnel.proxy.limit.Descriptors;
import dev.windtunnel.proxy.rbac.Authorizer;
import dev.windtunnel.proxy.rbac.Facts;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the filters of a proxy's listeners ask of requests before they are forwarded, in the order of its chain: others of
 * whom CUSTOM policies tell, the request's token, DENY and ALLOW policies, faults, preflights, and wherever EnvoyFilters
 * have put them rate limits.
 */
public final class Admission {

    /** Everything passes. */
    public static final Admission OPEN = new Admission(Context.SIDECAR_INBOUND, List.of(), List.of(), ProxyLimits.NONE);

    private final Context listeners;
    private final List<RequestAuthentication> tokenObjects;
    private final List<AuthorizationPolicy> policies;
    private final @Nullable TokenCheck tokens;
    private final Authorizer authorizer;
    private final ProxyLimits limits;
    private final List<Filter> chain;

    private Admission(
            Context listeners,
            List<RequestAuthentication> tokenObjects,
            List<AuthorizationPolicy> policies,
            ProxyLimits limits) {
        this.listeners = listeners;
        this.tokenObjects = tokenObjects;
        this.policies = policies;
        List<RequestAuthentication.JwtRule> rules =
                tokenObjects.stream().flatMap(each -> each.rules().stream()).toList();
        tokens = rules.isEmpty() ? null : new TokenCheck(rules);
        authorizer = new Authorizer(policies);
        this.limits = limits;
        boolean custom = policies.stream().anyMatch(each -> each.action() == AuthorizationPolicy.Action.CUSTOM);
        boolean others = policies.stream().anyMatch(each -> each.action() != AuthorizationPolicy.Action.CUSTOM);
        chain = filters(new FilterChain(listeners == Context.SIDECAR_INBOUND, custom, tokens != null, others)
                .insert(limits.filters()));
    }

    private static List<Filter> filters(FilterChain of) {
        List<Filter> filters = new ArrayList<>();
        for (FilterChain.Link link : of.links()) {
            InsertedFilter inserted = link.inserted();
            if (inserted != null) {
                filters.add(new Filter.Inserted(inserted, filters.size()));
                continue;
            }
            switch (link.role()) {
                case CUSTOM -> filters.add(Filter.Own.ASK);
                case TOKEN -> filters.add(Filter.Own.TOKEN);
                case POLICIES -> filters.add(Filter.Own.POLICIES);
                case FAULT -> filters.add(Filter.Own.FAULTS);
                case CORS -> filters.add(Filter.Own.CORS);
                case NONE -> {}
            }
        }
        return List.copyOf(filters);
    }

    /** One filter of the chain. */
    public sealed interface Filter {

        /** Those of istiod. */
        enum Own implements Filter {
            ASK,
            TOKEN,
            POLICIES,
            FAULTS,
            CORS
        }

        /** A rate limit, and its place in the chain. */
        record Inserted(InsertedFilter filter, int number) implements Filter {}
    }

    /** What the objects of a pod's namespace and of the root namespace that take its labels ask of requests to some listeners. */
    static Admission of(Mesh mesh, String namespace, Map<String, String> labels, Context listeners) {
        Security security = mesh.security();
        boolean outbound = listeners == Context.SIDECAR_OUTBOUND;
        List<RequestAuthentication> tokenObjects = security.requests().stream()
                .filter(each -> !outbound && isFor(each.key().namespace(), each.selector(), namespace, labels))
                .toList();
        List<AuthorizationPolicy> policies = security.policies().stream()
                .filter(each -> !outbound && isFor(each.key().namespace(), each.selector(), namespace, labels))
                .toList();
        ProxyLimits limits = new ProxyLimits(mesh.limits(), listeners, namespace, labels);
        return tokenObjects.isEmpty() && policies.isEmpty() && limits.isEmpty()
                ? OPEN
                : new Admission(listeners, tokenObjects, policies, limits);
    }

    private static boolean isFor(
            String of, Map<String, String> selector, String namespace, Map<String, String> labels) {
        return (of.equals(namespace) || of.equals(Security.ROOT_NAMESPACE))
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /** Which listeners these are. */
    public Context listeners() {
        return listeners;
    }

    /** The filters in order. */
    public List<Filter> chain() {
        return chain;
    }

    /** The RequestAuthentications that count. */
    public List<RequestAuthentication> tokenObjects() {
        return tokenObjects;
    }

    /** The AuthorizationPolicies that count. */
    public List<AuthorizationPolicy> policies() {
        return policies;
    }

    /** The local rate limits in the chain, in order. */
    public List<LocalRateLimit> localLimits() {
        List<LocalRateLimit> local = new ArrayList<>();
        for (Filter filter : chain) {
            if (filter instanceof Filter.Inserted inserted && inserted.filter() instanceof LocalRateLimit limit) {
                local.add(limit);
            }
        }
        return local;
    }

    /** Limits of connections that are forwarded as bytes. */
    public List<ConnectionRateLimit> connectionLimits() {
        return limits.connections();
    }

    /** Whether everything passes. */
    public boolean isOpen() {
        return tokens == null && authorizer.isIdle() && limits.isEmpty();
    }

    /** Whether requests of two pods of one workload may be ruled otherwise. */
    public boolean looksAtAddresses() {
        return authorizer.looksAtAddresses() || limits.looksAtAddresses();
    }

    /** Who asks, over which connection, and whom. */
    public record Peers(@Nullable String principal, String sourceIp, String destinationIp, int destinationPort) {}

    /**
     * What is decided about a request.
     *
     * @param asks policies whose providers are asked first
     * @param refusal the proxy's own answer when they say yes; null when the request passes
     * @param byToken whether it is refused because of its token
     * @param token the token that was taken; null for none
     * @param head the request as it goes on; null for bytes
     */
    public record Ruling(
            List<AuthorizationPolicy> asks,
            @Nullable Refusal refusal,
            boolean byToken,
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
                        true,
                        null,
                        head);
            }
            token = checked.token();
            passed = checked.head();
        }
        Authorizer.Verdict verdict = authorizer.decide(facts(passed, token, peers));
        return new Ruling(asks, verdict.allowed() ? null : denied(verdict.by()), false, token, passed);
    }

    // ---------------------------------------------------------------- rate limits

    /** A request, from where it came at first, and which virtual host and route take it. */
    public static final class Asked {
        private final RequestHead head;
        private final String remoteAddress;
        private final ProxyLimits.At at;

        private Asked(RequestHead head, String remoteAddress, ProxyLimits.At at) {
            this.head = head;
            this.remoteAddress = remoteAddress;
            this.at = at;
        }
    }

    /**
     * Finds the virtual host and route of a request.
     *
     * @param table the routes of its port; null when there are none
     * @param servicePort port of the service through which it comes into the pod of inbound listeners
     */
    public Asked asked(RequestHead head, String sourceIp, @Nullable RouteTable table, int servicePort) {
        String remote = new Facts(head, null, null, sourceIp, sourceIp, 0).remoteIp();
        if (listeners == Context.SIDECAR_INBOUND) {
            return new Asked(head, remote, new ProxyLimits.At("inbound|http|" + servicePort, "default", "default"));
        }
        VirtualHost host = table == null ? null : table.virtualHost(head.host());
        Route route = host == null ? null : host.route(head);
        return new Asked(
                head,
                remote,
                new ProxyLimits.At(
                        host == null ? null : host.name(),
                        route == null ? null : route.name(),
                        route == null ? "" : route.rule()));
    }

    /**
     * Settings of a local rate limit, and to what they belong.
     *
     * @param route the virtual host or route that has them; empty for the filter
     */
    public record Settings(LocalLimit limit, String route) {}

    /** The settings of a local rate limit for a request. */
    public Settings settings(LocalRateLimit filter, Asked asked) {
        return limits.settings(filter, asked.at);
    }

    /**
     * The settings of the local rate limits for the routes of a virtual host that have no name.
     *
     * @param virtualHost its name; of inbound listeners {@code inbound|http|8080}
     */
    public List<LocalLimit> limitsOf(String virtualHost) {
        ProxyLimits.At at = new ProxyLimits.At(virtualHost, null, "");
        return localLimits().stream()
                .map(filter -> limits.settings(filter, at).limit())
                .toList();
    }

    /** The descriptors that a local rate limit makes of a request. */
    public List<List<Descriptors.Entry>> descriptors(LocalLimit settings, Asked asked) {
        if (settings.descriptors().isEmpty()) {
            return List.of();
        }
        return settings.actions().isEmpty()
                ? limits.descriptors(asked.head, asked.remoteAddress, asked.at)
                : ProxyLimits.make(settings.actions(), asked.head, asked.remoteAddress);
    }

    /** A question to the rate limit service: about these descriptors of a request. */
    public record Question(GlobalRateLimit filter, List<List<Descriptors.Entry>> descriptors) {}

    /** What a filter has the rate limit service asked about a request; null when there is nothing to ask. */
    public @Nullable Question question(GlobalRateLimit filter, Asked asked) {
        List<List<Descriptors.Entry>> descriptors = limits.descriptors(asked.head, asked.remoteAddress, asked.at);
        return descriptors.isEmpty() ? null : new Question(filter, descriptors);
    }

    /** Whether a filter is in the chain of a port: its own, of inbound listeners the pod's. */
    public static boolean isOnPort(InsertedFilter filter, int port) {
        Integer wanted = filter.place().port();
        return wanted == null || Objects.equals(wanted, port);
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
