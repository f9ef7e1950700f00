package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Service;
import java.util.List;

/** IST0112: a destination names no port although its service has several, so the port of the request decides. */
final class DestinationPortCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        DestinationVisitor.visitAll(input, (route, destination, host, path) -> {
            Service service = input.service(host);
            if (service == null || destination.port() != null || service.ports().size() < 2) {
                return;
            }
            List<Integer> ports =
                    service.ports().stream().map(Service.Port::port).toList();
            findings.add(Input.at(
                    route,
                    path,
                    Finding.error(
                                    "IST0112",
                                    "the service " + host + " has several ports, and the destination names none")
                            .withFix("add port: {number: ...}, one of " + ports)));
        });
    }
}
