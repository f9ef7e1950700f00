package dev.windtunnel.simulation;

/** Requests that no HTTP proxy of the caller sees: each is one try, to the pod at the other end of its connection. */
final class DirectTries {

    private final Core core;
    private final Tries tries;
    private final Wire wire;
    private final Ledger ledger;

    DirectTries(Core core, Wire wire, Ledger ledger) {
        this.core = core;
        this.tries = core.tries;
        this.wire = wire;
        this.ledger = ledger;
    }

    /** Without a sidecar that reads HTTP, the request goes to the pod at the other end of the connection. */
    void send(Call call, Socket connection) {
        Try row = tries.allocate();
        int pod = connection.peer;
        call.currentTry = row;
        call.attempt = 1;
        call.state = Call.TRYING;
        HostState host = connection.host;
        Edge edge = Edges.of(call);
        call.destination = edge.destination(core.pod(pod), host == null ? null : host.cluster.config.subset());
        call.locality = edge.locality(core.pod(call.pod), core.pod(pod));
        tries.hold(row);
        row.call = call;
        row.depth = call.depth;
        row.edge = call.edge;
        row.key = core.draw(call.key, Purpose.REQUEST + (call.exchange + 1L << 8));
        row.pod = pod;
        row.sourcePod = call.pod;
        row.head = call.head;
        row.number = call.number;
        row.worst = call.worst;
        row.host = host;
        row.bits = (call.is(Call.ORGANIC) ? Try.ORGANIC : 0)
                | (call.is(Call.MEASURED) ? Try.MEASURED : 0)
                | (isUpgrade(call, core.pod(pod)) ? Try.UPGRADES : 0)
                | (call.tcp == null ? 0 : Try.BYTES)
                | (call.decided().kind == Decision.Kind.TCP ? Try.THROUGH_TCP_PROXY : 0);
        if (call.tcp != null && call.is(Call.MEASURED)) {
            Edges.of(call).statistics.bytesSent += core.heads.get(call.head).bytes();
        }
        row.sentOn(connection);
        if (call.span >= 0 && core.recorder != null) {
            row.span = core.recorder.open(
                    call.span,
                    TraceSpan.Kind.ATTEMPT,
                    core.podName(call.pod),
                    core.podName(pod),
                    core.now(),
                    call.decided().kind == Decision.Kind.TCP
                            ? "as bytes through the sidecar, to the pod of its connection"
                            : "no sidecar: to the pod of its connection");
        }
        wire.travel(row);
    }

    /** Whether a request for a websocket is one still when it is at the app: Envoy 1.3 takes the upgrade out of it. */
    private boolean isUpgrade(Call call, Pod to) {
        return call.session != null && (to.sidecar == null || !core.era.is2017());
    }

    /** The caller gives up a try; the pod may go on with it. */
    void abandon(Try row, Call call) {
        wire.tellHangUp(row);
        if (call.is(Call.UNIT_OPEN) && !row.is(Try.LOST)) {
            call.bits &= ~Call.UNIT_OPEN;
            row.bits |= Try.ORPHAN_UNIT;
        }
        row.bits |= Try.ABANDONED;
        end(row, call, "the caller hung up");
    }

    /** The caller lets go of a try. */
    void end(Try row, Call call, String reason) {
        if (row.span >= 0 && core.recorder != null) {
            core.recorder.close(row.span, core.now(), call.code, call.grpc, 0, reason);
        }
        if (call.is(Call.UNIT_OPEN)) {
            ledger.closeUnsent(call);
        }
        call.currentTry = null;
        row.call = null;
        tries.letGo(row);
    }
}
