package dev.windtunnel.explain;

import java.util.List;

/**
 * The policy that holds for the requests of a workload to a service port.
 *
 * @param source the calling workload, as results name it
 * @param service {@code name.namespace}
 * @param port service port
 * @param settings all values, defaults too: of the edge, then of each route, then of each destination
 */
public record EdgePolicy(String source, String service, int port, List<Setting> settings) {

    public EdgePolicy {
        settings = List.copyOf(settings);
    }
}
