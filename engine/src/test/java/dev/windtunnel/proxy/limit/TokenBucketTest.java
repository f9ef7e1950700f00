package dev.windtunnel.proxy.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a bucket lets pass, by the facts of Envoy's local_ratelimit_test.cc. */
class TokenBucketTest {

    /** Requests are written as their milliseconds; what passes is written y. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AtomicTokenBucket,                        1, 1, 200, 0 0 0 200 200 400 400,   ynnynyn",
        "MaxTokensGreaterThanTokensPerFill,        2, 1, 200, 0 0 0 200 200,           yynyn",
        "never more than it holds,                 2, 1, 200, 0 0 5000 5000 5000,      yyyyn",
        "refilled all the time not at once,        60, 60, 60000, 0 999 1000 1000,     yyyy",
        "a fraction of a token is none,            1, 1, 1000, 0 500 999 1000,         ynny"
    })
    void passes(String name, long most, long perFill, long intervalMillis, String requests, String wanted) {
        TokenBucket bucket = new TokenBucket(most, perFill, intervalMillis * 1_000_000, 0);
        StringBuilder passed = new StringBuilder();
        for (String at : requests.split(" ")) {
            passed.append(bucket.take(Long.parseLong(at) * 1_000_000) ? 'y' : 'n');
        }
        assertEquals(wanted, passed.toString());
    }
}
