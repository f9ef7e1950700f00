package dev.windtunnel.simulation;

import dev.windtunnel.plan.Program;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tries under way, and what pods do for them, one row each. A row has two sides: the caller's, which may give it up,
 * and the pod's, which may go on all the same; it is free again when both have let go and no event names it. Branches of
 * a {@code parallel} step are rows too, with a parent.
 */
final class Tries {

    static final byte FREE = 0;
    /** Waits for a connection. */
    static final byte QUEUED = 1;
    /** On its way to the pod. */
    static final byte TRAVELLING = 2;
    /** At the pod: waiting, working, or its answer on the way back. */
    static final byte SERVED = 3;
    static final byte ENDED = 4;

    static final int MEASURED = 1;
    static final int MIRROR = 1 << 1;
    static final int ORGANIC = 1 << 2;
    /** Counts as a try of its edge that has not reached a pod yet, though its call has let go. */
    static final int ORPHAN_UNIT = 1 << 3;
    /** The caller's side has given it up. */
    static final int ABANDONED = 1 << 4;
    static final int HOLDS_THREAD = 1 << 5;
    static final int WAITS_FOR_THREAD = 1 << 6;
    static final int HOLDS_CORE = 1 << 7;
    static final int WAITS_FOR_CORE = 1 << 8;
    static final int BRANCH = 1 << 9;
    /** The pod's side has answered, or given up. */
    static final int ANSWERED = 1 << 10;
    /** Its app works on it. */
    static final int AT_APP = 1 << 11;
    /** To be stopped at the next step. */
    static final int STOPPED = 1 << 12;
    /** Attached to a connection, so that its host counts it as active. */
    static final int ACTIVE = 1 << 13;
    static final int SENT_THROUGH_SIDECAR = 1 << 14;
    /** Counts among the requests that its app serves. */
    static final int IN_SERVICE = 1 << 15;

    private int capacity = 256;
    private int free = -1;
    private int used;
    private int live;

    byte[] state = new byte[capacity];
    int[] bits = new int[capacity];
    long[] key = new long[capacity];
    /** Reasons to keep the row: sides and events. */
    int[] holds = new int[capacity];

    int[] call = new int[capacity];
    int[] edge = new int[capacity];
    @Nullable HostState[] host = new @Nullable HostState[capacity];
    @Nullable Pool[] pool = new @Nullable Pool[capacity];
    int[] pod = new int[capacity];
    int[] sourcePod = new int[capacity];
    int[] connection = new int[capacity];
    int[] worker = new int[capacity];
    int[] head = new int[capacity];
    int[] number = new int[capacity];
    int[] next = new int[capacity];
    int[] previous = new int[capacity];
    int[] tryTimer = new int[capacity];
    int[] inboundTimer = new int[capacity];
    long[] arrival = new long[capacity];
    double[] worst = new double[capacity];
    // the pod's side
    @Nullable Program[] program = new @Nullable Program[capacity];
    int[] position = new int[capacity];
    int[] error = new int[capacity];
    int[] openBranches = new int[capacity];
    int[] branchStatus = new int[capacity];
    int[] parentFrame = new int[capacity];
    int[] callCounter = new int[capacity];
    int[] openCall = new int[capacity];
    long[] coreSince = new long[capacity];
    int[] code = new int[capacity];
    @Nullable Object[] answer = new @Nullable Object[capacity];
    int[] span = new int[capacity];
    int[] stepSpan = new int[capacity];

    int live() {
        return live;
    }

    int limit() {
        return used;
    }

    int allocate() {
        int row = free;
        if (row >= 0) {
            free = next[row];
        } else {
            if (used == capacity) {
                grow();
            }
            row = used++;
        }
        live++;
        bits[row] = 0;
        holds[row] = 0;
        call[row] = -1;
        pod[row] = -1;
        connection[row] = -1;
        worker[row] = 0;
        next[row] = -1;
        previous[row] = -1;
        tryTimer[row] = -1;
        inboundTimer[row] = -1;
        position[row] = 0;
        error[row] = -1;
        openBranches[row] = 0;
        branchStatus[row] = 0;
        parentFrame[row] = -1;
        callCounter[row] = 0;
        openCall[row] = -1;
        code[row] = 0;
        span[row] = -1;
        stepSpan[row] = -1;
        return row;
    }

    void hold(int row) {
        holds[row]++;
    }

    /** Lets go of the row; the last one frees it. */
    void letGo(int row) {
        if (--holds[row] == 0) {
            state[row] = FREE;
            host[row] = null;
            pool[row] = null;
            program[row] = null;
            answer[row] = null;
            next[row] = free;
            free = row;
            live--;
        } else if (holds[row] < 0) {
            throw new IllegalStateException("try " + row + " let go once too often");
        }
    }

    boolean is(int row, int bit) {
        return (bits[row] & bit) != 0;
    }

    private void grow() {
        capacity *= 2;
        int n = capacity;
        state = Arrays.copyOf(state, n);
        bits = Arrays.copyOf(bits, n);
        key = Arrays.copyOf(key, n);
        holds = Arrays.copyOf(holds, n);
        call = Arrays.copyOf(call, n);
        edge = Arrays.copyOf(edge, n);
        host = Arrays.copyOf(host, n);
        pool = Arrays.copyOf(pool, n);
        pod = Arrays.copyOf(pod, n);
        sourcePod = Arrays.copyOf(sourcePod, n);
        connection = Arrays.copyOf(connection, n);
        worker = Arrays.copyOf(worker, n);
        head = Arrays.copyOf(head, n);
        number = Arrays.copyOf(number, n);
        next = Arrays.copyOf(next, n);
        previous = Arrays.copyOf(previous, n);
        tryTimer = Arrays.copyOf(tryTimer, n);
        inboundTimer = Arrays.copyOf(inboundTimer, n);
        arrival = Arrays.copyOf(arrival, n);
        worst = Arrays.copyOf(worst, n);
        program = Arrays.copyOf(program, n);
        position = Arrays.copyOf(position, n);
        error = Arrays.copyOf(error, n);
        openBranches = Arrays.copyOf(openBranches, n);
        branchStatus = Arrays.copyOf(branchStatus, n);
        parentFrame = Arrays.copyOf(parentFrame, n);
        callCounter = Arrays.copyOf(callCounter, n);
        openCall = Arrays.copyOf(openCall, n);
        coreSince = Arrays.copyOf(coreSince, n);
        code = Arrays.copyOf(code, n);
        answer = Arrays.copyOf(answer, n);
        span = Arrays.copyOf(span, n);
        stepSpan = Arrays.copyOf(stepSpan, n);
    }
}
