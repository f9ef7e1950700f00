package dev.windtunnel.plan;

import dev.windtunnel.mesh.Origin;
import org.jspecify.annotations.Nullable;

/**
 * How the server's sidecar keeps its connections to its own app: the {@code connectionPool} of a DestinationRule holds
 * there, too ({@code cluster_builder.go}, buildInboundCluster).
 *
 * @param limits of connections and requests
 * @param connections how connections are kept
 * @param origin who says so
 */
public record InboundSettings(Limits limits, ConnectionSettings connections, @Nullable Origin origin) {}
