package dev.windtunnel.plan;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.ServiceEntry.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pods are behind a service: those that its selector takes, then those behind the addresses and names of its
 * endpoints. Hosts outside the mesh are pods, too, here.
 *
 * @param <P> what the caller knows a pod by
 */
public final class EndpointSearch<P> {

    /** What has to be known of a pod. */
    public interface View<P> {
        /** Its workload, or the host outside the mesh. */
        WorkloadPlan workload(P pod);

        /** Its address. */
        String address(P pod);

        /** Whether it is ready. */
        boolean ready(P pod);

        /** A label, those of its place included; null when it has none such. */
        @Nullable
        String label(P pod, String name);
    }

    /**
     * A pod behind a service.
     *
     * @param pod the pod
     * @param port its port
     * @param weight its share against the others
     * @param declared the endpoint that leads to it; null when a selector does
     */
    public record Found<P>(P pod, int port, int weight, @Nullable Endpoint declared) {}

    private final ServiceDirectory directory;
    private final List<P> pods;
    private final View<P> view;
    /** Made when somebody asks for an address. */
    private final Map<String, P> byAddress = new HashMap<>();

    /**
     * A search among pods.
     *
     * @param pods all that were ever created, in order; those that are gone keep their addresses until others take them
     */
    public EndpointSearch(ServiceDirectory directory, List<P> pods, View<P> view) {
        this.directory = directory;
        this.pods = pods;
        this.view = view;
    }

    /** The pods that proxies are told of for a port of a service and these labels. */
    public List<Found<P>> of(Service service, Service.Port port, Map<String, String> labels) {
        List<Found<P>> found = new ArrayList<>(selected(service, port, labels));
        List<Endpoint> endpoints = service.endpoints();
        ServiceEntry entry = service.entry();
        if (entry != null && entry.resolution().usesDns() && endpoints.isEmpty() && entry.workloadSelector() == null) {
            endpoints = List.of(new Endpoint(service.name(), Map.of(), Map.of(), "", 1));
        }
        for (Endpoint endpoint : endpoints) {
            if (carries(endpoint, labels)) {
                add(endpoint, service, port, found);
            }
        }
        boolean one = entry != null && entry.resolution() == ServiceEntry.Resolution.DNS_ROUND_ROBIN;
        return one && found.size() > 1 ? List.of(found.get(0)) : found;
    }

    /** The ready pods that the selector of a service takes. */
    public List<Found<P>> selected(Service service, Service.Port port, Map<String, String> labels) {
        List<Found<P>> found = new ArrayList<>();
        for (P pod : pods) {
            if (view.ready(pod) && Plan.selects(service, view.workload(pod)) && carries(pod, labels)) {
                int target = Plan.targetPort(port, view.workload(pod).workload());
                if (target != 0) {
                    found.add(new Found<>(pod, target, 1, null));
                }
            }
        }
        return found;
    }

    private boolean carries(P pod, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(view.label(pod, label.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean carries(Endpoint endpoint, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(endpoint.label(label.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private void add(Endpoint endpoint, Service service, Service.Port port, List<Found<P>> found) {
        int number = endpoint.ports().getOrDefault(String.valueOf(port.name()), Plan.targetPort(port, null));
        if (endpoint.isNumeric()) {
            P pod = at(endpoint.address());
            if (pod != null) {
                add(pod, number, endpoint, found);
            }
            return;
        }
        Service named = directory.byFullName(endpoint.address(), service.namespace());
        Service.Port its = named == null || named.entry() != null ? null : ServiceDirectory.port(named, number);
        if (named != null && its != null) {
            selected(named, its, Map.of()).forEach(pod -> add(pod.pod(), pod.port(), endpoint, found));
            return;
        }
        outside(endpoint.address()).forEach(pod -> add(pod, number, endpoint, found));
    }

    /** One address and port is one endpoint, the first that says so. */
    private static <P> void add(P pod, int port, Endpoint endpoint, List<Found<P>> found) {
        if (found.stream().noneMatch(known -> known.pod().equals(pod) && known.port() == port)) {
            found.add(new Found<>(pod, port, endpoint.weight(), endpoint));
        }
    }

    /** The ready pods of the host outside the mesh that answers to a name. */
    private List<P> outside(String name) {
        List<P> outside =
                pods.stream().filter(pod -> view.workload(pod).external()).toList();
        WorkloadPlan host =
                WorkloadPlan.outside(outside.stream().map(view::workload).toList(), name);
        return host == null
                ? List.of()
                : outside.stream()
                        .filter(pod -> view.workload(pod).id() == host.id() && view.ready(pod))
                        .toList();
    }

    /** The pod of an address: the ready one, else the one that had it; null when there never was one. */
    public @Nullable P at(String address) {
        if (byAddress.isEmpty()) {
            for (P pod : pods) {
                P known = byAddress.get(view.address(pod));
                if (known == null || !view.ready(known) && view.ready(pod)) {
                    byAddress.put(view.address(pod), pod);
                }
            }
        }
        return byAddress.get(address);
    }
}
