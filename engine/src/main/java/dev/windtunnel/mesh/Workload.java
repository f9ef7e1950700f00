package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, Pod, ReplicationController or Rollout.
 *
 * @param key kind, namespace and name
 * @param replicas pods wanted; of a DaemonSet the number follows from the nodes
 * @param labels labels of the pod template
 * @param annotations annotations of the pod template
 * @param containers containers in order
 * @param initContainers init containers in order (those of the 2017 annotation included)
 * @param serviceAccount service account name, {@code default} when not written
 * @param hostNetwork whether pods share the node's network
 * @param nodeName fixed node; null for any
 * @param nodeSelector labels that the node must have
 * @param podIp address that a Pod document's status pins; null for none
 * @param graceNanos from SIGTERM to SIGKILL
 * @param replacement how its controller replaces pods
 * @param scheduling where its pods may be
 * @param proxy what its annotations set for its sidecars
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record Workload(
        ObjectKey key,
        int replicas,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<Container> containers,
        List<Container> initContainers,
        String serviceAccount,
        boolean hostNetwork,
        @Nullable String nodeName,
        Map<String, String> nodeSelector,
        @Nullable String podIp,
        long graceNanos,
        Replacement replacement,
        Scheduling scheduling,
        ProxySettings proxy,
        int creationOrder,
        Origin origin) {

    /** So many pods can be simulated, all workloads together; a cluster of Kubernetes has 150,000 at most. */
    public static final int MOST_PODS = 100_000;

    /** {@code terminationGracePeriodSeconds} when it is not written. */
    public static final long DEFAULT_GRACE_NANOS = 30_000_000_000L;

    /** One pod of a Deployment of which nothing but its labels is known. */
    public static Workload bare(ObjectKey key, Map<String, String> labels, int creationOrder) {
        return new Workload(
                key,
                1,
                labels,
                Map.of(),
                List.of(),
                List.of(),
                "default",
                false,
                null,
                Map.of(),
                null,
                DEFAULT_GRACE_NANOS,
                Replacement.NONE,
                Scheduling.ANYWHERE,
                ProxySettings.NONE,
                creationOrder,
                new Origin(key, "", null, 0, 0, Map.of()));
    }

    /** Namespace of the pods. */
    public String namespace() {
        return key.namespace();
    }

    /** Name of the workload. */
    public String name() {
        return key.name();
    }

    /** Whether its pods may be on a node, by what their template says of labels and taints. */
    public boolean mayBeOn(ClusterNode node) {
        for (Map.Entry<String, String> wanted : nodeSelector.entrySet()) {
            if (!wanted.getValue().equals(node.label(wanted.getKey()))) {
                return false;
            }
        }
        return scheduling.takes(node);
    }

    /**
     * Cores that the containers of a pod request together, proxies left out; 0 when one of them requests none. What is
     * limited and requests nothing requests its limit.
     */
    public double requestedCores() {
        double cores = 0;
        for (Container container : containers) {
            if (container.isProxy()) {
                continue;
            }
            Double request = container.cpuRequest() != null ? container.cpuRequest() : container.cpuLimit();
            if (request == null) {
                return 0;
            }
            cores += request;
        }
        return cores;
    }

    /**
     * Whether it is one of Istio's gateways: by the label that charts give them, or by the name that it had in 2017.
     *
     * @param which {@code ingress} or {@code egress}
     */
    public boolean isGateway(String which) {
        return (which + "gateway").equals(labels.get("istio")) || name().equals("istio-" + which);
    }

    /**
     * A container of the pod template.
     *
     * @param name its name
     * @param image image as written; empty when not
     * @param imagePullPolicy as written; null when not
     * @param ports declared ports
     * @param env variables with literal values
     * @param cpuLimit cores of {@code resources.limits.cpu}; null when not written
     * @param cpuRequest cores of {@code resources.requests.cpu}; null when not written
     * @param runAsUser {@code securityContext.runAsUser}; null when not written
     * @param privileged {@code securityContext.privileged}
     * @param startup probe that says when it has started; null for none
     * @param readiness probe that says when it is ready; null for none
     * @param liveness probe that says when it is to be started again; null for none
     * @param preStopNanos how long its {@code preStop} hook sleeps before SIGTERM
     */
    public record Container(
            String name,
            String image,
            @Nullable String imagePullPolicy,
            List<Port> ports,
            Map<String, String> env,
            @Nullable Double cpuLimit,
            @Nullable Double cpuRequest,
            @Nullable Long runAsUser,
            boolean privileged,
            @Nullable Probe startup,
            @Nullable Probe readiness,
            @Nullable Probe liveness,
            long preStopNanos) {

        /** Whether it is a sidecar that injection or somebody by hand has put in. */
        public boolean isProxy() {
            return name.equals("istio-proxy") || name.equals("proxy") && image.contains("proxy");
        }
    }

    /** A declared container port; the name is null when not written. */
    public record Port(@Nullable String name, int containerPort, String protocol) {}
}
