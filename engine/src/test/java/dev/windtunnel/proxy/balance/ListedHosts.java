package dev.windtunnel.proxy.balance;

import java.util.Arrays;

/** Hosts for tests of balancers. */
final class ListedHosts implements Balancer.Hosts {

    int[] active;
    double[] weights;

    private ListedHosts(int[] active, double[] weights) {
        this.active = active;
        this.weights = weights;
    }

    /** So many idle hosts of one weight. */
    static ListedHosts idle(int count) {
        return active(new int[count]);
    }

    /** Hosts of one weight with so many active requests. */
    static ListedHosts active(int... active) {
        double[] weights = new double[active.length];
        Arrays.fill(weights, 1);
        return new ListedHosts(active, weights);
    }

    /** Idle hosts of these weights. */
    static ListedHosts weighing(double... weights) {
        return new ListedHosts(new int[weights.length], weights);
    }

    /** The next picks of a balancer, as {@code 1,0,1}. */
    String picks(Balancer balancer, int count) {
        StringBuilder picks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            picks.append(i == 0 ? "" : ",").append(balancer.pick(this, 77, 0));
        }
        return picks.toString();
    }

    @Override
    public int size() {
        return active.length;
    }

    @Override
    public int active(int host) {
        return active[host];
    }

    @Override
    public double weight(int host) {
        return weights[host];
    }

    @Override
    public boolean weighted() {
        return Arrays.stream(weights).distinct().count() > 1;
    }

    @Override
    public HashTable table() {
        throw new UnsupportedOperationException("these hosts have no table");
    }
}
