package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.AuthorizationPolicy.Action;
import dev.windtunnel.mesh.AuthorizationPolicy.Condition;
import dev.windtunnel.mesh.AuthorizationPolicy.Values;
import dev.windtunnel.mesh.PeerAuthentication;
import dev.windtunnel.mesh.PeerAuthentication.Mode;
import dev.windtunnel.mesh.RequestAuthentication.JwtRule;
import dev.windtunnel.mesh.RequestAuthentication.TokenHeader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What istiod takes of the objects of security.istio.io and what it refuses ({@code validation.go}). */
class SecurityObjectsTest {

    private static Yaml read(String kind, String spec) {
        return Yaml.modern("apiVersion: security.istio.io/v1\nkind: " + kind
                + "\nmetadata: {name: o, namespace: shop}\nspec: " + spec + "\n");
    }

    private static void expect(String kind, String spec, String expected) {
        assertEquals(expected == null ? "" : expected, read(kind, spec).paths());
    }

    @Test
    void aPeerAuthenticationHasAModeAndModesOfPorts() {
        PeerAuthentication peer = read(
                        "PeerAuthentication",
                        "{selector: {matchLabels: {app: a}}, mtls: {mode: STRICT},"
                                + " portLevelMtls: {8080: {mode: DISABLE}, 9090: {mode: UNSET}}}")
                .mesh()
                .security()
                .peers()
                .get(0);
        assertEquals(Mode.STRICT, peer.mode());
        assertEquals(Map.of("app", "a"), peer.selector());
        assertEquals(Map.of(8080, Mode.DISABLE, 9090, Mode.UNSET), peer.portLevel());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {} |
                    {mtls: {}} |
                    {mtls: {mode: MUTUAL}} | IST0106 spec.mtls.mode
                    {mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}} | IST0106 spec.portLevelMtls
                    {selector: {matchLabels: {app: a}}, portLevelMtls: {}} | IST0106 spec.portLevelMtls
                    {selector: {matchLabels: {app: a}}, portLevelMtls: {http: {mode: STRICT}}} | IST0106 spec.portLevelMtls.http
                    {selector: {matchLabels: {app: a}}, portLevelMtls: {70000: {mode: STRICT}}} | IST0106 spec.portLevelMtls["70000"]
                    {selector: {matchLabels: {app: "a*"}}} | IST0106 spec.selector.matchLabels, IST0106 spec.selector.matchLabels
                    {mutual: {mode: STRICT}} | WT1001 spec.mutual
                    """)
    void peerAuthenticationsAreTakenAsIstiodTakesThem(String spec, String expected) {
        expect("PeerAuthentication", spec, expected);
    }

    @Test
    void aRequestAuthenticationHasARuleForEachIssuer() {
        JwtRule rule = read(
                        "RequestAuthentication",
                        "{jwtRules: [{issuer: i, jwksUri: 'https://i/keys', audiences: [a], fromHeaders: [{name: X-Jwt,"
                                + " prefix: 'T '}], fromParams: [t], fromCookies: [c], forwardOriginalToken: true,"
                                + " outputPayloadToHeader: X-Payload, outputClaimToHeaders: [{header: X-Sub, claim:"
                                + " sub}], timeout: 5s}]}")
                .mesh()
                .security()
                .requests()
                .get(0)
                .rules()
                .get(0);
        assertEquals(
                new JwtRule(
                        "i",
                        List.of("a"),
                        List.of(new TokenHeader("x-jwt", "T ")),
                        List.of("t"),
                        List.of("c"),
                        true,
                        "x-payload",
                        Map.of("x-sub", "sub")),
                rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {} |
                    {jwtRules: [{issuer: i}]} |
                    {jwtRules: [{jwksUri: "https://i/k"}]} |
                    {jwtRules: [{jwks: "{}"}]} | IST0106 spec.jwtRules[0]
                    {jwtRules: [{audiences: [a]}]} | IST0106 spec.jwtRules[0]
                    {jwtRules: [{issuer: i, jwksUri: "ftp://i/k"}]} | IST0106 spec.jwtRules[0].jwksUri
                    {jwtRules: [{issuer: i, jwksUri: "https://i/k", jwks: "{}"}]} | IST0106 spec.jwtRules[0].jwks
                    {jwtRules: [{issuer: i, jwks: keys}]} | IST0106 spec.jwtRules[0].jwks
                    {jwtRules: [{issuer: i, audiences: [""]}]} | IST0106 spec.jwtRules[0].audiences
                    {jwtRules: [{issuer: i, fromHeaders: [{prefix: x}]}]} | IST0106 spec.jwtRules[0].fromHeaders[0].name
                    {jwtRules: [{issuer: i, fromParams: [""]}]} | IST0106 spec.jwtRules[0].fromParams
                    {jwtRules: [{issuer: i, outputClaimToHeaders: [{header: h}]}]} | IST0106 spec.jwtRules[0].outputClaimToHeaders[0].claim
                    {jwtRules: [{issuer: i}], targetRef: {kind: Gateway, name: g}} | WT1002 spec.targetRef
                    """)
    void requestAuthenticationsAreTakenAsIstiodTakesThem(String spec, String expected) {
        expect("RequestAuthentication", spec, expected);
    }

    @Test
    void anAuthorizationPolicyHasRulesOfSourcesOperationsAndConditions() {
        AuthorizationPolicy policy = read(
                        "AuthorizationPolicy",
                        "{selector: {matchLabels: {app: a}}, action: DENY, rules: [{from: [{source: {principals: [p],"
                                + " notNamespaces: [bank]}}], to: [{operation: {paths: [/a*], ports: ['8080']}}], when:"
                                + " [{key: 'request.headers[x]', notValues: [v]}]}, {}]}")
                .mesh()
                .security()
                .policies()
                .get(0);
        assertEquals(Action.DENY, policy.action());
        AuthorizationPolicy.Rule rule = policy.rules().get(0);
        assertEquals(List.of("p"), rule.from().get(0).principals().any());
        assertEquals(List.of("bank"), rule.from().get(0).namespaces().none());
        assertEquals(List.of("/a*"), rule.to().get(0).paths().any());
        assertEquals(List.of(new Condition("request.headers[x]", new Values(List.of(), List.of("v")))), rule.when());
        assertEquals(
                new AuthorizationPolicy.Rule(List.of(), List.of(), List.of()),
                policy.rules().get(1));
    }

    @Test
    void aDryRunIsMarked() {
        assertTrue(Yaml.modern(
                        """
                        apiVersion: security.istio.io/v1
                        kind: AuthorizationPolicy
                        metadata: {name: o, annotations: {istio.io/dry-run: "true"}}
                        spec: {action: DENY, rules: [{}]}
                        """)
                .mesh()
                .security()
                .policies()
                .get(0)
                .dryRun());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {} |
                    {action: ALLOW, rules: [{}]} |
                    {action: AUDIT, rules: [{}]} |
                    {action: LOG} | IST0106 spec.action
                    {action: DENY} | IST0106 spec.rules
                    {action: CUSTOM, provider: {name: p}} | IST0106 spec.rules
                    {action: CUSTOM, rules: [{}]} | IST0106 spec.provider
                    {action: CUSTOM, provider: {}, rules: [{}]} | IST0106 spec.provider.name
                    {action: ALLOW, provider: {name: p}, rules: [{}]} | IST0106 spec.provider
                    {rules: [{from: []}]} | IST0106 spec.rules[0].from
                    {rules: [{from: [{}]}]} | IST0106 spec.rules[0].from[0].source
                    {rules: [{from: [{source: {}}]}]} | IST0106 spec.rules[0].from[0].source
                    {rules: [{to: []}]} | IST0106 spec.rules[0].to
                    {rules: [{to: [{operation: {}}]}]} | IST0106 spec.rules[0].to[0].operation
                    {rules: [{from: [{source: {principals: [""]}}]}]} | IST0106 spec.rules[0].from[0].source.principals
                    {rules: [{from: [{source: {ipBlocks: ["10.0.0.0/8", "1.2.3"]}}]}]} | IST0106 spec.rules[0].from[0].source.ipBlocks
                    {rules: [{from: [{source: {notIpBlocks: ["10.0.0.0/33"]}}]}]} | IST0106 spec.rules[0].from[0].source.notIpBlocks
                    {rules: [{from: [{source: {ipBlocks: ["::1", "2001:db8::/32"]}}]}]} |
                    {rules: [{from: [{source: {serviceAccounts: [a], principals: [p]}}]}]} | IST0106 spec.rules[0].from[0].source.serviceAccounts
                    {rules: [{to: [{operation: {ports: [http]}}]}]} | IST0106 spec.rules[0].to[0].operation.ports
                    {rules: [{to: [{operation: {ports: ["70000"]}}]}]} | IST0106 spec.rules[0].to[0].operation.ports
                    {rules: [{to: [{operation: {paths: ["/a/{*}/b", "/a/{**}"]}}]}]} |
                    {rules: [{to: [{operation: {paths: ["/a/{**}/b"]}}]}]} | IST0106 spec.rules[0].to[0].operation.paths
                    {rules: [{to: [{operation: {paths: ["/{*}/b*"]}}]}]} | IST0106 spec.rules[0].to[0].operation.paths
                    {rules: [{when: [{key: "request.headers[x]"}]}]} | IST0106 spec.rules[0].when[0]
                    {rules: [{when: [{values: [a]}]}]} | IST0106 spec.rules[0].when[0].key
                    {rules: [{when: [{key: request.header, values: [a]}]}]} | IST0106 spec.rules[0].when[0].key
                    {rules: [{when: [{key: source.ip, values: [a]}]}]} | IST0106 spec.rules[0].when[0].values
                    {rules: [{when: [{key: destination.port, notValues: ["0"]}]}]} | IST0106 spec.rules[0].when[0].notValues
                    {rules: [{when: [{key: "request.auth.claims[a][b]", values: [x]}]}]} |
                    {action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]} | IST0133 spec.rules
                    {action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ["80"]}}]}]} |
                    {rules: [{form: []}]} | WT1001 spec.rules[0].form
                    {rules: [{from: {source: {principals: [x]}}}]} | IST0106 spec.rules[0].from
                    {rules: [{from: []}]} | IST0106 spec.rules[0].from
                    {selector: {app: cart}, rules: [{}]} | WT1001 spec.selector.app
                    {selector: {matchLabel: {app: cart}}, rules: [{}]} | WT1001 spec.selector.matchLabel
                    {targetRefs: [{kind: Gateway, name: g}], rules: [{}]} | WT1002 spec.targetRefs
                    {targetRefs: [{kind: Gateway, name: g}], selector: {matchLabels: {a: b}}, rules: [{}]} | IST0106 spec.targetRefs, WT1002 spec.targetRefs
                    """)
    void authorizationPoliciesAreTakenAsIstiodTakesThem(String spec, String expected) {
        expect("AuthorizationPolicy", spec, expected);
    }

    /** Without its labels the object would be for more pods than it seems: the key alone must not be taken out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "security.istio.io/v1 | AuthorizationPolicy | '{selector: {app: cart}, rules: [{}]}' | 'write matchLabels: {app: cart}'",
                "security.istio.io/v1 | PeerAuthentication | '{selector: {app: cart}}' | 'write matchLabels: {app: cart}'",
                "networking.istio.io/v1 | DestinationRule | '{host: cart, workloadSelector: {app: cart, matchLabels: {a: b}}}' | 'write matchLabels: {app: cart}'",
                "networking.istio.io/v1alpha3 | EnvoyFilter | '{workloadSelector: {app: cart}}' | 'write labels: {app: cart}'",
                "security.istio.io/v1 | AuthorizationPolicy | '{selector: {matchLabel: {app: cart}}, rules: [{}]}' | 'did you mean \"matchLabels\"?'",
            })
    void labelsInASelectorItselfAreToBeMoved(String version, String kind, String spec, String fix) {
        Yaml yaml = Yaml.modern(
                "{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: p}, spec: " + spec + "}");
        assertEquals(
                fix,
                yaml.list().stream()
                        .filter(finding -> finding.code().equals("WT1001"))
                        .map(finding -> String.valueOf(finding.fix()))
                        .collect(java.util.stream.Collectors.joining(", ")));
    }
}
