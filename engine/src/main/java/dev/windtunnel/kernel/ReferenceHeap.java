package dev.windtunnel.kernel;

import java.util.Arrays;

/** The binary heap of every textbook: slower than its siblings, plain enough to be believed. They are tested against it. */
final class ReferenceHeap {
    private long[] times = new long[16];
    private long[] tags = new long[16];
    private int size;

    int size() {
        return size;
    }

    long firstTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    long firstTag() {
        return tags[0];
    }

    void add(long time, long tag) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            tags = Arrays.copyOf(tags, 2 * size);
        }
        times[size] = time;
        tags[size] = tag;
        int child = size++;
        while (child > 0 && before(child, (child - 1) / 2)) {
            swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    void removeFirst() {
        size--;
        times[0] = times[size];
        tags[0] = tags[size];
        int parent = 0;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            if (before(parent, child)) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private boolean before(int a, int b) {
        return times[a] < times[b] || (times[a] == times[b] && tags[a] < tags[b]);
    }

    private void swap(int a, int b) {
        long time = times[a];
        long tag = tags[a];
        times[a] = times[b];
        tags[a] = tags[b];
        times[b] = time;
        tags[b] = tag;
    }
}
