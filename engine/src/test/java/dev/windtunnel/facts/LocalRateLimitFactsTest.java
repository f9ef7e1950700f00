package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.RateLimits;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local rate limits: whose bucket a request takes a token of. Counts are those of an Envoy 1.40 with the same settings. */
class LocalRateLimitFactsTest {

    private static final String TYPE = "'@type': type.googleapis.com/udpa.type.v1.TypedStruct, type_url:"
            + " type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";
    private static final String FILTER_ALONE =
            RateLimits.filter("SIDECAR_INBOUND", "app", "INSERT_BEFORE", null, "stat_prefix: http_local_rate_limiter");

    private static String bucket(int tokens) {
        return "token_bucket: {max_tokens: " + tokens + ", tokens_per_fill: 1, fill_interval: 600s}";
    }

    private static String descriptor(String entries, int tokens) {
        return "{entries: [" + entries + "], " + bucket(tokens) + "}";
    }

    private static Bed bed() {
        return Scenarios.bed().client("client").meshApp("app", OK);
    }

    private static Bed ask(Bed bed, String name, String url, String headers, int requests) {
        return bed.traffic("name: " + name + ", from: client, request: {url: '" + url + "', headers: {" + headers
                + "}}, load: {rate: 10/s, arrivals: constant}, requests: " + requests);
    }

    private static Bed limited(String settings, String rateLimits) {
        return bed().document(RateLimits.filter(
                        "SIDECAR_INBOUND",
                        "app",
                        "INSERT_BEFORE",
                        null,
                        "stat_prefix: limit, " + settings + ", " + RateLimits.ALL))
                .document(RateLimits.route(
                        "SIDECAR_INBOUND",
                        "app",
                        "HTTP_ROUTE",
                        "inbound|http|8080",
                        "route: {rate_limits: [" + rateLimits + "]}"));
    }

    /** The filter without a bucket, and settings for one port of the app, as in Istio's samples/ratelimit. */
    @Test
    void settingsOfAVirtualHostCountInsteadOfThoseOfTheFilter() {
        String settings = "typed_per_filter_config: {envoy.filters.http.local_ratelimit: {" + TYPE
                + ", value: {stat_prefix: of_the_route, " + bucket(4) + ", " + RateLimits.ALL + "}}}";
        Bed bed = bed().document(FILTER_ALONE)
                .document(RateLimits.route("SIDECAR_INBOUND", "app", "HTTP_ROUTE", "inbound|http|8080", settings));
        Outcome run = ask(bed, "curl", "http://app:8080/", "", 10).go();
        assertEquals("200:4 429:6", run.codes("curl"));
        assertEquals(10, counter(run, "of_the_route.http_local_rate_limit.enabled"));
        assertEquals(4, counter(run, "of_the_route.http_local_rate_limit.ok"));
        assertEquals(6, counter(run, "of_the_route.http_local_rate_limit.rate_limited"));
        assertEquals(6, counter(run, "of_the_route.http_local_rate_limit.enforced"));
        Bed other = bed().document(FILTER_ALONE)
                .document(RateLimits.route("SIDECAR_INBOUND", "app", "HTTP_ROUTE", "inbound|http|9090", settings));
        assertEquals(
                "200:10", ask(other, "curl", "http://app:8080/", "", 10).go().codes("curl"));
    }

    private static double counter(Outcome run, String name) {
        return run.result().stats().values().stream()
                .mapToDouble(proxy -> proxy.getOrDefault(name, 0.0))
                .sum();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {exact: gold}}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {prefix: go}}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {suffix: ld}}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {contains: ol}}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {safe_regex: {regex: g.ld}}}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, present_match: true}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, expect_match: false, headers: [{name: x-other}]}} | header_match | gold
                    {header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {exact: tin}, invert_match: true}]}} | header_match | gold
                    {request_headers: {header_name: x-plan, descriptor_key: plan}} | plan | gold
                    {request_headers: {header_name: ':path', descriptor_key: path}} | path | /a?q=1
                    {request_headers: {header_name: ':method', descriptor_key: m}} | m | GET
                    {query_parameters: {query_parameter_name: q, descriptor_key: q}} | q | 1
                    {query_parameter_value_match: {descriptor_value: one, query_parameters: [{name: q, string_match: {exact: '1'}}]}} | query_match | one
                    {generic_key: {descriptor_value: all}} | generic_key | all
                    {generic_key: {descriptor_key: who, descriptor_value: all}} | who | all
                    """)
    void actionsMakeDescriptorsWithBucketsOfTheirOwn(String action, String key, String value) {
        String entry = "{key: " + key + ", value: '" + value + "'}";
        Bed bed = limited(bucket(100) + ", descriptors: [" + descriptor(entry, 3) + "]", "{actions: [" + action + "]}");
        Outcome run =
                ask(bed, "curl", "http://app:8080/a?q=1", "x-plan: gold", 5).go();
        assertEquals("200:3 429:2", run.codes("curl"));
    }

    @Test
    void allEntriesHaveToFitAndWhatNoDescriptorTakesHasTheCommonBucket() {
        String actions = "{actions: [{request_headers: {header_name: x-client, descriptor_key: client}},"
                + " {request_headers: {header_name: ':path', descriptor_key: path}}]}";
        Bed bed = limited(
                bucket(4) + ", always_consume_default_token_bucket: false, descriptors: ["
                        + descriptor("{key: client, value: foo}, {key: path, value: /bar}", 2) + "]",
                actions);
        ask(bed, "both", "http://app:8080/bar", "x-client: foo", 5);
        ask(bed, "path", "http://app:8080/bar", "x-client: baz", 3);
        ask(bed, "none", "http://app:8080/bar", "", 3);
        Outcome run = bed.go();
        assertEquals("200:2 429:3", run.codes("both"));
        assertEquals(4, run.code("path", 200) + run.code("none", 200));
    }

    /** 8 tokens in common: five requests with the header get 3 of their own and take as many of the others'. */
    @ParameterizedTest
    @CsvSource({"true, 5", "false, 8"})
    void aDescriptorTakesOfTheCommonBucketTooUnlessToldOtherwise(boolean always, int others) {
        Bed bed = limited(
                bucket(8) + ", always_consume_default_token_bucket: " + always + ", descriptors: ["
                        + descriptor("{key: header_match, value: gold}", 3) + "]",
                "{actions: [{header_value_match: {descriptor_value: gold, headers: [{name: x-plan, string_match: {exact:"
                        + " gold}}]}}]}");
        ask(bed, "gold", "http://app:8080/", "x-plan: gold", 5);
        bed.traffic("name: others, from: client, request: {url: 'http://app:8080/'}, load: {rate: 10/s, arrivals:"
                + " constant}, requests: 12, start: 2s");
        Outcome run = bed.go();
        assertEquals("200:3 429:2", run.codes("gold"));
        assertEquals(others, run.code("others", 200));
    }

    @Test
    void theDescriptorThatFillsSlowestIsAskedFirst() {
        String actions =
                "{actions: [{generic_key: {descriptor_value: fast}}]}, {actions: [{generic_key: {descriptor_value:"
                        + " slow}}]}";
        Bed bed = limited(
                bucket(100)
                        + ", descriptors: [{entries: [{key: generic_key, value: fast}], token_bucket: {max_tokens: 50,"
                        + " fill_interval: 60s}}, " + descriptor("{key: generic_key, value: slow}", 2) + "]",
                actions);
        Outcome run = ask(bed, "curl", "http://app:8080/", "", 10).go();
        assertEquals("200:2 429:8", run.codes("curl"));
    }

    @Test
    void anEntryWithoutValueHasABucketForEachValue() {
        Bed bed = limited(
                bucket(100) + ", descriptors: [" + descriptor("{key: client}", 2) + "]",
                "{actions: [{request_headers: {header_name: x-client, descriptor_key: client}}]}");
        for (String client : new String[] {"a", "b", "c"}) {
            ask(bed, client, "http://app:8080/", "x-client: " + client, 4);
        }
        Outcome run = bed.go();
        for (String client : new String[] {"a", "b", "c"}) {
            assertEquals("200:2 429:2", run.codes(client));
        }
    }

    /** With room for two values, three that take turns always find a full bucket: each has been forgotten. */
    @Test
    void onlySoManyValuesAreRemembered() {
        Bed bed = limited(
                bucket(100) + ", max_dynamic_descriptors: 2, descriptors: [" + descriptor("{key: client}", 1) + "]",
                "{actions: [{request_headers: {header_name: x-client, descriptor_key: client}}]}");
        for (String client : new String[] {"a", "b", "c"}) {
            ask(bed, client, "http://app:8080/", "x-client: " + client, 4);
        }
        Outcome run = bed.go();
        assertEquals("200:4", run.codes("a"));
        assertEquals("200:4", run.codes("b"));
        assertEquals("200:4", run.codes("c"));
    }

    @Test
    void theFilterMayMakeItsDescriptorsItself() {
        Bed bed = bed().document(RateLimits.filter(
                "SIDECAR_INBOUND",
                "app",
                "INSERT_BEFORE",
                null,
                "stat_prefix: limit, " + bucket(100) + ", " + RateLimits.ALL
                        + ", rate_limits: [{actions: [{generic_key: {descriptor_value: x}}]}], descriptors: ["
                        + descriptor("{key: generic_key, value: x}", 3) + "]"));
        assertEquals(
                "200:3 429:2", ask(bed, "curl", "http://app:8080/", "", 5).go().codes("curl"));
    }

    @Test
    void addressesOfCallersHaveBucketsOfTheirOwn() {
        Bed bed = Scenarios.bed()
                .client("one")
                .client("two")
                .meshApp("app", OK)
                .document(RateLimits.filter(
                        "SIDECAR_INBOUND",
                        "app",
                        "INSERT_BEFORE",
                        null,
                        "stat_prefix: limit, " + bucket(100) + ", " + RateLimits.ALL
                                + ", rate_limits: [{actions: [{remote_address: {}}]}], descriptors: ["
                                + descriptor("{key: remote_address}", 3) + "]"));
        for (String name : new String[] {"one", "two"}) {
            bed.traffic("name: " + name + ", from: " + name + ", request: {url: 'http://app:8080/'}, load: {rate: 10/s,"
                    + " arrivals: constant}, requests: 5");
        }
        Outcome run = bed.go();
        assertEquals("200:3 429:2", run.codes("one"));
        assertEquals("200:3 429:2", run.codes("two"));
    }

    /** Three callers without sidecars keep one connection each. */
    @Test
    void eachConnectionMayHaveItsOwnBucket() {
        Bed bed = Scenarios.bed()
                .meshApp("app", OK)
                .document(RateLimits.filter(
                        "SIDECAR_INBOUND",
                        "app",
                        "INSERT_BEFORE",
                        null,
                        "stat_prefix: limit, local_rate_limit_per_downstream_connection: true, " + bucket(2) + ", "
                                + RateLimits.ALL));
        for (String name : new String[] {"one", "two", "three"}) {
            bed.plainClient(name)
                    .traffic("name: " + name + ", from: " + name
                            + ", request: {url: 'http://app:8080/'}, load: {users: 1}," + " requests: 3");
        }
        Outcome run = bed.go();
        for (String name : new String[] {"one", "two", "three"}) {
            assertEquals("200:2 429:1", run.codes(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"filter_enabled", "filter_enforced"})
    void aShareIsLookedAtOrRefused(String field) {
        String other = field.equals("filter_enabled") ? "filter_enforced" : "filter_enabled";
        Bed bed = bed().document(RateLimits.filter(
                "SIDECAR_INBOUND",
                "app",
                "INSERT_BEFORE",
                null,
                "stat_prefix: limit, " + bucket(1) + ", " + other + ": {default_value: {numerator: 100}}, " + field
                        + ": {default_value: {numerator: 250000, denominator: MILLION}}"));
        Outcome run = bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1000/s,"
                        + " arrivals: constant}, requests: 4000")
                .go();
        Facts.between(880, 1120, run.code("curl", 429), "refused of 4000, a quarter");
        double enabled = counter(run, "limit.http_local_rate_limit.enabled");
        assertEquals(field.equals("filter_enabled") ? run.code("curl", 429) + 1 : 4000, enabled);
    }

    @Test
    void theAnswerHasItsOwnStatus() {
        Bed bed = bed().document(RateLimits.filter(
                "SIDECAR_INBOUND",
                "app",
                "INSERT_BEFORE",
                null,
                "stat_prefix: limit, status: {code: 503}, " + bucket(1) + ", " + RateLimits.ALL));
        assertEquals(
                "200:1 503:4", ask(bed, "curl", "http://app:8080/", "", 5).go().codes("curl"));
    }

    /** The filter is in the chain of each port: each has its bucket. */
    @Test
    void portsHaveBucketsOfTheirOwn() {
        Bed bed = Scenarios.bed()
                .client("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: http, port: 8080}", "{name: http-more, port: 8081}")
                .deployment("app", 1, "app: app", true)
                .document(RateLimits.local("app", "{max_tokens: 2, fill_interval: 600s}"));
        ask(bed, "one", "http://app:8080/", "", 5);
        ask(bed, "two", "http://app:8081/", "", 5);
        Outcome run = bed.go();
        assertEquals("200:2 429:3", run.codes("one"));
        assertEquals("200:2 429:3", run.codes("two"));
    }

    @Test
    void aRouteOfAGatewayHasItsOwnLimit() {
        String of = RateLimits.filter(
                        "GATEWAY",
                        "istio-ingressgateway",
                        "INSERT_BEFORE",
                        "envoy.filters.http.router",
                        "stat_prefix: gateway")
                .replace("metadata: {name: limit}", "metadata: {name: limit, namespace: istio-system}");
        String route = RateLimits.patch(
                        "routes",
                        "istio-ingressgateway",
                        "HTTP_ROUTE",
                        "GATEWAY, routeConfiguration: {vhost: {name: 'a.org:80', route: {name: buy, action: ANY}}}",
                        "MERGE",
                        "{typed_per_filter_config: {envoy.filters.http.local_ratelimit: {" + TYPE
                                + ", value: {stat_prefix: buy, " + bucket(3) + ", " + RateLimits.ALL + "}}}}")
                .replace("metadata: {name: routes}", "metadata: {name: routes, namespace: istio-system}");
        Bed bed = Scenarios.bed()
                .app("app", OK)
                .gateway()
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec: {hosts: [a.org], gateways: [web], http: [{name: buy, match: [{uri: {prefix: /buy}}], route: [{destination: {host: app, port: {number: 8080}}}]}, {name: look, route: [{destination: {host: app, port: {number: 8080}}}]}]}
                        """)
                .document(of)
                .document(route)
                .traffic("name: buy, from: outside, request: {url: 'http://a.org/buy'}, load: {rate: 10/s, arrivals:"
                        + " constant}, requests: 5")
                .traffic("name: look, from: outside, request: {url: 'http://a.org/look'}, load: {rate: 10/s, arrivals:"
                        + " constant}, requests: 5");
        Outcome run = bed.go();
        assertEquals("200:3 429:2", run.codes("buy"));
        assertEquals("200:5", run.codes("look"));
    }

    /** A limit of connections cuts off what is over it; a request over HTTP on a port of TCP is a connection. */
    @Test
    void connectionsOfBytesAreLimitedByThePodsSidecar() {
        Bed bed = Scenarios.bed()
                .client("client")
                .workload("db", OK)
                .service("db", "app: db", "{name: tcp, port: 5432}")
                .deployment("db", 1, "app: db", true)
                .document(RateLimits.patch(
                        "connections",
                        "db",
                        "NETWORK_FILTER",
                        "SIDECAR_INBOUND, listener: {filterChain: {filter: {name: envoy.filters.network.tcp_proxy}}}",
                        "INSERT_BEFORE",
                        "{name: envoy.filters.network.local_ratelimit, typed_config: {stat_prefix: db, " + bucket(2)
                                + "}}"))
                .traffic(
                        "name: curl, from: client, request: {url: 'http://db:5432/'}, load: {rate: 1/s, arrivals: constant},"
                                + " requests: 5, connection: {keepAlive: false}");
        Outcome run = bed.go();
        assertEquals("0:3 200:2", run.codes("curl"));
        assertEquals(3, counter(run, "local_rate_limit.db.rate_limited"));
    }
}
