package dev.windtunnel.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.explain.Hop.Outcome;
import dev.windtunnel.explain.Hop.Skipped;
import dev.windtunnel.measure.RunResult.TrafficResult;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.RequestHeads;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.testing.RateLimits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final String RULES = Loaded.subsets("hello", "v1", "v2", "v3")
            + Loaded.virtualService(
                    "hello",
                    """
                    - match: [{headers: {end-user: {exact: jason}}}, {uri: {prefix: /beta}}]
                      route: [{destination: {host: hello, subset: v2}}]
                    - match: [{uri: {prefix: /old}}]
                      redirect: {uri: /new}
                    - match: [{uri: {exact: /teapot}}]
                      directResponse: {status: 418}
                    - match: [{uri: {exact: /nowhere}}]
                      route: [{destination: {host: hello, subset: v9}}]
                    - match: [{uri: {exact: /empty}}]
                      route: [{destination: {host: hello, subset: v3}}]
                    - match: [{uri: {exact: /abort}}]
                      route: [{destination: {host: hello}}]
                      fault: {abort: {percentage: {value: 100}, httpStatus: 555}}
                    - match: [{uri: {exact: /mine}, sourceLabels: {app: hello}}]
                      route: [{destination: {host: hello, subset: v2}}]
                    - match: [{uri: {prefix: /v2/}}]
                      rewrite: {uri: /}
                      route: [{destination: {host: hello, subset: v2}}]
                      mirrors: [{destination: {host: hello, subset: v1}, percentage: {value: 20}}]
                    - match: [{uri: {prefix: /only}}]
                      route:
                        - {destination: {host: hello, subset: v1}, weight: 90}
                        - {destination: {host: hello, subset: v2}, weight: 10}
                      timeout: 2s
                    """);

    private static final String MESH =
            Loaded.service("client", 80, "v1") + Loaded.service("hello", 8080, "v1", "v2") + RULES;

    private static Experiment experiment(String url, String... sets) {
        return Loaded.from(Loaded.scenario("istio-1.30", url) + MESH, sets);
    }

    private static List<Hop> hops(Experiment experiment, String url, Map<String, String> headers) {
        WorkloadPlan client = Objects.requireNonNull(experiment.plan().workload("client-v1"));
        return Routes.of(
                experiment.plan(),
                experiment.start(RunOptions.ofSeed(1)).pods(),
                client,
                RequestHeads.of("GET", url, headers, 0));
    }

    private static Hop first(String url, Map<String, String> headers) {
        return hops(experiment(url), url, headers).get(0);
    }

    @Test
    void theFirstRuleThatFitsIsTakenAndTheOthersSayWhyNot() {
        Hop hop = first("http://hello:8080/beta/x", Map.of());
        assertEquals("client-v1", hop.proxy());
        assertEquals("hello.default.svc.cluster.local:8080", hop.virtualHost());
        assertEquals("VirtualService/default/hello http[0].match[1]", hop.rule());
        assertTrue(hop.skipped()
                .contains(new Skipped(
                        "VirtualService/default/hello http[0].match[0]",
                        "header end-user: wanted exact jason, absent")));
        assertEquals("v2", hop.destinations().get(0).subset());
        assertEquals(List.of("hello-v2-0"), hop.destinations().get(0).endpoints());
        assertEquals(100, hop.destinations().get(0).weight());
        assertEquals(
                "VirtualService/default/hello http[0].match[0]",
                first("http://hello:8080/", Map.of("End-User", "jason")).rule());
    }

    @Test
    void aRuleForOtherCallersSaysForWhom() {
        Hop hop = first("http://hello:8080/mine", Map.of());
        assertTrue(
                hop.skipped()
                        .contains(new Skipped(
                                "VirtualService/default/hello http[6].match[0]",
                                "only for callers with labels {app=hello}")),
                hop.skipped().toString());
        assertEquals(Outcome.NOT_FOUND, hop.outcome());
    }

    @Test
    void sharesFollowTheWeights() {
        Hop hop = first("http://hello:8080/only", Map.of());
        assertEquals(2_000_000_000L, hop.timeoutNanos());
        assertEquals(90, hop.destinations().get(0).weight());
        assertEquals(0.1, hop.destinations().get(1).share());
    }

    @Test
    void rewriteAndMirrorAreShown() {
        Hop hop = first("http://hello:8080/v2/items?id=1", Map.of());
        assertEquals(new Hop.Rewritten("/items?id=1", "hello:8080"), hop.rewrite());
        assertEquals(List.of(new Hop.Mirror("outbound|8080|v1|hello.default.svc.cluster.local", 0.2)), hop.mirrors());
    }

    @Test
    void redirectsNameTheAddress() {
        assertEquals(
                "http://hello:8080/new",
                first("http://hello:8080/old/x", Map.of()).redirect());
    }

    @Test
    void everyWorkloadThatMayBeReachedHasAnInboundHop() {
        List<Hop> hops = hops(experiment("http://hello:8080/only"), "http://hello:8080/only", Map.of());
        assertEquals(
                List.of("client-v1", "inbound hello-v1", "inbound hello-v2"),
                hops.stream().map(Hop::proxy).toList());
        Experiment without = experiment("http://hello:8080/only", "workloads={hello-v2: {sidecar: false}}");
        assertEquals(
                List.of("client-v1", "inbound hello-v1"),
                hops(without, "http://hello:8080/only", Map.of()).stream()
                        .map(Hop::proxy)
                        .toList());
    }

    @Test
    void withoutASidecarKubeProxyDecides() {
        Experiment experiment = experiment("http://hello:8080/old", "workloads={client-v1: {sidecar: false}}");
        Hop hop = hops(experiment, "http://hello:8080/old", Map.of()).get(0);
        assertEquals(Outcome.PASSTHROUGH, hop.outcome());
        assertNull(hop.rule());
        assertEquals(
                List.of("hello-v1-0", "hello-v2-0"), hop.destinations().get(0).endpoints());
    }

    @Test
    void theOutcomesHaveTheirWords() {
        assertEquals(
                List.of(
                        "forward",
                        "redirect",
                        "direct",
                        "not-found",
                        "no-cluster",
                        "denied",
                        "rate-limited",
                        "blocked",
                        "passthrough",
                        "refused",
                        "fault",
                        "tcp"),
                java.util.Arrays.stream(Outcome.values()).map(Outcome::text).toList());
    }

    @Test
    void rulesOf2017SayForWhichCallersTheyAre() {
        String rules =
                """
                ---
                type: route-rule
                name: others
                spec:
                  destination: hello.default.svc.cluster.local
                  precedence: 2
                  match: {source: other.default.svc.cluster.local}
                  route: [{tags: {version: v2}, weight: 100}]
                ---
                type: route-rule
                name: delayed
                spec:
                  destination: hello.default.svc.cluster.local
                  precedence: 1
                  route: [{tags: {version: v1}, weight: 100}]
                  httpFault: {delay: {percent: 50, fixedDelay: 2s}}
                """;
        Experiment experiment = Loaded.from(
                Loaded.scenario("envoy-2017", "http://hello:8080/")
                        + Loaded.service("client", 80, "v1")
                        + Loaded.service("hello", 8080, "v1", "v2")
                        + rules,
                "workloads={client-v1: {sidecar: true}, hello-v1: {sidecar: true}}");
        List<Hop> hops = hops(experiment, "http://hello:8080/", Map.of());
        Hop hop = hops.get(0);
        assertEquals("route-rule/default/delayed", hop.rule());
        assertEquals(
                List.of(new Skipped(
                        "route-rule/default/others", "only for callers in other.default.svc.cluster.local")),
                hop.skipped());
        assertEquals(2_000_000_000L, hop.faults().get(0).delayNanos());
        assertEquals(15_000_000_000L, hop.timeoutNanos());
        assertEquals("inbound hello-v1", hops.get(1).proxy());
        assertEquals(15_000_000_000L, hops.get(1).timeoutNanos());
    }

    /** The explanation is right when a run gives the same answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hello:8080/beta",
                "http://hello:8080/old/x",
                "http://hello:8080/teapot",
                "http://hello:8080/nowhere",
                "http://hello:8080/empty",
                "http://hello:8080/abort",
                "http://hello:8080/mine",
                "http://hello:8080/v2/x",
                "http://hello:8080/only",
                "http://hello.default:8080/only",
                "http://hello:8081/only",
                "http://nobody:8080/only",
                "http://client/",
                "http://10.9.9.9:8080/",
                "http://localhost:8080/"
            })
    void aRunGivesTheAnswerThatTheRouteForetells(String url) {
        for (String outbound : List.of("ALLOW_ANY", "REGISTRY_ONLY")) {
            Experiment experiment =
                    experiment(url, "cluster.meshConfig={outboundTrafficPolicy: {mode: " + outbound + "}}");
            Hop hop = hops(experiment, url, Map.of()).get(0);
            TrafficResult result = new ExperimentRunner(experiment, ExperimentRunner.Settings.DEFAULT)
                    .run(ExperimentRunner.Progress.NONE)
                    .result()
                    .traffic()
                    .get(0);
            String code = result.codes().firstKey();
            String flags = result.flags().firstKey();
            switch (hop.outcome()) {
                case REFUSED -> assertEquals("0", code, hop.toString());
                case BLOCKED -> assertEquals(hop.status() == null ? "0" : "" + hop.status(), code, hop.toString());
                case FORWARD, PASSTHROUGH, TCP -> {
                    boolean closed = hop.outcome() == Outcome.PASSTHROUGH
                            && hop.destinations().isEmpty();
                    String expected =
                            hop.status() == null ? closed && hop.flag() != null ? "0" : "200" : "" + hop.status();
                    assertEquals(expected, code, hop.toString());
                    assertEquals(hop.flag() == null ? "-" : hop.flag(), flags, hop.toString());
                }
                default -> {
                    assertEquals("" + hop.status(), code, hop.toString());
                    assertEquals(hop.flag() == null ? "-" : hop.flag(), flags, hop.toString());
                }
            }
        }
    }

    private static Hop inbound(String kind, String spec, Map<String, String> headers, String... sets) {
        String object =
                "---\napiVersion: security.istio.io/v1\nkind: " + kind + "\nmetadata: {name: o}\nspec: " + spec + "\n";
        Experiment experiment = Loaded.from(Loaded.scenario("istio-1.30", "http://hello:8080/") + MESH + object, sets);
        return hops(experiment, "http://hello:8080/only", headers).get(1);
    }

    @Test
    void thePodsProxyMayDeny() {
        Hop denied = inbound("AuthorizationPolicy", "{action: DENY, rules: [{}]}", Map.of());
        assertEquals(Outcome.DENIED, denied.outcome());
        assertEquals(403, denied.status());
        assertEquals("AuthorizationPolicy/default/o denies it", denied.note());
        Hop allowed = inbound(
                "AuthorizationPolicy",
                "{rules: [{from: [{source: {principals: [cluster.local/ns/default/sa/default]}}]}]}",
                Map.of());
        assertEquals(Outcome.FORWARD, allowed.outcome());
        Hop unknown = inbound("AuthorizationPolicy", "{action: CUSTOM, provider: {name: g}, rules: [{}]}", Map.of());
        assertEquals("AuthorizationPolicy/default/o asks g, which nobody knows", unknown.note());
    }

    /** On a port of TLS the name that was dialled says where a connection goes. */
    @ParameterizedTest
    @CsvSource({
        "http://secure:8443/, TCP, VirtualService/default/secure tls[0]",
        "http://secure.default:8443/, BLOCKED, "
    })
    void tlsRoutesGoByName(String url, Outcome outcome, String rule) {
        String objects =
                """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: secure}
                spec: {selector: {app: hello}, ports: [{name: tls, port: 8443}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: secure}
                spec: {hosts: [secure], tls: [{match: [{sniHosts: [secure]}], route: [{destination: {host: hello}}]}]}
                """;
        Experiment experiment = Loaded.from(Loaded.scenario("istio-1.30", "http://hello:8080/") + MESH + objects);
        Hop hop = hops(experiment, url, Map.of()).get(0);
        assertEquals(outcome, hop.outcome(), hop.toString());
        assertEquals(rule, hop.rule());
    }

    private static Hop limited(String document, String headers, String... sets) {
        Experiment experiment =
                Loaded.from(Loaded.scenario("istio-1.30", "http://hello:8080/") + MESH + "---\n" + document, sets);
        return hops(experiment, "http://hello:8080/only", headers.isEmpty() ? Map.of() : Map.of("x-plan", headers))
                .get(1);
    }

    @Test
    void aLocalLimitIsToldOf() {
        String descriptors =
                "rate_limits: [{actions: [{request_headers: {header_name: x-plan, descriptor_key: plan}}]}],"
                        + " descriptors: [{entries: [{key: plan}], token_bucket: {max_tokens: 2, fill_interval: 1s}}]";
        String filter = RateLimits.filter(
                        "SIDECAR_INBOUND",
                        "hello",
                        "INSERT_BEFORE",
                        null,
                        "stat_prefix: s, token_bucket: {max_tokens: 20, tokens_per_fill: 50, fill_interval: 1s}, "
                                + RateLimits.ALL + ", " + descriptors)
                .replaceFirst("  workloadSelector: .*\n", "");
        assertEquals(
                "a local rate limit allows 20 at once, 50 every 1s (EnvoyFilter/default/limit)",
                limited(filter, "").note());
        assertEquals(
                "a local rate limit allows 2 at once, 1 every 1s with plan=gold (EnvoyFilter/default/limit); a local rate"
                        + " limit allows 20 at once, 50 every 1s (EnvoyFilter/default/limit)",
                limited(filter, "gold").note());
    }

    @Test
    void aServiceThatAllowsNoneIsDecided() {
        String filter = RateLimits.patch(
                        "ask",
                        "hello",
                        "HTTP_FILTER",
                        "SIDECAR_INBOUND",
                        "INSERT_BEFORE",
                        "{name: envoy.filters.http.ratelimit, typed_config: {domain: shop}}")
                .replaceFirst("  workloadSelector: .*\n", "");
        String actions = RateLimits.patch(
                        "actions",
                        "hello",
                        "VIRTUAL_HOST",
                        "SIDECAR_INBOUND",
                        "MERGE",
                        "{rate_limits: [{actions: [{generic_key: {descriptor_value: all}}]}]}")
                .replaceFirst("  workloadSelector: .*\n", "");
        String service =
                "cluster.rateLimitService={config: [{domain: shop, descriptors: [{key: generic_key, rate_limit:"
                        + " {unit: second, requests_per_unit: %d}}]}]}";
        Hop none = limited(filter + "---\n" + actions, "", service.formatted(0));
        assertEquals(Outcome.RATE_LIMITED, none.outcome());
        assertEquals(429, none.status());
        assertEquals("RL", none.flag());
        Hop some = limited(filter + "---\n" + actions, "", service.formatted(7));
        assertEquals(Outcome.FORWARD, some.outcome());
        assertEquals("the rate limit service allows 7 every 1s", some.note());
    }

    @Test
    void aTokenMayBeRefused() {
        Hop hop = inbound(
                "RequestAuthentication", "{jwtRules: [{issuer: i}]}", Map.of("authorization", "Bearer nonsense"));
        assertEquals(401, hop.status());
    }

    @Test
    void plainTextMayBeCutOff() {
        Hop hop = inbound(
                "PeerAuthentication", "{mtls: {mode: STRICT}}", Map.of(), "workloads={client-v1: {sidecar: false}}");
        assertEquals(Outcome.REFUSED, hop.outcome());
        assertEquals("takes mutual TLS alone: the connection is closed when plain text comes", hop.note());
    }
}
