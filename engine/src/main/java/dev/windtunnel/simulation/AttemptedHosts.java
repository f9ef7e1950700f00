package dev.windtunnel.simulation;

import java.util.Arrays;

/** Sets of pods that requests have already tried: short linked lists in two arrays. */
final class AttemptedHosts {

    private int[] pods = new int[64];
    private int[] next = new int[64];
    private int free = -1;
    private int used;

    /** The list with one more pod in front; -1 is the empty list. */
    int add(int list, int pod) {
        if (contains(list, pod)) {
            return list;
        }
        int node = free;
        if (node >= 0) {
            free = next[node];
        } else {
            if (used == pods.length) {
                pods = Arrays.copyOf(pods, 2 * used);
                next = Arrays.copyOf(next, 2 * used);
            }
            node = used++;
        }
        pods[node] = pod;
        next[node] = list;
        return node;
    }

    boolean contains(int list, int pod) {
        for (int node = list; node >= 0; node = next[node]) {
            if (pods[node] == pod) {
                return true;
            }
        }
        return false;
    }

    void free(int list) {
        int last = list;
        while (next[last] >= 0) {
            last = next[last];
        }
        next[last] = free;
        free = list;
    }
}
