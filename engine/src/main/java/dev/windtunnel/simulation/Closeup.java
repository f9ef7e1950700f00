package dev.windtunnel.simulation;

import dev.windtunnel.measure.LateProbes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a screen asks of a run when somebody looks closely: more than a {@link Frame} has, taken less often. It is that of
 * the instant at which each method is called.
 */
public final class Closeup {

    private final Core core;

    Closeup(Core core) {
        this.core = core;
    }

    /**
     * More about a pod.
     *
     * @param pod its number, as frames have it
     * @param concurrency requests that its app serves at a time; {@link Integer#MAX_VALUE} for unlimited
     * @param connections connections that its sidecar holds to other pods
     * @param connectFailures times that its sidecar could not connect ({@code UF})
     * @param timeouts requests that its sidecar gave up waiting for ({@code UT}), tries too
     * @param overflows what limits of its sidecar refused ({@code UO})
     */
    public record PodDetail(
            int pod, int concurrency, int connections, long connectFailures, long timeouts, long overflows) {}

    /** The pods that exist, in order of creation. */
    public List<PodDetail> pods() {
        List<PodDetail> details = new ArrayList<>();
        for (Pod pod : core.pods) {
            if (pod.state == Pod.State.GONE) {
                continue;
            }
            int connections = 0;
            long failures = 0;
            long timeouts = 0;
            long overflows = 0;
            if (pod.sidecar != null) {
                for (ClusterState cluster : pod.sidecar.clusters) {
                    if (cluster != null && cluster.touched) {
                        connections += cluster.connections;
                        failures += count(cluster, ClusterCounter.CX_CONNECT_FAIL);
                        timeouts += count(cluster, ClusterCounter.RQ_TIMEOUT)
                                + count(cluster, ClusterCounter.RQ_PER_TRY_TIMEOUT);
                        overflows += count(cluster, ClusterCounter.RQ_PENDING_OVERFLOW)
                                + count(cluster, ClusterCounter.RQ_ACTIVE_OVERFLOW);
                    }
                }
            }
            details.add(new PodDetail(pod.id, pod.behaviour.concurrency(), connections, failures, timeouts, overflows));
        }
        return details;
    }

    /**
     * Requests that each route of today's configurations has taken since it is in force, by the rule that it comes from
     * ({@code VirtualService/default/reviews http[0].match[1]}).
     */
    public Map<String, Long> routes() {
        Map<String, Long> uses = new LinkedHashMap<>();
        List<Routing> seen = new ArrayList<>();
        for (Pod pod : core.pods) {
            Routing routing = pod.sidecar == null ? null : pod.sidecar.routing;
            if (routing != null && seen.stream().noneMatch(each -> each == routing)) {
                seen.add(routing);
                routing.countUses(uses);
            }
        }
        return uses;
    }

    /** Workloads whose probes were not answered in time, by their names in results. */
    public Map<String, LateProbes> lateProbes() {
        Map<String, LateProbes> late = new LinkedHashMap<>();
        for (Pod pod : core.pods) {
            Probing probing = pod.probing;
            if (probing != null && probing.lateUnready + probing.lateRestarts > 0) {
                late.merge(
                        pod.displayName, new LateProbes(probing.lateUnready, probing.lateRestarts), LateProbes::plus);
            }
        }
        return late;
    }

    /**
     * A pod that outlier detection took out.
     *
     * @param proxy the pod whose sidecar did so
     * @param cluster the cluster that it did so in, by Envoy's name
     * @param startNanos when it went
     * @param endNanos when it came back, or left for good; -1 while it is out
     * @param reason the detector, by Envoy's name
     */
    public record Ejected(String proxy, String cluster, String pod, long startNanos, long endNanos, String reason) {}

    /** How many ejections there have been. */
    public int ejections() {
        return core.ejections.size();
    }

    /** The ejections from a number on, in order of time; the first is 0. */
    public List<Ejected> ejections(int from) {
        List<Ejected> taken = new ArrayList<>();
        for (Ejection each : core.ejections.subList(Math.min(from, core.ejections.size()), core.ejections.size())) {
            taken.add(new Ejected(
                    core.pod(each.proxyPod).name,
                    each.cluster,
                    core.podName(each.pod),
                    each.startNanos,
                    each.endNanos,
                    each.reason));
        }
        return taken;
    }

    /** Takes what limits have refused since the start of the run. */
    public interface OverflowTarget {
        /**
         * What the limits of one caller towards one service have refused, of all its pods.
         *
         * @param edge {@code source->service:port}
         * @param pending {@code upstream_rq_pending_overflow}
         * @param connections {@code upstream_cx_overflow}
         * @param active {@code upstream_rq_active_overflow}
         * @param retries {@code upstream_rq_retry_overflow}
         */
        void accept(String edge, long pending, long connections, long active, long retries);
    }

    /** Shows the edges at which something was refused, once for each proxy and cluster. */
    public void overflows(OverflowTarget target) {
        for (Pod pod : core.pods) {
            Sidecar sidecar = pod.sidecar;
            if (sidecar == null) {
                continue;
            }
            for (@Nullable ClusterState cluster : sidecar.clusters) {
                if (cluster == null || !cluster.touched) {
                    continue;
                }
                long pending = count(cluster, ClusterCounter.RQ_PENDING_OVERFLOW);
                long connections = count(cluster, ClusterCounter.CX_OVERFLOW);
                long active = count(cluster, ClusterCounter.RQ_ACTIVE_OVERFLOW);
                long retries = count(cluster, ClusterCounter.RQ_RETRY_OVERFLOW);
                if ((pending | connections | active | retries) != 0) {
                    target.accept(edge(pod, cluster), pending, connections, active, retries);
                }
            }
        }
    }

    private static String edge(Pod pod, ClusterState cluster) {
        var service = cluster.config.service();
        var port = cluster.config.port();
        String to = service == null || port == null
                ? cluster.config.name()
                : service.name() + "." + service.namespace() + ":" + port.port();
        return pod.displayName + "->" + to;
    }

    private static long count(ClusterState cluster, ClusterCounter counter) {
        return cluster.counters[counter.ordinal()];
    }
}
