package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.scenario.Profile;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * IST0118: the name of a port does not say its protocol, so that each proxy guesses it per connection; IST0150 for aliases.
 */
final class PortNameCheck implements Check {
    private static final Set<String> PROTOCOLS =
            Set.of("http", "http2", "http_proxy", "grpc", "https", "tls", "tcp", "udp", "mongo", "redis", "mysql");

    /** Ports of protocols in which the server speaks first; they count as TCP (istio pkg/config/kube/conversion.go). */
    private static final Set<Integer> TCP_PORTS = Set.of(25, 53, 3306, 27017);

    private static final Set<String> SYSTEM_NAMESPACES =
            Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage", "istio-system");

    @Override
    public void run(Input input, Findings findings) {
        for (Service service : input.mesh().services()) {
            List<Service.Port> ports = SYSTEM_NAMESPACES.contains(service.namespace()) ? List.of() : service.ports();
            for (int i = 0; i < ports.size(); i++) {
                Service.Port port = ports.get(i);
                String field = "ports[" + i + "]." + (port.name() == null ? "port" : "name");
                if (service.type().equals("ExternalName")) {
                    checkExternal(service, port, field, findings);
                } else if (isGuessed(port)) {
                    findings.add(Input.at(service.origin(), field, guessed(port, input.profile())));
                }
            }
        }
    }

    private static Finding guessed(Service.Port port, Profile profile) {
        String called = port.name() == null ? "has no name" : "is called \"" + port.name() + "\"";
        String subject = "the port " + port.port() + " " + called + ", which says no protocol";
        return profile == Profile.ENVOY_2017
                ? Finding.info("IST0118", subject + ": Istio 0.1.6 takes it for TCP, and no route rule acts on it")
                        .withFix("call it http, http2 or grpc, or one of these with -<suffix>")
                : Finding.info("IST0118", subject)
                        .withFix("call it http, grpc, tcp or <protocol>-<suffix>, or set appProtocol");
    }

    /** Without a protocol, or with plain TCP, the alias would take over its port for every address. */
    private static void checkExternal(Service service, Service.Port port, String field, Findings findings) {
        if (isGuessed(port) || "tcp".equals(port.name())) {
            findings.add(Input.at(
                    service.origin(),
                    field,
                    Finding.warning(
                                    "IST0150",
                                    "the port " + port.port() + " of an ExternalName Service needs a protocol")
                            .withFix("call it http, https or tls")));
        }
    }

    private static boolean isGuessed(Service.Port port) {
        if (!port.protocol().equals("TCP") || port.appProtocol() != null || TCP_PORTS.contains(port.port())) {
            return false;
        }
        String name = port.name() == null ? "" : port.name().toLowerCase(Locale.ROOT);
        int dash = name.indexOf('-');
        return !name.startsWith("grpc-web") && !PROTOCOLS.contains(dash < 0 ? name : name.substring(0, dash));
    }
}
