package dev.windtunnel.simulation;

import org.jspecify.annotations.Nullable;

/** The connections of one app (or one person of a closed loop) to one host and port, and the calls that wait for one. */
final class AppPool {

    final int pod;
    /** Idle connections, the most recently used first. */
    @Nullable
    Socket idle;

    /** The one connection of HTTP/2, on its way or ready; null for none. */
    @Nullable
    Socket shared;

    int open;

    @Nullable
    Call firstWaiting;

    @Nullable
    Call lastWaiting;
    /** Whether connections for waiting calls are being opened right now. */
    boolean serving;

    AppPool(int pod) {
        this.pod = pod;
    }

    void enqueue(Call call) {
        call.bits |= Call.QUEUED_AT_APP;
        call.nextWaiting = null;
        if (lastWaiting == null) {
            firstWaiting = call;
        } else {
            lastWaiting.nextWaiting = call;
        }
        lastWaiting = call;
    }

    /** Takes the call that has waited longest out of the queue; null when none waits. */
    @Nullable
    Call poll() {
        Call call = firstWaiting;
        if (call != null) {
            firstWaiting = call.nextWaiting;
            if (firstWaiting == null) {
                lastWaiting = null;
            }
            call.bits &= ~Call.QUEUED_AT_APP;
        }
        return call;
    }

    /** A call waits no longer. */
    void remove(Call call) {
        Call before = null;
        for (Call each = firstWaiting; each != null; each = each.nextWaiting) {
            if (each == call) {
                if (before == null) {
                    firstWaiting = each.nextWaiting;
                } else {
                    before.nextWaiting = each.nextWaiting;
                }
                if (each.nextWaiting == null) {
                    lastWaiting = before;
                }
                break;
            }
            before = each;
        }
        call.bits &= ~Call.QUEUED_AT_APP;
    }

    /** An idle connection is to be used no more. */
    void removeIdle(Socket connection) {
        Socket before = null;
        for (Socket each = idle; each != null && each != connection; each = each.next) {
            before = each;
        }
        if (before == null) {
            idle = connection.next;
        } else {
            before.next = connection.next;
        }
    }
}
