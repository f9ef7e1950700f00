package dev.windtunnel.explain;

import dev.windtunnel.mesh.CorsPolicy;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds what one route says: split, timeout, retries, faults, mirrors, or the answer that the proxy gives itself. */
final class PolicyOfRoute {
    private final Plan plan;
    private final Edge edge;
    private final ProxyConfig config;
    private final Route route;
    private final List<Setting> settings;
    private final Declarations declarations;
    private final boolean year2017;

    PolicyOfRoute(Plan plan, Edge edge, ProxyConfig config, Route route, List<Setting> settings) {
        this.plan = plan;
        this.edge = edge;
        this.config = config;
        this.route = route;
        this.settings = settings;
        this.declarations = new Declarations(plan.mesh());
        this.year2017 = plan.era().is2017();
    }

    void add() {
        RouteAction action = route.action();
        if (action instanceof RouteAction.Forward forward) {
            addSplit(forward);
            addTimeout(forward);
            addRetries(forward.retry());
            addFaults(forward);
            addMirrors(forward);
            addCors(forward.cors());
            addRewrite(forward.rewrite());
        } else if (action instanceof RouteAction.Redirect redirect) {
            put("redirect", redirect.redirect().code(), null, whole("redirect"));
        } else if (action instanceof RouteAction.Direct direct) {
            put("directResponse", direct.status(), null, route.origin() == null ? SetBy.MESH : whole("directResponse"));
        } else {
            put("passthrough", true, null, SetBy.MESH);
        }
    }

    private void addCors(@Nullable CorsPolicy cors) {
        if (cors != null) {
            String origins = cors.allowOrigins().stream().map(StringMatch::text).collect(Collectors.joining(", "));
            put("corsPolicy", origins.isEmpty() ? "no origin" : origins, null, whole("corsPolicy"));
        }
    }

    private void put(String field, @Nullable Object value, @Nullable String unit, SetBy by) {
        settings.add(new Setting(field, value, unit, by.text(), by.file(), by.line(), route.rule(), null));
    }

    /** The rule itself, or the default when nobody wrote one. */
    private SetBy whole(String field) {
        return route.origin() == null ? SetBy.ISTIO_DEFAULT : SetBy.object(route.origin(), field);
    }

    private SetBy declared(String field, Predicate<HttpRoute> declares, Predicate<RouteRule> declaresIn2017) {
        HttpRoute entry = declarations.declaring(route, declares);
        if (entry != null) {
            return SetBy.object(entry.origin(), field);
        }
        RouteRule rule = declarations.rule(route);
        return rule != null && declaresIn2017.test(rule)
                ? SetBy.object(rule.origin(), fieldOf2017(field))
                : SetBy.ISTIO_DEFAULT;
    }

    private static String fieldOf2017(String field) {
        return switch (field) {
            case "timeout" -> "httpReqTimeout";
            case "retries" -> "httpReqRetries";
            case "fault" -> "httpFault";
            default -> field;
        };
    }

    private void addSplit(RouteAction.Forward forward) {
        List<RouteAction.WeightedCluster> targets = forward.clusters();
        for (int i = 0; i < targets.size(); i++) {
            RouteAction.WeightedCluster target = targets.get(i);
            String name = name(target.cluster(), target.destination());
            put("split[" + name + "]", target.weight() / (double) forward.totalWeight(), "share", share(i));
        }
    }

    /** Where the n-th share is written: its weight, or else its destination. */
    private SetBy share(int number) {
        HttpRoute entry =
                declarations.declaring(route, each -> !each.destinations().isEmpty());
        RouteRule rule = declarations.rule(route);
        Origin origin = entry != null ? entry.origin() : rule != null ? rule.origin() : null;
        if (origin == null) {
            return whole("route");
        }
        String element = "route[" + (entry != null ? place(entry.destinations(), number) : number) + "].";
        for (String field :
                List.of(element + "weight", element + "destination", element + "tags", element + "labels")) {
            if (origin.fields().containsKey(field)) {
                return SetBy.object(origin, field);
            }
        }
        return SetBy.object(origin, "route");
    }

    /** A destination of weight 0 among others gets no requests and is no part of the split. */
    private static int place(List<HttpRoute.WeightedDestination> destinations, int number) {
        int seen = -1;
        for (int i = 0; i < destinations.size(); i++) {
            seen += destinations.size() == 1 || destinations.get(i).weight() > 0 ? 1 : 0;
            if (seen == number) {
                return i;
            }
        }
        return number;
    }

    private String name(String cluster, HttpRoute.Destination destination) {
        ClusterConfig known = config.cluster(cluster);
        return known != null && known.service() != null
                ? Destinations.name(known, cluster, edge.service())
                : Destinations.name(destination, edge.service());
    }

    private void addTimeout(RouteAction.Forward forward) {
        put(
                "timeout",
                Seconds.orNone(forward.timeoutNanos()),
                "s",
                declared("timeout", entry -> entry.timeoutNanos() != null, rule -> rule.timeoutNanos() != null));
    }

    private void addRetries(@Nullable RetryPolicy policy) {
        HttpRoute entry = declarations.declaring(route, each -> each.retries() != null);
        HttpRoute.Retries declared = entry == null ? null : entry.retries();
        SetBy by = declared("retries", each -> each.retries() != null, rule -> rule.retries() != null);
        if (declared == null && !year2017 && plan.meshConfig().defaultHttpRetries() != null) {
            declared = plan.meshConfig().defaultHttpRetries();
            by = SetBy.MESH;
        }
        put("retries.attempts", policy == null ? 0 : policy.retries(), null, by);
        if (policy == null) {
            return;
        }
        SetBy byDefault = SetBy.ISTIO_DEFAULT;
        SetBy byEnvoy = SetBy.envoyDefault(year2017);
        boolean perTry =
                year2017 ? !by.equals(SetBy.ISTIO_DEFAULT) : declared != null && declared.perTryTimeoutNanos() != null;
        boolean conditions = declared != null
                && declared.retryOn() != null
                && !declared.retryOn().isBlank();
        boolean backOff = declared != null && declared.backoffNanos() != null;
        boolean hosts = declared != null && declared.ignorePreviousHosts() != null;
        put("retries.perTryTimeout", Seconds.orNone(policy.perTryTimeoutNanos()), "s", perTry ? by : byDefault);
        put("retries.retryOn", policy.conditions().text(), null, conditions ? by : byDefault);
        put("retries.backoff.base", policy.backOff().baseMillis() / 1e3, "s", backOff ? by : byEnvoy);
        long max = policy.backOff().maxMillis();
        put("retries.backoff.max", max == Long.MAX_VALUE ? null : max / 1e3, "s", backOff ? by : byEnvoy);
        put("retries.ignorePreviousHosts", policy.avoidsPreviousHosts(), null, hosts ? by : byDefault);
    }

    private void addFaults(RouteAction.Forward forward) {
        boolean any = false;
        if (forward.fault() != null) {
            any = true;
            addFault(forward.fault(), declared("fault", entry -> entry.fault() != null, rule -> rule.fault() != null));
        }
        for (ProxyConfig.ListenerFault fault : config.listenerFaults()) {
            boolean acts = forward.clusters().stream()
                    .anyMatch(target -> target.cluster().equals(fault.cluster()));
            if (acts) {
                any = true;
                addFault(fault.fault(), byOfFault(fault));
            }
        }
        if (!any) {
            put("fault", null, null, SetBy.ISTIO_DEFAULT);
        }
    }

    private SetBy byOfFault(ProxyConfig.ListenerFault fault) {
        for (RouteRule rule : plan.mesh().routeRules()) {
            if (rule.key().text().equals(fault.rule())) {
                return SetBy.object(rule.origin(), "httpFault");
            }
        }
        return new SetBy(fault.rule(), null, 0);
    }

    private void addFault(HttpRoute.Fault fault, SetBy by) {
        if (fault.delayNanos() > 0) {
            put("fault.delay", Seconds.of(fault.delayNanos()), "s", by);
            put("fault.delay.percentage", fault.delayFraction(), "share", by);
        }
        if (fault.abortHttpStatus() > 0 || fault.abortGrpcStatus() != null) {
            put(
                    "fault.abort",
                    fault.abortGrpcStatus() != null ? fault.abortGrpcStatus() : fault.abortHttpStatus(),
                    null,
                    by);
            put("fault.abort.percentage", fault.abortFraction(), "share", by);
        }
    }

    private void addMirrors(RouteAction.Forward forward) {
        if (forward.mirrors().isEmpty()) {
            put("mirror", null, null, SetBy.ISTIO_DEFAULT);
        }
        for (RouteAction.MirrorCluster mirror : forward.mirrors()) {
            String name = name(mirror.cluster(), mirror.destination());
            put(
                    "mirror[" + name + "]",
                    mirror.fraction(),
                    "share",
                    declared("mirrors", entry -> !entry.mirrors().isEmpty(), rule -> false));
        }
    }

    private void addRewrite(HttpRoute.@Nullable Rewrite rewrite) {
        if (rewrite == null) {
            return;
        }
        SetBy by = declared("rewrite", entry -> entry.rewrite() != null, rule -> rule.rewrite() != null);
        if (rewrite.uri() != null) {
            put("rewrite.uri", rewrite.uri(), null, by);
        }
        if (rewrite.regexMatch() != null) {
            put("rewrite.uriRegex", rewrite.regexMatch() + " -> " + rewrite.regexSubstitution(), null, by);
        }
        if (rewrite.authority() != null) {
            put("rewrite.authority", rewrite.authority(), null, by);
        }
    }
}
