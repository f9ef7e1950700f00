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
        cancellation.podDies(pod, Cancellation.Trace.RESETS);
        giveUpCalls(pod);
        loseConnections(pod);
    }

    /** The app of a pod exits; its sidecar, where it has one, is there still and answers for it. */
    void appExits(Pod pod) {
        cancellation.podDies(pod, pod.sidecar == null ? Cancellation.Trace.RESETS : Cancellation.Trace.ANSWERS);
        giveUpCalls(pod);
        if (pod.sidecar == null) {
            loseConnections(pod);
        }
    }

    /** The machine of a pod is gone: nobody is told. */
    void podVanishes(Pod pod) {
        cancellation.podDies(pod, Cancellation.Trace.NONE);
        giveUpCalls(pod);
        Sidecar sidecar = pod.sidecar;
        if (sidecar != null) {
            for (ClusterState cluster : sidecar.clusters) {
                if (cluster != null) {
                    for (HostState host : cluster.hosts) {
                        pools.drain(host);
                    }
                }
            }
        }
        closeIdle(pod);
    }

    /** The app of a pod has ended and another begins in its place: it has none of its connections. */
    void appIsStartedAgain(Pod pod) {
        appExits(pod);
        closeIdle(pod);
    }

    /** Connections of an app that it does not use at the moment. */
    private void closeIdle(Pod pod) {
        for (int slot = 0; slot < connections.limit(); slot++) {
            Socket connection = connections.at(slot);
            AppPool pool = connection.appPool;
            if (connection.state == Socket.READY && pool != null && pool.pod == pod.id) {
                pool.idle = null;
                callers.connections().close(connection);
            }
        }
    }

    /**
     * A pod has been started again: it answers packets of connections of before with a reset. Those that are still being
     * opened are none of before: the packet that arrives is their first.
     */
    void forgetsConnections(Pod pod) {
        for (int slot = 0; slot < connections.limit(); slot++) {
            Socket connection = connections.at(slot);
            boolean open = connection.state != Socket.FREE
                    && connection.state != Socket.CLOSED
                    && connection.state != Socket.CONNECTING;
            if (open && connection.peer == pod.id) {
                connection.unknownToPeer = true;
            }
        }
    }

    /** Whether a pod has requests under way that it makes by itself, not for somebody whom it serves. */
    boolean hasCallsOfItsOwn(Pod pod) {
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            if (call.state != Call.FREE && call.state != Call.DONE && call.pod == pod.id && call.traffic >= 0) {
                return true;
            }
        }
        return false;
    }

    private void giveUpCalls(Pod pod) {
        for (int slot = 0; slot < calls.limit(); slot++) {
            Call call = calls.at(slot);
            byte state = call.state;
            if (state != Call.FREE && state != Call.DONE && call.pod == pod.id && !call.is(Call.MIRROR)) {
                callers.hangUp(call, Failure.RESET);
            }
        }
    }

    /** Ready connections to a pod close; those on their way are refused when they arrive. */
    void loseConnections(Pod pod) {
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
            } else if (inUse && connection.caller != null && connection.caller.state == Call.PAUSING) {
                connection.lost = true;
                callers.connectionEnds(connection.caller);
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
            boolean session = call.is(Call.UPGRADED) && (state == Call.SESSION || state == Call.RETURNING);
            boolean bytes = (session || state == Call.TRYING || state == Call.PAUSING)
                    && call.decision != null
                    && call.decision.kind == Decision.Kind.TCP;
            if (call.pod == pod.id
                    && ((under || session) && Callers.throughSidecar(call) || bytes)
                    && !call.is(Call.MIRROR)) {
                callers.hangUp(call, Failure.RESET);
            }
        }
        cancellation.cutOff(pod);
        loseConnections(pod);
    }
}
