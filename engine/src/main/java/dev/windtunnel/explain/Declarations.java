package dev.windtunnel.explain;

import dev.windtunnel.mesh.DestinationPolicy;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.proxy.route.Route;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the declarations behind what a proxy was told, by their origins. */
final class Declarations {
    private final Mesh mesh;

    Declarations(Mesh mesh) {
        this.mesh = mesh;
    }

    /** The entry of a VirtualService that a route was made from; null for other routes. */
    @Nullable
    HttpRoute entry(Route route) {
        Origin origin = route.origin();
        if (origin == null) {
            return null;
        }
        for (VirtualService virtualService : mesh.virtualServices()) {
            for (HttpRoute entry : virtualService.http()) {
                if (entry.origin().equals(origin)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /**
     * The entry that declares something for a route: its own, or one that delegates to the object of its own. Null when
     * none does.
     */
    @Nullable
    HttpRoute declaring(Route route, Predicate<HttpRoute> declares) {
        HttpRoute own = entry(route);
        if (own == null || declares.test(own)) {
            return own;
        }
        for (VirtualService virtualService : mesh.virtualServices()) {
            for (HttpRoute entry : virtualService.http()) {
                HttpRoute.Delegate delegate = entry.delegate();
                if (delegate != null
                        && delegate.name().equals(own.origin().object().name())
                        && declares.test(entry)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** The rule of Istio 0.1 that a route was made from; null for other routes. */
    @Nullable
    RouteRule rule(Route route) {
        for (RouteRule rule : mesh.routeRules()) {
            if (rule.key().text().equals(route.rule())) {
                return rule;
            }
        }
        return null;
    }

    /** The connection pool that a policy of this origin declares; null when it declares none. */
    @Nullable
    ConnectionPool pool(@Nullable Origin origin) {
        if (origin == null) {
            return null;
        }
        for (DestinationRule rule : mesh.destinationRules()) {
            ConnectionPool found = pool(rule.trafficPolicy(), origin);
            for (DestinationRule.Subset subset : rule.subsets()) {
                found = found != null ? found : pool(subset.trafficPolicy(), origin);
            }
            if (found != null) {
                return found;
            }
        }
        return pool2017(origin);
    }

    private @Nullable ConnectionPool pool2017(Origin origin) {
        for (DestinationPolicy policy : mesh.destinationPolicies()) {
            for (DestinationPolicy.Version version : policy.versions()) {
                if (version.origin().equals(origin)) {
                    return version.pool();
                }
            }
        }
        return null;
    }

    private static @Nullable ConnectionPool pool(@Nullable TrafficPolicy policy, Origin origin) {
        if (policy == null) {
            return null;
        }
        if (policy.origin().equals(origin)) {
            return policy.connectionPool();
        }
        for (TrafficPolicy port : policy.portLevel().values()) {
            if (port.origin().equals(origin)) {
                return port.connectionPool();
            }
        }
        return null;
    }
}
