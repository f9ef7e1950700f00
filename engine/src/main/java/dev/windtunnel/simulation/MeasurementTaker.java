package dev.windtunnel.simulation;

import dev.windtunnel.measure.Collector;
import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.PodStatistics;
import dev.windtunnel.measure.RunResult.EjectionResult;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.proxy.outlier.OutlierDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes measurements of a simulation at one instant: copies, so that the run may go on. */
final class MeasurementTaker {

    private final Simulation simulation;
    private final Core core;
    private final long seed;

    MeasurementTaker(Simulation simulation, long seed) {
        this.simulation = simulation;
        this.core = simulation.core();
        this.seed = seed;
    }

    Measurements take() {
        long end = simulation.measuredUntilNanos();
        Measurements taken = new Measurements(
                core.scenario.name(),
                core.scenario.profile().id(),
                core.scenario.namespace(),
                seed,
                core.scenario.run().warmupNanos() / 1e9);
        taken.durationSeconds = end / 1e9;
        taken.timeline = simulation.timeline().results();
        taken.ejections = ejections();
        taken.notes = core.notes.list();
        takeTraffic(taken, end);
        takeEdges(taken);
        takePods(taken, end);
        takeStats(taken);
        core.measures.selections.all().forEach((selection, selected) -> {
            Collector copy = new Collector();
            copy.add(selected.collector);
            copy.activeNanos = activeOf(selection, end);
            taken.collectors.put(selection, copy);
            if (selected.windows != null) {
                taken.collectedWindows.put(selection, copyOf(selected.windows));
            }
        });
        return taken;
    }

    private double activeOf(Selection selection, long end) {
        long from = core.measures.warmupNanos;
        long to = end;
        for (var filter : selection.filters()) {
            if (filter instanceof dev.windtunnel.expect.Expression.Filter.From start) {
                from = Math.max(from, start.nanos());
            } else if (filter instanceof dev.windtunnel.expect.Expression.Filter.To stop) {
                to = Math.min(to, stop.nanos());
            }
        }
        return Math.max(0, to - from);
    }

    private static Windows copyOf(Windows windows) {
        Windows copy = new Windows(windows.stepNanos());
        copy.add(windows);
        return copy;
    }

    private void takeTraffic(Measurements taken, long end) {
        for (int i = 0; i < core.measures.traffic.length; i++) {
            TrafficStatistics now = core.measures.traffic[i];
            TrafficStatistics copy = new TrafficStatistics(now.name, now.from);
            copy.add(now);
            copy.activeNanos = simulation.source().activeNanos(i, core.measures.warmupNanos, end);
            taken.traffic.put(now.name, copy);
            taken.unfinishedRequests += now.requests - now.completed;
            Windows windows = core.measures.trafficWindows[i];
            if (windows != null) {
                taken.trafficWindows.put(now.name, copyOf(windows));
                taken.seriesStepNanos = windows.stepNanos();
            }
        }
    }

    /** Copies the edges and counts what is still under way: unfinished requests, tries that have reached no pod. */
    private void takeEdges(Measurements taken) {
        EdgeStatistics[] copies = new EdgeStatistics[core.measures.edges.size()];
        for (int i = 0; i < copies.length; i++) {
            EdgeStatistics now = core.measures.edges.get(i).statistics;
            copies[i] = new EdgeStatistics(now.source, now.service, now.port, now.protocol);
            copies[i].add(now);
        }
        Calls calls = core.calls;
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            byte state = call.state;
            if (state == Call.FREE
                    || state == Call.DONE
                    || state == Call.CALLER_WAITING
                    || state == Call.SESSION
                    || !call.is(Call.MEASURED)
                    || call.is(Call.MIRROR)) {
                continue;
            }
            EdgeStatistics edge = copies[Edges.of(call).number];
            if (call.is(Call.UNIT_OPEN)) {
                edge.pending++;
            }
            if (state != Call.RETURNING) {
                edge.unfinished++;
                EdgeStatistics.Destination destination = call.destination;
                if (destination == null) {
                    edge.noDestination++;
                } else {
                    edge.destinations.get(destination.number).requests++;
                }
            }
        }
        Tries tries = core.tries;
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state != Try.FREE && row.is(Try.ORPHAN_UNIT) && row.is(Try.MEASURED) && !row.is(Try.MIRROR)) {
                copies[Edges.of(row).number].pending++;
            }
        }
        for (int i = 0; i < copies.length; i++) {
            if (copies[i].requests + copies[i].mirrored > 0) {
                taken.edges.put(Measurements.key(copies[i]), copies[i]);
                Windows windows = core.measures.edges.get(i).windows;
                if (windows != null) {
                    taken.edgeWindows.put(Measurements.key(copies[i]), copyOf(windows));
                }
            }
        }
    }

    private List<EjectionResult> ejections() {
        List<EjectionResult> results = new ArrayList<>();
        for (Ejection ejection : core.ejections) {
            Pod proxy = core.pod(ejection.proxyPod);
            results.add(new EjectionResult(
                    proxy.plan.namespace() + "/" + proxy.name,
                    ejection.cluster,
                    core.podName(ejection.pod),
                    ejection.startNanos / 1e9,
                    ejection.endNanos < 0 ? null : ejection.endNanos / 1e9,
                    ejection.reason));
        }
        return results;
    }

    private void takePods(Measurements taken, long end) {
        for (Pod pod : core.pods) {
            PodStatistics copy = new PodStatistics(
                    pod.name,
                    pod.plan.namespace(),
                    pod.plan.displayName(core.scenario.namespace()),
                    pod.plan.version(),
                    pod.node.name(),
                    pod.zone);
            copy.arrived = pod.arrived;
            copy.completed = pod.completed;
            copy.mirrored = pod.mirrored;
            copy.ejections = pod.ejections;
            copy.restarts = pod.restarts;
            copy.openSessions = pod.openSessions;
            copy.queueMax = pod.queueMax;
            copy.busyCoreNanos = pod.busyCoreNanos + busyNow(pod, end);
            double ready = pod.readyNanos;
            if (pod.readySince >= 0) {
                ready += Math.max(0, end - Math.max(pod.readySince, core.measures.warmupNanos));
            }
            copy.capacityCoreNanos = ready * pod.plan.behaviour().cores();
            copy.inServiceMean = pod.inService.mean(Math.max(end, core.now()));
            copy.inServiceMax = pod.inService.max();
            copy.codes.add(pod.codes);
            copy.grpc.add(pod.grpc);
            if (pod.latency != null) {
                copy.latency.add(pod.latency);
            }
            taken.pods.put(pod.plan.namespace() + "/" + pod.name, copy);
        }
    }

    /** Core time of work that is going on. */
    private double busyNow(Pod pod, long end) {
        if (pod.busyCores == 0) {
            return 0;
        }
        double busy = 0;
        Tries tries = core.tries;
        for (int slot = 0; slot < tries.limit(); slot++) {
            Try row = tries.at(slot);
            if (row.state == Try.SERVED && row.pod == pod.id && row.is(Try.HOLDS_CORE)) {
                long until = Math.min(end, pod.readyUntil);
                busy += Math.max(0, until - Math.max(row.coreSince, core.measures.warmupNanos));
            }
        }
        return busy / pod.workStretch;
    }

    // ---------------------------------------------------------------- Envoy's counters

    private void takeStats(Measurements taken) {
        for (Pod pod : core.pods) {
            Sidecar sidecar = pod.sidecar;
            if (sidecar == null) {
                continue;
            }
            taken.proxies++;
            SortedMap<String, Double> counters = new TreeMap<>();
            for (ClusterState cluster : sidecar.clusters) {
                if (cluster != null && cluster.touched) {
                    outbound(counters, cluster);
                }
            }
            inbound(counters, pod, sidecar);
            put(counters, "cluster_manager.cluster_updated_via_merge", sidecar.updatesMerged);
            put(counters, "cluster_manager.update_out_of_merge_window", sidecar.updatesAtOnce);
            limits(counters, sidecar);
            if (!counters.isEmpty()) {
                taken.stats.put(pod.plan.namespace() + "/" + pod.name, counters);
            }
        }
    }

    private void limits(SortedMap<String, Double> counters, Sidecar sidecar) {
        @Nullable LimitCounters[] all = sidecar.limitCounters();
        for (int i = 0; i < all.length; i++) {
            LimitCounters limit = all[i];
            if (limit != null) {
                String prefix = core.localLimits.prefixes().get(i) + ".";
                put(counters, prefix + "enabled", limit.enabled);
                put(counters, prefix + "ok", limit.ok);
                put(counters, prefix + "rate_limited", limit.rateLimited);
                put(counters, prefix + "enforced", limit.enforced);
            }
        }
    }

    private static void outbound(SortedMap<String, Double> counters, ClusterState cluster) {
        String prefix = "cluster." + cluster.config.name() + ".";
        for (ClusterCounter counter : ClusterCounter.values()) {
            put(counters, prefix + counter.envoyName(), cluster.counters[counter.ordinal()]);
        }
        codes(counters, prefix + "upstream_rq_", cluster.finalCodes);
        codes(counters, prefix + "retry.upstream_rq_", cluster.retriedCodes);
        put(counters, prefix + "upstream_rq_active", cluster.active);
        put(counters, prefix + "upstream_rq_pending_active", cluster.pending);
        put(counters, prefix + "upstream_cx_active", cluster.connections);
        put(counters, prefix + "membership_total", cluster.hosts.length);
        put(
                counters,
                prefix + "membership_healthy",
                cluster.config.originalDestination() ? cluster.hosts.length : cluster.sets.healthy());
        TcpCounters tcp = cluster.tcp;
        if (tcp != null) {
            add(counters, "tcp." + tcp.prefix + ".downstream_cx_total", tcp.connections);
            add(counters, "tcp." + tcp.prefix + ".idle_timeout", tcp.idleTimeouts);
            add(counters, "tcp." + tcp.prefix + ".max_downstream_connection_duration", tcp.tooOld);
        }
        if (cluster.outliers != null) {
            outliers(counters, prefix + "outlier_detection.", cluster.outliers);
        }
    }

    private static void outliers(SortedMap<String, Double> counters, String prefix, OutlierDetector detector) {
        long total = 0;
        for (OutlierDetector.Detector each : OutlierDetector.Detector.values()) {
            if (!detector.has(each)) {
                continue;
            }
            put(counters, prefix + "ejections_detected_" + each.envoyName(), detector.detected(each));
            put(counters, prefix + "ejections_enforced_" + each.envoyName(), detector.enforced(each));
            total += detector.enforced(each);
        }
        put(counters, prefix + "ejections_enforced_total", total);
        put(counters, prefix + "ejections_active", detector.active());
        put(counters, prefix + "ejections_overflow", detector.overflow());
    }

    private void inbound(SortedMap<String, Double> counters, Pod pod, Sidecar sidecar) {
        if (sidecar.inboundRequests == 0) {
            return;
        }
        String name = core.era.is2017() ? "in." + port(pod) : "inbound|" + port(pod) + "||";
        String prefix = "cluster." + name + ".";
        put(counters, prefix + "upstream_rq_total", sidecar.inboundRequests);
        put(counters, prefix + "upstream_cx_total", sidecar.inboundConnections);
        put(counters, prefix + "upstream_rq_timeout", sidecar.inboundTimeouts);
        codes(counters, prefix + "upstream_rq_", sidecar.inboundCodes);
        InboundPools pools = sidecar.inboundPools;
        if (pools != null) {
            inboundPools(counters, prefix, pools);
        }
    }

    private static void inboundPools(SortedMap<String, Double> counters, String prefix, InboundPools pools) {
        long pending = 0;
        long pendingOverflow = 0;
        long activeOverflow = 0;
        long connectionOverflow = 0;
        long cancelled = 0;
        for (InboundPool pool : pools.all()) {
            pending += pool.pendingTotal;
            pendingOverflow += pool.pendingOverflows;
            activeOverflow += pool.activeOverflows;
            connectionOverflow += pool.connectionOverflows;
            cancelled += pool.cancelled;
        }
        put(counters, prefix + ClusterCounter.RQ_PENDING_TOTAL.envoyName(), pending);
        put(counters, prefix + ClusterCounter.RQ_PENDING_OVERFLOW.envoyName(), pendingOverflow);
        put(counters, prefix + ClusterCounter.RQ_ACTIVE_OVERFLOW.envoyName(), activeOverflow);
        put(counters, prefix + ClusterCounter.CX_OVERFLOW.envoyName(), connectionOverflow);
        put(counters, prefix + ClusterCounter.RQ_CANCELLED.envoyName(), cancelled);
    }

    private int port(Pod pod) {
        for (Service service : core.plan.directory().services()) {
            if (Plan.selects(service, pod.plan) && !service.ports().isEmpty()) {
                return Plan.targetPort(service.ports().get(0), pod.plan.workload());
            }
        }
        return 0;
    }

    private static void codes(SortedMap<String, Double> counters, String prefix, Tally codes) {
        long[] classes = new long[6];
        for (int code = 100; code < 600; code++) {
            put(counters, prefix + code, codes.of(code));
            classes[code / 100] += codes.of(code);
        }
        for (int i = 1; i < classes.length; i++) {
            put(counters, prefix + i + "xx", classes[i]);
        }
    }

    /** Several clusters may be behind one proxy. */
    private static void add(SortedMap<String, Double> counters, String name, long value) {
        if (value != 0) {
            counters.merge(name, (double) value, Double::sum);
        }
    }

    private static void put(SortedMap<String, Double> counters, String name, long value) {
        if (value != 0) {
            counters.put(name, (double) value);
        }
    }
}
