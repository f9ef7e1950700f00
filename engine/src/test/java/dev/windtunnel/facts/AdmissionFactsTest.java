package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.between;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What proxies let through to their apps: AuthorizationPolicies, tokens, and others who are asked. */
class AdmissionFactsTest {

    private static final String CUSTOM = "{action: CUSTOM, provider: {name: guard}, rules: [{}]}";

    private static Bed mesh() {
        return Scenarios.bed().client("client").meshApp("app", OK);
    }

    private static Bed policy(Bed bed, String spec) {
        return bed.security("AuthorizationPolicy", "p", spec);
    }

    private static Bed issuer(Bed bed, String more) {
        return bed.security("RequestAuthentication", "r", "{jwtRules: [{issuer: i" + more + "}]}");
    }

    private static Outcome curl(Bed bed) {
        return Facts.curl(bed, 10).go();
    }

    private static Outcome withToken(Bed bed, String token) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/', token: " + token
                        + "}, load: {users: 1}, requests: 10")
                .go();
    }

    @Test
    void aDeniedRequestIsAnsweredByThePodsProxyAndNotTriedAgain() {
        Outcome run =
                curl(policy(mesh(), "{action: DENY, rules: [{}]}").rule("app", "retries: {attempts: 2, retryOn: 5xx}"));
        assertEquals("403:10", run.codes("curl"));
        assertEquals("-:10", run.flags("curl"), "to the caller's proxy this is an ordinary answer");
        assertEquals(10, run.edge("client", "app").attempts());
        assertEquals(0, run.stat("app", "upstream_rq_retry"));
    }

    @ParameterizedTest
    @CsvSource({
        "cluster.local/ns/default/sa/web, 200:10",
        "cluster.local/ns/default/sa/other, 403:10",
        "cluster.local/ns/default/sa/default, 403:10"
    })
    void theServiceAccountIsWhoACallerProvesToBe(String principal, String codes) {
        Bed bed = Scenarios.bed()
                .document(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: client}
                        spec:
                          selector: {matchLabels: {app: client}}
                          template:
                            metadata: {labels: {app: client}}
                            spec: {serviceAccountName: web, containers: [{name: app, image: example/app}]}
                        """)
                .meshApp("app", OK);
        assertEquals(
                codes,
                curl(policy(bed, "{rules: [{from: [{source: {principals: ['" + principal + "']}}]}]}"))
                        .codes("curl"));
    }

    @Test
    void whoComesInPlainTextIsNobody() {
        Bed bed = Scenarios.bed().plainClient("client").meshApp("app", OK);
        assertEquals(
                "403:10",
                curl(policy(bed, "{rules: [{from: [{source: {namespaces: [default]}}]}]}"))
                        .codes("curl"));
        Bed other = Scenarios.bed().plainClient("client").meshApp("app", OK);
        assertEquals(
                "200:10",
                curl(policy(other, "{rules: [{from: [{source: {notNamespaces: [default]}}]}]}"))
                        .codes("curl"));
    }

    @ParameterizedTest
    @CsvSource({"app, 403:10", "client, 200:10"})
    void aSelectorChoosesThePods(String app, String codes) {
        assertEquals(
                codes,
                curl(policy(mesh(), "{selector: {matchLabels: {app: " + app + "}}}"))
                        .codes("curl"));
    }

    @Test
    void aPodWithoutSidecarAsksNothing() {
        assertEquals("200:10", curl(policy(Facts.bed(OK), "{}")).codes("curl"));
    }

    @ParameterizedTest
    @CsvSource({"8080, 403:10", "80, 200:10"})
    void portsAreThoseOfPods(int port, String codes) {
        Bed bed = Scenarios.bed()
                .client("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: http, port: 80, targetPort: 8080}")
                .deployment("app", 1, "app: app", true);
        assertEquals(
                codes,
                policy(bed, "{action: DENY, rules: [{to: [{operation: {ports: ['" + port + "']}}]}]}")
                        .curl("curl", "http://app/", 10)
                        .go()
                        .codes("curl"));
    }

    @ParameterizedTest
    @CsvSource({"/admin/x, 403:4", "/shop, 200:4"})
    void pathsAndAddressesOfPodsCount(String path, String codes) {
        Bed bed = policy(
                mesh(),
                "{action: DENY, rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}], to: [{operation: {paths:"
                        + " [/admin/*]}}]}]}");
        assertEquals(codes, bed.curl("curl", "http://app:8080" + path, 4).go().codes("curl"));
    }

    @Test
    void bytesThatAreDeniedLoseTheirConnection() {
        Bed bed = Scenarios.bed()
                .client("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: tcp, port: 8080}")
                .deployment("app", 1, "app: app", true);
        Outcome run = curl(policy(bed, "{rules: [{to: [{operation: {methods: [GET]}}]}]}"));
        assertEquals("0:10", run.codes("curl"));
        assertEquals("reset:10", run.failures("curl"));
    }

    @Test
    void aDeniedCallOfGrpcGetsAStatus() {
        Bed bed = policy(mesh(), "{}")
                .traffic("name: curl, from: client, request: {grpc: 'grpc://app:8080/a.B/C'}, load: {users: 1},"
                        + " requests: 3");
        Outcome run = bed.go();
        assertEquals("200:3", run.codes("curl"));
        assertTrue(run.json().contains("\"grpc\": {\"7\": 3}") || run.json().contains("\"7\": 3"), "PERMISSION_DENIED");
    }

    // ---------------------------------------------------------------- tokens

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {issuer: i, subject: s} | 200:10
                    {issuer: i, subject: s, valid: false} | 401:10
                    {issuer: j, subject: s} | 401:10
                    """)
    void aTokenThatIsThereHasToBeGood(String token, String codes) {
        assertEquals(codes, withToken(issuer(mesh(), ""), token).codes("curl"));
    }

    @Test
    void aTokenThatIsNotThereIsNoMistakeUnlessAPolicyWantsOne() {
        assertEquals("200:10", curl(issuer(mesh(), "")).codes("curl"));
        String wants = "{rules: [{from: [{source: {requestPrincipals: [i/*]}}]}]}";
        assertEquals("403:10", curl(policy(issuer(mesh(), ""), wants)).codes("curl"));
        assertEquals(
                "200:10",
                withToken(policy(issuer(mesh(), ""), wants), "{issuer: i, subject: s}")
                        .codes("curl"));
    }

    @ParameterizedTest
    @CsvSource({"admin, 200:10", "user, 403:10"})
    void claimsOfATokenCount(String role, String codes) {
        Bed bed =
                policy(issuer(mesh(), ""), "{rules: [{when: [{key: 'request.auth.claims[roles]', values: [admin]}]}]}");
        assertEquals(
                codes,
                withToken(bed, "{issuer: i, subject: s, claims: {roles: [guest, " + role + "]}}")
                        .codes("curl"));
    }

    @ParameterizedTest
    @CsvSource({"'', 404:10", "', forwardOriginalToken: true', 200:10"})
    void theAppGetsTheTokenOnlyWhenItIsForwarded(String more, String codes) {
        Bed bed = Scenarios.bed()
                .client("client")
                .meshApp("app", "{handlers: [{match: {headers: {authorization: {prefix: Bearer}}}}]}");
        assertEquals(codes, withToken(issuer(bed, more), "{issuer: i}").codes("curl"));
    }

    // ---------------------------------------------------------------- others who are asked

    @Test
    void whoIsAskedAndUnknownIsTold() {
        assertEquals(1, unknown(policy(mesh(), CUSTOM)));
        assertEquals(0, unknown(policy(mesh(), CUSTOM).cluster("extensionProviders: {guard: {latency: 5ms}}")));
    }

    private static long unknown(Bed bed) {
        return bed.load().findings().stream()
                .filter(finding -> finding.code().equals("WT0106"))
                .count();
    }

    @Test
    void whoIsAskedTakesTime() {
        Outcome run = curl(policy(mesh(), CUSTOM).cluster("extensionProviders: {guard: {latency: 5ms}}"));
        assertEquals("200:10", run.codes("curl"));
        Facts.latency(run, "curl", 0.005, 0.005);
    }

    @Test
    void whoIsAskedMaySayNo() {
        Bed bed = policy(mesh(), CUSTOM)
                .cluster("extensionProviders: {guard: {latency: 0s, status: 402, deny: {headers: {x-deny: '1'}}}}")
                .traffic("name: bad, from: client, request: {url: 'http://app:8080/', headers: {x-deny: '1'}},"
                        + " load: {users: 1}, requests: 3");
        Outcome run = curl(bed);
        assertEquals("200:10", run.codes("curl"));
        assertEquals("402:3", run.codes("bad"));
    }

    @ParameterizedTest
    @CsvSource({"false, 503", "true, 200"})
    void aQuestionWithoutAnAnswerClosesOrOpens(boolean open, int code) {
        Bed bed = policy(mesh(), CUSTOM)
                .cluster("extensionProviders: {guard: {latency: 0s, failures: 100%, statusOnError: 503, failOpen: "
                        + open + "}}");
        assertEquals(code + ":10", curl(bed).codes("curl"));
    }

    @Test
    void failuresAreAShareOfTheQuestions() {
        Bed bed = policy(mesh(), CUSTOM).cluster("extensionProviders: {guard: {latency: 0s, failures: 20%}}");
        Outcome run = Facts.curl(bed, 1000).go();
        between(150, 250, run.code("curl", 403), "20 % of 1000");
    }

    @Test
    void aProviderThatNobodyKnowsDeniesWhatItWasToBeAskedAbout() {
        Bed bed = policy(
                        mesh(),
                        "{action: CUSTOM, provider: {name: guard}, rules: [{to: [{operation: {paths: [/a]}}]}]}")
                .curl("a", "http://app:8080/a", 3)
                .curl("b", "http://app:8080/b", 3);
        Outcome run = bed.go();
        assertEquals("403:3", run.codes("a"));
        assertEquals("200:3", run.codes("b"));
    }

    @Test
    void aDenyCountsAfterTheAnswer() {
        Bed bed = policy(mesh(), CUSTOM)
                .security("AuthorizationPolicy", "q", "{action: DENY, rules: [{}]}")
                .cluster("extensionProviders: {guard: {latency: 5ms}}");
        Outcome run = curl(bed);
        assertEquals("403:10", run.codes("curl"));
        Facts.latency(run, "curl", 0.005, 0.005);
    }

    @Test
    void aCallerThatHangsUpMeanwhileNeverReachesTheApp() {
        Bed bed = policy(
                        Scenarios.bed()
                                .client("client")
                                .meshApp("app", "{concurrency: 1, handlers: [{steps: [{sleep: 1s}]}]}"),
                        CUSTOM)
                .cluster("extensionProviders: {guard: {latency: 50ms}}")
                .traffic("name: hasty, from: client, request: {url: 'http://app:8080/'}, timeout: 20ms,"
                        + " load: {users: 1}, requests: 5")
                .traffic("name: calm, from: client, request: {url: 'http://app:8080/'}, start: 200ms,"
                        + " load: {users: 1}, requests: 1");
        Outcome run = bed.go();
        assertEquals("timeout:5", run.failures("hasty"));
        Facts.latency(run, "calm", 1.05, 1.05);
    }

    // ---------------------------------------------------------------- gateways

    private static Bed gateway(String spec) {
        return Scenarios.bed()
                .app("app", OK)
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: web}
                        spec:
                          selector: {istio: ingressgateway}
                          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]
                        """)
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec: {hosts: [a.org], gateways: [web], http: [{route: [{destination: {host: app, port: {number: 8080}}}]}]}
                        """)
                .document(
                        """
                        apiVersion: security.istio.io/v1
                        kind: AuthorizationPolicy
                        metadata: {name: p, namespace: istio-system}
                        spec: {selector: {matchLabels: {istio: ingressgateway}}, %s}
                        """
                                .formatted(spec));
    }

    private static Outcome outside(Bed bed) {
        return bed.traffic("name: curl, from: outside, request: {url: 'http://a.org/', clientIP: 8.8.4.4},"
                        + " load: {users: 1}, requests: 10")
                .go();
    }

    @ParameterizedTest
    @CsvSource({"8.8.4.0/24, 403", "9.0.0.0/8, 200"})
    void aGatewayKnowsWhereRequestsComeFrom(String block, int code) {
        Outcome run = outside(gateway("action: DENY, rules: [{from: [{source: {ipBlocks: [" + block + "]}}]}]"));
        assertEquals(code + ":10", run.codes("curl"));
        assertEquals("-:10", run.flags("curl"));
        assertEquals(code == 200 ? 10 : 0, run.arrived("app"));
    }

    @Test
    void aGatewayLogsThatSomebodyElseSaidNo() {
        Bed bed = gateway("action: CUSTOM, provider: {name: guard}, rules: [{}]")
                .cluster("extensionProviders: {guard: {latency: 5ms, deny: [{}]}}");
        Outcome run = outside(bed);
        assertEquals("403:10", run.codes("curl"));
        assertEquals("UAEX:10", run.flags("curl"));
        Facts.latency(run, "curl", 0.005, 0.005);
    }

    /** Istio's routing by claims: the filter takes the token, the route sees what it says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    token: {issuer: i, claims: {team: [red, blue], realm: {role: a}}} | 201:3
                    token: {issuer: i, claims: {team: [red]}} | 404:3
                    token: {issuer: i, claims: {team: [blue]}, valid: false} | 401:3
                    """)
    void aGatewayRoutesByClaims(String request, String codes) {
        Bed bed = Scenarios.bed()
                .app("app", "{handlers: [{response: {status: 201}}]}")
                .gateway()
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec:
                          hosts: [a.org]
                          gateways: [web]
                          http:
                          - match: [{headers: {'@request.auth.claims.team': {exact: blue}, '@request.auth.claims[realm][role]': {}}}]
                            route: [{destination: {host: app, port: {number: 8080}}}]
                        """)
                .document(
                        """
                        apiVersion: security.istio.io/v1
                        kind: RequestAuthentication
                        metadata: {name: r, namespace: istio-system}
                        spec: {selector: {matchLabels: {istio: ingressgateway}}, jwtRules: [{issuer: i}]}
                        """);
        Outcome run = bed.traffic("name: curl, from: outside, request: {url: 'http://a.org/', " + request
                        + "}, load: {users: 1}, requests: 3")
                .go();
        assertEquals(codes, run.codes("curl"));
    }
}
