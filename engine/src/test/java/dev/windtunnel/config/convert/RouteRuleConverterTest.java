package dev.windtunnel.config.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteRuleConverterTest {
    private static final String SPLIT =
            """
            type: route-rule
            name: hello-split
            spec:
              destination: hello.default.svc.cluster.local
              precedence: 1
              route:
              - {tags: {version: "2"}, weight: 10}
              - {tags: {version: "1"}, weight: 90}
            """;

    private static final String RETRY =
            """
            type: route-rule
            name: hello-retry
            spec:
              destination: hello.default.svc.cluster.local
              precedence: 9
              route:
              - tags: {version: "1"}
              httpReqRetries:
                simpleRetry: {attempts: 2, perTryTimeout: 2s}
            """;

    private final Findings findings = new Findings();

    private String convert(ConversionStyle style, String... documents) {
        String text = String.join("---\n", documents);
        List<Document> read = YamlReader.read("a.yaml", text, findings);
        assertEquals(List.of(), findings.list());
        return RouteRuleConverter.toYaml(RouteRuleConverter.convert(read, style, "default", findings));
    }

    private String convert(String... documents) {
        return convert(ConversionStyle.KEEP_BEHAVIOUR, documents);
    }

    private List<String> codes() {
        return findings.list().stream().map(Finding::code).toList();
    }

    /** A rule with this spec, for a service called hello. */
    private static String rule(String spec) {
        return "type: route-rule\nname: r\nspec:\n  destination: hello.default.svc.cluster.local\n" + spec.indent(2);
    }

    private static String policy(String spec) {
        return "type: destination-policy\nname: p\nspec:\n  destination: hello.default.svc.cluster.local\n  policy:\n"
                + spec.indent(2);
    }

    private static Mesh read(String yaml, Findings problems) {
        List<Document> documents = YamlReader.read("b.yaml", yaml, problems);
        return MeshReader.read(Manifests.store(documents, "default", problems), Profile.ISTIO_1_30, false, problems);
    }

    @Test
    void theRetryRuleOfTheFirstExperimentKeepsItsSixSeconds() {
        assertEquals(
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: hello
                  namespace: default
                spec:
                  hosts:
                  - hello.default.svc.cluster.local
                  http:
                  - name: hello-retry
                    route:
                    - destination:
                        host: hello.default.svc.cluster.local
                        subset: version-1
                    timeout: 15s
                    retries:
                      attempts: 2
                      perTryTimeout: 2s
                      retryOn: 5xx,connect-failure,refused-stream
                      retryIgnorePreviousHosts: false
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata:
                  name: hello
                  namespace: default
                spec:
                  host: hello.default.svc.cluster.local
                  trafficPolicy:
                    loadBalancer:
                      simple: ROUND_ROBIN
                    connectionPool:
                      tcp:
                        maxConnections: 1024
                        connectTimeout: 1s
                      http:
                        http1MaxPendingRequests: 1024
                        http2MaxRequests: 1024
                        maxRetries: 3
                  subsets:
                  - name: version-1
                    labels:
                      version: "1"
                """,
                convert(RETRY));
        assertEquals(List.of(), codes());
    }

    @Test
    void fieldByFieldTheTrapStaysOpen() {
        assertEquals(
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: hello
                  namespace: default
                spec:
                  hosts:
                  - hello.default.svc.cluster.local
                  http:
                  - name: hello-retry
                    route:
                    - destination:
                        host: hello.default.svc.cluster.local
                        subset: version-1
                    retries:
                      attempts: 2
                      perTryTimeout: 2s
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata:
                  name: hello
                  namespace: default
                spec:
                  host: hello.default.svc.cluster.local
                  subsets:
                  - name: version-1
                    labels:
                      version: "1"
                """,
                convert(ConversionStyle.LITERAL, RETRY));
        assertEquals(List.of("WT3119"), codes());
    }

    @Test
    void rulesOfOneDestinationShareAVirtualServiceByPrecedence() {
        String yaml = convert(SPLIT, RETRY);
        Mesh mesh = read(yaml, new Findings());
        assertEquals(1, mesh.virtualServices().size());
        List<HttpRoute> routes = mesh.virtualServices().get(0).http();
        assertEquals(
                List.of("hello-retry", "hello-split"),
                routes.stream().map(HttpRoute::name).toList());
        assertEquals(1, mesh.destinationRules().size());
        assertEquals(
                List.of("version-1", "version-2"),
                mesh.destinationRules().get(0).subsets().stream()
                        .map(subset -> subset.name())
                        .toList());
        assertEquals(List.of("WT3101"), codes());
        assertTrue(findings.list().get(0).message().contains("route-rule default/hello-retry takes them all"));
        assertEquals(4, findings.list().get(0).line());
    }

    @Test
    void equalPrecedenceGoesByName() {
        String yaml =
                convert(RETRY, SPLIT.replace("precedence: 1", "precedence: 9").replace("hello-split", "hello-a"));
        assertTrue(yaml.indexOf("name: hello-a") < yaml.indexOf("name: hello-retry"));
    }

    @Test
    void whatNoRuleTakesGoesToTheWholeServiceAsBefore() {
        String conditional = rule("match: {httpHeaders: {cookie: {exact: a=b}}}\nroute:\n- tags: {version: v2}");
        List<HttpRoute> routes = read(convert(conditional), new Findings())
                .virtualServices()
                .get(0)
                .http();
        assertEquals(2, routes.size());
        assertEquals(List.of(), routes.get(1).matches());
        assertEquals(null, routes.get(1).destinations().get(0).destination().subset());
        assertEquals(15_000_000_000L, routes.get(1).timeoutNanos());
        assertEquals(0, routes.get(1).retries().attempts());
        assertEquals(
                1,
                read(convert(ConversionStyle.LITERAL, conditional), new Findings())
                        .virtualServices()
                        .get(0)
                        .http()
                        .size());
    }

    /** What becomes of one field of a rule: a part of the new route, and the findings. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "httpReqTimeout: {simpleTimeout: {timeout: 2s}} | timeout: 2s | ",
                "http_req_timeout: {simple_timeout: {timeout: 1500ms}} | timeout: 1.5s | ",
                "httpReqTimeout: {simpleTimeout: {timeout: 60s}} | timeout: 1m | WT3112",
                "httpReqTimeout: {simpleTimeout: {timeout: 2s, overrideHeaderName: x}} | timeout: 2s | WT3106",
                "httpReqTimeout: {simpleTimeout: {timeout: 100us}} | timeout: 100us | WT3107",
                "httpReqTimeout: {custom: {}} | timeout: 15s | WT3106",
                "httpReqRetries: {simpleRetry: {attempts: 0, perTryTimeout: 1s}} | retries: {attempts: 0} | ",
                "httpReqRetries: {simpleRetry: {attempts: 1}} | retries: {attempts: 1, retryOn: '5xx,connect-failure,refused-stream', retryIgnorePreviousHosts: false} | WT3107",
                "{} | retries: {attempts: 0} | ",
                "{} | timeout: 15s | ",
                "redirect: {uri: /new} | redirect: {uri: /new} | ",
                "redirect: {authority: a.example, uri: /new} | redirect: {uri: /new, authority: a.example} | ",
                "rewrite: {uri: /new, authority: b} | rewrite: {uri: /new, authority: b} | ",
                "httpFault: {delay: {percent: 10, fixedDelay: 5s}} | fault: {delay: {percentage: {value: 10}, fixedDelay: 5s}} | ",
                "httpFault: {delay: {percent: 10.7, fixedDelay: 5s}} | fault: {delay: {percentage: {value: 10}, fixedDelay: 5s}} | WT3111",
                "httpFault: {delay: {fixedDelay: 5s}} | fault: | WT3110",
                "httpFault: {delay: {percent: 10, exponentialDelay: 5s}} | fault: | WT3107 WT3107",
                "httpFault: {abort: {percent: 50, httpStatus: 503}} | fault: {abort: {percentage: {value: 50}, httpStatus: 503}} | WT3124",
                "httpFault: {abort: {percent: 50, http2Error: X}} | fault: | WT3106 WT3106",
                "httpFault: {abort: {percent: 50, grpcStatus: UNAVAILABLE}} | fault: {abort: {percentage: {value: 50}, grpcStatus: UNAVAILABLE}} | WT3107",
                "l4Fault: {throttle: {percent: 1}} | fault: | WT3107",
                "route: [{tags: {version: 'v1'}, weight: 100}] | route: [{destination: {host: hello.default.svc.cluster.local, subset: version-v1}}] | ",
                "route: [{destination: other.default.svc.cluster.local}] | route: [{destination: {host: other.default.svc.cluster.local}}] | ",
                "route: [{weight: 50}, {tags: {a: b}, weight: 60}] | route: [{destination: {host: hello.default.svc.cluster.local}, weight: 50}, {destination: {host: hello.default.svc.cluster.local, subset: a-b}, weight: 60}] | WT3107 WT3108",
                "{} | route: [{destination: {host: hello.default.svc.cluster.local}}] | ",
                "redirect: {uri: /x}\\nroute: [{weight: 100}] | redirect: {uri: /x} | WT3107",
                "precedenc: 3 | timeout: 15s | WT1001",
            })
    void eachFieldHasItsCounterpart(String field, String wanted, String codes) {
        String yaml = convert(rule(field.equals("{}") ? "precedence: 0" : field.replace("\\n", "\n")));
        assertPart(yaml, "spec.http[0]", wanted);
        assertEquals(codes == null ? "" : codes, String.join(" ", codes()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{httpHeaders: {uri: {prefix: /a}}} | {uri: {prefix: /a}} | ",
                "{httpHeaders: {uri: {exact: /a}}} | {uri: {exact: /a}} | ",
                "{httpHeaders: {uri: {regex: '/a.*'}}} | {uri: {regex: '/a.*'}} | WT3103",
                "{httpHeaders: {method: {exact: GET}}} | {method: {exact: GET}} | WT3103",
                "{httpHeaders: {authority: {prefix: a}}} | {authority: {prefix: a}} | WT3103",
                "{httpHeaders: {user: {exact: ''}}} | {headers: {user: {}}} | ",
                "{http_headers: {user: {prefix: ja}, cookie: {exact: a}}} | {headers: {user: {prefix: ja}, cookie: {exact: a}}} | ",
                "{httpHeaders: {user: {regex: a+}}} | {headers: {user: {regex: a+}}} | WT3104",
                "{httpHeaders: {user: {regex: '(?!a).*'}}} | {headers: {user: {regex: '(?!a).*'}}} | WT3105",
                "{sourceTags: {version: v2}} | {sourceLabels: {version: v2}} | ",
                "{source: tool.tools.svc.cluster.local} | {sourceNamespace: tools} | WT3102",
                "{source: tool.tools.svc.cluster.local, sourceTags: {v: '1'}} | {sourceLabels: {v: '1'}, sourceNamespace: tools} | WT3102",
                "{tcp: {sourceSubnet: [10.0.0.0/8]}, sourceTags: {a: b}} | {sourceLabels: {a: b}} | WT3106",
                "{udp: {}, sourceTags: {a: b}} | {sourceLabels: {a: b}} | WT3107",
            })
    void eachConditionHasItsCounterpart(String match, String wanted, String codes) {
        String yaml = convert(rule("match: " + match));
        assertPart(yaml, "spec.http[0].match[0]", wanted);
        assertEquals(codes == null ? "" : codes, String.join(" ", codes()));
    }

    @Test
    void theCallersServiceTellsItsPods() {
        String service =
                "apiVersion: v1\nkind: Service\nmetadata: {name: tool, namespace: tools}\nspec: {selector: {app: tool}}\n";
        String yaml = convert(service, rule("match: {source: tool.tools.svc.cluster.local, sourceTags: {v: '1'}}"));
        String virtualService = yaml.substring(yaml.indexOf("---\n") + 4);
        assertPart(
                virtualService, "spec.http[0].match[0]", "{sourceLabels: {app: tool, v: '1'}, sourceNamespace: tools}");
        assertEquals(List.of("WT3123"), codes());
    }

    /** The trafficPolicy of the untagged host or of the version that a policy is for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "loadBalancing: {name: RANDOM} | loadBalancer: {simple: RANDOM} | WT3113",
                "loadBalancing: {name: LEAST_CONN} | loadBalancer: {simple: LEAST_REQUEST} | WT3113",
                "loadBalancing: RANDOM | loadBalancer: {simple: RANDOM} | WT3107 WT3113",
                "circuitBreaker: {simpleCb: {maxConnections: 10, httpMaxRequestsPerConnection: 1, sleepWindow: 20s, httpDetectionInterval: 5s}} | connectionPool: {tcp: {maxConnections: 10, connectTimeout: 1s}, http: {http1MaxPendingRequests: 1024, http2MaxRequests: 1024, maxRequestsPerConnection: 1, maxRetries: 3}} | WT3115 WT3113",
                "circuitBreaker: {simpleCb: {httpMaxPendingRequests: 7, httpMaxRequests: 8}} | connectionPool: {tcp: {maxConnections: 1024, connectTimeout: 1s}, http: {http1MaxPendingRequests: 7, http2MaxRequests: 8, maxRetries: 3}} | WT3115 WT3107 WT3113",
                "circuitBreaker: {simpleCb: {httpConsecutiveErrors: 2, sleepWindow: 20s, httpDetectionInterval: 5s, httpMaxEjectionPercent: 50}} | outlierDetection: {consecutive5xxErrors: 2, interval: 5s, baseEjectionTime: 20s, maxEjectionPercent: 50, minHealthPercent: 50} | WT3115 WT3113",
                "circuitBreaker: {simpleCb: {sleepWindow: 500ms}} | outlierDetection: {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 10, minHealthPercent: 50} | WT3115 WT3107 WT3116 WT3113",
                "custom: {} | loadBalancer: {simple: ROUND_ROBIN} | WT3106 WT3113",
            })
    void eachPolicyHasItsCounterpart(String field, String wanted, String codes) {
        String yaml = convert(policy("- " + field));
        assertPart(yaml, "spec.trafficPolicy", wanted);
        assertEquals(codes, String.join(" ", codes()));
    }

    /** The documentation calls both optional; the validator of 0.1.6 wants them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxConnections: 1 | sleepWindow and httpDetectionInterval",
                "httpDetectionInterval: 5s | sleepWindow",
                "sleepWindow: 20s | httpDetectionInterval",
            })
    void whatTheOldValidatorRefusedOfACircuitBreakerIsSaid(String field, String missing) {
        convert(policy("- circuitBreaker: {simpleCb: {" + field + "}}"));
        assertEquals(
                List.of("Istio 0.1 refused this: a circuit breaker without " + missing),
                findings.list().stream()
                        .filter(finding -> finding.code().equals("WT3107"))
                        .map(finding -> finding.message())
                        .toList());
    }

    @Test
    void aPolicyForAVersionIsThatSubsetsAndAPolicyForNoneStaysOffTheVersions() {
        String yaml = convert(
                rule("route: [{tags: {version: v1}, weight: 50}, {tags: {version: v2}, weight: 50}]"),
                policy("- circuitBreaker: {simpleCb: {maxConnections: 5}}\n"
                        + "- {tags: {version: v1}, loadBalancing: {name: RANDOM}}\n"));
        String destinationRule = yaml.substring(yaml.indexOf("---\n") + 4);
        assertPart(destinationRule, "spec.trafficPolicy.connectionPool.tcp", "maxConnections: 5");
        assertPart(destinationRule, "spec.subsets[version-v1].trafficPolicy", "loadBalancer: {simple: RANDOM}");
        assertPart(destinationRule, "spec.subsets[version-v2].trafficPolicy", "loadBalancer: {simple: ROUND_ROBIN}");
        for (String version : List.of("version-v1", "version-v2")) {
            assertPart(
                    destinationRule,
                    "spec.subsets[" + version + "].trafficPolicy.connectionPool.tcp",
                    "maxConnections: 1024");
            assertPart(
                    destinationRule,
                    "spec.subsets[" + version + "].trafficPolicy",
                    "outlierDetection: {consecutive5xxErrors: 0, consecutiveGatewayErrors: 0}");
        }
    }

    @Test
    void theFirstOfTwoPoliciesForOneVersionStays() {
        String yaml = convert(policy("- loadBalancing: {name: RANDOM}\n- loadBalancing: {name: LEAST_CONN}"));
        assertPart(yaml, "spec.trafficPolicy", "loadBalancer: {simple: RANDOM}");
        assertEquals(List.of("WT3118", "WT3113"), codes());
    }

    @Test
    void laterEnvelopesSayTheSame() {
        String later =
                """
                apiVersion: config.istio.io/v1alpha2
                kind: RouteRule
                metadata: {name: hello-retry}
                spec:
                  destination: {name: hello}
                  precedence: 9
                  match:
                    source: {name: tool, labels: {v: "1"}}
                    request: {headers: {cookie: {exact: a}, user: jason}}
                  route:
                  - labels: {version: "1"}
                    weight: 100
                  mirror: {name: shadow, namespace: dark}
                  corsPolicy: {allowOrigin: ["*"], maxAge: 24h}
                  appendHeaders: {x: z}
                  websocketUpgrade: true
                """;
        assertPart(
                convert(later),
                "spec.http[0]",
                """
                match: [{headers: {cookie: {exact: a}, user: {exact: jason}}, sourceLabels: {v: "1"}, sourceNamespace: default}]
                route: [{destination: {host: hello.default.svc.cluster.local, subset: version-1}}]
                mirrors: [{destination: {host: shadow.dark.svc.cluster.local}}]
                corsPolicy: {allowOrigins: [{exact: "*"}], maxAge: 24h}
                headers: {request: {add: {x: z}}}
                """);
        assertEquals(List.of("WT3102"), codes());
    }

    @Test
    void laterPoliciesNameTheVersionInTheirDestination() {
        String yaml = convert(
                """
                apiVersion: config.istio.io/v1alpha2
                kind: DestinationPolicy
                metadata: {name: p, namespace: shop}
                spec:
                  destination: {name: cart, labels: {version: v3}}
                  source: {name: web}
                  loadBalancing: {name: RANDOM}
                  circuitBreaker: {simpleCb: {httpMaxRetries: 9}}
                """);
        assertPart(yaml, "metadata", "{name: cart, namespace: shop}");
        assertPart(yaml, "spec.subsets[0]", "labels: {version: v3}");
        assertPart(yaml, "spec.subsets[0].trafficPolicy", "loadBalancer: {simple: RANDOM}");
        assertPart(yaml, "spec.subsets[0].trafficPolicy.connectionPool.http", "maxRetries: 9");
        assertEquals(List.of("WT3114", "WT3115"), codes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*.example.com | hosts: ['*.example.com']",
                "10.1.0.0/16 | {hosts: [out.default.egress], addresses: [10.1.0.0/16]}",
            })
    void egressRulesBecomeServiceEntries(String service, String wanted) {
        String yaml = convert(
                """
                apiVersion: config.istio.io/v1alpha2
                kind: EgressRule
                metadata: {name: out}
                spec:
                  destination: {service: "SERVICE"}
                  ports: [{port: 443, protocol: https}]
                  useEgressProxy: true
                """
                        .replace("SERVICE", service));
        assertPart(yaml, "spec", wanted);
        assertPart(
                yaml,
                "spec",
                "{location: MESH_EXTERNAL, resolution: NONE, ports: [{number: 443, name: https-443, protocol: HTTPS}]}");
        assertEquals(List.of("WT3122"), codes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{version: '1'}              | version-1",
                "{version: v1.2}             | version-v1-2",
                "{version: v1, app: a}       | app-a-version-v1",
                "{Track: Canary_2}           | track-canary-2",
                "{version: ''}               | version",
            },
            quoteCharacter = '`')
    void subsetsAreNamedByTheirLabels(String labels, String name) {
        assertPart(
                convert(rule("route: [{tags: " + labels + "}]")),
                "spec.http[0].route[0].destination",
                "subset: " + name);
    }

    @Test
    void differentLabelsNeverShareASubset() {
        String yaml = convert(rule("route: [{tags: {v: a.b}, weight: 50}, {tags: {v: a-b}, weight: 50}]"));
        assertPart(yaml, "spec.http[0].route[0].destination", "subset: v-a-b");
        assertPart(yaml, "spec.http[0].route[1].destination", "subset: v-a-b-2");
    }

    @Test
    void theLaterOfTwoObjectsWithOneNameStays() {
        String yaml = convert(rule("httpReqTimeout: {simpleTimeout: {timeout: 2s}}"), rule("rewrite: {uri: /b}"));
        assertPart(yaml, "spec.http[0]", "{rewrite: {uri: /b}, timeout: 15s}");
        assertEquals(List.of("WT0021"), codes());
    }

    @Test
    void otherDocumentsPassAndNamesDoNotCollide() {
        String taken =
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: hello
                  namespace: default
                spec:
                  hosts:
                  - hello.default.svc.cluster.local
                """;
        String yaml = convert(taken, RETRY);
        assertTrue(yaml.startsWith(taken + "---\n"));
        assertTrue(yaml.contains("  name: hello-2\n"));
        assertEquals(List.of("WT3120"), codes());
    }

    @Test
    void listsOfKubectlAreOpened() {
        String yaml = convert(
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n- apiVersion:"
                        + " config.istio.io/v1alpha2\n  kind: RouteRule\n  metadata: {name: a}\n  spec: {destination: {name: b}}\n");
        assertTrue(yaml.startsWith("apiVersion: v1\nkind: Secret\n---\n"));
        assertTrue(yaml.contains("\nkind: VirtualService\n"));
        assertFalse(yaml.contains("RouteRule"));
    }

    @Test
    void convertingTwiceIsConvertingOnce() {
        String once = convert(SPLIT, RETRY, policy("- tags: {version: '1'}"));
        Findings again = new Findings();
        List<Node> twice = RouteRuleConverter.convert(
                YamlReader.read("c.yaml", once, again), ConversionStyle.KEEP_BEHAVIOUR, "default", again);
        assertEquals(once, RouteRuleConverter.toYaml(twice));
        assertEquals(List.of(), again.list());
    }

    @Test
    void whatNeverMatchedIsSaid() {
        convert("type: route-rule\nname: short\nspec: {destination: hello}\n");
        assertEquals(List.of("WT3117"), codes());
    }

    @Test
    void whatIsNoRuleIsAnError() {
        convert("type: route-rule\nname: r\nspec: {precedence: 1}\n", "type: ingress-rule\nname: i\nspec: {}\n");
        assertEquals(List.of("IST0106", "WT3121"), codes());
        assertTrue(findings.hasErrors());
    }

    @Test
    void theNewDocumentsAreReadWithoutErrors() {
        String everything = convert(
                SPLIT,
                RETRY,
                rule(
                        "match: {httpHeaders: {uri: {prefix: /a}, user: {exact: ''}, x: {regex: a+}}, sourceTags: {v: '1'}}\n"
                                + "httpFault: {delay: {percent: 10, fixedDelay: 5s}, abort: {percent: 1, httpStatus: 500}}\n"
                                + "rewrite: {uri: /b}\n"),
                policy("- circuitBreaker: {simpleCb: {maxConnections: 10, sleepWindow: 20s}}\n"
                        + "- {tags: {version: '2'}, loadBalancing: {name: LEAST_CONN}}\n"));
        Findings problems = new Findings();
        Mesh mesh = read(everything, problems);
        assertFalse(problems.hasErrors(), problems.list().toString());
        assertEquals(1, mesh.virtualServices().size());
        assertEquals(3, mesh.virtualServices().get(0).http().size());
        assertEquals(1, mesh.destinationRules().size());
    }

    /** The first document has, at a path, what the keys of {@code wanted} say; a key without value is not there. */
    private static void assertPart(String yaml, String path, String wanted) {
        Findings problems = new Findings();
        Node first = YamlReader.read("b.yaml", yaml, problems).get(0).root();
        Node part = Paths.get(first, Paths.parse(path));
        assertTrue(part != null, path + " is not in\n" + yaml);
        Node keys = YamlReader.read("wanted", wanted, problems).get(0).root();
        assertEquals(List.of(), problems.list());
        assertTrue(
                Nodes.sameValue(part, Nodes.merge(part, keys)),
                () -> "wanted " + wanted + " at " + path + " in\n" + yaml);
    }
}
