package dev.windtunnel.proxy.balance;

import org.jspecify.annotations.Nullable;

/**
 * Power of two choices: two hosts drawn independently with replacement; the first stays unless the second has strictly
 * fewer active requests. Weights that differ make a schedule instead, by weight / (active requests + 1)
 * ({@code least_request_lb.cc}, active request bias 1).
 */
public final class LeastRequest implements Balancer {

    private final long picksBefore;
    private @Nullable Edf schedule;

    LeastRequest(long picksBefore) {
        this.picksBefore = picksBefore;
    }

    @Override
    public void changed(Hosts hosts) {
        schedule = hosts.weighted()
                ? new Edf(hosts.size(), host -> hosts.weight(host) / (hosts.active(host) + 1), picksBefore)
                : null;
    }

    @Override
    public int pick(Hosts hosts, long bits, int attempt) {
        int count = hosts.size();
        if (schedule != null) {
            return count == 1 ? 0 : schedule.pick();
        }
        int first = first(bits, count);
        int second = second(bits, count);
        return hosts.active(second) < hosts.active(first) ? second : first;
    }

    /**
     * The host that is drawn first, and stays unless the second one has fewer requests.
     *
     * @param bits random, of which both halves draw a host
     * @param count how many hosts there are, at least 1
     */
    public static int first(long bits, int count) {
        return Draws.low(bits, count);
    }

    /** The host that is drawn second, as {@link #first}. */
    public static int second(long bits, int count) {
        return Draws.high(bits, count);
    }
}
