package dev.windtunnel.proxy.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Maglev's table: hosts take turns, as often as their weights ask for, in claiming the next free place of their own
 * permutation of the table ({@code maglev_lb.cc}; Eisenbud et al., "Maglev", NSDI 2016).
 */
public final class Maglev implements HashTable {

    /** The size of the table where none is configured. */
    public static final int DEFAULT_SIZE = 65_537;

    private final int[] table;

    /**
     * A table.
     *
     * @param keys addresses of the hosts, {@code ip:port}
     * @param weights their weights, at least 1 each
     * @param size places, a prime number
     */
    public Maglev(List<String> keys, int[] weights, int size) {
        table = new int[size];
        Arrays.fill(table, -1);
        Integer[] order = new Integer[keys.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(keys::get));
        long[] offset = new long[order.length];
        long[] skip = new long[order.length];
        long[] next = new long[order.length];
        double[] target = new double[order.length];
        double most = Arrays.stream(weights).max().orElse(1);
        for (int i = 0; i < order.length; i++) {
            String key = keys.get(order[i]);
            offset[i] = Long.remainderUnsigned(XxHash64.of(key), size);
            skip[i] = Long.remainderUnsigned(XxHash64.of(key, 1), size - 1) + 1;
        }
        int filled = 0;
        for (long round = 1; filled < size; round++) {
            for (int i = 0; i < order.length && filled < size; i++) {
                if (round * (double) weights[order[i]] < target[i]) {
                    continue;
                }
                target[i] += most;
                int place = place(offset[i], skip[i], next[i], size);
                while (table[place] >= 0) {
                    next[i]++;
                    place = place(offset[i], skip[i], next[i], size);
                }
                table[place] = order[i];
                next[i]++;
                filled++;
            }
        }
    }

    private static int place(long offset, long skip, long step, int size) {
        return (int) ((offset + skip * step) % size);
    }

    @Override
    public int pick(long hash, int attempt) {
        long shifted = attempt == 0 ? hash : hash ^ -attempt;
        return table[(int) Long.remainderUnsigned(shifted, table.length)];
    }

    /** The host at a place. */
    public int host(int place) {
        return table[place];
    }
}
