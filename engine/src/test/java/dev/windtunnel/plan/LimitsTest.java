package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.mesh.DestinationRule.RetryBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many retries may be under way, by the facts of Envoy's retry_state_impl_test.cc. */
class LimitsTest {

    private static Limits limits(long maxRetries, RetryBudget budget) {
        return new Limits(1, 1, 1, maxRetries, budget, 0);
    }

    /** A budget takes the place of the limit: a share of what is outstanding, but never less than its minimum. */
    @ParameterizedTest(name = "{0}: {2} % and {3} at least, {4} outstanding")
    @CsvSource({
        "BudgetAvailableRetries,         0, 20, 3, 0,  3",
        "BudgetNoAvailableRetries,       5, 0,  0, 50, 0",
        "BudgetVerifyMinimumConcurrency, 5, 20, 3, 2,  3",
        "BudgetVerifyMinimumConcurrency, 5, 20, 3, 20, 4",
        "BudgetVerifyMinimumConcurrency, 5, 20, 3, 24, 4",
        "RetryBudgetOverrideGauge,       0, 20, 5, 0,  5"
    })
    void aBudgetTakesThePlaceOfTheLimit(
            String test, long maxRetries, double percent, int least, long outstanding, long wanted) {
        assertEquals(wanted, limits(maxRetries, new RetryBudget(percent, least)).retries(outstanding), test);
    }

    /** NoAvailableRetries. */
    @Test
    void withoutABudgetTheLimitHoldsWhateverIsOutstanding() {
        assertEquals(0, limits(0, null).retries(1000));
        assertEquals(3, limits(3, null).retries(0));
    }
}
