package dev.windtunnel.plan;

import dev.windtunnel.mesh.ConnectionRateLimit;
import dev.windtunnel.mesh.FilterPlace.Context;
import dev.windtunnel.mesh.InsertedFilter;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.RateLimitActions;
import dev.windtunnel.mesh.RateLimiting;
import dev.windtunnel.mesh.RouteScope;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.proxy.limit.Descriptors;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rate limits of EnvoyFilters that reach the listeners of one proxy: those of the root namespace first, then by priority. */
final class ProxyLimits {

    /** None. */
    static final ProxyLimits NONE = new ProxyLimits(RateLimiting.NONE, Context.SIDECAR_INBOUND, "", Map.of());

    private final List<InsertedFilter> filters;
    private final List<LocalRateLimit.PerRoute> overrides;
    private final List<RateLimitActions> actions;
    private final List<ConnectionRateLimit> connections;

    ProxyLimits(RateLimiting limits, Context listeners, String namespace, Map<String, String> labels) {
        filters =
                of(limits.filters(), InsertedFilter::key, InsertedFilter::workloadSelector, namespace, labels).stream()
                        .filter(each -> each.place().context().isFor(listeners))
                        .sorted(Comparator.comparing((InsertedFilter each) -> !isRoot(each.key()))
                                .thenComparingInt(each -> each.place().priority()))
                        .toList();
        overrides = of(
                        limits.overrides(),
                        LocalRateLimit.PerRoute::key,
                        LocalRateLimit.PerRoute::workloadSelector,
                        namespace,
                        labels)
                .stream()
                .filter(each -> each.scope().context().isFor(listeners))
                .toList();
        actions =
                of(limits.actions(), RateLimitActions::key, RateLimitActions::workloadSelector, namespace, labels)
                        .stream()
                        .filter(each -> each.scope().context().isFor(listeners))
                        .toList();
        connections = listeners == Context.SIDECAR_INBOUND
                ? of(
                        limits.connections(),
                        ConnectionRateLimit::key,
                        ConnectionRateLimit::workloadSelector,
                        namespace,
                        labels)
                : List.of();
    }

    private static <T> List<T> of(
            List<T> all,
            Function<T, ObjectKey> key,
            Function<T, Map<String, String>> selector,
            String namespace,
            Map<String, String> labels) {
        return all.stream()
                .filter(each -> (key.apply(each).namespace().equals(namespace) || isRoot(key.apply(each)))
                        && labels.entrySet().containsAll(selector.apply(each).entrySet()))
                .toList();
    }

    private static boolean isRoot(ObjectKey key) {
        return key.namespace().equals(Security.ROOT_NAMESPACE);
    }

    /** Filters in the order in which they are inserted. */
    List<InsertedFilter> filters() {
        return filters;
    }

    /** Limits of connections. */
    List<ConnectionRateLimit> connections() {
        return connections;
    }

    boolean isEmpty() {
        return filters.isEmpty() && connections.isEmpty();
    }

    /** Whether descriptors may have addresses. */
    boolean looksAtAddresses() {
        return !filters.isEmpty()
                && (actions.stream().anyMatch(each -> hasAddress(each.descriptors()))
                        || filters.stream()
                                .anyMatch(each -> each instanceof LocalRateLimit local
                                        && hasAddress(local.limit().actions()))
                        || overrides.stream()
                                .anyMatch(each -> hasAddress(each.limit().actions())));
    }

    private static boolean hasAddress(List<List<RateLimitActions.Action>> descriptors) {
        return descriptors.stream()
                .flatMap(List::stream)
                .anyMatch(RateLimitActions.Action.RemoteAddress.class::isInstance);
    }

    /**
     * Where a request is among the routes of a proxy.
     *
     * @param virtualHost name of its virtual host; null when there is none
     * @param route name of its route; null when there is none, or it has no name
     * @param rule what tells its route from others
     */
    record At(@Nullable String virtualHost, @Nullable String route, String rule) {

        private boolean isIn(RouteScope scope) {
            return virtualHost != null
                    && (scope.virtualHost() == null || scope.virtualHost().equals(virtualHost))
                    && (scope.route() == null || scope.route().equals(route));
        }
    }

    /** The settings that a local limit has for a request: of its route, its virtual host, or the filter. */
    Admission.Settings settings(LocalRateLimit filter, At at) {
        LocalLimit ofHost = null;
        LocalLimit ofRoute = null;
        for (LocalRateLimit.PerRoute each : overrides) {
            if (each.filter().equals(filter.name()) && at.isIn(each.scope())) {
                if (each.scope().onRoutes()) {
                    ofRoute = each.limit();
                } else {
                    ofHost = each.limit();
                }
            }
        }
        if (ofRoute != null) {
            return new Admission.Settings(ofRoute, at.virtualHost() + " " + at.rule());
        }
        return ofHost != null
                ? new Admission.Settings(ofHost, String.valueOf(at.virtualHost()))
                : new Admission.Settings(filter.limit(), "");
    }

    /** The descriptors that the route of a request makes of it, or its virtual host where the route has none. */
    List<List<Descriptors.Entry>> descriptors(RequestHead head, String remoteAddress, At at) {
        List<List<List<RateLimitActions.Action>>> ofRoute = new ArrayList<>();
        List<List<List<RateLimitActions.Action>>> ofHost = new ArrayList<>();
        for (RateLimitActions each : actions) {
            if (at.isIn(each.scope())) {
                (each.scope().onRoutes() ? ofRoute : ofHost).add(each.descriptors());
            }
        }
        List<List<Descriptors.Entry>> descriptors = new ArrayList<>();
        (ofRoute.isEmpty() ? ofHost : ofRoute).forEach(each -> descriptors.addAll(make(each, head, remoteAddress)));
        return descriptors;
    }

    /** The descriptors that can be made of a request. */
    static List<List<Descriptors.Entry>> make(
            List<List<RateLimitActions.Action>> makes, RequestHead head, String remoteAddress) {
        List<List<Descriptors.Entry>> descriptors = new ArrayList<>();
        for (List<RateLimitActions.Action> each : makes) {
            List<Descriptors.Entry> descriptor = Descriptors.of(each, head, remoteAddress);
            if (descriptor != null) {
                descriptors.add(descriptor);
            }
        }
        return descriptors;
    }
}
