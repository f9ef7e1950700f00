package dev.windtunnel.plan;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Service names and addresses, as the cluster's DNS and the control plane know them. */
public final class ServiceDirectory {

    private static final String DOMAIN = "cluster.local";

    /** Services of a name; those of Kubernetes first, then the older first. */
    private final Map<String, List<Service>> byFullName = new LinkedHashMap<>();

    private final Map<String, Service> byAddress = new HashMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private final List<Service> wildcards = new ArrayList<>();
    private final Map<String, String> addresses = new HashMap<>();

    /**
     * A directory of these services.
     *
     * @param pinnedAddresses cluster addresses by service name ({@code name} or {@code ns/name})
     */
    public ServiceDirectory(List<Service> services, Map<String, String> pinnedAddresses, String defaultNamespace) {
        int next = 1;
        for (Service service : services) {
            if (service.entry() != null) {
                addEntry(service, service.entry());
                continue;
            }
            byFullName.put(service.fullName(), new ArrayList<>(List.of(service)));
            String pinned = pinnedAddresses.get(service.namespace() + "/" + service.name());
            if (pinned == null && service.namespace().equals(defaultNamespace)) {
                pinned = pinnedAddresses.get(service.name());
            }
            String address = pinned != null ? pinned : service.clusterIp();
            if (service.headless() || service.externalName() != null) {
                continue;
            }
            if (address == null || address.isEmpty()) {
                address = "10.96." + (next >> 8 & 255) + "." + (next & 255);
            }
            next++;
            addresses.put(service.fullName(), address);
            byAddress.putIfAbsent(address, service);
        }
    }

    /** Of two hosts of one name and namespace the first stays. */
    private void addEntry(Service service, ServiceEntry entry) {
        List<Service> known = byFullName.computeIfAbsent(service.fullName(), name -> new ArrayList<>());
        if (known.stream().anyMatch(other -> other.namespace().equals(service.namespace()))) {
            return;
        }
        known.add(service);
        if (service.name().startsWith("*")) {
            wildcards.add(service);
        }
        for (String address : entry.addresses()) {
            Range range = Range.of(address, service);
            if (range != null) {
                ranges.add(range);
            } else {
                byAddress.putIfAbsent(address, service);
            }
        }
    }

    /** A range of IPv4 addresses. */
    private record Range(long first, long mask, Service service) {

        static @Nullable Range of(String text, Service service) {
            int slash = text.indexOf('/');
            if (slash < 0 || text.indexOf(':') >= 0) {
                return null;
            }
            long mask = 0xffff_ffffL << 32 - Integer.parseInt(text.substring(slash + 1)) & 0xffff_ffffL;
            return new Range(number(text.substring(0, slash)) & mask, mask, service);
        }

        boolean holds(String address) {
            return address.matches("\\d{1,3}(\\.\\d{1,3}){3}") && (number(address) & mask) == first;
        }

        private static long number(String address) {
            long number = 0;
            for (String part : address.split("\\.")) {
                number = number << 8 | Integer.parseInt(part) & 255;
            }
            return number;
        }
    }

    /** All services in order. */
    public List<Service> services() {
        List<Service> services = new ArrayList<>();
        byFullName.values().forEach(services::addAll);
        return services;
    }

    /** The services that clients of a namespace see, one of each name. */
    public List<Service> services(String clientNamespace) {
        List<Service> services = new ArrayList<>();
        for (String name : byFullName.keySet()) {
            Service service = byFullName(name, clientNamespace);
            if (service != null) {
                services.add(service);
            }
        }
        return services;
    }

    /** The service of a full name; null when there is none. */
    public @Nullable Service byFullName(String fullName) {
        List<Service> known = byFullName.get(fullName);
        return known == null ? null : known.get(0);
    }

    /**
     * The service of a full name that clients of a namespace see; null when there is none. Of several that of Kubernetes
     * counts, then the one of their own namespace, then the oldest ({@code pilot/pkg/model/sidecar.go}).
     */
    public @Nullable Service byFullName(String fullName, String clientNamespace) {
        Service best = null;
        for (Service service : byFullName.getOrDefault(fullName, List.of())) {
            if (!service.isVisibleTo(clientNamespace)) {
                continue;
            }
            boolean own = service.namespace().equals(clientNamespace);
            if (best == null || own && best.entry() != null) {
                best = service;
            }
        }
        return best;
    }

    /** The virtual address of a service; null when it has none. */
    public @Nullable String address(Service service) {
        return addresses.get(service.fullName());
    }

    /**
     * Looks a host up as a pod of a namespace would: {@code svc}, {@code svc.ns}, {@code svc.ns.svc}, the full name, or
     * the virtual address. Null when no service answers to it.
     */
    public @Nullable Service lookUp(String host, String clientNamespace) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        Service byIp = byAddress.get(name);
        if (byIp != null && byIp.isVisibleTo(clientNamespace)) {
            return byIp;
        }
        for (Range range : ranges) {
            if (range.holds(name) && range.service().isVisibleTo(clientNamespace)) {
                return range.service();
            }
        }
        String[] searches = {
            name, name + "." + clientNamespace + ".svc." + DOMAIN, name + ".svc." + DOMAIN, name + "." + DOMAIN
        };
        for (String search : searches) {
            Service service = byFullName(search, clientNamespace);
            if (service != null) {
                return service;
            }
        }
        Service longest = null;
        for (Service service : wildcards) {
            if (ServiceEntry.covers(service.name(), name)
                    && service.isVisibleTo(clientNamespace)
                    && (longest == null
                            || service.name().length() > longest.name().length())) {
                longest = service;
            }
        }
        return longest;
    }

    /** The service that an ExternalName Service stands for in the end, itself for any other; null when that is outside. */
    public @Nullable Service concrete(Service service) {
        Service found = service;
        for (int hops = 0; found != null && found.externalName() != null; hops++) {
            found = hops < 8 ? byFullName(found.externalName().toLowerCase(Locale.ROOT)) : null;
        }
        return found;
    }

    /**
     * Istio's reading of a host in a rule: a name without a dot belongs to the rule's namespace, anything with a dot
     * stays as it is ({@code pilot/pkg/model/config.go}, ResolveShortnameToFQDN).
     */
    public static String ruleHost(String host, String namespace) {
        if (host.indexOf('.') >= 0 || host.startsWith("*") || host.isEmpty() || host.indexOf(':') >= 0) {
            return host.toLowerCase(Locale.ROOT);
        }
        return host.toLowerCase(Locale.ROOT) + "." + namespace + ".svc." + DOMAIN;
    }

    /** The names by which clients of a namespace may call a service, shortest first, its address last. */
    public List<String> domains(Service service, String clientNamespace) {
        List<String> domains = new ArrayList<>();
        if (service.entry() != null) {
            domains.addAll(names(service.name(), clientNamespace));
            service.entry().addresses().stream()
                    .filter(address -> address.indexOf('/') < 0)
                    .forEach(domains::add);
            return domains;
        }
        String withNamespace = service.name() + "." + service.namespace();
        if (service.namespace().equals(clientNamespace)) {
            domains.add(service.name());
        }
        domains.add(withNamespace);
        domains.add(withNamespace + ".svc");
        domains.add(service.fullName());
        domains.add(service.fullName() + ".");
        String address = address(service);
        if (address != null) {
            domains.add(address);
        }
        return domains;
    }

    /** The names of a host of a ServiceEntry; one that looks like a Service of the cluster has short ones, too. */
    private static List<String> names(String host, String clientNamespace) {
        String end = ".svc." + DOMAIN;
        if (!host.endsWith(end) || host.startsWith("*")) {
            return List.of(host);
        }
        String withNamespace = host.substring(0, host.length() - end.length());
        int dot = withNamespace.lastIndexOf('.');
        List<String> names = new ArrayList<>();
        if (dot > 0 && withNamespace.substring(dot + 1).equals(clientNamespace)) {
            names.add(withNamespace.substring(0, dot));
        }
        names.add(withNamespace);
        names.add(withNamespace + ".svc");
        names.add(host);
        return names;
    }

    /**
     * The names by which Istio 0.1 let a client call a service: what is left of the full name without the suffix that
     * the client's own service shares, then that plus each further label, then the address. A client in no service has
     * no suffix to share (istio/pilot 0.1.6 {@code proxy/envoy/route.go}).
     *
     * @param clientService full name of the client's service; null when its pod is in none
     */
    public List<String> domainsIn2017(Service service, @Nullable String clientService) {
        String fullName = service.fullName();
        List<String> domains = new ArrayList<>();
        String[] labels = fullName.split("\\.");
        int own = labels.length;
        if (clientService != null) {
            String[] others = clientService.split("\\.");
            int shared = 0;
            while (shared < labels.length - 1
                    && shared < others.length - 1
                    && labels[labels.length - 1 - shared].equals(others[others.length - 1 - shared])) {
                shared++;
            }
            own = labels.length - shared;
        }
        for (int length = own; length <= labels.length; length++) {
            domains.add(String.join(".", List.of(labels).subList(0, length)));
        }
        String address = address(service);
        if (address != null) {
            domains.add(address);
        }
        return domains;
    }

    /** The port of a service by number; null when it has none such. */
    public static Service.@Nullable Port port(Service service, int number) {
        for (Service.Port port : service.ports()) {
            if (port.port() == number) {
                return port;
            }
        }
        return null;
    }
}
