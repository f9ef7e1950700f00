package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * WT3045: a match of a {@code tls} route that nobody can take: its Gateways pass no TLS through on the port, or the port
 * of the service speaks HTTP, whose routes are other ones ({@code tls.go}). Istio has no check for it.
 */
final class TlsRouteCheck implements Check {
    private static final Set<String> HTTP = Set.of("http", "http2", "http_proxy", "grpc");

    @Override
    public void run(Input input, Findings findings) {
        for (VirtualService owner : input.mesh().virtualServices()) {
            for (TcpRoute route : owner.tls()) {
                for (int i = 0; i < route.matches().size(); i++) {
                    check(input, owner, route, i, findings);
                }
            }
        }
    }

    private static void check(Input input, VirtualService owner, TcpRoute route, int index, Findings findings) {
        TcpRoute.Match match = route.matches().get(index);
        List<String> gateways = !match.gateways().isEmpty()
                ? match.gateways()
                : owner.gateways().isEmpty() ? List.of("mesh") : owner.gateways();
        if (gateways.stream().anyMatch(name -> mayTake(input, owner, match, name))) {
            return;
        }
        String ports = match.port() == null ? "" : " on port " + match.port();
        boolean mesh = gateways.contains("mesh");
        String field = "match[" + index + "]" + (match.port() == null ? "" : ".port");
        findings.add(Input.at(
                route.origin(),
                field,
                Finding.warning(
                                "WT3045",
                                mesh
                                        ? "what its hosts speak" + ports
                                                + " is HTTP by the name of the port, so this tls match takes nothing"
                                        : "no Gateway of this VirtualService passes TLS through" + ports
                                                + ", so this match takes nothing")
                        .withFix(
                                mesh
                                        ? "name the port of the Service tls, or write http routes"
                                        : "match a port of the Gateway's servers whose tls.mode is PASSTHROUGH")));
    }

    /** Whether connections may come this way; what is not known may bring some. */
    private static boolean mayTake(Input input, VirtualService owner, TcpRoute.Match match, String name) {
        if (name.equals("mesh")) {
            List<Service.Port> ports = input.mesh().registry().stream()
                    .filter(service -> isFor(owner, service))
                    .flatMap(service -> service.ports().stream())
                    .filter(port -> match.port() == null || match.port() == port.port())
                    .toList();
            return ports.isEmpty() || ports.stream().anyMatch(port -> !isHttp(port));
        }
        String full = name.indexOf('/') < 0 ? owner.key().namespace() + "/" + name : name;
        List<Gateway> known = input.mesh().gateways().stream()
                .filter(gateway -> gateway.fullName().equals(full))
                .toList();
        return known.isEmpty()
                || known.stream()
                        .flatMap(gateway -> gateway.servers().stream())
                        .anyMatch(server ->
                                server.passesTls() && (match.port() == null || match.port() == server.port()));
    }

    private static boolean isFor(VirtualService owner, Service service) {
        return owner.hosts().stream()
                .map(host -> Hosts.full(host, owner.key().namespace()))
                .anyMatch(host ->
                        ServiceEntry.covers(host, service.fullName()) || ServiceEntry.covers(service.fullName(), host));
    }

    private static boolean isHttp(Service.Port port) {
        String text = port.appProtocol() != null ? port.appProtocol() : port.name() == null ? "" : port.name();
        int dash = text.indexOf('-');
        return HTTP.contains((dash < 0 ? text : text.substring(0, dash)).toLowerCase(Locale.ROOT));
    }
}
