package dev.windtunnel.proxy.balance;

import java.util.function.IntFunction;

/** The load balancers. A new one is a class and a line here. */
public enum Balancing {
    /** Of two hosts drawn with replacement the one with fewer active requests; Istio's default. */
    LEAST_REQUEST("LEAST_REQUEST", start -> new LeastRequest()),
    /** In turn. */
    ROUND_ROBIN("ROUND_ROBIN", RoundRobin::new),
    /** Any host, each as likely. */
    RANDOM("RANDOM", start -> new RandomHost());

    private final String istioName;
    private final IntFunction<Balancer> constructor;

    Balancing(String istioName, IntFunction<Balancer> constructor) {
        this.istioName = istioName;
        this.constructor = constructor;
    }

    /** Its name in a DestinationRule. */
    public String istioName() {
        return istioName;
    }

    /**
     * A balancer for one worker of one proxy and one cluster.
     *
     * @param start position to begin at, for those that have one; not negative
     */
    public Balancer create(int start) {
        return constructor.apply(start);
    }
}
