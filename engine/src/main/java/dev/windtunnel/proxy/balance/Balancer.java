package dev.windtunnel.proxy.balance;

/** Chooses hosts from one list of hosts. One object serves one worker of one proxy. */
public interface Balancer {

    /**
     * The list has other hosts now, or other weights.
     *
     * @param hosts at least one host
     */
    void changed(Hosts hosts);

    /**
     * Picks a host.
     *
     * @param hosts the hosts that may be picked, in the order in which the control plane lists them; at least one
     * @param bits 64 random bits of this pick, or the hash of the request where the balancer goes by hashes
     * @param attempt how often the pick is repeated for one request, from 0
     * @return index of a host
     */
    int pick(Hosts hosts, long bits, int attempt);

    /** What balancers may know of the hosts. */
    interface Hosts {
        /** How many there are. */
        int size();

        /** Active requests of this proxy (all its workers) on a host, those queued for a connection left out. */
        int active(int host);

        /** Weight of a host, as it is now. */
        double weight(int host);

        /** Whether weights differ, or may come to differ while hosts warm up. */
        boolean weighted();

        /** What hashes mean in this list; asked for by balancers that go by hashes alone. */
        HashTable table();
    }
}
