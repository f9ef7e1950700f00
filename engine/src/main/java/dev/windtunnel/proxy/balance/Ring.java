package dev.windtunnel.proxy.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A ring of hashes, on which each host stands as often as its weight asks for; a request goes to the first one from its
 * own hash on ({@code ring_hash_lb.cc}).
 */
public final class Ring implements HashTable {

    /** Istio and Envoy make rings of at least so many entries. */
    public static final long DEFAULT_MINIMUM_SIZE = 1024;
    /** And of at most so many. */
    public static final long MAXIMUM_SIZE = 8_388_608;

    private final long[] hashes;
    private final int[] hosts;

    /**
     * A ring.
     *
     * @param keys addresses of the hosts, {@code ip:port}
     * @param weights their weights, at least 1 each
     * @param minimumSize entries at least, from 1
     */
    public Ring(List<String> keys, int[] weights, long minimumSize) {
        double sum = Arrays.stream(weights).asDoubleStream().sum();
        double least = Arrays.stream(weights).min().orElse(1) / sum;
        double scale = Math.min(Math.ceil(least * minimumSize) / least, MAXIMUM_SIZE);
        int size = (int) Math.ceil(scale);
        long[] unsorted = new long[size];
        int[] owner = new int[size];
        double current = 0;
        double target = 0;
        int filled = 0;
        for (int host = 0; host < keys.size(); host++) {
            target += scale * (weights[host] / sum);
            for (int i = 0; current < target && filled < size; i++) {
                unsorted[filled] = XxHash64.of(keys.get(host) + "_" + i);
                owner[filled++] = host;
                current++;
            }
        }
        Integer[] order = new Integer[filled];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(i -> unsorted[i], Long::compareUnsigned));
        hashes = new long[filled];
        hosts = new int[filled];
        for (int i = 0; i < filled; i++) {
            hashes[i] = unsorted[order[i]];
            hosts[i] = owner[order[i]];
        }
    }

    @Override
    public int pick(long hash, int attempt) {
        int low = 0;
        int high = hashes.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(hashes[middle], hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return hosts[(int) ((low + (long) attempt) % hashes.length)];
    }

    /** How many entries it has. */
    public int size() {
        return hashes.length;
    }

    /** The hash of an entry, in the order of hashes. */
    public long hash(int entry) {
        return hashes[entry];
    }

    /** The host of an entry. */
    public int host(int entry) {
        return hosts[entry];
    }
}
