package dev.windtunnel.proxy.balance;

import org.jspecify.annotations.Nullable;

/**
 * Hosts in turn; the position goes on when hosts come and go, and weights that differ make a schedule
 * ({@code round_robin_lb.cc}). Rejected picks use up positions.
 */
final class RoundRobin implements Balancer {

    private final long picksBefore;
    private int next;
    private @Nullable Edf schedule;

    RoundRobin(int start, long picksBefore) {
        this.next = start;
        this.picksBefore = picksBefore;
    }

    @Override
    public void changed(Hosts hosts) {
        schedule = hosts.weighted() ? new Edf(hosts.size(), hosts::weight, picksBefore) : null;
    }

    @Override
    public int pick(Hosts hosts, long bits, int attempt) {
        if (schedule != null) {
            return hosts.size() == 1 ? 0 : schedule.pick();
        }
        int position = next;
        next = position == Integer.MAX_VALUE ? 0 : position + 1;
        return position % hosts.size();
    }
}
