package dev.windtunnel.proxy.balance;

/** The host that the request's hash means ({@code thread_aware_lb_impl.cc}); a request without a hash has a random one. */
final class Hashed implements Balancer {

    @Override
    public void changed(Hosts hosts) {
        // the table changes with the list
    }

    @Override
    public int pick(Hosts hosts, long bits, int attempt) {
        return hosts.table().pick(bits, attempt);
    }
}
