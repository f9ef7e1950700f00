package dev.windtunnel.simulation;

import java.util.Arrays;

/** Sets of pods that requests have already tried: short linked lists in an array. */
final class AttemptedHosts {

    /** Of each node, the pod in the upper half and the next node in the lower. */
    private long[] nodes = new long[64];

    private int free = -1;
    private int used;

    /** The list with one more pod in front; -1 is the empty list. */
    int add(int list, int pod) {
        if (contains(list, pod)) {
            return list;
        }
        int node = free;
        if (node >= 0) {
            free = next(node);
        } else {
            if (used == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * used);
            }
            node = used++;
        }
        set(node, pod, list);
        return node;
    }

    boolean contains(int list, int pod) {
        for (int node = list; node >= 0; node = next(node)) {
            if (pod(node) == pod) {
                return true;
            }
        }
        return false;
    }

    void free(int list) {
        int last = list;
        while (next(last) >= 0) {
            last = next(last);
        }
        set(last, pod(last), free);
        free = list;
    }

    private int pod(int node) {
        return (int) (nodes[node] >> 32);
    }

    private int next(int node) {
        return (int) nodes[node];
    }

    private void set(int node, int pod, int next) {
        nodes[node] = (long) pod << 32 | next & 0xffff_ffffL;
    }
}
