package dev.windtunnel.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All services of a mesh as istiod's registry has them: those of Kubernetes, then one for each host of a ServiceEntry
 * ({@code pilot/pkg/serviceregistry/serviceentry/conversion.go}).
 */
final class Registry {

    private Registry() {}

    static List<Service> of(Mesh mesh) {
        List<Service> services = new ArrayList<>();
        for (Service service : mesh.services()) {
            services.add(
                    service.selector().isEmpty() || mesh.workloadEntries().isEmpty()
                            ? service
                            : service.withEndpoints(selected(mesh, service.namespace(), service.selector(), false)));
        }
        for (ServiceEntry entry : mesh.serviceEntries()) {
            List<ServiceEntry.Endpoint> endpoints = entry.endpoints();
            Map<String, String> selector = entry.workloadSelector();
            if (selector != null) {
                boolean names = entry.resolution().usesDns();
                endpoints = selected(mesh, entry.key().namespace(), selector, names);
            }
            for (String host : entry.hosts()) {
                services.add(service(entry, host, endpoints));
            }
        }
        return services;
    }

    /** An endpoint that has a name for an address is only for services whose names are looked up. */
    private static List<ServiceEntry.Endpoint> selected(
            Mesh mesh, String namespace, Map<String, String> selector, boolean names) {
        return mesh.workloadEntries().stream()
                .filter(entry -> entry.fits(namespace, selector))
                .map(WorkloadEntry::endpoint)
                .filter(endpoint -> names || endpoint.isNumeric())
                .toList();
    }

    private static Service service(ServiceEntry entry, String host, List<ServiceEntry.Endpoint> endpoints) {
        Map<String, String> selector = entry.workloadSelector();
        return new Service(
                new ObjectKey(entry.key().kind(), entry.key().namespace(), host),
                Map.of(),
                Map.of(),
                selector == null ? Map.of() : selector,
                entry.ports(),
                "ServiceEntry",
                null,
                null,
                entry.creationOrder(),
                entry.origin(),
                endpoints,
                entry);
    }
}
