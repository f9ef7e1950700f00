package dev.windtunnel.plan;

import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Probe;
import dev.windtunnel.mesh.ProxySettings;
import dev.windtunnel.mesh.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of a workload begin and end.
 *
 * @param graceNanos from the order to end until everything is killed
 * @param preStopNanos from then until the app gets SIGTERM
 * @param startup probes that all have to succeed before readiness is asked for
 * @param readiness probes that all have to succeed for the pod to be ready
 * @param liveness probes whose failure starts the app again
 * @param proxyEnd when its sidecar ends
 * @param drainNanos how long the sidecar goes on after it was told to end
 * @param answersNames whether the sidecar answers for the names of the mesh
 */
public record Lifetime(
        long graceNanos,
        long preStopNanos,
        List<Probe> startup,
        List<Probe> readiness,
        List<Probe> liveness,
        ProxyEnd proxyEnd,
        long drainNanos,
        boolean answersNames) {

    /** When a sidecar of a pod that ends does so ({@code pkg/envoy/agent.go}). */
    public enum ProxyEnd {
        /** An ordinary container: it is told together with the app, drains for a fixed time and is gone. */
        AFTER_DRAIN,
        /** An ordinary container that waits, once it has drained, until nothing is under way. */
        WHEN_IDLE,
        /** A native sidecar: it is told when the app is gone. */
        AFTER_APP,
        /** The proxy of 2017: it is told together with the app and is gone. */
        AT_ONCE
    }

    private static final long DRAIN_NANOS = 5_000_000_000L;

    /** Of a workload that is outside the mesh. */
    static final Lifetime OUTSIDE = new Lifetime(
            Workload.DEFAULT_GRACE_NANOS, 0, List.of(), List.of(), List.of(), ProxyEnd.AFTER_APP, DRAIN_NANOS, false);

    /**
     * Of a workload.
     *
     * @param mesh what is set for all proxies
     * @param isNative whether the sidecars are native ones
     */
    static Lifetime of(Workload workload, ProxySettings mesh, boolean isNative, Era era) {
        List<Probe> startup = new ArrayList<>();
        List<Probe> readiness = new ArrayList<>();
        List<Probe> liveness = new ArrayList<>();
        long preStop = 0;
        for (Workload.Container container : workload.containers()) {
            if (container.isProxy()) {
                continue;
            }
            add(container.startup(), startup);
            add(container.readiness(), readiness);
            add(container.liveness(), liveness);
            preStop = Math.max(preStop, container.preStopNanos());
        }
        ProxySettings proxy = workload.proxy().over(mesh);
        ProxyEnd end = era.is2017()
                ? ProxyEnd.AT_ONCE
                : isNative
                        ? ProxyEnd.AFTER_APP
                        : Boolean.TRUE.equals(proxy.exitOnIdle()) ? ProxyEnd.WHEN_IDLE : ProxyEnd.AFTER_DRAIN;
        Long drain = proxy.drainNanos();
        return new Lifetime(
                workload.graceNanos(),
                Math.min(preStop, workload.graceNanos()),
                List.copyOf(startup),
                List.copyOf(readiness),
                List.copyOf(liveness),
                end,
                drain == null ? DRAIN_NANOS : drain,
                Boolean.TRUE.equals(proxy.answersNames()));
    }

    private static void add(@Nullable Probe probe, List<Probe> probes) {
        if (probe != null) {
            probes.add(probe);
        }
    }

    /**
     * Whether injection makes native sidecars: since Istio 1.27 where every kubelet is of 1.33 or later. Of nodes whose
     * version nobody wrote down that is taken for granted.
     *
     * @param wanted the scenario's word; null when it says nothing
     */
    static boolean isNative(@Nullable Boolean wanted, List<ClusterNode> nodes) {
        if (wanted != null) {
            return wanted;
        }
        for (ClusterNode node : nodes) {
            String version = node.kubeletVersion();
            if (version != null && minor(version) < 33) {
                return false;
            }
        }
        return true;
    }

    /** 33 of {@code v1.33.1}; a text that is no version counts as new. */
    private static int minor(String version) {
        String[] parts = version.split("\\.", 3);
        return parts.length >= 2 && parts[1].matches("[0-9]{1,4}\\+?")
                ? Integer.parseInt(parts[1].replace("+", ""))
                : Integer.MAX_VALUE;
    }

    /** Whether the kubelet asks anything of its pods. */
    public boolean isProbed() {
        return !startup.isEmpty() || !readiness.isEmpty() || !liveness.isEmpty();
    }

    /** Whether a pod becomes ready by probes, not as soon as its app is up. */
    public boolean awaitsProbes() {
        return !startup.isEmpty() || !readiness.isEmpty();
    }

    /**
     * The kind of probe that fails for good before an app is up, when each succeeds as soon as it can; null for none. Such
     * a container is killed before it has started, again and again.
     *
     * @param upNanos from the start of its containers until the app is up
     */
    public @Nullable String givesUpBefore(long upNanos) {
        for (Probe probe : startup) {
            if (failsBefore(probe, upNanos)) {
                return "startupProbe";
            }
        }
        for (Probe probe : liveness) {
            if (startup.isEmpty() && failsBefore(probe, upNanos)) {
                return "livenessProbe";
            }
        }
        return null;
    }

    private static boolean failsBefore(Probe probe, long upNanos) {
        long first = probe.firstFrom(0);
        return (probe.firstFrom(upNanos) - first) / probe.periodNanos() >= probe.failureThreshold();
    }
}
