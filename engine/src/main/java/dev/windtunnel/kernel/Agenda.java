package dev.windtunnel.kernel;

/**
 * The clock, the pending events and the timers of one run. Events at one instant happen in the order in which they were
 * scheduled, whatever keeps them; an event is two longs, (time, sequence | type | slot), and nothing is allocated for it.
 *
 * <p>Timers are for what is usually cancelled: timeouts. All timers of one constant duration, a class, expire in the
 * order in which they were armed, so a linked list keeps them sorted for nothing and only its head needs an event.
 * Arming, cancelling and firing take constant time, and the order of events is the same as if every timer had an event
 * of its own that were ignored after a cancellation.
 */
public final class Agenda {
    /** The types of events are 0 to 30. */
    public static final int TYPES = 31;
    /** Slots are 0 to 2^24 - 1. */
    public static final int SLOTS = 1 << 24;
    /** Ranks are 0 to 2^16 - 1. */
    public static final int RANKS = 1 << 16;

    private static final int TYPE_SHIFT = 24;
    private static final int SEQUENCE_SHIFT = 29;
    /** The type of an event that stands for a class of timers; its slot is the class. */
    private static final int TIMER = TYPES;

    private final EventQueue queue;
    private final TimerLists timers = new TimerLists();
    /** The next sequence number. The first are left to ranks. */
    private long sequence = RANKS;

    private long nowNanos;
    private int typeAndSlot;
    private long processedEvents;
    private long processedBeforeThisInstant;

    /**
     * An agenda at time 0 with nothing on it.
     *
     * @param kind how to keep the events; does not matter to their order
     */
    public Agenda(EventQueue.Kind kind) {
        queue = new EventQueue(kind);
    }

    /** The time of the clock in nanoseconds: that of the last event. */
    public long nowNanos() {
        return nowNanos;
    }

    /**
     * Schedules an event, after all others that are already scheduled at that instant.
     *
     * @param timeNanos when: now or later
     * @param type what, 0 to {@link #TYPES} - 1
     * @param slot to whom, 0 to {@link #SLOTS} - 1
     * @throws IllegalArgumentException if the time has passed, or type or slot is out of range
     */
    public void schedule(long timeNanos, int type, int slot) {
        if (timeNanos < nowNanos) {
            throw new IllegalArgumentException(timeNanos + " ns has passed, it is " + nowNanos + " ns");
        }
        queue.add(timeNanos, tag(nextSequence(), type, slot));
    }

    /**
     * Schedules an event that comes before all unranked events of its instant, and among ranked ones by rank: for what
     * has a fixed order of its own, however late it is put on the agenda.
     *
     * @param timeNanos when: now or later
     * @param rank 0 to {@link #RANKS} - 1, the least first
     * @param type what, 0 to {@link #TYPES} - 1
     * @param slot to whom, 0 to {@link #SLOTS} - 1
     * @throws IllegalArgumentException if the time has passed, or rank, type or slot is out of range
     */
    public void scheduleRanked(long timeNanos, int rank, int type, int slot) {
        if (timeNanos < nowNanos) {
            throw new IllegalArgumentException(timeNanos + " ns has passed, it is " + nowNanos + " ns");
        }
        if (rank < 0 || rank >= RANKS) {
            throw new IllegalArgumentException("rank " + rank);
        }
        queue.add(timeNanos, tag(rank, type, slot));
    }

    /**
     * The class of timers of a duration, registered if it is new.
     *
     * @param durationNanos the constant duration, at least 0
     * @throws IllegalArgumentException if it is negative
     */
    public int timerClass(long durationNanos) {
        return timers.classOf(durationNanos);
    }

    /**
     * Arms a timer: unless cancelled, it happens as an event after its class's duration. Among the events of that
     * instant its place is by the moment of arming.
     *
     * @param timerClass a class of this agenda
     * @param type what, 0 to {@link #TYPES} - 1
     * @param slot to whom, 0 to {@link #SLOTS} - 1
     * @return the timer, at least 0; the number is used again once the timer has fired or was cancelled
     * @throws IllegalArgumentException if type or slot is out of range
     */
    public int arm(int timerClass, int type, int slot) {
        long tag = tag(nextSequence(), type, slot);
        int timer = timers.append(timerClass, nowNanos, tag);
        if (!timers.isQueued(timerClass)) {
            queueHead(timerClass);
        }
        return timer;
    }

    /**
     * Cancels a timer that has neither fired nor been cancelled.
     *
     * @param timer the number that {@link #arm} gave
     * @throws IllegalStateException if no timer of that number is armed
     */
    public void cancel(int timer) {
        timers.remove(timer);
    }

    /**
     * Moves on to the next event if it is not later than a limit: the clock shows its time, {@link #type()} and
     * {@link #slot()} say what it is.
     *
     * @param limitNanos the latest time that is of interest
     * @return false if there is no such event; then the clock stays where it is
     */
    public boolean next(long limitNanos) {
        while (queue.popUpTo(limitNanos)) {
            long tag = queue.poppedTag();
            int what = (int) tag & ((1 << SEQUENCE_SHIFT) - 1);
            if (what >>> TYPE_SHIFT == TIMER) {
                what = fire(what & (SLOTS - 1), tag);
                if (what < 0) {
                    continue;
                }
            }
            typeAndSlot = what;
            long time = queue.poppedTimeNanos();
            if (time != nowNanos) {
                nowNanos = time;
                processedBeforeThisInstant = processedEvents;
            }
            processedEvents++;
            return true;
        }
        return false;
    }

    /** The type of the present event. */
    public int type() {
        return typeAndSlot >>> TYPE_SHIFT;
    }

    /** The slot of the present event. */
    public int slot() {
        return typeAndSlot & (SLOTS - 1);
    }

    /**
     * Moves the clock without an event, as to the end of a run.
     *
     * @param nanos the new time: not before now, and not after the next event
     * @throws IllegalArgumentException if it is
     */
    public void advanceClockTo(long nanos) {
        if (nanos < nowNanos || nanos > nextTimeNanos()) {
            throw new IllegalArgumentException("the clock cannot move from " + nowNanos + " ns to " + nanos
                    + " ns, the next event is at " + nextTimeNanos() + " ns");
        }
        if (nanos != nowNanos) {
            nowNanos = nanos;
            processedBeforeThisInstant = processedEvents;
        }
    }

    /** How many events have happened. */
    public long processedEvents() {
        return processedEvents;
    }

    /** How many events have happened since the clock last moved; a run that gets nowhere shows by this. */
    public int eventsAtThisInstant() {
        return (int) Math.min(Integer.MAX_VALUE, processedEvents - processedBeforeThisInstant);
    }

    /** The time of the next event in nanoseconds, or {@link Long#MAX_VALUE} when there is none. */
    public long nextTimeNanos() {
        while (true) {
            long time = queue.nextTimeNanos();
            long tag = queue.nextTag();
            if (time == Long.MAX_VALUE || ((tag >>> TYPE_SHIFT) & TIMER) != TIMER) {
                return time;
            }
            int timerClass = (int) tag & (SLOTS - 1);
            if (isHead(timerClass, tag)) {
                return time;
            }
            queue.pop();
            queueHead(timerClass);
        }
    }

    /** Whether no event is to come. */
    public boolean isEmpty() {
        return pending() == 0;
    }

    /** How many events are to come, timers included. */
    public int pending() {
        return queue.size() - timers.queuedClasses() + timers.armed();
    }

    /** The class's event has come. Its head fires if the event is its own; if that was cancelled, nothing happens. */
    private int fire(int timerClass, long tag) {
        int what = -1;
        if (isHead(timerClass, tag)) {
            int head = timers.head(timerClass);
            what = (int) timers.tag(head) & ((1 << SEQUENCE_SHIFT) - 1);
            timers.remove(head);
        }
        queueHead(timerClass);
        return what;
    }

    private boolean isHead(int timerClass, long tag) {
        int head = timers.head(timerClass);
        return head >= 0 && (timers.tag(head) >>> SEQUENCE_SHIFT) == (tag >>> SEQUENCE_SHIFT);
    }

    /** Puts the event of a class's head, if there is one, under the head's own time and sequence number. */
    private void queueHead(int timerClass) {
        int head = timers.head(timerClass);
        timers.setQueued(timerClass, head >= 0);
        if (head >= 0) {
            long sequenceOfHead = timers.tag(head) >>> SEQUENCE_SHIFT << SEQUENCE_SHIFT;
            queue.add(timers.deadline(head), sequenceOfHead | (long) TIMER << TYPE_SHIFT | timerClass);
        }
    }

    private long nextSequence() {
        long next = sequence++;
        if (next << SEQUENCE_SHIFT < 0) {
            throw new IllegalStateException("more than 2^34 events in one run");
        }
        return next;
    }

    private static long tag(long sequence, int type, int slot) {
        if (Integer.compareUnsigned(type, TYPES) >= 0 || slot >>> TYPE_SHIFT != 0) {
            throw new IllegalArgumentException("event of type " + type + " for slot " + slot);
        }
        return sequence << SEQUENCE_SHIFT | (long) type << TYPE_SHIFT | slot;
    }
}
