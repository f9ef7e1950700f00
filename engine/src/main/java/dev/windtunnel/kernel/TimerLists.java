package dev.windtunnel.kernel;

import java.util.Arrays;

/** Timers in doubly linked lists threaded through arrays, one list for each duration, ordered by deadline by growing at the end. */
final class TimerLists {
    private static final long FREE = -1;
    /** Longer than any run; keeps deadlines from overflowing. */
    private static final long LONGEST = 1L << 62;

    private int classes;
    private long[] durations = new long[8];
    private int[] heads = new int[8];
    private int[] tails = new int[8];
    private boolean[] queued = new boolean[8];
    private int queuedClasses;

    private long[] deadlines = new long[64];
    private long[] tags = new long[64];
    private int[] before = new int[64];
    private int[] after = new int[64];
    private int[] classOf = new int[64];
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
            free = after[timer];
        } else {
            timer = used++;
            if (timer == tags.length) {
                grow();
            }
        }
        deadlines[timer] = nowNanos + durations[timerClass];
        tags[timer] = tag;
        classOf[timer] = timerClass;
        int tail = tails[timerClass];
        before[timer] = tail;
        after[timer] = -1;
        if (tail >= 0) {
            after[tail] = timer;
        } else {
            heads[timerClass] = timer;
        }
        tails[timerClass] = timer;
        armed++;
        return timer;
    }

    void remove(int timer) {
        if (timer < 0 || timer >= used || tags[timer] == FREE) {
            throw new IllegalStateException("timer " + timer + " is not armed");
        }
        int previous = before[timer];
        int next = after[timer];
        if (previous >= 0) {
            after[previous] = next;
        } else {
            heads[classOf[timer]] = next;
        }
        if (next >= 0) {
            before[next] = previous;
        } else {
            tails[classOf[timer]] = previous;
        }
        tags[timer] = FREE;
        after[timer] = free;
        free = timer;
        armed--;
    }

    /** The timer of a class that is due first, or -1. */
    int head(int timerClass) {
        return heads[timerClass];
    }

    long deadline(int timer) {
        return deadlines[timer];
    }

    long tag(int timer) {
        return tags[timer];
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

    private void grow() {
        int length = 2 * tags.length;
        deadlines = Arrays.copyOf(deadlines, length);
        tags = Arrays.copyOf(tags, length);
        before = Arrays.copyOf(before, length);
        after = Arrays.copyOf(after, length);
        classOf = Arrays.copyOf(classOf, length);
    }
}
