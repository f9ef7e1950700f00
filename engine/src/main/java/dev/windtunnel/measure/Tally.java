package dev.windtunnel.measure;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Counts by a small number of int keys (status codes, sets of flags). Counting a key that is known allocates nothing. */
public final class Tally {

    private int[] keys = new int[4];
    private long[] counts = new long[4];
    private int size;

    /** An empty tally. */
    public Tally() {}

    /** Counts one more of a key. */
    public void count(int key) {
        add(key, 1);
    }

    /** Counts so many more of a key. */
    public void add(int key, long more) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                counts[i] += more;
                return;
            }
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        keys[size] = key;
        counts[size++] = more;
    }

    /** Adds all of another tally. */
    public void add(Tally other) {
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i], other.counts[i]);
        }
    }

    /** The count of a key. */
    public long of(int key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return counts[i];
            }
        }
        return 0;
    }

    /** The sum of all counts. */
    public long total() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        return total;
    }

    /** The sum of the counts of keys from {@code low} to {@code high}. */
    public long between(int low, int high) {
        long total = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] >= low && keys[i] <= high) {
                total += counts[i];
            }
        }
        return total;
    }

    /** Counts by name, divided (by the number of replications). Keys with one name are added up. */
    public SortedMap<String, Double> named(IntFunction<String> name, double divisor) {
        SortedMap<String, Double> result = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                result.merge(name.apply(keys[i]), counts[i] / divisor, Double::sum);
            }
        }
        return result;
    }
}
