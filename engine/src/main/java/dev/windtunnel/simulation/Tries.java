package dev.windtunnel.simulation;

import java.util.Arrays;

/** All tries of a run, by slot; those that nobody holds any more are used again, the last one first. */
final class Tries {

    private Try[] rows = new Try[256];
    private int[] free = new int[256];
    private int freeCount;
    private int used;
    private int live;

    /** The try of a slot. */
    Try at(int slot) {
        return rows[slot];
    }

    /** How many are held. */
    int live() {
        return live;
    }

    /** Slots ever used: every live try is below. */
    int limit() {
        return used;
    }

    Try allocate() {
        Try row;
        if (freeCount > 0) {
            row = rows[free[--freeCount]];
        } else {
            if (used == rows.length) {
                if (used == Core.MOST_UNDER_WAY) {
                    throw new Overload(Overload.Kind.UNDER_WAY);
                }
                rows = Arrays.copyOf(rows, 2 * used);
                free = Arrays.copyOf(free, 2 * used);
            }
            row = new Try(used);
            rows[used++] = row;
        }
        live++;
        row.clear();
        return row;
    }

    void hold(Try row) {
        row.holds++;
    }

    /** Lets go of a try; the last one frees it. */
    void letGo(Try row) {
        if (--row.holds == 0) {
            row.state = Try.FREE;
            free[freeCount++] = row.slot;
            live--;
        } else if (row.holds < 0) {
            throw new IllegalStateException("try " + row.slot + " let go once too often");
        }
    }
}
