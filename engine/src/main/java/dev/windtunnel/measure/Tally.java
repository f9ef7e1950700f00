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
    /**
     * The key counted last, and how often since: keys come in long rows of the same (200, 200, ...), and while they do,
     * the arrays are not touched.
     */
    private int latest;

    private long sinceLatest;

    /** An empty tally. */
    public Tally() {}

    /** Counts one more of a key. */
    public void count(int key) {
        if (key == latest) {
            sinceLatest++;
        } else {
            settle();
            latest = key;
            sinceLatest = 1;
        }
    }

    private void settle() {
        if (sinceLatest > 0) {
            long settled = sinceLatest;
            sinceLatest = 0;
            add(latest, settled);
        }
    }

    /** Counts so many more of a key. */
    public void add(int key, long more) {
        settle();
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
        other.settle();
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i], other.counts[i]);
        }
    }

    /** The count of a key. */
    public long of(int key) {
        settle();
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return counts[i];
            }
        }
        return 0;
    }

    /** The sum of all counts. */
    public long total() {
        settle();
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        return total;
    }

    /** The sum of the counts of keys from {@code low} to {@code high}. */
    public long between(int low, int high) {
        settle();
        long total = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] >= low && keys[i] <= high) {
                total += counts[i];
            }
        }
        return total;
    }

    /** Of a tally of gRPC statuses, those that are errors of the server: 2, 4, 8 and 12 to 15 (contract 2). */
    public static long grpcErrors(Tally statuses) {
        return statuses.of(2) + statuses.of(4) + statuses.of(8) + statuses.between(12, 15);
    }

    /** Whether a gRPC status is one of those. */
    public static boolean isGrpcError(int status) {
        return status == 2 || status == 4 || status == 8 || status >= 12 && status <= 15;
    }

    /** Counts by name, divided (by the number of replications). Keys with one name are added up. */
    public SortedMap<String, Double> named(IntFunction<String> name, double divisor) {
        settle();
        SortedMap<String, Double> result = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                result.merge(name.apply(keys[i]), counts[i] / divisor, Double::sum);
            }
        }
        return result;
    }
}
