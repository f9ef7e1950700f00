package dev.windtunnel.simulation;

import dev.windtunnel.kernel.Agenda;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.scenario.RunSettings;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.Traffic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run: takes event after event off the agenda and hands each to whom it concerns. */
final class Simulation {

    private static final int STUCK = 1_000_000;
    /** A series may have so many windows. */
    static final int MOST_WINDOWS = 100_000;

    private final Core core;
    private final Agenda agenda;
    private final Resolver resolver;
    private final Callers callers;
    private final AppConnections appConnections;
    private final Router router;
    private final UpstreamTries upstreamTries;
    private final ConnectionPools pools;
    private final Servers servers;
    private final Steps steps;
    private final Cancellation cancellation;
    private final TrafficSource source;
    private final World world;
    private final Timeline timeline;
    private final boolean endless;
    private final long durationNanos;
    private final long drainNanos;
    /** When new requests stopped, or would have; the end of what is measured. */
    private long endNanos = -1;

    /** The series ends here: a run that goes on has too many windows. */
    private final long lastWindowNanos;
    /** Nothing happens later than this. */
    private long latestNanos;
    /** Whether the run is over when nothing can happen any more. */
    private final boolean endsByItself;

    /** When anything but probes was on the agenda last. */
    private long busyNanos;

    private boolean closing;
    private boolean over;

    /** How long a simulation goes on, and what happens in it by itself. */
    enum Life {
        /** To the end that the scenario gives it. */
        RUN,
        /** As long as somebody looks, with the scenario's traffic. */
        ENDLESS,
        /** As long as somebody looks, without the scenario's traffic. */
        ENDLESS_AND_QUIET
    }

    Simulation(Plan plan, ClusterObjects objects, RunOptions options, Life life) {
        Scenario scenario = plan.scenario();
        List<String> names = new ArrayList<>();
        plan.traffic().forEach(traffic -> names.add(traffic.traffic().name()));
        Measures measures = new Measures(plan, options.seriesStepNanos(), new Selections(options.selections(), names));
        agenda = new Agenda(options.queue());
        core = new Core(
                plan,
                options.seed(),
                agenda,
                measures,
                options.recorded() == null ? null : new Recorder(options.recorded()));
        resolver = new Resolver(core);
        callers = new Callers(core, resolver);
        appConnections = callers.connections();
        router = callers.router();
        upstreamTries = router.tries();
        pools = router.pools();
        servers = callers.servers();
        steps = servers.steps();
        cancellation = servers.cancellation();
        source = callers.source();
        world = new World(core, resolver, callers);
        timeline = new Timeline(core, world, callers, objects);
        endless = life != Life.RUN;
        durationNanos = endless ? Long.MAX_VALUE : duration(scenario);
        drainNanos = scenario.run().drainNanos();
        lastWindowNanos = options.seriesStepNanos() > 0 && options.seriesStepNanos() < Long.MAX_VALUE / MOST_WINDOWS
                ? options.seriesStepNanos() * MOST_WINDOWS - 1
                : Long.MAX_VALUE;
        latestNanos = Math.min(lastWindowNanos, lastEventNanos());
        endsByItself = durationNanos == Long.MAX_VALUE && !endless;
        world.start();
        timeline.start();
        if (life != Life.ENDLESS_AND_QUIET) {
            source.start();
        }
    }

    private static long duration(Scenario scenario) {
        RunSettings run = scenario.run();
        if (run.durationNanos() != null) {
            return run.durationNanos();
        }
        boolean endless = scenario.traffic().isEmpty();
        for (Traffic traffic : scenario.traffic()) {
            endless |= traffic.requests() == Long.MAX_VALUE;
        }
        return endless ? RunSettings.DEFAULT_DURATION_NANOS : Long.MAX_VALUE;
    }

    // ---------------------------------------------------------------- advancing

    /** Handles the next event if it is not later than a limit; false when there is none, or the run is over. */
    boolean step(long limitNanos) {
        if (over) {
            return false;
        }
        if (endsByItself && core.chores.repeating() > 0) {
            if (agenda.pending() > core.chores.repeating() && !core.prober().isAsking()) {
                busyNanos = agenda.nowNanos();
            }
            if (nothingCanHappen()) {
                return standStill(limitNanos);
            }
        }
        if (!agenda.next(Math.min(limitNanos, latestNanos))) {
            return nothingDue(limitNanos);
        }
        if (agenda.eventsAtThisInstant() > STUCK) {
            throw new Overload(Overload.Kind.EVENTS_AT_ONE_INSTANT);
        }
        dispatch(agenda.type(), agenda.slot());
        if (source.open() == 0 || closing) {
            perhapsOver();
        }
        return true;
    }

    private void perhapsOver() {
        if (closing) {
            over = nothingUnderWay();
        } else if (!endless && source.allDone()) {
            close(agenda.nowNanos());
        }
    }

    private boolean nothingDue(long limitNanos) {
        if (agenda.nextTimeNanos() <= Math.min(limitNanos, lastEventNanos())) {
            throw new Overload(Overload.Kind.WINDOWS);
        }
        return standStill(limitNanos);
    }

    /** When the run ends if nothing else ends it. */
    private long horizonNanos() {
        return closing ? saturatedSum(endNanos, drainNanos) : durationNanos;
    }

    /** Until when events happen. What is due at the very end comes after it, so that nothing new starts then. */
    private long lastEventNanos() {
        long horizon = horizonNanos();
        return closing || horizon == Long.MAX_VALUE ? horizon : horizon - 1;
    }

    /** Nothing is due up to the limit: the clock goes there, or the run comes to its end. */
    private boolean standStill(long limitNanos) {
        long horizon = horizonNanos();
        if (endless) {
            if (limitNanos < Long.MAX_VALUE) {
                agenda.advanceClockTo(Math.max(limitNanos, agenda.nowNanos()));
            }
            return false;
        }
        if (limitNanos < horizon && !nothingCanHappen()) {
            agenda.advanceClockTo(Math.max(limitNanos, agenda.nowNanos()));
            return false;
        }
        if (closing) {
            over = true;
            return false;
        }
        if (durationNanos == Long.MAX_VALUE || nothingCanHappen() && limitNanos == Long.MAX_VALUE) {
            endNanos = durationNanos == Long.MAX_VALUE ? agenda.nowNanos() : durationNanos;
            over = true;
            return false;
        }
        if (horizon > limitNanos) {
            agenda.advanceClockTo(Math.max(limitNanos, agenda.nowNanos()));
            return false;
        }
        agenda.advanceClockTo(durationNanos);
        close(durationNanos);
        return !over;
    }

    /** What is left on the agenda only plans itself again, and probes have had their time to notice what is wrong. */
    private boolean nothingCanHappen() {
        return agenda.pending() <= core.chores.repeating()
                && agenda.nowNanos() - busyNanos >= core.prober().patienceNanos();
    }

    private void close(long now) {
        closing = true;
        endNanos = now;
        latestNanos = Math.min(lastWindowNanos, lastEventNanos());
        core.measures.endNanos = now;
        for (Pod pod : core.pods) {
            pod.inService.end(now);
        }
        source.close();
        over = nothingUnderWay();
    }

    /** Open websockets are no requests under way: theirs were answered. */
    private boolean nothingUnderWay() {
        Sessions sessions = callers.sessions();
        return source.open() == sessions.open() && core.calls.live() == sessions.kept();
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private void dispatch(int kind, int slot) {
        switch (kind) {
            case EventKind.ARRIVAL -> source.arrival(slot);
            case EventKind.USER_SENDS -> source.userSends(slot);
            case EventKind.PROXY_RECEIVES -> {
                Call call = called(slot);
                appConnections.proxyReceives(call);
                core.calls.release(call);
            }
            case EventKind.POD_RECEIVES -> {
                Try row = core.tries.at(slot);
                servers.receive(row);
                core.tries.letGo(row);
            }
            case EventKind.STEP_OVER -> {
                Try row = core.tries.at(slot);
                steps.stepOver(row);
                core.tries.letGo(row);
            }
            case EventKind.ANSWER_BACK -> {
                Try row = core.tries.at(slot);
                callers.answerBack(row);
                core.tries.letGo(row);
            }
            case EventKind.DELIVERED -> {
                Call call = called(slot);
                callers.delivered(call);
                core.calls.release(call);
            }
            case EventKind.FAULT_OVER -> {
                Call call = called(slot);
                router.faults().over(call);
                core.calls.release(call);
            }
            case EventKind.BACK_OFF_OVER -> {
                Call call = called(slot);
                router.backOffOver(call);
                core.calls.release(call);
            }
            case EventKind.CALLER_GOES_ON -> {
                Call call = called(slot);
                callers.goesOn(call);
                core.calls.release(call);
            }
            case EventKind.CALLER_READY -> {
                Call call = called(slot);
                appConnections.callerReady(call);
                core.calls.release(call);
            }
            case EventKind.RESET_BACK -> {
                Try row = core.tries.at(slot);
                callers.resetBack(row);
                core.tries.letGo(row);
            }
            case EventKind.HANG_UP_ARRIVES -> {
                Try row = core.tries.at(slot);
                cancellation.hangUpArrives(row);
                core.tries.letGo(row);
            }
            case EventKind.CONNECTED -> connected(core.connections.at(slot));
            case EventKind.REFUSED -> refused(core.connections.at(slot));
            case EventKind.ROUTE_TIMEOUT -> router.routeTimeout(core.calls.at(slot));
            case EventKind.TRY_TIMEOUT -> upstreamTries.tryTimeout(core.tries.at(slot));
            case EventKind.CALLER_TIMEOUT -> callers.callerTimeout(core.calls.at(slot));
            case EventKind.CONNECT_TIMEOUT -> {
                Socket connection = core.connections.at(slot);
                if (connection.pool != null) {
                    pools.timedOut(connection);
                } else {
                    appConnections.timedOut(connection);
                }
            }
            case EventKind.INBOUND_TIMEOUT -> cancellation.inboundTimeout(core.tries.at(slot));
            case EventKind.GATE_OF_POD -> {
                Try row = core.tries.at(slot);
                servers.askedAbout(row);
                core.tries.letGo(row);
            }
            case EventKind.GATE_OF_GATEWAY -> {
                Call call = called(slot);
                router.askedAbout(call);
                core.calls.release(call);
            }
            case EventKind.TIMELINE -> timeline.happens(slot);
            case EventKind.CONFIG_ARRIVES -> world.controlPlane().arrives(slot);
            case EventKind.CHORE -> core.chores.happens(slot);
            case EventKind.PACKETS_AGAIN -> {
                Try row = core.tries.at(slot);
                callers.wire().packets().again(row);
                core.tries.letGo(row);
            }
            case EventKind.CONNECTION_IDLE -> {
                Socket connection = core.connections.at(slot);
                if (connection.pool != null) {
                    pools.idleFor(connection);
                } else {
                    appConnections.cutOff(connection, true);
                }
            }
            case EventKind.CONNECTION_TOO_OLD -> {
                Socket connection = core.connections.at(slot);
                if (connection.pool != null) {
                    pools.tooOld(connection);
                } else {
                    appConnections.cutOff(connection, false);
                }
            }
            case EventKind.HANDSHAKE_AGAIN -> handshakeAgain(core.connections.at(slot));
            case EventKind.HEALTH_SEEN -> core.clusters.get(slot).sets.mergeDue();
            case EventKind.OUTLIER_LOOK -> upstreamTries.outliers().look(core.clusters.get(slot));
            default -> throw new IllegalStateException("no such kind of event: " + kind);
        }
    }

    /** The call that an event of this moment names; from now on it names it no more. */
    private Call called(int slot) {
        Call call = core.calls.at(slot);
        call.events--;
        return call;
    }

    private void connected(Socket connection) {
        connection.events--;
        if (connection.state == Socket.CONNECTING) {
            if (connection.pool != null) {
                pools.connected(connection);
            } else {
                appConnections.connected(connection);
            }
        }
        core.connections.release(connection);
    }

    private void handshakeAgain(Socket connection) {
        connection.events--;
        if (connection.state == Socket.CONNECTING) {
            if (connection.pool != null) {
                pools.tryAgain(connection);
            } else {
                appConnections.tryAgain(connection);
            }
        }
        core.connections.release(connection);
    }

    private void refused(Socket connection) {
        connection.events--;
        if (connection.state == Socket.CONNECTING) {
            if (connection.pool != null) {
                pools.failed(connection, false);
            } else {
                appConnections.refused(connection);
            }
        }
        core.connections.release(connection);
    }

    // ---------------------------------------------------------------- the state of the run

    Core core() {
        return core;
    }

    Callers callers() {
        return callers;
    }

    TrafficSource source() {
        return source;
    }

    World world() {
        return world;
    }

    Timeline timeline() {
        return timeline;
    }

    boolean over() {
        return over;
    }

    boolean closing() {
        return closing;
    }

    long nowNanos() {
        return agenda.nowNanos();
    }

    /** The end of what is measured: of a run that is not over, now. */
    long measuredUntilNanos() {
        return endNanos >= 0 ? endNanos : agenda.nowNanos();
    }

    @Nullable
    Recorder recorder() {
        return core.recorder;
    }
}
