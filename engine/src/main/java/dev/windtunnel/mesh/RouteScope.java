package dev.windtunnel.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Which routes an EnvoyFilter patches ({@code VIRTUAL_HOST}, {@code HTTP_ROUTE}).
 *
 * @param context of which listeners
 * @param virtualHost name of the virtual host; null for all
 * @param onRoutes whether each route is patched, and not the virtual host
 * @param route name of the route; null for all
 */
public record RouteScope(
        FilterPlace.Context context, @Nullable String virtualHost, boolean onRoutes, @Nullable String route) {}
