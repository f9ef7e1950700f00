package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.TrafficStatistics;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Traffic;

/** Enters the outcomes of calls into the statistics of their edge and their traffic. */
final class Ledger {

    private final Core core;
    private final Observation observation = new Observation();

    Ledger(Core core) {
        this.core = core;
    }

    /** A call of an app that no sidecar has seen counts as unsent. */
    void closeUnsent(Call call) {
        call.bits &= ~Call.UNIT_OPEN;
        call.unsent++;
        if (call.is(Call.MEASURED)) {
            EdgeStatistics edge = Edges.of(call).statistics;
            edge.unsent++;
            if (call.is(Call.ORGANIC)) {
                edge.organicAttempts++;
            }
        }
    }

    /** A try (or the wait for it) that reached no pod counts as unsent. */
    void closeUnit(Call call) {
        if (call.is(Call.UNIT_OPEN)) {
            call.bits &= ~Call.UNIT_OPEN;
            call.unsent++;
            if (call.is(Call.MEASURED) && !call.is(Call.MIRROR)) {
                EdgeStatistics edge = Edges.of(call).statistics;
                edge.unsent++;
                if (call.attempt <= 1 && call.is(Call.ORGANIC)) {
                    edge.organicAttempts++;
                }
            }
        }
    }

    /** A call has its outcome at the place where its edge is measured. */
    void closeEdge(Call call, long endNanos) {
        if (core.outcomes != null) {
            core.outcomes.logged(call.number, ResponseFlag.text(call.flags));
        }
        if (!call.is(Call.MEASURED)) {
            return;
        }
        Edge edgeOfCall = Edges.of(call);
        EdgeStatistics edge = edgeOfCall.statistics;
        long latency = endNanos - call.start;
        edge.codes.count(call.code);
        if (call.grpc != Grpc.NONE) {
            edge.grpc.count(call.grpc);
        }
        edge.flags.count(call.flags);
        edge.latency.record(latency);
        if (call.tcp != null) {
            edge.durationNanos += latency;
        }
        countDestination(edgeOfCall, call);
        Windows windows = edgeOfCall.windows;
        boolean error = isError(call);
        if (error) {
            edge.errors++;
        }
        if (windows != null) {
            Windows.Window window = windows.at(endNanos);
            window.completed++;
            window.errors += error ? 1 : 0;
            window.attempts += call.attempt;
            window.retries += Math.max(0, call.attempt - 1);
            window.codes.count(call.code);
            window.flags.count(call.flags);
            window.latency.record(latency);
            EdgeStatistics.Destination destination = call.destination;
            if (destination != null) {
                window.destinations.count(destination.number);
                if (error) {
                    window.failedDestinations.count(destination.number);
                }
            }
        }
        if (!edgeOfCall.selected.isEmpty()) {
            observe(call);
            observation.startNanos = call.start;
            Selections.record(edgeOfCall.selected, observation, latency, endNanos, error);
        }
    }

    private void countDestination(Edge edgeOfCall, Call call) {
        EdgeStatistics edge = edgeOfCall.statistics;
        EdgeStatistics.Destination destination = call.destination;
        if (destination == null) {
            edge.noDestination++;
            return;
        }
        destination.requests++;
        EdgeStatistics.Locality locality = call.locality;
        if (call.answerPod >= 0 && locality != null) {
            locality.requests++;
        }
    }

    /** A request of a traffic has its outcome. */
    void record(Call call, int traffic) {
        if (!call.is(Call.MEASURED)) {
            return;
        }
        TrafficStatistics statistics = core.measures.traffic[traffic];
        long latency = core.now() - call.firstStart;
        statistics.completed++;
        statistics.codes.count(call.code);
        if (call.grpc != Grpc.NONE) {
            statistics.grpc.count(call.grpc);
        }
        statistics.flags.count(call.flags);
        statistics.latency.record(latency);
        if (call.failure != 0) {
            statistics.failures.count(call.failure);
        }
        boolean error = isError(call);
        if (error) {
            statistics.errors++;
        }
        if (error || call.flags != 0) {
            statistics.outcomes.count(call.code, call.grpc, call.flags, call.failure);
        }
        Windows windows = core.measures.trafficWindows[traffic];
        if (windows != null) {
            Windows.Window window = windows.at(core.now());
            window.completed++;
            window.errors += error ? 1 : 0;
            window.attempts += call.attempt;
            window.retries += Math.max(0, call.attempt - 1);
            window.codes.count(call.code);
            window.flags.count(call.flags);
            window.latency.record(latency);
        }
        if (!core.measures.selections.ofTraffic(traffic).isEmpty()) {
            observe(call);
            observation.startNanos = call.firstStart;
            Selections.record(core.measures.selections.ofTraffic(traffic), observation, latency, core.now(), error);
        }
    }

    private void observe(Call call) {
        RequestHead request = core.heads.get(call.head);
        observation.code = call.code;
        observation.grpc = call.grpc;
        observation.flags = call.flags;
        observation.tries = Math.max(1, call.attempt);
        observation.unsent = call.unsent;
        observation.path = request.path();
        observation.method = request.method();
        observation.fromZone = core.pod(call.pod).zone;
        int traffic = call.traffic;
        Traffic declared = traffic < 0 ? null : core.plan.traffic().get(traffic).traffic();
        observation.requestName =
                declared == null ? null : declared.mix().get(call.mix).name();
        observation.version = null;
        observation.subset = null;
        observation.workload = "";
        observation.zone = null;
        EdgeStatistics.Destination destination = call.destination;
        if (destination != null) {
            observation.version = destination.version;
            observation.subset = destination.subset;
            observation.workload = destination.workload;
            int pod = call.answerPod;
            observation.zone = pod < 0 ? null : core.pod(pod).zone;
        }
    }

    private static boolean isError(Call call) {
        return call.code == 0 || call.code >= 500 && call.code < 600 || Grpc.isError(call.grpc);
    }
}
