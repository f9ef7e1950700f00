package dev.windtunnel.proxy.route;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a virtual host.
 *
 * @param rule the rule that it comes from: {@code VirtualService/default/reviews http[0].match[1]}, or
 *     {@code default} for the route of a service without rules
 * @param name its name in the proxy, by which EnvoyFilters find it; null for none
 * @param match which requests it takes
 * @param action what it does
 * @param origin where the rule stands; null for a route that nobody wrote
 */
public record Route(String rule, @Nullable String name, HttpMatch match, RouteAction action, @Nullable Origin origin) {

    /** An entry without a name. */
    public Route(String rule, HttpMatch match, RouteAction action, @Nullable Origin origin) {
        this(rule, null, match, action, origin);
    }
}
