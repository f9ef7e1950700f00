package dev.windtunnel.kernel;

import java.util.Arrays;

/** Timers in doubly linked lists threaded through arrays, one list for each duration, ordered by deadline by growing at the end. */
final class TimerLists {
    private static final long FREE = -1;
    /** Longer than any run; keeps deadlines from overflowing. */
    private static final long LONGEST = 1L << 62;

    private static final int SHIFT = 2;
    private static final int DEADLINE = 0;
    private static final int TAG = 1;
    /** Its neighbours in the list: the one before in the upper half, the one after (or the next free) in the lower. */
    private static final int LINKS = 2;

    private static final int CLASS = 3;

    private int classes;
    private long[] durations = new long[8];
    private int[] heads = new int[8];
    private int[] tails = new int[8];
    private boolean[] queued = new boolean[8];
    private int queuedClasses;

    /** Four longs for each timer, side by side so that all of a timer is in one line of the processor's cache. */
    private long[] timers = new long[64 << SHIFT];

    private int used;
    private int free = -1;
    private int armed;

    /** The class of a duration. A handful of classes is searched faster than hashed. */
    int classOf(long durationNanos) {
        if (durationNanos < 0 || durationNanos > LONGEST) {
            throw new IllegalArgumentException("a timer of " + durationNanos + " ns");
        }
        for (int i = 0; i < classes; i++) {
            if (durations[i] == durationNanos) {
                return i;
            }
        }
        if (classes == durations.length) {
            durations = Arrays.copyOf(durations, 2 * classes);
            heads = Arrays.copyOf(heads, 2 * classes);
            tails = Arrays.copyOf(tails, 2 * classes);
            queued = Arrays.copyOf(queued, 2 * classes);
        }
        durations[classes] = durationNanos;
        heads[classes] = -1;
        tails[classes] = -1;
        return classes++;
    }

    int append(int timerClass, long nowNanos, long tag) {
        int timer = free;
        if (timer >= 0) {
            free = after(timer);
        } else {
            timer = used++;
            if (timer << SHIFT == timers.length) {
                timers = Arrays.copyOf(timers, 2 * timers.length);
            }
        }
        int at = timer << SHIFT;
        int tail = tails[timerClass];
        timers[at + DEADLINE] = nowNanos + durations[timerClass];
        timers[at + TAG] = tag;
        timers[at + LINKS] = links(tail, -1);
        timers[at + CLASS] = timerClass;
        if (tail >= 0) {
            setAfter(tail, timer);
        } else {
            heads[timerClass] = timer;
        }
        tails[timerClass] = timer;
        armed++;
        return timer;
    }

    void remove(int timer) {
        int at = timer << SHIFT;
        if (timer < 0 || timer >= used || timers[at + TAG] == FREE) {
            throw new IllegalStateException("timer " + timer + " is not armed");
        }
        int previous = before(timer);
        int next = after(timer);
        if (previous >= 0) {
            setAfter(previous, next);
        } else {
            heads[(int) timers[at + CLASS]] = next;
        }
        if (next >= 0) {
            setBefore(next, previous);
        } else {
            tails[(int) timers[at + CLASS]] = previous;
        }
        timers[at + TAG] = FREE;
        timers[at + LINKS] = links(-1, free);
        free = timer;
        armed--;
    }

    /** The timer of a class that is due first, or -1. */
    int head(int timerClass) {
        return heads[timerClass];
    }

    long deadline(int timer) {
        return timers[(timer << SHIFT) + DEADLINE];
    }

    long tag(int timer) {
        return timers[(timer << SHIFT) + TAG];
    }

    /** How many timers are armed. */
    int armed() {
        return armed;
    }

    /** Whether an event stands in the queue for the class. */
    boolean isQueued(int timerClass) {
        return queued[timerClass];
    }

    void setQueued(int timerClass, boolean nowQueued) {
        queuedClasses += (nowQueued ? 1 : 0) - (queued[timerClass] ? 1 : 0);
        queued[timerClass] = nowQueued;
    }

    int queuedClasses() {
        return queuedClasses;
    }

    private static long links(int before, int after) {
        return (long) before << 32 | after & 0xffff_ffffL;
    }

    private int before(int timer) {
        return (int) (timers[(timer << SHIFT) + LINKS] >> 32);
    }

    private int after(int timer) {
        return (int) timers[(timer << SHIFT) + LINKS];
    }

    private void setBefore(int timer, int before) {
        timers[(timer << SHIFT) + LINKS] = links(before, after(timer));
    }

    private void setAfter(int timer, int after) {
        timers[(timer << SHIFT) + LINKS] = links(before(timer), after);
    }
}
