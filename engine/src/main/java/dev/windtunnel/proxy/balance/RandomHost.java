package dev.windtunnel.proxy.balance;

/** Any host, each as likely, whatever its weight ({@code random_lb.cc}). */
final class RandomHost implements Balancer {

    @Override
    public void changed(Hosts hosts) {
        // keeps nothing
    }

    @Override
    public int pick(Hosts hosts, long bits, int attempt) {
        return Draws.low(bits, hosts.size());
    }
}
