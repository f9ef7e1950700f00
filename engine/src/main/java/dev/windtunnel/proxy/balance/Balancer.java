package dev.windtunnel.proxy.balance;

/** Chooses the host of a try. One object serves one worker of one proxy and one cluster. */
public interface Balancer {

    /**
     * Picks a host.
     *
     * @param hosts the hosts that may be picked, in the order in which the control plane lists them
     * @param count how many of the array are hosts, at least 1
     * @param bits 64 random bits of this pick
     * @return index below {@code count}
     */
    int pick(ActiveRequests hosts, int count, long bits);

    /** What balancers may know of the hosts. */
    interface ActiveRequests {
        /** Active requests of this proxy (all its workers) on a host, those queued for a connection left out. */
        int active(int host);
    }
}
