package dev.windtunnel.proxy.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.proxy.balance.Edf;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads of priorities, by the facts of Envoy's tests of load_balancer_impl_base_test.cc. */
class PriorityLoadsTest {

    private static int[] part(String hosts, int index) {
        return Arrays.stream(hosts.split(" "))
                .mapToInt(each -> Integer.parseInt(each.split("/")[index]))
                .toArray();
    }

    /** Hosts are written total/healthy by priority. */
    @ParameterizedTest(name = "{0} of {1}: {3}")
    @CsvSource({
        "PrioritySelection,          1/0 1/0,         140, 50 50,    true true",
        "PrioritySelection,          1/0 2/0,         140, 34 66,    true true",
        "OverProvisioningFactor,     4/2 4/2,         140, 70 30,    false false",
        "OverProvisioningFactor,     4/2 4/2,         100, 50 50,    false false",
        "GentleFailover,             4/1 2/2,         140, 35 65,    false false",
        "GentleFailover,             4/1 4/1,         140, 50 50,    true true",
        "GentleFailoverExtraLevels,  4/1 4/1 4/1,     140, 35 35 30, false false false",
        "GentleFailoverExtraLevels,  5/1 5/1 5/1,     140, 34 33 33, true true true",
        "GentleFailoverExtraLevels,  5/0 5/0 5/4,     140, 0 0 100,  false false false",
        "GentleFailoverExtraLevels,  5/0 3/0 2/0,     140, 50 30 20, true true true",
        "GentleFailoverExtraLevels,  5/0 6/2 3/1,     140, 37 42 21, true true true",
        "MaxUnhealthyPanic,          6/2,             140, 100,      true",
        "MaxUnhealthyPanic,          6/4,             140, 100,      false",
        "nothing at all,             0/0,             140, 100,      true"
    })
    void loads(String test, String hosts, int overprovisioning, String wanted, String panics) {
        PriorityLoads loads = new PriorityLoads(part(hosts, 1), part(hosts, 0), 50, overprovisioning);
        String[] expected = wanted.split(" ");
        String[] panic = panics.split(" ");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Integer.parseInt(expected[i]), loads.load(i), test + " load " + i);
            assertEquals(Boolean.parseBoolean(panic[i]), loads.panics(i), test + " panic " + i);
        }
    }

    @Test
    void withoutAPanicThresholdTheFirstPriorityTakesWhatNobodyCan() {
        PriorityLoads loads = new PriorityLoads(new int[] {0, 0}, new int[] {3, 3}, 0, 140);
        assertEquals(100, loads.load(0));
        assertEquals(false, loads.panics(0));
    }

    @Test
    void drawsFallByTheLoads() {
        PriorityLoads loads = new PriorityLoads(new int[] {1, 2}, new int[] {4, 2}, 50, 140);
        assertEquals(0, loads.pick(0));
        assertEquals(0, loads.pick(34));
        assertEquals(1, loads.pick(35));
        assertEquals(1, loads.pick(99));
        assertEquals(0, loads.pick(100));
    }

    /** Locality UnhealthyFailover: A has 5 hosts and weight 1, B one and weight 2; of 100 picks A gets what its healthy hosts allow. */
    @ParameterizedTest(name = "{0} of 5 healthy: {1} of 100")
    @CsvSource({"5, 33", "4, 33", "3, 29", "2, 22", "1, 12"})
    void aLocalityThatIsShortOfHostsGetsLess(int healthy, int wanted) {
        double[] weights = {PriorityLoads.availability(healthy, 5, 140), 2};
        Edf schedule = new Edf(2, entry -> weights[entry], 0);
        int[] picks = new int[2];
        for (int i = 0; i < 100; i++) {
            picks[schedule.pick()]++;
        }
        assertEquals(wanted, picks[0]);
    }

    /** WeightedLocalities: by turns as the weights are. LocalityPickChanges: half of A is healthy. */
    @Test
    void localitiesTakeTurnsByTheirWeights() {
        Edf schedule = new Edf(2, entry -> entry + 1.0, 0);
        StringBuilder picks = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            picks.append(schedule.pick());
        }
        assertEquals("101101", picks.toString());
        assertEquals(1.0 / 3, share(PriorityLoads.availability(1, 2, 100)), 1e-9);
        assertEquals(1.0 / 2, share(PriorityLoads.availability(1, 2, 200)), 1e-9);
    }

    private static double share(double weight) {
        return weight / (weight + 1);
    }
}
