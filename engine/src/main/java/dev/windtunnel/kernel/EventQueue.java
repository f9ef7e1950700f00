package dev.windtunnel.kernel;

/**
 * Pending events in the order of (time, tag). Whatever the {@link Kind}, the sequence of events is the same; kinds
 * differ in speed only. One final class with the choice inside, so that the simulation's calls stay monomorphic.
 * Nothing is allocated once the arrays have reached the size of the run.
 *
 * <p>Two events with the same time and the same tag cannot be told apart, and need not be.
 */
public final class EventQueue {
    /** How the events are kept. */
    public enum Kind {
        /** A heap while few events are pending, buckets when there are many. */
        AUTOMATIC,
        /** A heap that chooses children without branches; best below some 16 pending events. */
        HEAP,
        /** A ring of buckets before a far heap; best above that. */
        BUCKETS,
        /** A textbook heap, by which the others are checked. */
        REFERENCE
    }

    /** AUTOMATIC moves to buckets above this many pending events ... */
    private static final int MANY = 16;
    /** ... and back to the heap below this many; far enough apart that a run does not swing between the two. */
    private static final int FEW = 4;

    private final BranchFreeHeap heap = new BranchFreeHeap();
    private final BucketRing ring = new BucketRing();
    private final ReferenceHeap reference = new ReferenceHeap();
    private final int leaveHeapAbove;
    private final int leaveRingBelow;

    private Kind active;
    private long poppedTimeNanos;
    private long poppedTag;

    /**
     * An empty queue.
     *
     * @param kind how to keep the events
     */
    public EventQueue(Kind kind) {
        active = kind == Kind.AUTOMATIC ? Kind.HEAP : kind;
        leaveHeapAbove = kind == Kind.AUTOMATIC ? MANY : Integer.MAX_VALUE;
        leaveRingBelow = kind == Kind.AUTOMATIC ? FEW : -1;
    }

    /**
     * Adds an event. It may be earlier than events that were already popped.
     *
     * @param timeNanos when, 0 to below {@link Long#MAX_VALUE}
     * @param tag what, at least 0; decides the order at equal times
     */
    public void add(long timeNanos, long tag) {
        assert timeNanos >= 0 && timeNanos < Long.MAX_VALUE : timeNanos;
        assert tag >= 0 : tag;
        if (active == Kind.HEAP && heap.size() < leaveHeapAbove) {
            heap.add(timeNanos, tag);
        } else {
            addElsewhere(timeNanos, tag);
        }
    }

    /**
     * Removes the earliest event, which {@link #poppedTimeNanos()} and {@link #poppedTag()} then describe.
     *
     * @return false if there was none
     */
    public boolean pop() {
        return popUpTo(Long.MAX_VALUE);
    }

    /**
     * Removes the earliest event if it is not later than a limit.
     *
     * @param limitNanos the latest time that is of interest
     * @return false if there was no such event; then nothing has changed
     */
    public boolean popUpTo(long limitNanos) {
        if (active == Kind.HEAP) {
            BranchFreeHeap heap = this.heap;
            long time = heap.firstTime();
            if (time > limitNanos || heap.size() == 0) {
                return false;
            }
            poppedTimeNanos = time;
            poppedTag = heap.firstTag();
            heap.removeFirst();
            return true;
        }
        return active == Kind.BUCKETS ? popFromRing(limitNanos) : popFromReference(limitNanos);
    }

    /** The time of the event popped last, in nanoseconds. */
    public long poppedTimeNanos() {
        return poppedTimeNanos;
    }

    /** The tag of the event popped last. */
    public long poppedTag() {
        return poppedTag;
    }

    /** The time of the earliest event in nanoseconds, or {@link Long#MAX_VALUE} when there is none. */
    public long nextTimeNanos() {
        return switch (active) {
            case BUCKETS -> ring.size() == 0 ? Long.MAX_VALUE : ring.firstTime();
            case REFERENCE -> reference.firstTime();
            case HEAP, AUTOMATIC -> heap.firstTime();
        };
    }

    /** The tag of the earliest event; meaningless when there is none. */
    long nextTag() {
        if (active == Kind.BUCKETS && ring.size() > 0) {
            ring.firstTime();
            return ring.firstTag();
        }
        return active == Kind.REFERENCE ? reference.firstTag() : heap.firstTag();
    }

    /** How many events are pending. */
    public int size() {
        // Two of the three are always empty.
        return heap.size() + ring.size() + reference.size();
    }

    /** The present width of a bucket in nanoseconds. */
    long bucketWidthNanos() {
        return ring.widthNanos();
    }

    private void addElsewhere(long timeNanos, long tag) {
        if (active == Kind.HEAP) {
            ring.takeOver(heap);
            active = Kind.BUCKETS;
        }
        if (active == Kind.BUCKETS) {
            ring.add(timeNanos, tag);
        } else {
            reference.add(timeNanos, tag);
        }
    }

    private boolean popFromRing(long limitNanos) {
        BucketRing ring = this.ring;
        if (ring.size() == 0) {
            return false;
        }
        long time = ring.firstTime();
        if (time > limitNanos) {
            return false;
        }
        poppedTimeNanos = time;
        poppedTag = ring.firstTag();
        ring.removeFirst();
        if (ring.size() < leaveRingBelow) {
            backToHeap();
        }
        return true;
    }

    private boolean popFromReference(long limitNanos) {
        if (reference.size() == 0 || reference.firstTime() > limitNanos) {
            return false;
        }
        poppedTimeNanos = reference.firstTime();
        poppedTag = reference.firstTag();
        reference.removeFirst();
        return true;
    }

    private void backToHeap() {
        while (ring.size() > 0) {
            heap.add(ring.firstTime(), ring.firstTag());
            ring.removeFirst();
        }
        active = Kind.HEAP;
    }
}
