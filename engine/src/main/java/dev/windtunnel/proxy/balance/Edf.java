package dev.windtunnel.proxy.balance;

/**
 * Earliest deadline first: what is picked comes again after 1/weight, so that picks are spread as evenly as weights allow
 * ({@code source/common/upstream/edf_scheduler.h}). Weights are asked for anew whenever an entry is put back.
 */
public final class Edf {

    /** The weights of entries, as they are now. */
    public interface Weights {
        /** Weight of an entry, greater than 0. */
        double of(int entry);
    }

    /** Decides ties of the first round, as in Envoy. */
    private static final double TIE_BREAKER = 1e-13;

    /** Picks before are drawn below this ({@code edf_lb_base.cc}). */
    private static final long PICKS_BEFORE = 429_496_729L;

    private final Weights weights;
    private final int[] heap;
    private final double[] deadline;
    private final long[] order;
    private int size;
    private long orders;
    private double now;

    /**
     * A schedule.
     *
     * @param count how many entries, at least 1
     * @param weights the weight of each, greater than 0
     * @param picksBefore picks that are taken to have happened already
     */
    public Edf(int count, Weights weights, long picksBefore) {
        this.weights = weights;
        heap = new int[count];
        deadline = new double[count];
        order = new long[count];
        double[] given = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            given[i] = weights.of(i) + TIE_BREAKER;
            sum += given[i];
        }
        long picked = 0;
        for (int i = 0; i < count; i++) {
            double target = picksBefore / sum;
            long times = (long) (given[i] * picksBefore / sum);
            if (times > 0 && times / given[i] >= target) {
                times--;
            }
            picked += times;
            now = Math.max(now, times / given[i]);
            add(i, (times + 1) / given[i]);
        }
        for (; picked < picksBefore; picked++) {
            pick();
        }
    }

    /** A number of picks that may have happened before, from any number. */
    public static long picksBefore(long seed) {
        return (seed & 0xffff_ffffL) % PICKS_BEFORE;
    }

    /** The next entry. */
    public int pick() {
        int entry = heap[0];
        now = deadline[entry];
        deadline[entry] = now + 1.0 / weights.of(entry);
        order[entry] = orders++;
        sink(0);
        return entry;
    }

    private void add(int entry, double due) {
        deadline[entry] = due;
        order[entry] = orders++;
        heap[size] = entry;
        int at = size++;
        while (at > 0 && comesBefore(heap[at], heap[at - 1 >> 1])) {
            swap(at, at - 1 >> 1);
            at = at - 1 >> 1;
        }
    }

    private void sink(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && comesBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (child >= size || !comesBefore(heap[child], heap[at])) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private boolean comesBefore(int a, int b) {
        return deadline[a] < deadline[b] || deadline[a] == deadline[b] && order[a] < order[b];
    }

    private void swap(int a, int b) {
        int entry = heap[a];
        heap[a] = heap[b];
        heap[b] = entry;
    }
}
