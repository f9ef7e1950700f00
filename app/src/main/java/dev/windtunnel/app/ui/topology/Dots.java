package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Wiring.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Requests that move. They are drawn from the rates of the links, not one by one from the run: as many, as fast and as
 * often failing as the last 10 s say, one in {@link #oneIn} of them.
 */
final class Dots {

    static final int MOST = 400;
    static final double FASTEST = 4;
    static final double MOST_PER_SECOND = 2000;
    static final double SHORTEST_SECONDS = 0.45;
    static final double CROSS_SECONDS = 0.6;
    private static final double FAILED_AT = 0.86;
    /** Room of one dot on its line, px. */
    private static final double APART = 14;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, Double> due = new HashMap<>();
    private final List<Dot> dots = new ArrayList<>();
    private int oneIn = 1;

    /** A request on its way. */
    static final class Dot {
        private final Wire wire;
        private final int branch;
        private final double seconds;
        final boolean retry;
        private final boolean fails;
        private double age;

        private Dot(Wire wire, int branch, double seconds, boolean retry, boolean fails) {
            this.wire = wire;
            this.branch = branch;
            this.seconds = seconds;
            this.retry = retry;
            this.fails = fails;
        }

        private double trunk() {
            return wire.trunk() == null ? 0 : wire.trunk().length();
        }

        private double travelled() {
            double whole = trunk() + wire.branches().get(branch).length();
            return whole * Math.min(age / seconds, fails ? FAILED_AT : 1);
        }

        /** Where it is. */
        Placement.Point at() {
            double travelled = travelled();
            if (wire.trunk() != null && travelled < trunk()) {
                return wire.trunk().at(travelled / trunk());
            }
            Curve curve = wire.branches().get(branch);
            return curve.at(curve.length() == 0 ? 1 : (travelled - trunk()) / curve.length());
        }

        /** Version after the knot; -1 before it, and where there is none. */
        int version() {
            return travelled() < trunk()
                    ? -1
                    : wire.link().branches().get(branch).version();
        }

        /** Whether it has ended badly and shows its cross. */
        boolean ended() {
            return fails && age >= seconds * FAILED_AT;
        }

        private boolean gone() {
            return age > (fails ? seconds * FAILED_AT + CROSS_SECONDS : seconds);
        }
    }

    /** Whether requests can be followed by eye. */
    static boolean visible(double speed, double requestsPerSecond) {
        return speed <= FASTEST && requestsPerSecond <= MOST_PER_SECOND;
    }

    /**
     * Goes on.
     *
     * @param seconds of the person who looks
     * @param speed virtual seconds in one of them
     */
    void advance(Wiring wiring, Figures figures, double seconds, double speed) {
        for (Iterator<Dot> each = dots.iterator(); each.hasNext(); ) {
            Dot dot = each.next();
            dot.age += seconds;
            if (dot.gone()) {
                each.remove();
            }
        }
        thin(wiring, figures, speed);
        for (Wire wire : wiring.wires().values()) {
            Rates rates = figures.rates(wire.link());
            double tries = rates.requestsPerSecond() + rates.retriesPerSecond();
            double wanted = due.getOrDefault(wire.link().key(), 0.0) + tries * speed * seconds / oneIn;
            while (wanted >= 1) {
                wanted -= 1;
                if (dots.size() < MOST) {
                    dots.add(dot(wire, figures, rates, speed));
                }
            }
            due.put(wire.link().key(), wanted);
        }
    }

    private void thin(Wiring wiring, Figures figures, double speed) {
        double underWay = 0;
        double densest = 0;
        for (Wire wire : wiring.wires().values()) {
            Rates rates = figures.rates(wire.link());
            double here = (rates.requestsPerSecond() + rates.retriesPerSecond()) * speed * seconds(rates, speed);
            underWay += here;
            densest = Math.max(densest, here * APART / Math.max(APART, wire.length()));
        }
        int next = 1;
        while ((underWay / next > MOST * 0.6 || densest / next > 1) && next < 1 << 20) {
            next *= 2;
        }
        if (next > oneIn || next < oneIn / 2) { // does not swing between two of them
            oneIn = next;
        }
    }

    private static double seconds(Rates rates, double speed) {
        double latency = Double.isNaN(rates.p50Seconds()) ? 0 : rates.p50Seconds();
        return Math.min(5, Math.max(SHORTEST_SECONDS, latency / Math.max(0.01, speed)));
    }

    private Dot dot(Wire wire, Figures figures, Rates rates, double speed) {
        double tries = rates.requestsPerSecond() + rates.retriesPerSecond();
        boolean retry = random.nextDouble() * tries < rates.retriesPerSecond();
        double draw = random.nextDouble();
        int branch = branch(wire, figures);
        return new Dot(wire, branch, seconds(rates, speed), retry, draw < failing(wire.link(), branch, figures));
    }

    private static double failing(Link link, int branch, Figures figures) {
        return link.branches().size() < 2
                ? figures.rates(link).errorRate()
                : figures.errorRate(link, link.branches().get(branch)) + figures.failedBeforeBranches(link);
    }

    private int branch(Wire wire, Figures figures) {
        List<Branch> branches = wire.link().branches();
        double draw = random.nextDouble();
        for (int i = 0; i < branches.size() - 1; i++) {
            double share = figures.share(wire.link(), branches.get(i));
            draw -= Double.isNaN(share) ? 1.0 / branches.size() : share;
            if (draw < 0) {
                return i;
            }
        }
        return branches.size() - 1;
    }

    List<Dot> dots() {
        return dots;
    }

    /** How many requests one dot stands for. */
    int oneIn() {
        return oneIn;
    }

    void clear() {
        dots.clear();
        due.clear();
    }
}
