package dev.windtunnel.proxy.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.proxy.retry.RetryConditions.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On what a try is repeated. Names in comments are those of Envoy's own tests, whose facts these are. */
class RetryConditionsTest {

    @ParameterizedTest(name = "{0} repeats {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Policy5xxRemote503, PolicyGatewayErrorRemote502/503/504
                "5xx | 499 | false",
                "5xx | 500 | true",
                "5xx | 503 | true",
                "5xx | 599 | true",
                "5xx | 600 | false",
                "5xx | 200 | false",
                "gateway-error | 501 | false",
                "gateway-error | 502 | true",
                "gateway-error | 503 | true",
                "gateway-error | 504 | true",
                "gateway-error | 505 | false",
                "gateway-error | 500 | false",
                // PolicyRetriable4xxRetry, PolicyRetriable4xxNoRetry
                "retriable-4xx | 409 | true",
                "retriable-4xx | 400 | false",
                "retriable-4xx | 408 | false",
                "retriable-4xx | 410 | false",
                // RetriableStatusCodes
                "503 | 503 | true",
                "503 | 500 | false",
                "429,connect-failure | 429 | true",
                "429,503 | 503 | true",
                "429,503 | 504 | false",
                "retriable-status-codes | 503 | false",
                "retriable-status-codes,503 | 503 | true",
                // answers do not care for what breaks connections
                "reset | 503 | false",
                "connect-failure | 503 | false",
                "refused-stream | 503 | false",
                "reset-before-request | 503 | false",
                "unavailable | 503 | false",
                "cancelled | 503 | false",
                "deadline-exceeded | 504 | false",
                "resource-exhausted | 429 | false",
                "internal | 500 | false",
                "envoy-ratelimited | 429 | false",
                "retriable-headers | 503 | false",
                "'' | 503 | false",
                "nonsense | 503 | false",
            })
    void statuses(String retryOn, int status, boolean repeated) {
        assertEquals(repeated, RetryConditions.parse(retryOn).retriesStatus(status));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // condition | connect failure | lost connection | per-try timeout
                "5xx                     | true  | true  | true",
                "gateway-error           | true  | true  | true",
                "reset                   | true  | true  | true",
                "connect-failure         | true  | false | false",
                "refused-stream          | false | false | false",
                "retriable-4xx           | false | false | false",
                "503                     | false | false | false",
                "retriable-status-codes  | false | false | false",
                "unavailable,cancelled   | false | false | false",
                "deadline-exceeded       | false | false | false",
                "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes | true | false | false",
            })
    void failures(String retryOn, boolean connect, boolean reset, boolean perTry) {
        RetryConditions conditions = RetryConditions.parse(retryOn);
        for (boolean sent : new boolean[] {true, false}) {
            assertEquals(connect, conditions.retriesFailure(Failure.CONNECT, sent));
            assertEquals(reset, conditions.retriesFailure(Failure.RESET, sent));
            assertEquals(perTry, conditions.retriesFailure(Failure.PER_TRY_TIMEOUT, sent));
            // Policy5xxResetOverflow, PolicyGatewayErrorResetOverflow
            assertFalse(conditions.retriesFailure(Failure.OVERFLOW, sent));
        }
    }

    /** PolicyResetBeforeRequest: only while no byte of the request was ever sent. */
    @Test
    void resetBeforeRequestLooksAtWhatWasSent() {
        RetryConditions conditions = RetryConditions.parse("reset-before-request");
        for (Failure failure : List.of(Failure.CONNECT, Failure.RESET, Failure.PER_TRY_TIMEOUT)) {
            assertTrue(conditions.retriesFailure(failure, false), failure.name());
            assertFalse(conditions.retriesFailure(failure, true), failure.name());
        }
        assertFalse(conditions.retriesFailure(Failure.OVERFLOW, false));
    }

    @Test
    void in2017A5xxPolicyRepeatedOverflowsToo() {
        RetryConditions conditions = RetryConditions.parse("5xx");
        for (Failure failure : Failure.values()) {
            assertTrue(conditions.retriesFailureIn2017(failure), failure.name());
        }
        RetryConditions connect = RetryConditions.parse("connect-failure");
        assertTrue(connect.retriesFailureIn2017(Failure.CONNECT));
        assertFalse(connect.retriesFailureIn2017(Failure.OVERFLOW));
        assertFalse(connect.retriesFailureIn2017(Failure.RESET));
        assertFalse(RetryConditions.parse("reset").retriesFailureIn2017(Failure.CONNECT));
    }

    @Test
    void codesBecomeAConditionOfTheirOwn() {
        RetryConditions conditions = RetryConditions.parse(" 503 , reset,429 ");
        assertEquals(List.of(503, 429), conditions.statusCodes());
        assertEquals("reset,retriable-status-codes (503,429)", conditions.text());
        assertTrue(conditions.retriesStatus(429));
        assertTrue(conditions.retriesFailure(Failure.RESET, true), "tokens are trimmed");
        RetryConditions explicit = RetryConditions.parse("retriable-status-codes,503");
        assertEquals("retriable-status-codes (503)", explicit.text(), "named once");
        assertEquals("5xx", RetryConditions.parse("5xx").text());
        assertEquals("reset,5xx", RetryConditions.parse("reset,,5xx").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "5033", "5x3", "x03", "50x", "/03", "0:3", "50;"})
    void whatIsNoCodeIsNone(String token) {
        assertEquals(List.of(), RetryConditions.parse(token).statusCodes());
        assertEquals(0, RetryConditions.parse(token).mask());
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "099", "503", "999", "909"})
    void threeDigitsAreACode(String token) {
        assertEquals(
                List.of(Integer.parseInt(token)), RetryConditions.parse(token).statusCodes());
    }
}
