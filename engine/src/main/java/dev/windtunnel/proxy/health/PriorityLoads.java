package dev.windtunnel.proxy.health;

import java.util.Arrays;

/**
 * How requests are shared out among the priorities of a cluster, by how many of their hosts are healthy
 * ({@code load_balancer_impl.cc}). Envoy's degraded and excluded hosts need active health checks, which a mesh has not.
 */
public final class PriorityLoads {

    /** A priority takes more than its healthy share, in percent. */
    public static final int OVERPROVISIONING = 140;

    private final int[] loads;
    private final boolean[] panic;

    /**
     * The loads.
     *
     * @param healthy healthy hosts by priority
     * @param total all hosts by priority
     * @param panicThreshold below this percentage of healthy hosts, all hosts are used; 0 for never
     * @param overprovisioning factor in percent
     */
    public PriorityLoads(int[] healthy, int[] total, double panicThreshold, int overprovisioning) {
        int n = healthy.length;
        loads = new int[n];
        panic = new boolean[n];
        int[] health = new int[n];
        int sum = 0;
        for (int i = 0; i < n; i++) {
            health[i] = total[i] == 0 ? 0 : (int) Math.min(100, (long) overprovisioning * healthy[i] / total[i]);
            sum += health[i];
        }
        int totalHealth = Math.min(100, sum);
        boolean allPanic = n > 0;
        for (int i = 0; i < n; i++) {
            panic[i] = totalHealth < 100 && (total[i] == 0 ? 0 : 100.0 * healthy[i] / total[i]) < panicThreshold;
            allPanic &= panic[i];
        }
        if (allPanic && panicThreshold > 0) {
            shareByHosts(total);
        } else if (totalHealth > 0) {
            shareByHealth(health, totalHealth);
        } else if (n > 0) {
            loads[0] = 100;
        }
    }

    /**
     * The part of its weight that a locality has ({@code load_balancer_impl.cc}, effectiveLocalityWeight): 1 as long as it has healthy
     * hosts enough.
     *
     * @param healthy healthy hosts
     * @param total all hosts, at least 1
     * @param overprovisioning factor in percent
     */
    public static double availability(int healthy, int total, int overprovisioning) {
        return Math.min(1.0, overprovisioning / 100.0 * healthy / total);
    }

    private void shareByHealth(int[] health, int totalHealth) {
        int left = 100;
        int first = -1;
        for (int i = 0; i < loads.length; i++) {
            loads[i] = Math.min(left, health[i] * 100 / totalHealth);
            left -= loads[i];
            if (first < 0 && health[i] > 0) {
                first = i;
            }
        }
        loads[first] += left;
    }

    /** All priorities are in panic: each gets what its hosts are of all hosts. */
    private void shareByHosts(int[] total) {
        long hosts = Arrays.stream(total).asLongStream().sum();
        if (hosts == 0) {
            loads[0] = 100;
            return;
        }
        int left = 100;
        int first = -1;
        for (int i = 0; i < loads.length; i++) {
            loads[i] = (int) (100L * total[i] / hosts);
            left -= loads[i];
            if (first < 0 && total[i] > 0) {
                first = i;
            }
        }
        loads[first] += left;
    }

    /** Share of a priority, in percent. */
    public int load(int priority) {
        return loads[priority];
    }

    /** Whether all hosts of a priority are used, healthy or not. */
    public boolean panics(int priority) {
        return panic[priority];
    }

    /**
     * The priority of a request.
     *
     * @param bits 64 random bits, or the hash of the request
     */
    public int pick(long bits) {
        long draw = Long.remainderUnsigned(bits, 100) + 1;
        int sum = 0;
        for (int i = 0; i < loads.length; i++) {
            sum += loads[i];
            if (draw <= sum) {
                return i;
            }
        }
        return 0;
    }
}
