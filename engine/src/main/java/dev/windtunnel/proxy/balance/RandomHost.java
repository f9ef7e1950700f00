package dev.windtunnel.proxy.balance;

/** Any host, each as likely ({@code random_lb.cc}). */
final class RandomHost implements Balancer {

    @Override
    public int pick(ActiveRequests hosts, int count, long bits) {
        return Draws.low(bits, count);
    }
}
