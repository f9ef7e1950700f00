package dev.windtunnel.kernel;

import java.util.Arrays;

/**
 * A binary heap that walks from the root to a leaf without a data-dependent branch: the smaller child is picked by the
 * sign of a difference, and the last element then climbs from the leaf, usually not far (Wegener, "Bottom-up heapsort",
 * 1993). Unused places hold sentinels greater than any event, and the last place becomes one before the walk, so that a
 * node that has a child has two to compare.
 */
final class BranchFreeHeap {
    private long[] times;
    private long[] tags;
    private int size;

    BranchFreeHeap() {
        times = new long[64];
        tags = new long[64];
        Arrays.fill(times, Long.MAX_VALUE);
        Arrays.fill(tags, Long.MAX_VALUE);
    }

    int size() {
        return size;
    }

    /** The earliest time, or {@link Long#MAX_VALUE} when empty. */
    long firstTime() {
        return times[0];
    }

    /** The tag of the earliest event; meaningless when empty. */
    long firstTag() {
        return tags[0];
    }

    /** The time at a place of the heap's array, for callers that look at all entries in no particular order. */
    long timeAt(int place) {
        return times[place];
    }

    /** The tag at a place of the heap's array. */
    long tagAt(int place) {
        return tags[place];
    }

    void add(long time, long tag) {
        if (size == times.length) {
            grow();
        }
        climb(size++, time, tag);
    }

    void removeFirst() {
        long[] times = this.times;
        long[] tags = this.tags;
        int last = --size;
        long time = times[last];
        long tag = tags[last];
        times[last] = Long.MAX_VALUE;
        tags[last] = Long.MAX_VALUE;
        if (last == 0) {
            return;
        }
        int hole = 0;
        int child = 1;
        while (child < last) {
            long left = times[child];
            long right = times[child + 1];
            int step = (int) ((right - left) >>> 63);
            if (left == right) {
                step = (int) ((tags[child + 1] - tags[child]) >>> 63);
            }
            child += step;
            times[hole] = times[child];
            tags[hole] = tags[child];
            hole = child;
            child = 2 * child + 1;
        }
        climb(hole, time, tag);
    }

    void clear() {
        Arrays.fill(times, 0, size, Long.MAX_VALUE);
        Arrays.fill(tags, 0, size, Long.MAX_VALUE);
        size = 0;
    }

    private void climb(int from, long time, long tag) {
        long[] times = this.times;
        long[] tags = this.tags;
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            long parentTime = times[parent];
            if (parentTime < time || (parentTime == time && tags[parent] < tag)) {
                break;
            }
            times[place] = parentTime;
            tags[place] = tags[parent];
            place = parent;
        }
        times[place] = time;
        tags[place] = tag;
    }

    private void grow() {
        int old = times.length;
        times = Arrays.copyOf(times, 2 * old);
        tags = Arrays.copyOf(tags, 2 * old);
        Arrays.fill(times, old, 2 * old, Long.MAX_VALUE);
        Arrays.fill(tags, old, 2 * old, Long.MAX_VALUE);
    }
}
