package dev.windtunnel.measure;

/** What became of the websockets of one traffic. Counts of one run; merged over replications they are sums. */
public final class SessionStatistics {

    /** How many were opened: their requests were answered 101. */
    public long opened;
    /** How many are open now. */
    public long open;
    /** How many were open at once, at most. */
    public long mostOpen;
    /** How those that are over ended, by the ordinal of the reason. */
    public final Tally ends = new Tally();
    /** How long those that are over were open. */
    public final Histogram length = new Histogram();

    /** Statistics of no session. */
    public SessionStatistics() {}

    /** One more is open. */
    public void opens() {
        opened++;
        open++;
        mostOpen = Math.max(mostOpen, open);
    }

    /** One is over. */
    public void ends(int why, long nanos) {
        open--;
        ends.count(why);
        length.record(nanos);
    }

    /** Adds those of another run of the same traffic. */
    public void add(SessionStatistics other) {
        opened += other.opened;
        open += other.open;
        mostOpen += other.mostOpen;
        ends.add(other.ends);
        length.add(other.length);
    }
}
