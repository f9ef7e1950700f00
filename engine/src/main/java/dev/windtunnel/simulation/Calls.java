package dev.windtunnel.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All calls of a run, by slot; those that have ended are used again, the last one first. */
final class Calls {

    private Call[] rows = new Call[256];
    private int[] free = new int[256];
    private int freeCount;
    private int used;
    private int live;

    /** The call of a slot. */
    Call at(int slot) {
        return rows[slot];
    }

    /** How many calls are under way. */
    int live() {
        return live;
    }

    /** Slots ever used: every live call is below. */
    int limit() {
        return used;
    }

    Call allocate() {
        Call call;
        if (freeCount > 0) {
            call = rows[free[--freeCount]];
        } else {
            if (used == rows.length) {
                if (used == Core.MOST_UNDER_WAY) {
                    throw new Overload(Overload.Kind.UNDER_WAY);
                }
                rows = Arrays.copyOf(rows, 2 * used);
                free = Arrays.copyOf(free, 2 * used);
            }
            call = new Call(used);
            rows[used++] = call;
        }
        live++;
        call.clear();
        return call;
    }

    /** Takes a call back when it has ended and no event names it. */
    void release(Call call) {
        if (call.state == Call.DONE && call.events == 0) {
            call.state = Call.FREE;
            free[freeCount++] = call.slot;
            live--;
        }
    }

    /** The first call that is under way from a slot on; null when there is none. */
    @Nullable
    Call next(int fromSlot) {
        for (int slot = fromSlot; slot < used; slot++) {
            if (rows[slot].state != Call.FREE && rows[slot].state != Call.DONE) {
                return rows[slot];
            }
        }
        return null;
    }
}
