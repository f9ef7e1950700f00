package dev.windtunnel.simulation;

/** What the end of a pod, or of its sidecar, does to what is under way: requests are cut off, connections are lost. */
final class PodLosses {

    private final Calls calls;
    private final Connections connections;
    private final Callers callers;
    private final AppConnections appConnections;
    private final ConnectionPools pools;
    private final Cancellation cancellation;

    PodLosses(Core core, Callers callers) {
        this.calls = core.calls;
        this.connections = core.connections;
        this.callers = callers;
        this.appConnections = callers.connections();
        this.pools = callers.router().pools();
        this.cancellation = callers.servers().cancellation();
    }

    /** A pod is gone: what it served ends, what it asked for is given up, connections to it are lost. */
    void podDies(Pod pod) {
        cancellation.podDies(pod);
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            byte state = call.state;
            if (state != Call.FREE && state != Call.DONE && call.pod == pod.id && !call.is(Call.MIRROR)) {
                callers.hangUp(call, Failure.RESET);
            }
        }
        loseConnections(pod);
    }

    /** Ready connections to a pod close; those on their way are refused when they arrive. */
    private void loseConnections(Pod pod) {
        for (int slot = 0; slot < connections.limit(); slot++) {
            Socket connection = connections.at(slot);
            if (connection.peer != pod.id) {
                continue;
            }
            byte state = connection.state;
            boolean inUse = state == Socket.READY || state == Socket.BUSY || state == Socket.DRAINING;
            if (inUse && connection.pool != null) {
                pools.lost(connection);
            } else if (inUse && connection.shared) {
                appConnections.lost(connection);
            }
        }
    }

    /** The sidecar of a pod stops: what passes through it is cut off, on both sides. */
    void sidecarStops(Pod pod) {
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            byte state = call.state;
            boolean under = state == Call.ENTERING
                    || state == Call.DELAYED
                    || state == Call.TRYING
                    || state == Call.BACKING_OFF;
            if (under && call.pod == pod.id && Callers.throughSidecar(call) && !call.is(Call.MIRROR)) {
                callers.hangUp(call, Failure.RESET);
            }
        }
        cancellation.cutOff(pod);
        loseConnections(pod);
    }
}
