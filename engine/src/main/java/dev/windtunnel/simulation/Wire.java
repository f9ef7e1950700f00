package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import org.jspecify.annotations.Nullable;

/** The way between pods, through the pods' own sidecars: requests there, answers and losses back. Where something is wrong
 * with the network, {@link Packets} has the word. */
final class Wire {

    private final Core core;

    private final Packets packets;

    Wire(Core core) {
        this.core = core;
        this.packets = new Packets(core, this);
    }

    /** Sends a try to its pod, through the pod's sidecar where it has one. Packets between parted pods vanish. */
    void travel(Try row) {
        Pod from = core.pod(row.sourcePod);
        Pod to = core.pod(row.pod);
        row.state = Try.TRAVELLING;
        long key = row.key;
        row.distance = Core.distance(from, to);
        long delay = core.network(from, to, row.head, key);
        if (to.sidecar != null && to != from) {
            delay += core.passage(key, Purpose.PROXY_IN);
        }
        if (row.is(Try.THROUGH_TCP_PROXY)) {
            delay += core.passage(key, Purpose.PROXY_OUT) + outside(row.call, key, Purpose.WAY_OF_BYTES);
        }
        send(row, EventKind.POD_RECEIVES, delay);
    }

    /** One way between a caller outside and the gateway that forwards its bytes. */
    private long outside(@Nullable Call call, long key, long purpose) {
        return call != null && core.isFromOutside(call) ? core.outside(key, purpose) : 0;
    }

    /** The caller has hung up: the pod learns it where it makes a difference there. */
    void tellHangUp(Try row) {
        Pod to = core.pod(row.pod);
        Pod from = core.pod(row.sourcePod);
        Sidecar sidecar = to.sidecar;
        boolean matters = row.is(Try.HEAD_SENT)
                || to.behaviour.stopOnCancel()
                || sidecar != null
                        && (core.era.inboundTimeoutNanos() > 0
                                || sidecar.inboundPools != null
                                || sidecar.routing.gate() != null);
        if (!matters || row.is(Try.ANSWERED) || core.trouble.vanishes(from, to)) {
            return;
        }
        long delay = core.network(from, to, 0, row.key, Purpose.NETWORK);
        if (to.sidecar != null) {
            delay += core.passage(row.key, Purpose.PROXY_IN);
        }
        core.tryEvent(core.now() + delay, EventKind.HANG_UP_ARRIVES, row);
    }

    /** A try reaches its pod: from here on it counts as an attempt. */
    void reached(Try row) {
        Call call = row.call;
        boolean open = row.is(Try.ORPHAN_UNIT);
        if (call != null && call.is(Call.UNIT_OPEN)) {
            call.bits &= ~Call.UNIT_OPEN;
            open = true;
        }
        row.bits &= ~Try.ORPHAN_UNIT;
        if (!open || !row.is(Try.MEASURED)) {
            return;
        }
        Edge edgeOfTry = Edges.of(row);
        EdgeStatistics edge = edgeOfTry.statistics;
        if (row.is(Try.MIRROR)) {
            edge.mirrored++;
            return;
        }
        edge.attempts++;
        if (row.is(Try.ORGANIC)) {
            edge.organicAttempts++;
        }
        HostState host = row.host;
        if (host != null && host.lastEdge == row.edge) {
            EdgeStatistics.Destination destination = host.lastDestination;
            EdgeStatistics.Locality locality = host.lastLocality;
            if (destination != null && locality != null) {
                destination.attempts++;
                locality.attempts++;
                return;
            }
        }
        Pod to = core.pod(row.pod);
        edgeOfTry.destination(to, host == null ? null : host.cluster.config.subset()).attempts++;
        edgeOfTry.locality(core.pod(row.sourcePod), to).attempts++;
    }

    /** A try that will never reach its pod. */
    void neverReached(Try row) {
        if (row.is(Try.ORPHAN_UNIT)) {
            row.bits &= ~Try.ORPHAN_UNIT;
            if (row.is(Try.MEASURED) && !row.is(Try.MIRROR)) {
                Edges.of(row).statistics.unsent++;
            }
        }
    }

    /** What became of a try goes back to its caller: an answer, or the loss of its connection. */
    void back(Try row, int event, long bytes) {
        Pod from = core.pod(row.pod);
        long key = row.key;
        long delay = core.trouble.any || row.distance < 0
                ? core.network(from, core.pod(row.sourcePod), bytes, key, Purpose.NETWORK_BACK)
                : core.network(row.distance, bytes, key, Purpose.NETWORK_BACK);
        if (from.sidecar != null && row.pod != row.sourcePod) {
            delay += core.passage(key, Purpose.PROXY_IN_BACK);
        }
        if (row.is(Try.THROUGH_TCP_PROXY)) {
            delay += core.passage(key, Purpose.PROXY_OUT_BACK) + outside(row.call, key, Purpose.WAY_OF_BYTES_BACK);
        }
        send(row, event, delay);
    }

    private void send(Try row, int event, long delay) {
        if (core.trouble.any) {
            packets.send(row, event, delay);
        } else {
            core.tryEvent(core.now() + delay, event, row);
        }
    }

    /** Packets where something is wrong with the network. */
    Packets packets() {
        return packets;
    }
}
