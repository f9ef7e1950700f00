package dev.windtunnel.plan;

import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Namespace;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.ClusterSettings.Injection;
import dev.windtunnel.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who has a sidecar (contract 1.2; Istio's rule: {@code pkg/kube/inject/inject.go} and the webhook's selectors). */
public final class Sidecars {

    private static final String INJECT = "sidecar.istio.io/inject";
    private static final Set<String> NEVER =
            Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

    private final Mesh mesh;
    private final Injection injection;
    private final Era era;
    private final Set<String> assumedNamespaces = new TreeSet<>();

    Sidecars(Mesh mesh, Injection injection, Era era) {
        this.mesh = mesh;
        this.injection = injection;
        this.era = era;
    }

    /** Who has a sidecar in the mesh of a scenario. */
    public static Predicate<Workload> of(Mesh mesh, Scenario scenario) {
        Behaviours behaviours = new Behaviours(scenario.workloads(), scenario.namespace());
        Sidecars sidecars = new Sidecars(mesh, scenario.cluster().injection(), Era.of(scenario.profile()));
        return workload -> sidecars.has(workload, behaviours.of(workload).sidecar());
    }

    /** Namespaces without a document that were taken as labelled for injection. */
    Set<String> assumedNamespaces() {
        return assumedNamespaces;
    }

    boolean has(Workload workload, @Nullable Boolean scenarioSays) {
        if (scenarioSays != null) {
            return scenarioSays;
        }
        if (isInjected(workload)) {
            return true;
        }
        if (workload.hostNetwork() || NEVER.contains(workload.namespace())) {
            return false;
        }
        String own = podSays(workload);
        return switch (injection) {
            case ALL -> !"false".equals(own);
            case NONE -> "true".equals(own);
            case LABELS -> byLabels(workload, namespaceLabels(workload.namespace()), own);
            case AUTO -> automatic(workload, own);
        };
    }

    private boolean automatic(Workload workload, @Nullable String own) {
        if (era.is2017()) {
            return false; // only what kube-inject has injected
        }
        for (Namespace namespace : mesh.namespaces()) {
            if (namespace.name().equals(workload.namespace())) {
                return byLabels(workload, namespace.labels(), own);
            }
        }
        assumedNamespaces.add(workload.namespace());
        return !"false".equals(own);
    }

    private Map<String, String> namespaceLabels(String name) {
        for (Namespace namespace : mesh.namespaces()) {
            if (namespace.name().equals(name)) {
                return namespace.labels();
            }
        }
        return Map.of();
    }

    private boolean byLabels(Workload workload, Map<String, String> namespace, @Nullable String own) {
        String label = namespace.get("istio-injection");
        if ("disabled".equals(label)) {
            return false;
        }
        if ("enabled".equals(label)) {
            return !"false".equals(own);
        }
        String revision = namespace.get("istio.io/rev");
        if (revision != null) {
            return revision.equals("default") && !"false".equals(own);
        }
        String podRevision = workload.labels().get("istio.io/rev");
        if (podRevision != null) {
            return podRevision.equals("default") && !"false".equals(own);
        }
        // Without a namespace label only the pod's label, not its annotation, makes the webhook select it.
        String podLabel = workload.labels().get(INJECT);
        return podLabel == null
                ? mesh.meshConfig().enableNamespacesByDefault() && !"false".equals(own)
                : podLabel.equals("true");
    }

    /** The pod's own word: its label beats its annotation, and what is neither true nor false counts as unset. */
    private static @Nullable String podSays(Workload workload) {
        String label = workload.labels().get(INJECT);
        if ("true".equals(label) || "false".equals(label)) {
            return label;
        }
        String annotation = workload.annotations().get(INJECT);
        return "true".equals(annotation) || "false".equals(annotation) ? annotation : null;
    }

    /** Whether the template already holds a proxy. */
    public static boolean isInjected(Workload workload) {
        String annotation = workload.annotations().get("alpha.istio.io/sidecar");
        if ("injected".equals(annotation) || "ignore".equals(annotation)) {
            return "injected"
                    .equals(annotation); // ignored are the proxies of Istio 0.1 that stand alone: ingress, egress
        }
        return containsProxy(workload.containers()) || containsProxy(workload.initContainers());
    }

    private static boolean containsProxy(List<Workload.Container> containers) {
        for (Workload.Container container : containers) {
            if (container.isProxy()) {
                return true;
            }
        }
        return false;
    }

    /** The first container that is not a proxy; null when there is none. */
    public static Workload.@Nullable Container appContainer(Workload workload) {
        for (Workload.Container container : workload.containers()) {
            if (!container.isProxy()) {
                return container;
            }
        }
        return null;
    }
}
