package dev.windtunnel.proxy.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes for some hosts; the first route that matches wins.
 *
 * @param name its name: {@code host:port}
 * @param domains exact hosts, {@code *.suffix}, {@code prefix.*} or {@code *}, in lower case
 * @param routes in order
 */
public record VirtualHost(String name, List<String> domains, List<Route> routes) {

    public VirtualHost {
        domains = List.copyOf(domains);
        routes = List.copyOf(routes);
    }

    /** The route that takes a request; null when none does. */
    public @Nullable Route route(RequestHead request) {
        for (Route route : routes) {
            if (RouteMatcher.matches(route.match(), request)) {
                return route;
            }
        }
        return null;
    }
}
