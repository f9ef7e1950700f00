package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.TrafficStatistics;
import java.util.ArrayList;
import java.util.List;

/** Takes frames of a simulation. */
final class FrameTaker {

    private FrameTaker() {}

    static Frame take(Simulation simulation) {
        Core core = simulation.core();
        List<Frame.PodFrame> pods = new ArrayList<>(core.pods.size());
        for (Pod pod : core.pods) {
            if (pod.state != Pod.State.GONE) {
                pods.add(frame(pod));
            }
        }
        List<Frame.EdgeFrame> edges = new ArrayList<>(core.measures.edges.size());
        for (Edge edge : core.measures.edges) {
            edges.add(frame(edge.statistics));
        }
        List<Frame.TrafficFrame> traffic = new ArrayList<>();
        for (TrafficStatistics each : core.measures.traffic) {
            traffic.add(new Frame.TrafficFrame(
                    each.name,
                    each.from,
                    each.requests,
                    each.completed,
                    each.codes.of(0) + each.codes.between(500, 599)));
        }
        return new Frame(
                simulation.nowNanos(),
                simulation.over(),
                simulation.source().requests(),
                simulation.source().requests() - simulation.source().open(),
                core.agenda.processedEvents(),
                pods,
                edges,
                traffic);
    }

    private static Frame.PodFrame frame(Pod pod) {
        return new Frame.PodFrame(
                pod.id,
                pod.name,
                pod.displayName,
                pod.plan.version(),
                pod.node.name(),
                pod.zone,
                pod.state.name(),
                pod.sidecar != null || pod.plan.sidecar(), // one that starts has none yet, and will
                pod.sidecar != null && pod.sidecar.down,
                pod.behaviour.cores(),
                pod.busyCores,
                pod.busyCoreNanos,
                (int) pod.inService.value(),
                pod.waitingForThread + pod.waitingForCore,
                pod.arrived,
                pod.ejectedBy,
                pod.ejections,
                pod.createdNanos,
                pod.sinceNanos,
                pod.restarts,
                why(pod));
    }

    private static String why(Pod pod) {
        Probing probing = pod.probing;
        boolean waits = pod.state == Pod.State.UNREADY || pod.state == Pod.State.STARTING;
        if (probing == null || pod.probed || !waits) {
            return "";
        }
        return probing.backingOff ? "it waits to be started again, its " + probing.why : probing.why;
    }

    private static Frame.EdgeFrame frame(EdgeStatistics edge) {
        List<Frame.DestinationFrame> destinations = new ArrayList<>(edge.destinations.size());
        for (EdgeStatistics.Destination each : edge.destinations) {
            destinations.add(
                    new Frame.DestinationFrame(each.workload, each.version, each.subset, each.requests, each.attempts));
        }
        return new Frame.EdgeFrame(
                edge.source,
                edge.service,
                edge.port,
                edge.protocol,
                edge.requests,
                edge.completed(),
                edge.codes.of(0) + edge.codes.between(500, 599),
                edge.attempts,
                edge.retries,
                edge.organicAttempts,
                destinations);
    }
}
