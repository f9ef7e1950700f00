package dev.windtunnel.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way, one row each, a column a fact. A call is one HTTP request of an app: of a traffic, of a step
 * of a handler, or a mirrored copy. A row is free again when its call has ended and no event names it any more.
 */
final class Calls {

    static final byte FREE = 0;
    /** The app waits for a connection or a name. */
    static final byte CONNECTING = 1;
    /** On its way into the sidecar. */
    static final byte ENTERING = 2;
    /** Held up by an injected delay. */
    static final byte DELAYED = 3;
    /** A try is under way. */
    static final byte TRYING = 4;
    /** Waiting before a retry. */
    static final byte BACKING_OFF = 5;
    /** The outcome is on its way to the app. */
    static final byte RETURNING = 6;
    /** The caller waits before its own retry. */
    static final byte CALLER_WAITING = 7;
    static final byte DONE = 8;

    static final int MEASURED = 1;
    static final int MIRROR = 1 << 1;
    /** Neither it nor anything above it is a retry. */
    static final int ORGANIC = 1 << 2;
    /** The present try, or the wait for it, has neither reached a pod nor been given up. */
    static final int UNIT_OPEN = 1 << 3;
    static final int HOLDS_RETRY = 1 << 4;
    /** A byte of it has been sent upstream. */
    static final int SENT = 1 << 5;
    static final int HAS_STREAM = 1 << 6;
    /** Waits in the queue of an app's connections. */
    static final int QUEUED_AT_APP = 1 << 7;

    private int capacity = 256;
    private int free = -1;
    private int used;
    private int live;

    byte[] state = new byte[capacity];
    int[] bits = new int[capacity];
    long[] key = new long[capacity];
    int[] events = new int[capacity];
    /** The try whose handler makes the call, -1 for none, and the branch of it. */
    int[] parentTry = new int[capacity];

    int[] parentFrame = new int[capacity];
    int[] traffic = new int[capacity];
    int[] user = new int[capacity];
    int[] mix = new int[capacity];
    /** Call site, -1 for none. */
    int[] site = new int[capacity];

    int[] head = new int[capacity];
    int[] pod = new int[capacity];
    int[] edge = new int[capacity];
    long[] number = new long[capacity];
    long[] firstStart = new long[capacity];
    long[] start = new long[capacity];
    int[] callerTry = new int[capacity];
    int[] connection = new int[capacity];
    int[] nextWaiting = new int[capacity];
    @Nullable Decision[] decision = new @Nullable Decision[capacity];
    int[] cluster = new int[capacity];
    long[] stream = new long[capacity];
    int[] fault = new int[capacity];
    int[] attempt = new int[capacity];
    int[] currentTry = new int[capacity];
    int[] attempted = new int[capacity];
    int[] destination = new int[capacity];
    int[] unsent = new int[capacity];
    int[] flags = new int[capacity];
    int[] code = new int[capacity];
    byte[] failure = new byte[capacity];
    /** Where the answer came from: pod and response of an app, or -1 and a local reply. */
    int[] answerPod = new int[capacity];

    @Nullable Object[] answer = new @Nullable Object[capacity];
    int[] routeTimer = new int[capacity];
    int[] callerTimer = new int[capacity];
    double[] worst = new double[capacity];
    int[] span = new int[capacity];
    int[] workSpan = new int[capacity];

    /** How many calls are under way. */
    int live() {
        return live;
    }

    /** Rows ever used: every live row is below. */
    int limit() {
        return used;
    }

    int allocate() {
        int row = free;
        if (row >= 0) {
            free = nextWaiting[row];
        } else {
            if (used == capacity) {
                grow();
            }
            row = used++;
        }
        live++;
        bits[row] = 0;
        events[row] = 0;
        parentTry[row] = -1;
        parentFrame[row] = -1;
        traffic[row] = -1;
        user[row] = -1;
        mix[row] = 0;
        site[row] = -1;
        callerTry[row] = 0;
        connection[row] = -1;
        nextWaiting[row] = -1;
        fault[row] = 0;
        attempt[row] = 0;
        currentTry[row] = -1;
        attempted[row] = -1;
        destination[row] = -1;
        unsent[row] = 0;
        flags[row] = 0;
        code[row] = 0;
        failure[row] = 0;
        answerPod[row] = -1;
        routeTimer[row] = -1;
        callerTimer[row] = -1;
        span[row] = -1;
        workSpan[row] = -1;
        return row;
    }

    /** Gives the row back when its call has ended and no event names it. */
    void release(int row) {
        if (state[row] == DONE && events[row] == 0) {
            state[row] = FREE;
            decision[row] = null;
            answer[row] = null;
            nextWaiting[row] = free;
            free = row;
            live--;
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
        events = Arrays.copyOf(events, n);
        parentTry = Arrays.copyOf(parentTry, n);
        parentFrame = Arrays.copyOf(parentFrame, n);
        traffic = Arrays.copyOf(traffic, n);
        user = Arrays.copyOf(user, n);
        mix = Arrays.copyOf(mix, n);
        site = Arrays.copyOf(site, n);
        head = Arrays.copyOf(head, n);
        pod = Arrays.copyOf(pod, n);
        edge = Arrays.copyOf(edge, n);
        number = Arrays.copyOf(number, n);
        firstStart = Arrays.copyOf(firstStart, n);
        start = Arrays.copyOf(start, n);
        callerTry = Arrays.copyOf(callerTry, n);
        connection = Arrays.copyOf(connection, n);
        nextWaiting = Arrays.copyOf(nextWaiting, n);
        decision = Arrays.copyOf(decision, n);
        cluster = Arrays.copyOf(cluster, n);
        stream = Arrays.copyOf(stream, n);
        fault = Arrays.copyOf(fault, n);
        attempt = Arrays.copyOf(attempt, n);
        currentTry = Arrays.copyOf(currentTry, n);
        attempted = Arrays.copyOf(attempted, n);
        destination = Arrays.copyOf(destination, n);
        unsent = Arrays.copyOf(unsent, n);
        flags = Arrays.copyOf(flags, n);
        code = Arrays.copyOf(code, n);
        failure = Arrays.copyOf(failure, n);
        answerPod = Arrays.copyOf(answerPod, n);
        answer = Arrays.copyOf(answer, n);
        routeTimer = Arrays.copyOf(routeTimer, n);
        callerTimer = Arrays.copyOf(callerTimer, n);
        worst = Arrays.copyOf(worst, n);
        span = Arrays.copyOf(span, n);
        workSpan = Arrays.copyOf(workSpan, n);
    }
}
