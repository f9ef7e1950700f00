package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.testing.RateLimits;
import org.junit.jupiter.api.Test;
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
        assertEquals(refused == null ? 1 : 0, yaml.mesh().limits().local().size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [{entries: [{key: a, value: b}], token_bucket: {max_tokens: 1, fill_interval: 1s}}] |
                    [{entries: [{key: a, value: b}]}] | [0].token_bucket
                    [{entries: [], token_bucket: {max_tokens: 1, fill_interval: 1s}}] | [0].entries
                    [{entries: [{key: a}], token_bucket: {max_tokens: 1, fill_interval: 1s}}, {entries: [{key: a}], token_bucket: {max_tokens: 2, fill_interval: 1s}}] | [1].entries
                    [{entries: [{key: a}], token_bucket: {max_tokens: 1, fill_interval: 10ms}}] | [0].token_bucket.fill_interval
                    """)
    void descriptorsAreTakenAsEnvoyTakesThem(String descriptors, String refused) {
        Yaml yaml =
                Yaml.modern(RateLimits.local("app", "{max_tokens: 5, fill_interval: 1s}, descriptors: " + descriptors));
        String path = "spec.configPatches[0].patch.value.typed_config.descriptors";
        assertEquals(refused == null ? "" : "IST0106 " + path + refused, yaml.paths());
    }

    /** Where Envoy takes no filter, and what is beyond a rate limit: nothing happens, and it is said. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP_FILTER | SIDECAR_INBOUND | ADD | {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}} | patch.operation
                    HTTP_FILTER | SIDECAR_INBOUND | INSERT_AFTER | {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}} | patch.operation
                    HTTP_FILTER | SIDECAR_INBOUND | REMOVE | {name: envoy.filters.http.local_ratelimit} | patch.operation
                    HTTP_FILTER | SIDECAR_INBOUND | INSERT_BEFORE | {name: envoy.filters.http.lua} | applyTo
                    NETWORK_FILTER | SIDECAR_INBOUND | INSERT_BEFORE | {name: envoy.filters.network.local_ratelimit} | match
                    NETWORK_FILTER | SIDECAR_INBOUND | INSERT_FIRST | {name: envoy.filters.network.local_ratelimit} | match
                    NETWORK_FILTER | GATEWAY | INSERT_FIRST | {name: envoy.filters.network.local_ratelimit} | match.context
                    NETWORK_FILTER | 'SIDECAR_INBOUND, listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager}}}' | INSERT_BEFORE | {name: envoy.filters.network.local_ratelimit} | match.listener.filterChain.filter.name
                    NETWORK_FILTER | SIDECAR_INBOUND | INSERT_BEFORE | {name: envoy.filters.network.rbac} | applyTo
                    HTTP_FILTER | SIDECAR_INBOUND | REPLACE | {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}} | patch.operation
                    HTTP_ROUTE | GATEWAY | INSERT_BEFORE | {typed_per_filter_config: {envoy.filters.http.local_ratelimit: {stat_prefix: s}}} | patch.operation
                    VIRTUAL_HOST | GATEWAY | ADD | {rate_limits: []} | patch.operation
                    HTTP_ROUTE | GATEWAY | INSERT_BEFORE | {name: x} | applyTo
                    NETWORK_FILTER | SIDECAR_INBOUND | REPLACE | {name: envoy.filters.network.local_ratelimit} | patch.operation
                    CLUSTER | ANY | MERGE | {connect_timeout: 1s} | applyTo
                    """)
    void whatIsNotSimulatedIsSaid(String target, String context, String operation, String value, String field) {
        Yaml yaml = Yaml.modern(RateLimits.patch("f", "app", target, context, operation, value));
        assertEquals("WT1002 spec.configPatches[0]." + field, yaml.paths());
        assertEquals(0, yaml.mesh().limits().filters().size());
    }

    /** Two that are not simulated for two reasons are told twice, each with its reason. */
    @Test
    void theReasonIsSaidOfEach() {
        Yaml yaml = Yaml.modern(RateLimits.patch(
                        "f",
                        "app",
                        "NETWORK_FILTER",
                        "SIDECAR_INBOUND",
                        "INSERT_FIRST",
                        "{name: envoy.filters.network.rbac}")
                + RateLimits.patch("g", "app", "HTTP_FILTER", "ANY", "INSERT_FIRST", "{name: envoy.filters.http.lua}")
                        .replace("apiVersion", "---\napiVersion")
                + RateLimits.patch(
                                "h",
                                "app",
                                "NETWORK_FILTER",
                                "SIDECAR_INBOUND",
                                "INSERT_FIRST",
                                "{name: envoy.filters.network.local_ratelimit}")
                        .replace("apiVersion", "---\napiVersion"));
        String texts = yaml.list().stream()
                .map(finding -> finding.message())
                .collect(java.util.stream.Collectors.joining("\n"));
        assertTrue(texts.contains("as without the filter envoy.filters.network.rbac"), texts);
        assertTrue(texts.contains("as without the filter envoy.filters.http.lua"), texts);
        assertTrue(
                texts.contains("configPatches[].match is not simulated; it is also for connections of HTTP")
                        && texts.contains("listener.filterChain.filter.name has to name"),
                texts);
    }

    /** A filter without settings, whose name alone says what it is; or whose type does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}}
                    {name: mine, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit, stat_prefix: s}}
                    {name: mine, typed_config: {"@type": type.googleapis.com/udpa.type.v1.TypedStruct, type_url: type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit, value: {stat_prefix: s}}}
                    """)
    void theFilterMayLeaveItsBucketToRoutes(String value) {
        Yaml yaml = Yaml.modern(RateLimits.patch("f", "app", "HTTP_FILTER", "SIDECAR_INBOUND", "INSERT_FIRST", value));
        assertEquals("", yaml.paths());
        assertEquals(1, yaml.mesh().limits().local().size());
    }

    /** Words that istiod's parser does not know, and types that its Envoy does not have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP_FILTER | INBOUND | INSERT_FIRST | {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}} | match.context
                    HTTP_FILTER | SIDECAR_INBOUND | INSERT | {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}} | patch.operation
                    HTTPFILTER | SIDECAR_INBOUND | INSERT_FIRST | {name: envoy.filters.http.local_ratelimit, typed_config: {stat_prefix: s}} | applyTo
                    HTTP_FILTER | SIDECAR_INBOUND | INSERT_FIRST | {name: envoy.filters.http.local_ratelimit, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v2.LocalRateLimit, stat_prefix: s}} | patch.value.typed_config["@type"]
                    HTTP_FILTER | SIDECAR_INBOUND | INSERT_FIRST | {name: x, typed_config: {"@type": type.googleapis.com/envoy.config.filter.http.rate_limit.v2.RateLimit}} | patch.value.typed_config["@type"]
                    """)
    void wordsThatNobodyKnowsAreRefused(String target, String context, String operation, String value, String field) {
        Yaml yaml = Yaml.modern(RateLimits.patch("f", "app", target, context, operation, value));
        assertEquals("IST0106 spec.configPatches[0]." + field, yaml.paths());
        assertEquals(0, yaml.mesh().limits().filters().size());
    }

    @Test
    void aHeaderWithoutAKeyIsOneMistake() {
        Yaml yaml = Yaml.modern(RateLimits.local(
                "app", "{max_tokens: 5, fill_interval: 1s}, response_headers_to_add: [{header: {value: x}}]"));
        assertEquals(
                "IST0106 spec.configPatches[0].patch.value.typed_config.response_headers_to_add[0].header.key",
                yaml.paths());
    }

    /** ProtoJSON: constants by name or number, numbers as texts, fields in both spellings. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    status: {code: TooManyRequests} | 429 | 5 | 1
                    status: {code: ServiceUnavailable} | 503 | 5 | 1
                    status: {code: 503} | 503 | 5 | 1
                    status: {code: OK} | 429 | 5 | 1
                    token_bucket: {max_tokens: "7", tokens_per_fill: "7", fill_interval: 1s} | 429 | 7 | 1
                    tokenBucket: {maxTokens: "7.0", tokensPerFill: 7, fillInterval: 1s} | 429 | 7 | 1
                    filter_enabled: {default_value: {numerator: "50", denominator: 0}} | 429 | 5 | 0.5
                    filterEnabled: {runtimeKey: a, defaultValue: {numerator: "50", denominator: 1}} | 429 | 5 | 0.005
                    filter_enabled: {default_value: {numerator: 500000, denominator: MILLION}} | 429 | 5 | 0.5
                    """)
    void valuesMayBeInAnyFormOfProtoJson(String settings, int status, long tokens, double enabled) {
        String rest = (settings.contains("ucket") ? "" : ", token_bucket: {max_tokens: 5, fill_interval: 1s}")
                + (settings.contains("abled") ? "" : ", filter_enabled: {default_value: {numerator: 100}}");
        Yaml yaml = Yaml.modern(RateLimits.filter(
                "SIDECAR_INBOUND", "app", "INSERT_BEFORE", null, "statPrefix: x, " + settings + rest));
        assertEquals("", yaml.paths());
        LocalLimit limit = yaml.mesh().limits().local().get(0).limit();
        assertEquals(status, limit.status());
        assertEquals(tokens, limit.bucket().maxTokens());
        assertEquals(enabled, limit.enabledFraction(), 1e-9);
    }

    /** One finding for each, which says that the filter is off; nothing follows from it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    filter_enabled: {default_value: {numerator: 100}}, status: {code: TooManyRequest} | status.code
                    filter_enabled: {default_value: {numerator: 100}}, status: {code: 430} | status.code
                    filter_enabled: {default_value: {numerator: 100}}, status: {code: "503"} | status.code
                    filter_enabled: {default_value: {numerator: all}} | filter_enabled.default_value.numerator
                    filter_enabled: {default_value: {numerator: "-1"}} | filter_enabled.default_value.numerator
                    filter_enabled: {default_value: {numerator: "1e999999999"}} | filter_enabled.default_value.numerator
                    filter_enabled: {default_value: {numerator: 100, denominator: 3}} | filter_enabled.default_value.denominator
                    filter_enabled: {default_value: 100} | filter_enabled.default_value
                    filter_enabled: true | filter_enabled
                    filter_enabled: {default_value: {numerator: 100}}, token_bucket: {max_tokens: "many", fill_interval: 1s} | token_bucket.max_tokens
                    """)
    void whatCannotBeReadSwitchesTheFilterOffAndSaysSo(String settings, String field) {
        String rest = settings.contains("bucket") ? "" : ", token_bucket: {max_tokens: 5, fill_interval: 1s}";
        Yaml yaml = Yaml.modern(RateLimits.filter(
                "SIDECAR_INBOUND", "app", "INSERT_BEFORE", null, "stat_prefix: x, " + settings + rest));
        assertEquals("IST0106 spec.configPatches[0].patch.value.typed_config." + field, yaml.paths());
        assertEquals(0, yaml.mesh().limits().local().size());
        String message = yaml.messages("IST0106").get(0);
        assertTrue(message.endsWith("so that its rate limits are off"), message);
    }
}
