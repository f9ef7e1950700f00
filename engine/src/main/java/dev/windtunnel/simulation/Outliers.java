package dev.windtunnel.simulation;

import dev.windtunnel.proxy.outlier.HostRecord;
import dev.windtunnel.proxy.outlier.OutlierDetection;
import dev.windtunnel.proxy.outlier.OutlierDetector;
import java.util.ArrayList;
import java.util.List;

/**
 * Outlier detection at work: tells detectors what happened, takes ejected hosts out of service and brings them back.
 * Clusters without it cost one look at a null.
 */
final class Outliers {

    private final Core core;
    private final ConnectionPools pools;

    Outliers(Core core, ConnectionPools pools) {
        this.core = core;
        this.pools = pools;
    }

    /** A host has answered. */
    void answered(HostState host, int code) {
        OutlierDetector detector = host.cluster.outliers;
        HostRecord record = host.outlier;
        if (detector != null && record != null) {
            judged(host, detector.answered(record, code, host.cluster.hosts.length, core.now()));
            if (detector.comparesHosts()) {
                planLook(host.cluster);
            }
        }
    }

    /** The proxy has seen a try at a host fail. */
    void failed(HostState host, boolean timeout) {
        OutlierDetector detector = host.cluster.outliers;
        HostRecord record = host.outlier;
        if (detector != null && record != null) {
            judged(host, detector.failedLocally(record, timeout, host.cluster.hosts.length, core.now()));
            if (detector.comparesHosts()) {
                planLook(host.cluster);
            }
        }
    }

    /** A try has its connection. */
    void connected(HostState host) {
        OutlierDetector detector = host.cluster.outliers;
        HostRecord record = host.outlier;
        if (detector != null && record != null) {
            detector.connected(record);
        }
    }

    private void judged(HostState host, boolean ejected) {
        if (!ejected || host.removed) {
            return;
        }
        HostRecord record = host.outlier;
        OutlierDetector.Detector reason = record == null ? null : record.reason();
        host.ejection = new Ejection(
                host.cluster.proxyPod,
                host.cluster.config.name(),
                core.pod(host.pod),
                core.now(),
                reason == null ? "" : reason.envoyName());
        core.ejections.add(host.ejection);
        core.pod(host.pod).ejections++;
        pools.drain(host);
        host.cluster.sets.healthChanged(host);
        planLook(host.cluster);
    }

    /** A look is due: hosts whose time is over come back. */
    void look(ClusterState cluster) {
        cluster.lookDue = false;
        OutlierDetector detector = cluster.outliers;
        OutlierDetection settings = cluster.config.outliers();
        if (detector == null || settings == null) {
            return;
        }
        boolean due = isOnGrid(cluster, settings); // else it was planned by a configuration that is gone
        boolean watched = false;
        for (HostState host : cluster.hosts) {
            HostRecord record = host.outlier;
            if (record != null) {
                if (due && detector.look(record, core.now())) {
                    host.endEjection(core.now());
                    cluster.sets.healthChanged(host);
                }
                watched |= detector.isWatched(record);
            }
        }
        if (due && detector.comparesHosts()) {
            compare(cluster, detector);
        }
        if (watched) {
            planLook(cluster);
        }
    }

    private void compare(ClusterState cluster, OutlierDetector detector) {
        List<HostState> hosts = new ArrayList<>();
        List<HostRecord> records = new ArrayList<>();
        for (HostState host : cluster.hosts) {
            HostRecord record = host.outlier;
            if (record != null) {
                hosts.add(host);
                records.add(record);
            }
        }
        detector.compare(records, core.now(), ejected -> judged(hosts.get(ejected), true));
    }

    private boolean isOnGrid(ClusterState cluster, OutlierDetection settings) {
        return (core.now() - cluster.lookingSinceNanos) % settings.intervalNanos() == 0;
    }

    /** The next look at a cluster: looks are an interval apart, and left out while nothing could come of them. */
    private void planLook(ClusterState cluster) {
        OutlierDetection settings = cluster.config.outliers();
        if (cluster.lookDue || settings == null) {
            return;
        }
        long interval = settings.intervalNanos();
        long looks = (core.now() - cluster.lookingSinceNanos) / interval + 1;
        cluster.lookDue = true;
        core.agenda.schedule(cluster.lookingSinceNanos + looks * interval, EventKind.OUTLIER_LOOK, cluster.number);
    }
}
