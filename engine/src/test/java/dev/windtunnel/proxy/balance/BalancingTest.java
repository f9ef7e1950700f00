package dev.windtunnel.proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the next request. Names in comments are those of Envoy's own tests, whose facts these are. */
class BalancingTest {

    /** The 64 bits that make the two picks of a draw. */
    private static long bits(int first, int second, int count) {
        long low = ((long) first << 32) / count + 1;
        long high = ((long) second << 32) / count + 1;
        return high << 32 | low;
    }

    private static ListedHosts active(int... requests) {
        return ListedHosts.active(requests);
    }

    @Test
    void theNamesAreIstios() {
        for (Balancing balancing : Balancing.values()) {
            assertEquals(balancing.hashes(), !balancing.name().equals(balancing.istioName()));
            assertNotSame(balancing.create(0, 0), balancing.create(0, 0), "one for each worker");
        }
    }

    /** Round robin, Seed: three hosts from position 1. */
    @ParameterizedTest(name = "from {0}")
    @CsvSource({"1, 1 2 0 1", "0, 0 1 2 0", "5, 2 0 1 2"})
    void inTurn(int start, String picks) {
        Balancer balancer = Balancing.ROUND_ROBIN.create(start, 0);
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            made.append(i == 0 ? "" : " ").append(balancer.pick(ListedHosts.idle(3), 77, 0));
        }
        assertEquals(picks, made.toString());
    }

    /** Round robin, Weighted and WeightedSeed: weights change under the schedule, hosts come. */
    @Test
    void weightsMakeASchedule() {
        Balancer balancer = Balancing.ROUND_ROBIN.create(0, 0);
        ListedHosts hosts = ListedHosts.weighing(1, 2);
        balancer.changed(hosts);
        assertEquals("1,0,1,1,0,1", hosts.picks(balancer, 6));
        hosts.weights = new double[] {2, 1};
        assertEquals("1,0,0,1,0,0,1,0", hosts.picks(balancer, 8));
        ListedHosts three = ListedHosts.weighing(2, 1, 3);
        balancer.changed(three);
        assertEquals("2,0,2,1,0,2,2,0,2,1,0,2", three.picks(balancer, 12));
        ListedHosts others = ListedHosts.weighing(1, 4);
        balancer.changed(others);
        assertEquals("1,1,1,0,1,1,1,1,0,1", others.picks(balancer, 10));
        Balancer later = Balancing.ROUND_ROBIN.create(0, 1);
        ListedHosts again = ListedHosts.weighing(1, 2);
        later.changed(again);
        assertEquals("0,1,1,0,1,1", again.picks(later, 6));
    }

    /** Least request, WeightImbalance: weights 1 and 2, idle; then a request at host 1; then one at host 0 alone. */
    @Test
    void activeRequestsLowerTheWeight() {
        Balancer balancer = Balancing.LEAST_REQUEST.create(0, 0);
        ListedHosts hosts = ListedHosts.weighing(1, 2);
        balancer.changed(hosts);
        assertEquals("1,0,1,1,0,1", hosts.picks(balancer, 6));
        hosts.active = new int[] {0, 1};
        assertEquals("1,0,1,0,1", hosts.picks(balancer, 5));
        hosts.active = new int[] {1, 0};
        assertEquals("0,1,1,1,0,1,1,1,1,0", hosts.picks(balancer, 10));
    }

    @Test
    void turnsGoOnWhenHostsComeAndGo() {
        Balancer balancer = Balancing.ROUND_ROBIN.create(0, 0);
        assertEquals(0, balancer.pick(ListedHosts.idle(2), 0, 0));
        assertEquals(1, balancer.pick(ListedHosts.idle(3), 0, 0));
        assertEquals(2, balancer.pick(ListedHosts.idle(4), 0, 0));
        assertEquals(0, balancer.pick(ListedHosts.idle(3), 0, 0));
    }

    @Test
    void turnsNeverOverflow() {
        Balancer balancer = Balancing.ROUND_ROBIN.create(Integer.MAX_VALUE - 1, 0);
        assertEquals((Integer.MAX_VALUE - 1) % 5, balancer.pick(ListedHosts.idle(5), 0, 0));
        assertEquals(Integer.MAX_VALUE % 5, balancer.pick(ListedHosts.idle(5), 0, 0));
        assertEquals(0, balancer.pick(ListedHosts.idle(5), 0, 0));
        assertEquals(1, balancer.pick(ListedHosts.idle(5), 0, 0));
    }

    /** Least request, Normal: of two hosts drawn the one with fewer requests; the first drawn at a tie. */
    @Test
    void ofTwoDrawnTheOneWithFewerRequests() {
        Balancer balancer = Balancing.LEAST_REQUEST.create(0, 0);
        assertEquals(0, balancer.pick(active(1, 2), bits(0, 1, 2), 0));
        assertEquals(0, balancer.pick(active(1, 2), bits(1, 0, 2), 0));
        assertEquals(1, balancer.pick(active(2, 1), bits(0, 1, 2), 0));
        assertEquals(1, balancer.pick(active(2, 1), bits(1, 0, 2), 0));
        assertEquals(0, balancer.pick(active(3, 3), bits(0, 1, 2), 0), "a tie stays with the first");
        assertEquals(1, balancer.pick(active(3, 3), bits(1, 0, 2), 0));
        assertEquals(1, balancer.pick(active(0, 9), bits(1, 1, 2), 0), "both draws may be the busy one");
        assertEquals(2, balancer.pick(active(1, 1, 0, 1), bits(3, 2, 4), 0));
    }

    /** Random, Normal: every host is as likely. */
    @ParameterizedTest
    @CsvSource({"RANDOM", "LEAST_REQUEST"})
    void everyIdleHostIsAsLikely(Balancing balancing) {
        Balancer balancer = balancing.create(0, 0);
        SplittableRandom random = new SplittableRandom(5);
        int[] picks = new int[7];
        int draws = 70_000;
        for (int i = 0; i < draws; i++) {
            picks[balancer.pick(ListedHosts.idle(picks.length), random.nextLong(), 0)]++;
        }
        for (int count : picks) {
            assertEquals(10_000, count, 3.9 * Math.sqrt(draws / 7.0 * 6 / 7));
        }
    }

    @Test
    void randomTakesTheHostOfTheDraw() {
        Balancer balancer = Balancing.RANDOM.create(0, 0);
        for (int host = 0; host < 6; host++) {
            assertEquals(host, balancer.pick(active(9, 9, 9, 0, 0, 0), bits(host, 0, 6), 0));
        }
        assertEquals(0, balancer.pick(ListedHosts.idle(3), 0, 0));
        assertEquals(2, balancer.pick(ListedHosts.idle(3), -1, 0));
    }

    /** Two draws of equally busy hosts but one: the idle one is picked unless neither draw is it. */
    @Test
    void theTwoDrawsAreIndependent() {
        Balancer balancer = Balancing.LEAST_REQUEST.create(0, 0);
        SplittableRandom random = new SplittableRandom(9);
        int idle = 0;
        int draws = 40_000;
        for (int i = 0; i < draws; i++) {
            idle += balancer.pick(active(1, 1, 0, 1), random.nextLong(), 0) == 2 ? 1 : 0;
        }
        double share = 1 - 0.75 * 0.75;
        assertEquals(share * draws, idle, 3.29 * Math.sqrt(draws * share * (1 - share)));
        assertTrue(idle > 0);
    }

    /**
     * Slow start of Envoy's round robin, with a window of 60 s: of two equal hosts the second one is new. SlowStartNoWait,
     * SlowStartNoWaitMinWeightPercent35 and SlowStartNoWaitNonLinearAggression; between two ages the schedule goes on.
     */
    @ParameterizedTest(name = "aggression {0}, at least {1} %")
    @CsvSource({"1, 10, 12 20 60, 00001 001 0101", "1, 35, 12 30, 0010001 010010", "2, 10, 6 26, 0001 0100101"})
    void newHostsGetLess(double aggression, double least, String ages, String wanted) {
        long[] age = {0};
        Balancer balancer = Balancing.ROUND_ROBIN.create(0, 0);
        StringBuilder picks = new StringBuilder();
        String[] rounds = wanted.split(" ");
        String[] seconds = ages.split(" ");
        for (int round = 0; round < rounds.length; round++) {
            age[0] = Long.parseLong(seconds[round]) * 1_000_000_000L;
            ListedHosts hosts = ListedHosts.weighing(1, SlowStart.factor(age[0], 60_000_000_000L, aggression, least));
            balancer.changed(hosts);
            picks.append(round == 0 ? "" : " ")
                    .append(hosts.picks(balancer, rounds[round].length()).replace(",", ""));
        }
        assertEquals(wanted, picks.toString());
    }

    @Test
    void aHostIsNewForItsWindow() {
        assertEquals(0.2, SlowStart.factor(12_000_000_000L, 60_000_000_000L, 1, 10), 1e-12);
        assertEquals(1, SlowStart.factor(60, 60, 1, 10));
        assertEquals(0.1, SlowStart.factor(0, 60_000_000_000L, 1, 10), "never below the least");
        assertEquals(0.5, SlowStart.factor(15_000_000_000L, 60_000_000_000L, 2, 10), 1e-12, "a square root");
    }
}
