package dev.windtunnel.config.routerule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.HttpRoute.Fault;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.RouteRule.Match;
import dev.windtunnel.mesh.RouteRule.SimpleRetry;
import dev.windtunnel.mesh.RouteRule.WeightedVersion;
import dev.windtunnel.mesh.StringMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteRulesTest {
    private static final String CAMEL =
            """
            type: route-rule
            name: web-retry
            spec:
              destination: web.default.svc.cluster.local
              precedence: 9
              match:
                source: tool.default.svc.cluster.local
                sourceTags: {version: "1"}
                httpHeaders:
                  cookie: {regex: ".*user=a.*"}
                  x-kind: {prefix: gold}
                  x-there: {exact: ""}
              route:
                - tags: {version: "2"}
                  weight: 10
                - destination: other.default.svc.cluster.local
                  tags: {version: "1"}
                  weight: 90
              httpReqTimeout: {simpleTimeout: {timeout: 10s}}
              httpReqRetries: {simpleRetry: {attempts: 2, perTryTimeout: 2s}}
              httpFault:
                delay: {percent: 50, fixedDelay: 7s}
                abort: {percent: 10, httpStatus: 503}
            """;

    private static RouteRule rule(Yaml yaml) {
        return yaml.mesh().routeRules().get(0);
    }

    @Test
    void everyFieldIsRead() {
        Yaml yaml = Yaml.of2017(CAMEL);
        RouteRule read = rule(yaml);
        assertEquals("route-rule/default/web-retry", read.key().text());
        assertEquals("web.default.svc.cluster.local", read.destination());
        assertEquals(9, read.precedence());
        Match match = read.match();
        assertNotNull(match);
        assertEquals("tool.default.svc.cluster.local", match.source());
        assertEquals(Map.of("version", "1"), match.sourceTags());
        assertEquals(new StringMatch.Prefix("gold"), match.httpHeaders().get("x-kind"));
        assertEquals(new StringMatch.Present(), match.httpHeaders().get("x-there"));
        StringMatch cookie = match.httpHeaders().get("cookie");
        assertNotNull(cookie);
        assertEquals(true, cookie.matches("x; user=a; y"));
        assertEquals(
                List.of(
                        new WeightedVersion(null, Map.of("version", "2"), 10),
                        new WeightedVersion("other.default.svc.cluster.local", Map.of("version", "1"), 90)),
                read.route());
        assertEquals(10_000_000_000L, read.timeoutNanos());
        assertEquals(new SimpleRetry(2, 2_000_000_000L), read.retries());
        assertEquals(new Fault(0.5, 7_000_000_000L, 0.1, 503, null), read.fault());
        assertEquals(20, read.origin().lineOf("httpReqRetries.simpleRetry.attempts"));
    }

    @Test
    void snakeCaseIsTheSame() {
        RouteRule snake = rule(Yaml.of2017(CAMEL.replace("httpReqTimeout", "http_req_timeout")
                .replace("simpleTimeout", "simple_timeout")
                .replace("httpReqRetries", "http_req_retries")
                .replace("perTryTimeout", "per_try_timeout")
                .replace("sourceTags", "source_tags")
                .replace("httpFault", "http_fault")));
        RouteRule camel = rule(Yaml.of2017(CAMEL));
        assertEquals(camel.retries(), snake.retries());
        assertEquals(camel.timeoutNanos(), snake.timeoutNanos());
        assertEquals(camel.fault(), snake.fault());
        assertEquals(camel.origin().fields().keySet(), snake.origin().fields().keySet());
    }

    /** Each row is a part of a spec and what is found in it; anything with IST0106 is left out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    route: [{tags: {version: "1"}}] |
                    route: [{tags: {version: "1"}, weight: 100}] |
                    route: [{tags: {version: "1"}, weight: 50}] | IST0106 spec.route
                    route: [{weight: 50}, {weight: 40}] | IST0106 spec.route
                    route: [{weight: 50}, {weight: 50}] |
                    route: [{weight: 101}] | IST0106 spec.route[0].weight
                    route: [{tags: {version: 1}}] | IST0106 spec.route[0].tags.version
                    route: [{tags: {version: "a b"}}] | IST0106 spec.route[0].tags
                    route: [{destination: Web}] | IST0106 spec.route[0].destination
                    route: [{timeout: 1s}] | IST0106 spec.route[0].timeout
                    httpReqTimeout: {simpleTimeout: {}} | IST0106 spec.httpReqTimeout.simpleTimeout.timeout
                    httpReqTimeout: {simpleTimeout: {timeout: 0s}} | IST0106 spec.httpReqTimeout.simpleTimeout.timeout
                    httpReqTimeout: {simpleTimeout: {timeout: 15500ms}} | WT3011 spec.httpReqTimeout.simpleTimeout.timeout
                    httpReqTimeout: {simpleTimeout: {timeout: 2s, overrideHeaderName: x}} | WT3012 spec.httpReqTimeout.simpleTimeout.overrideHeaderName
                    httpReqRetries: {simpleRetry: {attempts: 2}} | IST0106 spec.httpReqRetries.simpleRetry.perTryTimeout, WT3007 spec.httpReqRetries.simpleRetry.perTryTimeout, WT3006 spec.httpReqRetries.simpleRetry.attempts
                    httpReqRetries: {simpleRetry: {attempts: 0, perTryTimeout: 1s}} |
                    httpFault: {delay: {fixedDelay: 7s}} | WT3001 spec.httpFault.delay.percent, WT3003 spec.httpFault
                    httpFault: {delay: {percent: 12.7, fixedDelay: 7s}} | WT3002 spec.httpFault.delay.percent
                    httpFault: {delay: {percent: 10}} | IST0106 spec.httpFault.delay.fixedDelay, WT3003 spec.httpFault
                    httpFault: {delay: {percent: 10, exponentialDelay: 1s}} | IST0106 spec.httpFault.delay.exponentialDelay, IST0106 spec.httpFault.delay.fixedDelay, WT3003 spec.httpFault
                    httpFault: {abort: {percent: 10, grpcStatus: UNAVAILABLE}} | IST0106 spec.httpFault.abort.grpcStatus, WT3003 spec.httpFault
                    httpFault: {abort: {percent: 10, httpStatus: 500}}, match: {httpHeaders: {uri: {prefix: /a}}} | WT3009 spec.match, WT3004 spec.httpFault
                    redirect: {uri: /a} | WT3005 spec.redirect
                    redirect: {} | IST0106 spec.redirect, WT3005 spec.redirect
                    redirect: {uri: /a}, route: [{tags: {v: "1"}}] | WT3005 spec.redirect, IST0106 spec.route
                    rewrite: {} | IST0106 spec.rewrite
                    l4Fault: {throttle: {}} | IST0106 spec.l4Fault
                    match: {udp: {}} | IST0106 spec.match.udp, WT3009 spec.match
                    match: {httpHeaders: {Foo: {exact: a}}} | WT3009 spec.match, IST0106 spec.match.httpHeaders.Foo
                    match: {httpHeaders: {foo: {exact: a, prefix: b}}} | WT3009 spec.match, IST0106 spec.match.httpHeaders.foo
                    match: {httpHeaders: {uri: {regex: "/a.*"}}} | WT3009 spec.match, WT3008 spec.match.httpHeaders.uri
                    match: {httpHeaders: {method: {exact: GET}}} | WT3009 spec.match, WT3008 spec.match.httpHeaders.method
                    match: {httpHeaders: {cookie: {regex: "(?=a)b"}}} | WT3009 spec.match, IST0106 spec.match.httpHeaders.cookie.regex
                    """)
    void rulesAreTakenAsTheValidatorOf2017TookThem(String fields, String expected) {
        Yaml yaml = Yaml.of2017(
                "type: route-rule\nname: a\nspec: {destination: web.default.svc.cluster.local, " + fields + "}\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
        boolean refused = expected != null && expected.contains("IST0106");
        assertEquals(refused ? 0 : 1, yaml.mesh().routeRules().size());
    }

    @Test
    void lenientReadingTakesWhatTheDocumentationCalledOptional() {
        Yaml yaml = Yaml.lenient2017(
                "type: route-rule\nname: a\nspec: {destination: web.default.svc.cluster.local, httpReqRetries: {simpleRetry: {attempts: 2}}}\n");
        assertEquals("WT3007 a.yaml:3\nWT3006 a.yaml:3", yaml.rows());
        assertEquals(new SimpleRetry(2, null), rule(yaml).retries());
    }

    @Test
    void destinationsAreRequiredAndShortNamesNeverMatch() {
        assertEquals(
                "IST0106 spec.destination",
                Yaml.of2017("type: route-rule\nname: a\nspec: {precedence: 1}\n")
                        .paths());
        assertEquals(
                "WT3010 spec.destination",
                Yaml.of2017("type: route-rule\nname: a\nspec: {destination: web}\n")
                        .paths());
    }

    @Test
    void unknownFieldsAreRefusedAsBackThen() {
        Yaml yaml = Yaml.of2017(
                "type: route-rule\nname: a\nspec: {destination: web.default.svc.cluster.local, timeout: 2s}\n");
        assertEquals("IST0106 spec.timeout", yaml.paths());
    }

    @Test
    void shareWithoutPercentIsNobody() {
        RouteRule read = rule(
                Yaml.of2017(
                        "type: route-rule\nname: a\nspec: {destination: web.default.svc.cluster.local, httpFault: {delay: {fixedDelay: 7s}}}\n"));
        assertEquals(new Fault(0, 7_000_000_000L, 0, 0, null), read.fault());
    }
}
