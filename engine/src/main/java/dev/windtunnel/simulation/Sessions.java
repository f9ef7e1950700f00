package dev.windtunnel.simulation;

import dev.windtunnel.measure.SessionStatistics;
import dev.windtunnel.scenario.Traffic;
import java.util.Objects;

/**
 * Websockets: requests that were answered 101 and stay open. From the 101 on no timeout of a route and no retry concerns
 * them ({@code upstream_request.cc}); they keep their connection, their place among the active requests of their host, and
 * a thread of the app, until one of both sides is gone.
 */
final class Sessions {

    private final Core core;
    private final Callers callers;
    /** Sessions that are open, and calls of sessions that are over while their last event is still to come. */
    private int open;

    private int lingering;

    Sessions(Core core, Callers callers) {
        this.core = core;
        this.callers = callers;
    }

    /** How many are open. */
    int open() {
        return open;
    }

    /** How many calls are kept for sessions, open or over. */
    int kept() {
        return open + lingering;
    }

    /** The 101 of a pod is back where no proxy of the caller reads it. */
    void acceptedDirectly(Try row, Call call) {
        call.code = row.code;
        call.answerPod = row.pod;
        call.answer = row.answer;
        call.bits |= Call.UPGRADED;
    }

    /** The 101 is at the caller. */
    void begin(Call call) {
        callers.outcome(call);
        call.state = Call.SESSION;
        open++;
        if (call.is(Call.MEASURED)) {
            statistics(call).opens();
        }
        call.firstStart = core.now();
        if (call.currentTry == null) { // it was cut while the 101 was on its way
            end(call);
            return;
        }
        if (call.traffic < 0) {
            return; // somebody keeps it open by hand, and will close it by hand
        }
        Traffic.Session session = session(call);
        long time = session.time().sampleNanos(core.draw(call.key, Purpose.SESSION));
        call.sessionUntil = time > Long.MAX_VALUE - core.now() ? Long.MAX_VALUE : core.now() + time;
        wait(call, session);
    }

    /** Until its end, or until its next message where somebody looks whether something moves. */
    private void wait(Call call, Traffic.Session session) {
        long next = call.sessionUntil;
        if (session.interval() != null && call.socket().idleTimer >= 0) {
            long key = core.draw(call.key, Purpose.EXCHANGE + ((long) ++call.exchange << 8));
            next = Math.min(next, core.now() + session.interval().sampleNanos(key));
        }
        core.callEvent(next, EventKind.CALLER_GOES_ON, call);
    }

    /** A session goes on: with a message, or to its end. */
    void goesOn(Call call) {
        if (call.state != Call.SESSION) {
            lingering--; // it was cut before
        } else if (core.now() < call.sessionUntil) {
            callers.connections().moved(call, call.socket());
            wait(call, session(call));
        } else {
            Try row = Objects.requireNonNull(call.currentTry);
            close(call, row.is(Try.AT_APP) ? SessionEnd.DONE : SessionEnd.UNNOTICED);
        }
    }

    /** The caller's side ends a session, whatever state it is in. */
    void close(Call call, SessionEnd why) {
        Try row = call.currentTry;
        if (row != null) {
            if (row.is(Try.SENT_THROUGH_SIDECAR)) {
                callers.router().tries().close(row, why == SessionEnd.DONE);
            } else {
                callers.directTries().abandon(row, call);
            }
            call.sessionEnd = (byte) why.ordinal();
        }
        if (call.state == Call.SESSION) {
            end(call);
        }
    }

    /** The news that the pod's side has ended a session is at the caller's side. */
    void cut(Try row, Call call) {
        call.sessionEnd = row.sessionEnd;
        if (row.is(Try.SENT_THROUGH_SIDECAR)) {
            callers.router().tries().cut(row);
        } else {
            callers.directTries().end(row, call, "the session was cut off");
        }
        if (call.state == Call.SESSION) {
            end(call);
        }
    }

    private void end(Call call) {
        open--;
        lingering += call.events;
        if (call.is(Call.MEASURED)) {
            statistics(call).ends(call.sessionEnd, core.now() - call.firstStart);
        }
        callers.connections().drop(call);
        callers.over(call);
    }

    private SessionStatistics statistics(Call call) {
        return Objects.requireNonNull(core.measures.traffic[call.traffic].sessions);
    }

    private static Traffic.Session session(Call call) {
        return Objects.requireNonNull(call.session);
    }
}
