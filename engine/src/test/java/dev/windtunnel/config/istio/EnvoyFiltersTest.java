package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.testing.RateLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local rate limits that Envoy takes and those that it refuses (local_ratelimit_test.cc, TooFastFillRate). */
class EnvoyFiltersTest {

    private static final String BUCKET = "spec.configPatches[0].patch.value.typed_config.token_bucket";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {max_tokens: 5, tokens_per_fill: 5, fill_interval: 50ms} |
                    {max_tokens: 5, fill_interval: 1s} |
                    {max_tokens: 5, tokens_per_fill: 5, fill_interval: 49ms} | fill_interval
                    {max_tokens: 5, tokens_per_fill: 5} | fill_interval
                    {max_tokens: 0, tokens_per_fill: 5, fill_interval: 1s} | max_tokens
                    {tokens_per_fill: 5, fill_interval: 1s} | max_tokens
                    {max_tokens: 5, tokens_per_fill: 0, fill_interval: 1s} | tokens_per_fill
                    """)
    void bucketsAreTakenAsEnvoyTakesThem(String bucket, String refused) {
        Yaml yaml = Yaml.modern(RateLimits.local("app", bucket));
        assertEquals(refused == null ? "" : "IST0106 " + BUCKET + "." + refused, yaml.paths());
        assertEquals(refused == null ? 1 : 0, yaml.mesh().rateLimits().size());
    }
}
