package dev.windtunnel.plan;

import dev.windtunnel.mesh.Gateway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which servers of the Gateways of one proxy count: a port of plain TCP has one server, for nothing tells its connections
 * apart, and the first server of a port says what it is ({@code pilot/pkg/model/gateway.go}, mergeGateways).
 */
final class GatewayPorts {

    private GatewayPorts() {}

    /** The Gateways with the servers that count. */
    static List<Gateway> served(List<Gateway> gateways) {
        Map<Integer, Gateway.Server> first = new LinkedHashMap<>();
        List<Gateway> served = new ArrayList<>();
        for (Gateway gateway : gateways) {
            List<Gateway.Server> servers = new ArrayList<>();
            for (Gateway.Server server : gateway.servers()) {
                Gateway.Server before = first.putIfAbsent(server.port(), server);
                if (before == null || !before.isPlainTcp() && !server.isPlainTcp()) {
                    servers.add(server);
                }
            }
            served.add(new Gateway(
                    gateway.key(),
                    gateway.selector(),
                    List.copyOf(servers),
                    gateway.creationOrder(),
                    gateway.origin()));
        }
        return served;
    }
}
