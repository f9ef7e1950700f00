package dev.windtunnel.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.testing.RateLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final String MESH = Loaded.service("client", 80, "v1") + Loaded.service("hello", 8080, "v1", "v2");

    private static EdgePolicy only(String text, String... sets) {
        List<EdgePolicy> policies = Policies.ofEdges(Loaded.from(text, sets).plan());
        assertEquals(1, policies.size(), policies.toString());
        return policies.get(0);
    }

    private static Setting setting(EdgePolicy policy, String field) {
        List<Setting> found = policy.settings().stream()
                .filter(setting -> setting.field().equals(field))
                .toList();
        assertEquals(1, found.size(), field + " in " + policy.settings());
        return found.get(0);
    }

    private static void assertSetting(EdgePolicy policy, String field, Object value, String origin, int line) {
        Setting setting = setting(policy, field);
        assertEquals(value, setting.value(), field);
        assertEquals(origin, setting.origin(), field);
        assertEquals(line, setting.line(), field);
        assertEquals(line > 0 ? "<stdin>" : null, setting.file(), field);
    }

    private static String modern(String more) {
        return Loaded.scenario("istio-1.30", "http://hello:8080/") + MESH + more;
    }

    @Test
    void defaultsOfTodayAreVisible() {
        EdgePolicy policy = only(modern(""));
        assertEquals("client-v1", policy.source());
        assertEquals("hello.default", policy.service());
        assertEquals(8080, policy.port());
        assertSetting(policy, "timeout", null, "istio default", 0);
        assertSetting(policy, "retries.attempts", 2, "istio default", 0);
        assertSetting(policy, "retries.backoff.base", 0.025, "envoy default", 0);
        assertSetting(policy, "retries.backoff.max", 0.25, "envoy default", 0);
        assertSetting(policy, "retries.ignorePreviousHosts", true, "istio default", 0);
        assertSetting(policy, "loadBalancer", "LEAST_REQUEST", "istio default", 0);
        assertSetting(policy, "connectTimeout", 10.0, "istio default", 0);
        assertSetting(policy, "maxConnections", null, "istio default", 0);
        assertSetting(policy, "split[hello.default]", 1.0, "istio default", 0);
        assertSetting(policy, "fault", null, "istio default", 0);
        assertSetting(policy, "mirror", null, "istio default", 0);
    }

    @Test
    void whatAVirtualServiceSaysStandsThereAndTheRestIsDefault() {
        String rule = Loaded.virtualService(
                "hello",
                """
                - route: [{destination: {host: hello}}]
                  timeout: 3s
                  retries: {attempts: 5, perTryTimeout: 1s}
                  fault: {delay: {percentage: {value: 10}, fixedDelay: 2s}}
                """);
        String text = modern(rule);
        int entry = 1
                + (int) text.substring(0, text.indexOf("- route"))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        EdgePolicy policy = only(text);
        String origin = "VirtualService/default/hello";
        assertSetting(policy, "timeout", 3.0, origin, entry + 1);
        assertSetting(policy, "retries.attempts", 5, origin, entry + 2);
        assertSetting(policy, "retries.perTryTimeout", 1.0, origin, entry + 2);
        assertEquals("istio default", setting(policy, "retries.retryOn").origin());
        assertSetting(policy, "retries.backoff.base", 0.025, "envoy default", 0);
        assertSetting(policy, "fault.delay", 2.0, origin, entry + 3);
        assertSetting(policy, "fault.delay.percentage", 0.1, origin, entry + 3);
        assertEquals(
                "VirtualService/default/hello http[0]",
                setting(policy, "timeout").rule());
    }

    @Test
    void zeroAttemptsIsADeclaration() {
        EdgePolicy policy = only(modern(
                Loaded.virtualService("hello", "- {route: [{destination: {host: hello}}], retries: {attempts: 0}}")));
        assertEquals(0, setting(policy, "retries.attempts").value());
        assertEquals(
                "VirtualService/default/hello",
                setting(policy, "retries.attempts").origin());
    }

    @Test
    void meshConfigIsTheMesh() {
        EdgePolicy policy =
                only(modern(""), "cluster.meshConfig={connectTimeout: 1s, defaultHttpRetryPolicy: {attempts: 7}}");
        assertSetting(policy, "connectTimeout", 1.0, "mesh", 0);
        assertSetting(policy, "retries.attempts", 7, "mesh", 0);
        assertEquals("istio default", setting(policy, "retries.perTryTimeout").origin());
    }

    @Test
    void destinationRulesSetSomeLimitsAndLeaveOthers() {
        String rule =
                """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: hello}
                spec:
                  host: hello
                  trafficPolicy:
                    loadBalancer: {simple: RANDOM}
                    connectionPool: {tcp: {maxConnections: 7}}
                """;
        EdgePolicy policy = only(modern(rule));
        String origin = "DestinationRule/default/hello";
        assertEquals("RANDOM", setting(policy, "loadBalancer").value());
        assertEquals(origin, setting(policy, "loadBalancer").origin());
        assertEquals(7L, setting(policy, "maxConnections").value());
        assertEquals(origin, setting(policy, "maxConnections").origin());
        assertEquals(
                setting(policy, "loadBalancer").line() + 1,
                setting(policy, "maxConnections").line());
        assertEquals("istio default", setting(policy, "connectTimeout").origin());
        assertEquals("istio default", setting(policy, "http1MaxPendingRequests").origin());
    }

    @Test
    void whoSaysWhatLocalitiesMean() {
        String outliers = "trafficPolicy: {outlierDetection: {interval: 1s}";
        assertSetting(only(modern(policy(outliers + "}"))), "localityLbSetting", "failover", "istio default", 0);
        EdgePolicy declared = only(modern(policy(
                outliers + ", loadBalancer: {localityLbSetting: {failoverPriority: [topology.kubernetes.io/zone]}}}")));
        assertEquals("failoverPriority", setting(declared, "localityLbSetting").value());
        assertEquals(
                "DestinationRule/default/hello",
                setting(declared, "localityLbSetting").origin());
    }

    private static String policy(String fields) {
        return "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: hello}\nspec: {host: hello, "
                + fields + "}\n";
    }

    @Test
    void destinationsAreNamedBySubset() {
        EdgePolicy policy = only(
                modern(
                        Loaded.subsets("hello", "v1", "v2")
                                + Loaded.virtualService(
                                        "hello",
                                        """
                        - route:
                            - {destination: {host: hello, subset: v1}, weight: 3}
                            - {destination: {host: hello, subset: v2}, weight: 1}
                        """)));
        assertEquals(0.75, setting(policy, "split[v1]").value());
        assertEquals(0.25, setting(policy, "split[v2]").value());
        List<String> destinations = policy.settings().stream()
                .filter(setting -> setting.field().equals("loadBalancer"))
                .map(Setting::destination)
                .toList();
        assertEquals(List.of("v1", "v2"), destinations);
    }

    @Test
    void aClusterThatDoesNotExistIsSaid() {
        EdgePolicy policy =
                only(modern(Loaded.virtualService("hello", "- route: [{destination: {host: hello, subset: v9}}]")));
        assertEquals("does not exist: 503", setting(policy, "cluster").value());
        assertEquals(1.0, setting(policy, "split[v9]").value());
    }

    @Test
    void ruleOfADelegateInheritsFromItsRoot() {
        String rules = Loaded.virtualService("hello", "- {delegate: {name: inner}, timeout: 4s}")
                + """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: inner}
                spec: {http: [{route: [{destination: {host: hello}}]}]}
                """;
        EdgePolicy policy = only(modern(rules));
        assertEquals(4.0, setting(policy, "timeout").value());
        assertEquals("VirtualService/default/hello", setting(policy, "timeout").origin());
    }

    @Test
    void defaultsOf2017AreThoseOfItsIstioAndEnvoy() {
        String rule =
                """
                ---
                type: route-rule
                name: slow
                spec:
                  destination: hello.default.svc.cluster.local
                  route: [{tags: {version: v1}, weight: 100}]
                  httpReqRetries: {simpleRetry: {attempts: 3, perTryTimeout: 2s}}
                """;
        EdgePolicy policy = only(
                Loaded.scenario("envoy-2017", "http://hello:8080/") + MESH + rule,
                "workloads={client-v1: {sidecar: true}, hello-v1: {sidecar: true}}");
        assertSetting(policy, "timeout", 15.0, "istio default", 0);
        assertEquals(3, setting(policy, "retries.attempts").value());
        assertEquals(
                "route-rule/default/slow", setting(policy, "retries.attempts").origin());
        assertEquals(
                "route-rule/default/slow",
                setting(policy, "retries.perTryTimeout").origin());
        assertSetting(policy, "retries.retryOn", "5xx,connect-failure,refused-stream", "istio default", 0);
        assertSetting(policy, "retries.backoff.max", null, "envoy 1.3 default", 0);
        assertSetting(policy, "loadBalancer", "ROUND_ROBIN", "istio default", 0);
        assertSetting(policy, "maxConnections", 1024L, "envoy 1.3 default", 0);
        assertSetting(policy, "connectTimeout", 1.0, "istio default", 0);
        assertSetting(policy, "inbound.timeout", 15.0, "istio default", 0);
        assertEquals("scenario", setting(policy, "sidecar").origin());
    }

    @Test
    void withoutASidecarThereIsNoPolicyButKubeProxys() {
        EdgePolicy policy = only(modern(""), "workloads={client-v1: {sidecar: false}}");
        assertSetting(policy, "sidecar", false, "scenario", 0);
        assertEquals("kube-proxy", setting(policy, "loadBalancer").origin());
        assertTrue(
                policy.settings().stream().noneMatch(setting -> setting.field().startsWith("retries")));
    }

    @Test
    void callsOfHandlersMakeEdgesAndPossibleOnesAreAll() {
        Experiment experiment = Loaded.from(
                modern("") + Loaded.service("back", 90, "v1"),
                "workloads={hello-v1: {handlers: [{steps: [{call: {url: 'http://back:90/'}}, {call: {url: 'http://x/'}}]}]}}");
        List<String> edges = Policies.ofEdges(experiment.plan()).stream()
                .map(policy -> policy.source() + " " + policy.service() + " " + policy.port())
                .toList();
        assertEquals(List.of("client-v1 hello.default 8080", "hello-v1 back.default 90"), edges);
        var from = experiment.plan().workload("back-v1");
        assertEquals(
                List.of("client.default", "hello.default", "back.default"),
                Policies.ofPossible(experiment.plan(), from, null).stream()
                        .map(EdgePolicy::service)
                        .toList());
        var to = experiment.plan().directory().lookUp("back", "default");
        assertEquals(4, Policies.ofPossible(experiment.plan(), null, to).size());
        assertEquals(1, Policies.ofPossible(experiment.plan(), from, to).size());
    }

    @Test
    void bytesHaveNoRoutes() {
        String mesh = Loaded.service("db", 3306, "v1").replace("name: http", "name: tcp");
        EdgePolicy policy = Policies.ofPossible(Loaded.from(modern(mesh)).plan(), null, null).stream()
                .filter(each -> each.service().equals("db.default"))
                .findFirst()
                .orElseThrow();
        assertEquals("tcp", setting(policy, "protocol").value());
        assertEquals("Service/default/db", setting(policy, "protocol").origin());
        assertNull(setting(policy, "loadBalancer").rule());
        assertTrue(
                policy.settings().stream().noneMatch(setting -> setting.field().equals("timeout")));
    }

    @Test
    void eachWeightOfARouteHasItsOwnPlace() {
        EdgePolicy policy = only(
                modern(
                        Loaded.virtualService(
                                "hello",
                                """
                        - route:
                            - {destination: {host: hello, subset: v1},
                               weight: 3}
                            - {destination: {host: hello, subset: v0},
                               weight: 0}
                            - destination: {host: hello, subset: v2}
                              weight: 1
                        """)));
        int first = setting(policy, "split[v1]").line();
        assertEquals(first + 4, setting(policy, "split[v2]").line());
    }

    @Test
    void modesOfBothSidesAndWhoMayAskAreVisible() {
        EdgePolicy defaults = only(modern(""));
        assertSetting(defaults, "tls.mode", "AUTO", "istio default", 0);
        assertSetting(defaults, "inbound.mtls", "PERMISSIVE", "istio default", 0);
        String objects =
                """
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: all}
                spec:
                  mtls: {mode: STRICT}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: web}
                spec:
                  action: DENY
                  rules: [{}]
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: jwt}
                spec:
                  jwtRules: [{issuer: me}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: hello}
                spec:
                  host: hello
                  trafficPolicy:
                    tls: {mode: DISABLE}
                """;
        String text = modern(objects);
        EdgePolicy policy = only(text);
        int first = (int) modern("").lines().count();
        assertSetting(policy, "inbound.mtls", "STRICT", "PeerAuthentication/default/all", first + 6);
        assertSetting(policy, "inbound.authorization", "DENY", "AuthorizationPolicy/default/web", first + 12);
        assertSetting(policy, "inbound.jwt", "me", "RequestAuthentication/default/jwt", first + 19);
        assertSetting(policy, "tls.mode", "DISABLE", "DestinationRule/default/hello", first + 27);
    }

    @Test
    void localRateLimitsOfTheServerAreShown() {
        String bucket = "token_bucket: {max_tokens: %d, tokens_per_fill: 5, fill_interval: 1s}";
        String settings = "stat_prefix: s, " + bucket.formatted(20) + ", " + RateLimits.ALL
                + ", descriptors: [{entries: [{key: client}, {key: path, value: /a}], " + bucket.formatted(3) + "}]";
        String filter = RateLimits.filter("SIDECAR_INBOUND", "x", "INSERT_BEFORE", null, settings)
                .replaceFirst("  workloadSelector: .*\n", "");
        EdgePolicy policy = only(modern("---\n" + filter));
        List<Object> values = policy.settings().stream()
                .filter(each -> each.field().equals("inbound.rateLimit"))
                .map(Setting::value)
                .toList();
        assertEquals(List.of("client=*, path=/a: 3 at once, 5 every 1s", "20 at once, 5 every 1s"), values);
    }
}
