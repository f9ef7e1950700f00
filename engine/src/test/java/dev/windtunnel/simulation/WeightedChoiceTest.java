package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.mesh.HttpRoute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several destinations a draw means, by the facts of WeightedClusters in Envoy's config_impl_test.cc. */
class WeightedChoiceTest {

    private static Decision weighing(String weights) {
        Decision.Builder builder = new Decision.Builder(Decision.Kind.FORWARD);
        String[] each = weights.split(" ");
        builder.choices = new Decision.Choice[each.length];
        long total = 0;
        for (int i = 0; i < each.length; i++) {
            total += Long.parseLong(each[i]);
            builder.choices[i] = new Decision.Choice(total, null, i, 0, new HttpRoute.Fault[0]);
        }
        builder.totalWeight = total;
        return builder.build();
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({
        "30 30 40, 115, 0",
        "30 30 40, 445, 1",
        "30 30 40, 560, 2",
        "2000 3000 5000, 1150, 0",
        "2000 3000 5000, 4500, 1",
        "2000 3000 5000, 8900, 2",
        "30 30 40, 29, 0",
        "30 30 40, 30, 1",
        "0 1, 0, 1",
        "1 0, -1, 0"
    })
    void theDrawFallsIntoTheIntervalOfItsWeight(String weights, long draw, int wanted) {
        assertEquals(wanted, weighing(weights).choose(draw));
    }
}
