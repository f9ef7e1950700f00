package dev.windtunnel.config;

import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.config.fields.ObjectReading.Dialect;
import dev.windtunnel.config.istio.AuthorizationPolicies;
import dev.windtunnel.config.istio.DestinationRules;
import dev.windtunnel.config.istio.EnvoyFilters;
import dev.windtunnel.config.istio.Gateways;
import dev.windtunnel.config.istio.MeshConfigs;
import dev.windtunnel.config.istio.PeerAuthentications;
import dev.windtunnel.config.istio.RequestAuthentications;
import dev.windtunnel.config.istio.ServiceEntries;
import dev.windtunnel.config.istio.VirtualServices;
import dev.windtunnel.config.istio.WorkloadEntries;
import dev.windtunnel.config.kubernetes.Autoscalers;
import dev.windtunnel.config.kubernetes.Budgets;
import dev.windtunnel.config.kubernetes.Places;
import dev.windtunnel.config.kubernetes.Services;
import dev.windtunnel.config.kubernetes.Workloads;
import dev.windtunnel.config.routerule.DestinationPolicies;
import dev.windtunnel.config.routerule.MixerRuleObjects;
import dev.windtunnel.config.routerule.RouteRules;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of objects that are simulated: API groups, kind and reader. A new kind is a reader and a line here.
 */
enum DocumentKind {
    AUTHORIZATION_POLICY("AuthorizationPolicy", AuthorizationPolicies::read, Dialect.ISTIO, "security.istio.io"),
    CONFIG_MAP("ConfigMap", MeshConfigs::read, Dialect.KUBERNETES, ""),
    DAEMON_SET("DaemonSet", Workloads::daemonSet, Dialect.KUBERNETES, "apps", "extensions"),
    DEPLOYMENT("Deployment", Workloads::deployment, Dialect.KUBERNETES, "apps", "extensions"),
    DESTINATION_POLICY("destination-policy", DestinationPolicies::read, Dialect.ISTIO_01, ""),
    DESTINATION_RULE("DestinationRule", DestinationRules::read, Dialect.ISTIO, "networking.istio.io"),
    ENVOY_FILTER("EnvoyFilter", EnvoyFilters::read, Dialect.ISTIO, "networking.istio.io"),
    GATEWAY("Gateway", Gateways::read, Dialect.ISTIO, "networking.istio.io"),
    HORIZONTAL_POD_AUTOSCALER("HorizontalPodAutoscaler", Autoscalers::read, Dialect.KUBERNETES, "autoscaling"),
    NAMESPACE("Namespace", Places::namespace, Dialect.KUBERNETES, ""),
    MIXER_RULE(MixerRuleObjects.KIND, MixerRuleObjects::read, Dialect.ISTIO_01, ""),
    NODE("Node", Places::node, Dialect.KUBERNETES, ""),
    PEER_AUTHENTICATION("PeerAuthentication", PeerAuthentications::read, Dialect.ISTIO, "security.istio.io"),
    POD("Pod", Workloads::pod, Dialect.KUBERNETES, ""),
    POD_DISRUPTION_BUDGET("PodDisruptionBudget", Budgets::read, Dialect.KUBERNETES, "policy"),
    REPLICA_SET("ReplicaSet", Workloads::replicaSet, Dialect.KUBERNETES, "apps", "extensions"),
    REPLICATION_CONTROLLER("ReplicationController", Workloads::replicationController, Dialect.KUBERNETES, ""),
    REQUEST_AUTHENTICATION("RequestAuthentication", RequestAuthentications::read, Dialect.ISTIO, "security.istio.io"),
    ROLLOUT("Rollout", Workloads::rollout, Dialect.KUBERNETES, "argoproj.io"),
    ROUTE_RULE("route-rule", RouteRules::read, Dialect.ISTIO_01, ""),
    SERVICE("Service", Services::read, Dialect.KUBERNETES, ""),
    SERVICE_ENTRY("ServiceEntry", ServiceEntries::read, Dialect.ISTIO, "networking.istio.io"),
    STATEFUL_SET("StatefulSet", Workloads::statefulSet, Dialect.KUBERNETES, "apps"),
    VIRTUAL_SERVICE("VirtualService", VirtualServices::read, Dialect.ISTIO, "networking.istio.io"),
    WORKLOAD_ENTRY("WorkloadEntry", WorkloadEntries::read, Dialect.ISTIO, "networking.istio.io");

    private static final Set<String> ISTIO_VERSIONS = Set.of("v1", "v1beta1", "v1alpha3");
    private static final Set<String> MESH_CONFIG_MAPS = Set.of("istio", "istio-sidecar-injector");
    private static final String ISTIO_NAMESPACE = "istio-system";

    private final String kind;
    private final BiConsumer<ObjectReading, MeshParts> reader;
    private final Dialect dialect;
    private final List<String> groups;

    DocumentKind(String kind, BiConsumer<ObjectReading, MeshParts> reader, Dialect dialect, String... groups) {
        this.kind = kind;
        this.reader = reader;
        this.dialect = dialect;
        this.groups = List.of(groups);
    }

    /** The kind of an object; null when it is not simulated. */
    static @Nullable DocumentKind of(KubeObject object, Profile profile) {
        for (DocumentKind one : values()) {
            boolean version01 = one.dialect == Dialect.ISTIO_01;
            if (one.kind.equals(object.key().kind())
                    && one.groups.contains(object.group())
                    && version01 == object.apiVersion().isEmpty()) {
                return one == CONFIG_MAP && !isMeshConfig(object, profile) ? null : one;
            }
        }
        return null;
    }

    /** The kind of the same API group that was probably meant by one that nobody knows; null when none was. */
    static @Nullable String near(KubeObject object) {
        String kind = object.key().kind();
        if (object.apiVersion().isEmpty() || kind.equals(Kinds.kindOf(kind))) {
            return null;
        }
        List<String> known = Arrays.stream(values())
                .filter(one -> one.dialect != Dialect.ISTIO_01 && one.groups.contains(object.group()))
                .map(one -> one.kind)
                .toList();
        return Spelling.closest(kind, known)
                .filter(meant -> !meant.equals(kind))
                .orElse(null);
    }

    /** Istio 0.1 was installed in whatever namespace its user was in. */
    private static boolean isMeshConfig(KubeObject object, Profile profile) {
        boolean home = profile == Profile.ENVOY_2017 || object.key().namespace().equals(ISTIO_NAMESPACE);
        return home && MESH_CONFIG_MAPS.contains(object.key().name());
    }

    /** Whether the group has this version; Kubernetes has dropped many that are read all the same. */
    boolean servesVersion(String version) {
        return dialect != Dialect.ISTIO || ISTIO_VERSIONS.contains(version);
    }

    Dialect dialect() {
        return dialect;
    }

    void read(ObjectReading object, MeshParts parts) {
        reader.accept(object, parts);
    }
}
