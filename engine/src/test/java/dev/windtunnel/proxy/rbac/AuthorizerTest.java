package dev.windtunnel.proxy.rbac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.proxy.jwt.Token;
import dev.windtunnel.proxy.rbac.Authorizer.Verdict;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AuthorizationPolicies as istiod's generators and Envoy's RBAC filter read them. */
class AuthorizerTest {

    private static final String WEB = "cluster.local/ns/shop/sa/web";

    private static String policy(String name, String spec) {
        return "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: " + name
                + ", namespace: shop}\nspec: " + spec + "\n";
    }

    private static Authorizer authorizer(String... specs) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < specs.length; i++) {
            yaml.append(policy("p" + i, specs[i]));
        }
        Yaml read = Yaml.modern(yaml.toString());
        assertTrue(read.list().stream().noneMatch(each -> each.code().equals("IST0106")), () -> read.rows());
        return new Authorizer(read.mesh().security().policies());
    }

    private static RequestHead request() {
        return new RequestHead(
                "GET",
                "http",
                "App.shop:8080",
                "app",
                8080,
                "/v1/items/7",
                "q=1",
                Map.of("x-team", "blue", "x-forwarded-for", "9.9.9.9, 1.2.3.4"),
                0);
    }

    private static Token token() {
        Token token = Token.parse(Token.text(
                Map.of("iss", "issuer", "sub", "me", "aud", List.of("a", "b"), "realm", Map.of("roles", List.of("r"))),
                true));
        if (token == null) {
            throw new AssertionError("no token");
        }
        return token;
    }

    private static Facts http(@Nullable String principal) {
        return new Facts(request(), principal, token(), "10.1.0.7", "10.1.0.9", 8080);
    }

    private static Facts bytes(@Nullable String principal) {
        return new Facts(null, principal, null, "10.1.0.7", "10.1.0.9", 8080);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}] | true
                    from: [{source: {principals: [cluster.local/ns/shop/*]}}] | true
                    from: [{source: {principals: ["*/sa/web"]}}] | true
                    from: [{source: {principals: ["*"]}}] | true
                    from: [{source: {principals: [cluster.local/ns/shop]}}] | false
                    from: [{source: {notPrincipals: ["*/sa/web"]}}] | false
                    from: [{source: {namespaces: [shop]}}] | true
                    from: [{source: {namespaces: [sho*]}}] | true
                    from: [{source: {namespaces: [bank]}}] | false
                    from: [{source: {serviceAccounts: [web]}}] | true
                    from: [{source: {serviceAccounts: [bank/web]}}] | false
                    from: [{source: {ipBlocks: [10.1.0.0/16]}}] | true
                    from: [{source: {ipBlocks: [10.2.0.0/16, 10.1.0.8]}}] | false
                    from: [{source: {notIpBlocks: [10.1.0.0/24]}}] | false
                    from: [{source: {remoteIpBlocks: [1.2.3.4]}}] | true
                    from: [{source: {remoteIpBlocks: [9.9.9.9]}}] | false
                    from: [{source: {requestPrincipals: [issuer/me]}}] | true
                    from: [{source: {requestPrincipals: [issuer/you]}}] | false
                    from: [{source: {namespaces: [bank]}}, {source: {namespaces: [shop]}}] | true
                    from: [{source: {namespaces: [shop], ipBlocks: [1.1.1.1]}}] | false
                    to: [{operation: {methods: [GET]}}] | true
                    to: [{operation: {notMethods: [GET]}}] | false
                    to: [{operation: {paths: [/v1/items/7]}}] | true
                    to: [{operation: {paths: [/v1/*]}}] | true
                    to: [{operation: {paths: ["*/7"]}}] | true
                    to: [{operation: {paths: ["/v1/{*}/7"]}}] | true
                    to: [{operation: {paths: ["/{*}/7"]}}] | false
                    to: [{operation: {paths: ["/v1/{**}"]}}] | true
                    to: [{operation: {notPaths: ["/v1/{*}/{*}"]}}] | false
                    to: [{operation: {hosts: ["app.SHOP:8080"]}}] | true
                    to: [{operation: {hosts: [app.shop]}}] | false
                    to: [{operation: {hosts: ["app.shop:*"]}}] | true
                    to: [{operation: {ports: ["8080"]}}] | true
                    to: [{operation: {notPorts: ["8080"]}}] | false
                    to: [{operation: {methods: [PUT]}}, {operation: {ports: ["8080"]}}] | true
                    when: [{key: "request.headers[X-Team]", values: [blue]}] | true
                    when: [{key: "request.headers[x-team]", values: ["*"]}] | true
                    when: [{key: "request.headers[x-other]", values: ["*"]}] | false
                    when: [{key: "request.headers[x-other]", notValues: ["*"]}] | true
                    when: [{key: source.namespace, values: [shop]}] | true
                    when: [{key: source.principal, notValues: ["*"]}] | false
                    when: [{key: source.ip, values: [10.1.0.7/32]}] | true
                    when: [{key: remote.ip, values: [1.2.0.0/16]}] | true
                    when: [{key: destination.ip, values: [10.1.0.9]}] | true
                    when: [{key: destination.port, values: ["80", "8080"]}] | true
                    when: [{key: request.auth.principal, values: [issuer/*]}] | true
                    when: [{key: request.auth.audiences, values: [b]}] | true
                    when: [{key: request.auth.presenter, values: ["*"]}] | false
                    when: [{key: "request.auth.claims[realm][roles]", values: [r]}] | true
                    when: [{key: "request.auth.claims[realm][roles]", values: [s]}] | false
                    when: [{key: connection.sni, values: ["*"]}] | false
                    when: [{key: source.namespace, values: [shop]}, {key: destination.port, values: ["1"]}] | false
                    """)
    void aRuleTakesARequest(String rule, boolean taken) {
        assertEquals(
                taken, authorizer("{rules: [{" + rule + "}]}").decide(http(WEB)).allowed(), "ALLOW");
        assertEquals(
                !taken,
                authorizer("{action: DENY, rules: [{" + rule + "}]}")
                        .decide(http(WEB))
                        .allowed(),
                "DENY");
    }

    @Test
    void nobodyIsNeverTakenByNameAndAlwaysByNot() {
        assertFalse(authorizer("{rules: [{from: [{source: {principals: [\"*\"]}}]}]}")
                .decide(http(null))
                .allowed());
        assertFalse(authorizer("{rules: [{from: [{source: {namespaces: [\"*\"]}}]}]}")
                .decide(http(null))
                .allowed());
        assertTrue(authorizer("{rules: [{from: [{source: {notNamespaces: [shop]}}]}]}")
                .decide(http(null))
                .allowed());
    }

    @Test
    void withoutPoliciesEverythingPasses() {
        assertTrue(authorizer().decide(http(null)).allowed());
        assertTrue(authorizer().isIdle());
    }

    @Test
    void anEmptyAllowTakesNothingAndAnEmptyRuleEverything() {
        assertFalse(authorizer("{}").decide(http(WEB)).allowed());
        assertTrue(authorizer("{rules: [{}]}").decide(http(null)).allowed());
    }

    @Test
    void aDenyBeatsEveryAllow() {
        Verdict verdict = authorizer(
                        "{rules: [{}]}", "{action: DENY, rules: [{to: [{operation: {ports: [\"8080\"]}}]}]}")
                .decide(http(WEB));
        assertFalse(verdict.allowed());
        assertEquals("p1", verdict.by() == null ? "" : verdict.by().key().name());
    }

    @Test
    void oneAllowIsEnoughAndTheRefusalOfAllHasNoName() {
        Authorizer two = authorizer(
                "{rules: [{to: [{operation: {methods: [PUT]}}]}]}", "{rules: [{to: [{operation: {methods: [GET]}}]}]}");
        assertTrue(two.decide(http(WEB)).allowed());
        Authorizer none = authorizer("{rules: [{to: [{operation: {methods: [PUT]}}]}]}");
        assertNull(none.decide(http(WEB)).by());
    }

    @Test
    void auditsDecideNothing() {
        assertTrue(authorizer("{action: AUDIT, rules: [{}]}").isIdle());
    }

    @Test
    void customAsksEachProviderOnceWhereARuleTakesTheRequest() {
        Authorizer authorizer = authorizer(
                "{action: CUSTOM, provider: {name: a}, rules: [{to: [{operation: {methods: [GET]}}]}]}",
                "{action: CUSTOM, provider: {name: a}, rules: [{}]}",
                "{action: CUSTOM, provider: {name: b}, rules: [{to: [{operation: {methods: [PUT]}}]}]}");
        assertEquals(
                List.of("p0"),
                authorizer.asks(http(WEB)).stream()
                        .map(policy -> policy.key().name())
                        .toList());
        assertTrue(authorizer.decide(http(WEB)).allowed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    to: [{operation: {methods: [GET]}}] | false | false
                    to: [{operation: {ports: ["8080"], methods: [GET]}}] | false | false
                    to: [{operation: {ports: ["8080"]}}] | true | false
                    from: [{source: {principals: ["*/sa/web"]}}] | true | false
                    from: [{source: {requestPrincipals: ["*"]}}] | false | false
                    when: [{key: "request.headers[x]", values: [a]}] | false | false
                    to: [{operation: {ports: ["9090"], methods: [GET]}}] | false | true
                    """)
    void ofBytesAnAllowThatAsksForHttpTakesNothingAndADenyForgetsIt(
            String rule, boolean allowed, boolean allowedByDeny) {
        assertEquals(
                allowed,
                authorizer("{rules: [{" + rule + "}]}").decide(bytes(WEB)).allowed());
        assertEquals(
                allowedByDeny,
                authorizer("{action: DENY, rules: [{" + rule + "}]}")
                        .decide(bytes(WEB))
                        .allowed());
    }

    @Test
    void onlyAddressesMakePodsOfAWorkloadDiffer() {
        assertFalse(
                authorizer("{rules: [{from: [{source: {namespaces: [a]}}]}]}").looksAtAddresses());
        assertTrue(authorizer("{rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}")
                .looksAtAddresses());
        assertTrue(authorizer("{action: DENY, rules: [{when: [{key: destination.ip, values: [10.0.0.1]}]}]}")
                .looksAtAddresses());
    }
}
