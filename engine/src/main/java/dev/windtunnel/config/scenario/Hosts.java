package dev.windtunnel.config.scenario;

import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.scenario.External;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Apply;
import dev.windtunnel.scenario.TimelineEntry.Exec;
import dev.windtunnel.source.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The host names that callers can resolve: Services, what {@code spec.external} lists, and addresses. */
final class Hosts {
    /** What is doubtful about a host and port. */
    record Verdict(String message, String fix) {}

    private final List<Service> services;
    private final List<External> externals;
    private final String ownNamespace;
    private final boolean changing;

    Hosts(Scenario scenario, Mesh mesh) {
        this.services = mesh.registry();
        this.externals = scenario.external();
        this.ownNamespace = scenario.namespace();
        this.changing = scenario.timeline().stream()
                .map(TimelineEntry::action)
                .anyMatch(action -> action instanceof Apply || action instanceof Exec);
    }

    /** What is doubtful about calling a host from a namespace; null when nothing is, or when it may come later. */
    @Nullable
    Verdict verdict(String host, int port, String namespace) {
        String name = host.toLowerCase(Locale.ROOT);
        if (changing || name.equals("localhost") || name.matches("[0-9.]+") || isExternal(name)) {
            return null;
        }
        Service service = find(name, namespace);
        if (service == null) {
            return new Verdict(
                    "no Service, no ServiceEntry and no entry of spec.external is called " + host, fix(name));
        }
        if (service.ports().stream().noneMatch(candidate -> candidate.port() == port)
                && service.externalName() == null) {
            List<String> ports = service.ports().stream()
                    .map(candidate -> Integer.toString(candidate.port()))
                    .toList();
            return new Verdict(
                    "the " + service.key().kind() + " " + service.name() + " has no port " + port,
                    ports.isEmpty() ? "add the port to it" : "its ports are " + String.join(", ", ports));
        }
        return null;
    }

    /** Whether there is a Service called {@code name} or {@code ns/name}. */
    boolean hasService(String name) {
        String qualified = name.indexOf('/') < 0 ? ownNamespace + "/" + name : name;
        return services.stream().anyMatch(service -> (service.namespace() + "/" + service.name()).equals(qualified));
    }

    private boolean isExternal(String name) {
        for (External external : externals) {
            String host = external.host().toLowerCase(Locale.ROOT);
            if (host.equals(name) || host.startsWith("*") && name.endsWith(host.substring(1))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Service find(String name, String namespace) {
        for (Service service : services) {
            if (service.entry() != null) {
                if (ServiceEntry.covers(service.name(), name) && service.isVisibleTo(namespace)) {
                    return service;
                }
                continue;
            }
            String own = service.name().toLowerCase(Locale.ROOT);
            String inNamespace = own + "." + service.namespace().toLowerCase(Locale.ROOT);
            boolean near = name.equals(own) && service.namespace().equals(namespace);
            if (near
                    || name.equals(inNamespace)
                    || name.equals(inNamespace + ".svc")
                    || name.equals(inNamespace + ".svc.cluster.local")
                    || isPodOf(name, inNamespace, service)) {
                return service;
            }
        }
        return null;
    }

    /** Pods of a headless Service have names of their own below it. */
    private static boolean isPodOf(String name, String inNamespace, Service service) {
        return service.headless()
                && (name.endsWith("." + inNamespace)
                        || name.endsWith("." + inNamespace + ".svc")
                        || name.endsWith("." + inNamespace + ".svc.cluster.local"));
    }

    private String fix(String name) {
        Set<String> known = new LinkedHashSet<>();
        services.forEach(service -> known.add(service.name()));
        services.forEach(service -> known.add(service.shortName()));
        externals.forEach(external -> known.add(external.host()));
        List<String> all = new ArrayList<>(known);
        return Spelling.closest(name, all)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("add a Service of that name, or an entry under spec.external");
    }
}
