package dev.windtunnel.proxy.balance;

/** The load balancers. A new one is a class and a line here. */
public enum Balancing {
    /** Of two hosts drawn with replacement the one with fewer active requests; Istio's default. */
    LEAST_REQUEST("LEAST_REQUEST", (start, before) -> new LeastRequest(before)),
    /** In turn. */
    ROUND_ROBIN("ROUND_ROBIN", RoundRobin::new),
    /** Any host, each as likely. */
    RANDOM("RANDOM", (start, before) -> new RandomHost()),
    /** By the request's hash on a ring of hosts. */
    RING_HASH("ringHash", (start, before) -> new Hashed()),
    /** By the request's hash in Maglev's table of hosts. */
    MAGLEV("maglev", (start, before) -> new Hashed());

    private interface Constructor {
        Balancer create(int start, long picksBefore);
    }

    private final String istioName;
    private final Constructor constructor;

    Balancing(String istioName, Constructor constructor) {
        this.istioName = istioName;
        this.constructor = constructor;
    }

    /** Its name in a DestinationRule. */
    public String istioName() {
        return istioName;
    }

    /** Whether it goes by a hash of the request. */
    public boolean hashes() {
        return this == RING_HASH || this == MAGLEV;
    }

    /**
     * A balancer for one worker of one proxy and one list of hosts.
     *
     * @param start position to begin at, for those that have one; not negative
     * @param seed any number: where a schedule begins
     */
    public Balancer create(int start, long seed) {
        return constructor.create(start, Edf.picksBefore(seed));
    }
}
