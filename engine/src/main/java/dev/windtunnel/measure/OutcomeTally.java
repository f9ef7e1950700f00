package dev.windtunnel.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts outcomes with all that is known of each: codes, statuses, flags and failures that are counted apart do not tell
 * which of them came together. Only what went wrong or was noted by a proxy comes here, so that few are told apart.
 */
public final class OutcomeTally {

    private static final int CODE_SHIFT = 30; // above the packed flags
    private static final int GRPC_SHIFT = 40;
    private static final int FAILURE_SHIFT = 46;

    private long[] keys = new long[4];
    private long[] counts = new long[4];
    private int size;

    /** An empty tally. */
    public OutcomeTally() {}

    /**
     * One kind of outcome.
     *
     * @param code status; 0 for no answer
     * @param grpc gRPC status; -1 for none
     * @param flags packed flags of the access log
     * @param failure ordinal of the failure
     * @param count how often
     */
    public record Outcome(int code, int grpc, int flags, int failure, long count) {}

    /** Counts one more. */
    public void count(int code, int grpc, int flags, int failure) {
        add(flags | (long) code << CODE_SHIFT | (grpc + 1L) << GRPC_SHIFT | (long) failure << FAILURE_SHIFT, 1);
    }

    private void add(long key, long more) {
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
    public void add(OutcomeTally other) {
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i], other.counts[i]);
        }
    }

    /** What was counted, in order of first occurrence. */
    public List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long key = keys[i];
            outcomes.add(new Outcome(
                    (int) (key >>> CODE_SHIFT & 1023),
                    (int) (key >>> GRPC_SHIFT & 63) - 1,
                    (int) (key & (1L << CODE_SHIFT) - 1),
                    (int) (key >>> FAILURE_SHIFT),
                    counts[i]));
        }
        return outcomes;
    }
}
