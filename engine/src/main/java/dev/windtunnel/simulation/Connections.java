package dev.windtunnel.simulation;

import java.util.Arrays;

/** All connections of a run, by slot; closed ones are used again, the last one first. */
final class Connections {

    private Socket[] rows = new Socket[256];
    private int[] free = new int[256];
    private int freeCount;
    private int used;

    /** The connection of a slot. */
    Socket at(int slot) {
        return rows[slot];
    }

    /** Slots ever used. */
    int limit() {
        return used;
    }

    Socket allocate() {
        Socket connection;
        if (freeCount > 0) {
            connection = rows[free[--freeCount]];
        } else {
            if (used == rows.length) {
                if (used == Core.MOST_UNDER_WAY) {
                    throw new Overload(Overload.Kind.UNDER_WAY);
                }
                rows = Arrays.copyOf(rows, 2 * used);
                free = Arrays.copyOf(free, 2 * used);
            }
            connection = new Socket(used);
            rows[used++] = connection;
        }
        connection.clear();
        return connection;
    }

    /** Takes a connection back when it is closed and no event names it. */
    void release(Socket connection) {
        if (connection.state == Socket.CLOSED && connection.events == 0) {
            connection.state = Socket.FREE;
            free[freeCount++] = connection.slot;
        }
    }
}
