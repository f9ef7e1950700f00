package dev.windtunnel.simulation;

/**
 * Packets of TCP where something is wrong with the network. A lost one costs time and no request: what was sent is sent
 * again after 200 ms, then after twice as long each time, and the first packets of a handshake after 1 s. Only after a
 * quarter of an hour (a handshake after two minutes) the sender gives up. The model is that of Linux without its finer
 * points: no fast retransmission, no tail loss probe, and the parts of one message are lost independently
 * ({@code net/ipv4/tcp_timer.c}; tcp_retries2 is 15, tcp_syn_retries 6).
 */
final class Packets {

    private static final long FIRST_WAIT_NANOS = 200_000_000L;
    private static final long LONGEST_WAIT_NANOS = 120_000_000_000L;
    private static final int MOST_REPETITIONS = 15;
    private static final long FIRST_HANDSHAKE_WAIT_NANOS = 1_000_000_000L;
    private static final int MOST_HANDSHAKES = 6;
    /** Bytes of one packet on Ethernet. */
    private static final double SEGMENT = 1448;

    private final Core core;
    private final Wire wire;

    Packets(Core core, Wire wire) {
        this.core = core;
        this.wire = wire;
    }

    /** Sends what brings an event about at the other end, after a delay unless it is lost. */
    void send(Try row, int event, long delay) {
        row.packetEvent = event;
        row.packetNanos = delay;
        row.packetTries = 0;
        transmit(row);
    }

    /** The wait after a loss is over. */
    void again(Try row) {
        boolean request = row.packetEvent == EventKind.POD_RECEIVES;
        if (row.is(Try.ABANDONED) || row.call == null) {
            if (request) {
                wire.neverReached(row);
            }
            return; // the connection is closed
        }
        if (row.packetTries > MOST_REPETITIONS) {
            if (request) {
                core.tryEvent(core.now(), EventKind.RESET_BACK, row); // the caller's own side gives up
            }
            return;
        }
        transmit(row);
    }

    private void transmit(Try row) {
        boolean request = row.packetEvent == EventKind.POD_RECEIVES;
        Pod from = core.pod(request ? row.sourcePod : row.pod);
        Pod to = core.pod(request ? row.pod : row.sourcePod);
        if (request && isUnknown(row)) {
            row.bits |= Try.UNKNOWN_TO_POD;
        }
        if (core.trouble.vanishes(from, to) || isLost(row, from, to, request)) {
            row.bits |= request ? Try.LOST : 0;
            row.packetTries++;
            long wait = row.packetTries > 10
                    ? LONGEST_WAIT_NANOS
                    : Math.min(LONGEST_WAIT_NANOS, FIRST_WAIT_NANOS << (row.packetTries - 1));
            core.tryEvent(core.now() + wait, EventKind.PACKETS_AGAIN, row);
            return;
        }
        if (request) { // what comes back may be the news that it never arrived
            row.bits &= ~Try.LOST;
        }
        core.tryEvent(core.now() + row.packetNanos, row.packetEvent, row);
    }

    private static boolean isUnknown(Try row) {
        Call call = row.call;
        Socket connection = row.connection != null ? row.connection : call == null ? null : call.connection;
        return connection != null && connection.unknownToPeer;
    }

    private boolean isLost(Try row, Pod from, Pod to, boolean request) {
        double loss = core.trouble.loss(from, to);
        if (loss <= 0) {
            return false;
        }
        long bytes = request ? core.heads.get(row.head).bytes() : Answers.bytes(row.answer);
        double parts = Math.max(1, Math.ceil(bytes / SEGMENT));
        long purpose = Purpose.PACKETS + ((long) row.packetTries << 8) + ((long) row.packetEvent << 16);
        return core.unit(row.key, purpose) < lostAgain(loss, parts, row.packetTries + 1);
    }

    /** Of a message whose parts did not all arrive in the sendings before: whether they still have not after this one. */
    static double lostAgain(double loss, double parts, int sending) {
        double before = sending == 1 ? 1 : incomplete(loss, parts, sending - 1);
        return before <= 0 ? 0 : incomplete(loss, parts, sending) / before;
    }

    private static double incomplete(double loss, double parts, int sendings) {
        return 1 - StrictMath.pow(1 - StrictMath.pow(loss, sendings), parts);
    }

    // ---------------------------------------------------------------- handshakes

    /** What becomes of the packets of a handshake: one is lost, the other side never answers, or they arrive. */
    boolean handshakeArrives(Socket connection, Pod from, Pod to) {
        boolean lost = core.trouble.vanishes(from, to);
        double loss = lost ? 0 : core.trouble.loss(from, to);
        if (loss > 0) {
            double arrives = (1 - loss) * (1 - loss);
            long purpose = Purpose.HANDSHAKE + ((long) connection.packetTries << 8);
            lost = core.unit(connection.key, purpose) >= arrives;
        }
        if (lost) {
            long wait = FIRST_HANDSHAKE_WAIT_NANOS << connection.packetTries++;
            core.connectionEvent(core.now() + wait, EventKind.HANDSHAKE_AGAIN, connection);
        }
        return !lost;
    }

    /** Whether a handshake has been tried in vain for so long that its side gives up. */
    static boolean givesUp(Socket connection) {
        return connection.packetTries > MOST_HANDSHAKES;
    }
}
