package dev.windtunnel.config.routerule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.DestinationPolicy;
import dev.windtunnel.mesh.DestinationPolicy.Version;
import dev.windtunnel.mesh.DestinationRule.OutlierDetection;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationPoliciesTest {
    private static final String HEAD =
            "type: destination-policy\nname: a\nspec: {destination: web.default.svc.cluster.local, ";
    private static final String TIMES = "sleepWindow: 30s, httpDetectionInterval: 10s";

    @Test
    void everyFieldIsRead() {
        Yaml yaml = Yaml.of2017(
                """
                type: destination-policy
                name: web
                spec:
                  destination: web.default.svc.cluster.local
                  policy:
                    - tags: {version: "1"}
                      loadBalancing: {name: LEAST_CONN}
                      circuitBreaker:
                        simpleCb:
                          maxConnections: 100
                          httpMaxPendingRequests: 10
                          httpMaxRequests: 20
                          httpMaxRequestsPerConnection: 1
                          sleepWindow: 2.5s
                          httpConsecutiveErrors: 3
                          httpDetectionInterval: 4s
                          httpMaxEjectionPercent: 50
                    - {}
                """);
        assertEquals("", yaml.paths());
        DestinationPolicy policy = yaml.mesh().destinationPolicies().get(0);
        assertEquals("destination-policy/default/web", policy.key().text());
        assertEquals("web.default.svc.cluster.local", policy.destination());
        Version first = policy.versions().get(0);
        assertEquals(Map.of("version", "1"), first.tags());
        assertEquals(SimpleBalancer.LEAST_REQUEST, first.balancer());
        assertNotNull(first.pool());
        assertEquals(100, first.pool().maxConnections());
        assertEquals(10, first.pool().http1MaxPendingRequests());
        assertEquals(20, first.pool().http2MaxRequests());
        assertEquals(1, first.pool().maxRequestsPerConnection());
        assertEquals(
                new OutlierDetection(3L, null, false, null, 4_000_000_000L, 2_500_000_000L, 50L, null),
                first.outliers());
        Version second = policy.versions().get(1);
        assertNull(second.balancer());
        assertNull(second.pool());
        assertNull(second.outliers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy: [{loadBalancing: RANDOM}]                                      | IST0106 spec.policy[0].loadBalancing",
                "policy: [{loadBalancing: {name: MAGLEV}}]                              | IST0106 spec.policy[0].loadBalancing.name",
                "policy: [{circuitBreaker: {simpleCb: {maxConnections: 100}}}] | IST0106 spec.policy[0].circuitBreaker.simpleCb.httpDetectionInterval, IST0106 spec.policy[0].circuitBreaker.simpleCb.sleepWindow",
                "policy: [{circuitBreaker: {simpleCb: {sleepWindow: 500ms, httpDetectionInterval: 10s}}}] | WT3017 spec.policy[0].circuitBreaker.simpleCb.sleepWindow",
                "policy: [{circuitBreaker: {simpleCb: {TIMES, httpMaxEjectionPercent: 101}}}] | IST0106 spec.policy[0].circuitBreaker.simpleCb.httpMaxEjectionPercent",
                "policy: [{circuitBreaker: {custom: {}}}]                               | WT3012 spec.policy[0].circuitBreaker.custom",
                "policy: [{custom: {}}]                                                 | WT3012 spec.policy[0].custom",
                "policy: [{tags: {a: b}}, {tags: {a: b}}]                               | WT3018 spec.policy[1].tags",
                "policy: [{tags: {a: 'b c'}}]                                           | IST0106 spec.policy[0].tags",
                "balancer: ROUND_ROBIN                                                  | IST0106 spec.balancer",
            })
    void mistakesAndTraps(String fields, String expected) {
        assertEquals(
                expected,
                Yaml.of2017(HEAD + fields.replace("TIMES", TIMES) + "}\n").paths());
    }

    @Test
    void lenientReadingTakesWhatTheDocumentationCalledOptional() {
        Yaml yaml = Yaml.lenient2017(HEAD + "policy: [{circuitBreaker: {simpleCb: {maxConnections: 100}}}]}\n");
        assertEquals("", yaml.paths());
        assertEquals(
                new OutlierDetection(null, null, false, null, null, null, null, null),
                yaml.mesh().destinationPolicies().get(0).versions().get(0).outliers());
    }
}
