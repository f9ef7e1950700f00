package dev.windtunnel.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kubectl and istioctl know about kinds: their short names, plurals and whether they live in a namespace. */
public final class Kinds {
    /** Kind, then the names that kubectl takes for it besides the kind itself and its regular plural. */
    private static final List<List<String>> NAMES = List.of(
            List.of("Deployment", "deploy"),
            List.of("StatefulSet", "sts"),
            List.of("DaemonSet", "ds"),
            List.of("ReplicaSet", "rs"),
            List.of("ReplicationController", "rc"),
            List.of("Pod", "po"),
            List.of("Rollout", "ro"),
            List.of("Service", "svc"),
            List.of("Namespace", "ns"),
            List.of("Node", "no"),
            List.of("ConfigMap", "cm"),
            List.of("Secret"),
            List.of("ServiceAccount", "sa"),
            List.of("Endpoints", "ep"),
            List.of("EndpointSlice"),
            List.of("Ingress", "ing", "ingresses"),
            List.of("Job"),
            List.of("CronJob", "cj"),
            List.of("HorizontalPodAutoscaler", "hpa"),
            List.of("PodDisruptionBudget", "pdb"),
            List.of("PersistentVolume", "pv"),
            List.of("PersistentVolumeClaim", "pvc"),
            List.of("VirtualService", "vs"),
            List.of("DestinationRule", "dr"),
            List.of("Gateway", "gw", "gtw"),
            List.of("ServiceEntry", "se", "serviceentries"),
            List.of("Sidecar"),
            List.of("EnvoyFilter"),
            List.of("WorkloadEntry", "we", "workloadentries"),
            List.of("WorkloadGroup", "wg"),
            List.of("PeerAuthentication", "pa"),
            List.of("RequestAuthentication", "ra"),
            List.of("AuthorizationPolicy", "ap", "authorizationpolicies"),
            List.of("Telemetry", "telemetries"),
            List.of("HTTPRoute"),
            List.of("GRPCRoute"),
            List.of("TCPRoute"),
            List.of("TLSRoute"),
            List.of("route-rule", "routerule"),
            List.of("mixer-rule", "mixerrule"),
            List.of("destination-policy", "destinationpolicy", "destination-policies"),
            List.of("ingress-rule", "ingressrule"));

    /** What the {@code type} of a document of Istio 0.1 says. */
    static final List<String> VERSION_01 = List.of("route-rule", "destination-policy", "mixer-rule", "ingress-rule");

    private static final Map<String, String> BY_NAME = byName();

    private static final Set<String> WITHOUT_NAMESPACE = Set.of(
            "Namespace",
            "Node",
            "PersistentVolume",
            "StorageClass",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "PriorityClass",
            "IngressClass",
            "RuntimeClass",
            "CSIDriver",
            "CSINode",
            "APIService",
            "PodSecurityPolicy",
            "GatewayClass",
            "ClusterIssuer");

    /** Kinds that moved from one API group to another; both names lead to the same object. */
    private static final Map<String, String> HOMES = Map.of(
            "Deployment", "apps",
            "DaemonSet", "apps",
            "ReplicaSet", "apps",
            "Ingress", "networking.k8s.io");

    private Kinds() {}

    private static Map<String, String> byName() {
        Map<String, String> kinds = new HashMap<>();
        for (List<String> names : NAMES) {
            String kind = names.get(0);
            String lower = kind.toLowerCase(Locale.ROOT);
            kinds.put(lower, kind);
            kinds.put(
                    lower.endsWith("y") && !lower.endsWith("ay")
                            ? lower.substring(0, lower.length() - 1) + "ies"
                            : lower + "s",
                    kind);
            names.subList(1, names.size()).forEach(name -> kinds.put(name, kind));
        }
        return kinds;
    }

    /** The kind of a name in the manner of kubectl, in any case: {@code deploy}, {@code virtualservices}, {@code vs}; null when unknown. */
    public static @Nullable String kindOf(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        int dot = plain.indexOf('.');
        return BY_NAME.get(dot < 0 ? plain : plain.substring(0, dot));
    }

    /** Whether objects of a kind belong to no namespace. */
    public static boolean isClusterScoped(String kind) {
        return WITHOUT_NAMESPACE.contains(kind);
    }

    /** The group that an object is kept under, whichever of its groups it is written in. */
    static String storedGroup(KubeObject object) {
        String group = object.group();
        return group.equals("extensions") ? HOMES.getOrDefault(object.key().kind(), group) : group;
    }
}
