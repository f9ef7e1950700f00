package dev.windtunnel.proxy.balance;

/**
 * Power of two choices: two hosts drawn independently with replacement; the first stays unless the second has strictly
 * fewer active requests ({@code least_request_lb.cc}, equal weights).
 */
final class LeastRequest implements Balancer {

    @Override
    public int pick(ActiveRequests hosts, int count, long bits) {
        int first = Draws.low(bits, count);
        int second = Draws.high(bits, count);
        return hosts.active(second) < hosts.active(first) ? second : first;
    }
}
