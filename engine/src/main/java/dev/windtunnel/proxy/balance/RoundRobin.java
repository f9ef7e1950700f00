package dev.windtunnel.proxy.balance;

/**
 * Hosts in turn; the position goes on when hosts come and go ({@code round_robin_lb.cc}, equal weights). Rejected picks
 * use up positions.
 */
final class RoundRobin implements Balancer {

    private int next;

    RoundRobin(int start) {
        next = start;
    }

    @Override
    public int pick(ActiveRequests hosts, int count, long bits) {
        int position = next;
        next = position == Integer.MAX_VALUE ? 0 : position + 1;
        return position % count;
    }
}
