package dev.windtunnel.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.testing.RateLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    private static final String SHOP =
            """
            {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: two}, spec: {selector: {app: web}, ports: [{name: http-a, port: 80}, {name: http-b, port: 81}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web, version: v1}}, spec: {containers: [{name: a}]}}
            ---
            """;

    private static String virtualService(String name, String spec) {
        return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " + name + "}\nspec:\n"
                + spec.indent(2) + "---\n";
    }

    private static String destinationRule(String spec) {
        return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: rule}\nspec:\n"
                + spec.indent(2) + "---\n";
    }

    private static String modern(String yaml) {
        return Yaml.modern(SHOP + yaml).checkRows();
    }

    @Test
    void aSoundMeshGivesNothing() {
        assertEquals(
                "",
                modern(destinationRule("host: web\nsubsets: [{name: v1, labels: {version: v1}}, {name: all}]\n")
                        + virtualService(
                                "a", "hosts: [web]\nhttp:\n- route:\n  - destination: {host: web, subset: v1}\n")));
    }

    @Test
    void unknownHostsOfTlsRoutes() {
        assertEquals(
                "WT3045 a.yaml:13\nIST0101 a.yaml:15",
                modern(
                        virtualService(
                                "a",
                                """
                        hosts: [web]
                        tls:
                        - match: [{sniHosts: [web]}]
                          route:
                          - destination: {host: wab}
                        """)));
    }

    @Test
    void unknownHostsOfDestinations() {
        assertEquals(
                "IST0101 a.yaml:15\nIST0101 a.yaml:17",
                modern(
                        virtualService(
                                "a",
                                """
                        hosts: [web]
                        http:
                        - route:
                          - destination:
                              host: wab
                          mirror:
                            host: web.default
                        """)));
    }

    @Test
    void hostsOfServiceEntriesAreKnown() {
        assertEquals(
                "",
                modern(
                        "{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e}, spec: {hosts: [\"*.example.org\"]}}\n---\n"
                                + virtualService(
                                        "a",
                                        "hosts: [web]\nhttp: [{route: [{destination: {host: api.example.org}}]}]\n")));
    }

    @Test
    void unknownPortsAndSubsetsOfDestinations() {
        assertEquals(
                "IST0101 a.yaml:23\nIST0101 a.yaml:24",
                modern(
                        destinationRule("host: web\nsubsets: [{name: v1, labels: {version: v1}}]\n")
                                + virtualService(
                                        "a",
                                        """
                                hosts: [web]
                                http:
                                - route:
                                  - destination:
                                      host: web
                                      port: {number: 8080}
                                      subset: v2
                                """)));
    }

    @Test
    void destinationsOfTcpRoutesAreLookedAt() {
        assertEquals(
                "IST0101 a.yaml:15\nIST0101 a.yaml:17\nIST0112 a.yaml:19",
                modern(
                        virtualService(
                                "a",
                                """
                        hosts: [web]
                        tcp:
                        - route:
                          - destination:
                              host: wab
                            weight: 20
                          - destination: {host: web, subset: nope}
                            weight: 40
                          - destination: {host: two}
                            weight: 40
                        """)));
    }

    @Test
    void destinationsOfServicesWithSeveralPortsNameOne() {
        assertEquals(
                "IST0112 a.yaml:14",
                modern(virtualService("a", "hosts: [two]\nhttp:\n- route:\n  - destination: {host: two}\n")));
        assertEquals(
                "",
                modern(virtualService(
                        "a", "hosts: [two]\nhttp:\n- route:\n  - destination: {host: two, port: {number: 81}}\n")));
    }

    @Test
    void rulesForUnknownHosts() {
        assertEquals("IST0174 a.yaml:11", modern(destinationRule("host: wab\n")));
    }

    @Test
    void subsetsThatTakeNoPod() {
        assertEquals(
                "IST0173 a.yaml:14\nIST0173 a.yaml:16",
                modern(
                        destinationRule(
                                """
                        host: web
                        subsets:
                        - name: v2
                          labels: {version: v2}
                        - name: other
                          labels: {app: other}
                        - name: zone
                          labels: {topology.kubernetes.io/zone: a}
                        """)));
    }

    @Test
    void twoVirtualServicesForOneHost() {
        String route = "http: [{route: [{destination: {host: web}}]}]\n";
        assertEquals(
                "IST0109 a.yaml:11\nIST0109 a.yaml:18",
                modern(virtualService("a", "hosts: [web]\n" + route)
                        + virtualService("b", "hosts: [web.default.svc.cluster.local]\n" + route)));
        assertEquals(
                "",
                modern(gateway("{istio: ingressgateway}", "['*']")
                        + virtualService("a", "hosts: [web]\n" + route)
                        + virtualService("b", "hosts: [web]\ngateways: [g]\n" + route)));
    }

    @Test
    void portNamesThatSayNoProtocol() {
        assertEquals(
                "IST0118 a.yaml:12\nIST0118 a.yaml:13",
                modern(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: c}
                        spec:
                          ports:
                          - {name: web, port: 80}
                          - {name: httpx, port: 81}
                          - {name: grpc-web, port: 82}
                          - {name: HTTP2-a, port: 83}
                          - {name: db, port: 3306}
                          - {name: x, port: 84, appProtocol: http}
                          - {name: other, port: 85, protocol: UDP}
                        """));
    }

    @Test
    void servicesWithoutPods() {
        assertEquals(
                "WT3016 a.yaml:7",
                modern(
                        "{apiVersion: v1, kind: Service, metadata: {name: c}, spec: {selector: {app: c}, ports: [{name: tcp, port: 80}]}}\n"));
    }

    @Test
    void rateLimitsOfNobody() {
        String bucket = "{max_tokens: 5, fill_interval: 1s}";
        assertEquals("", modern(RateLimits.local("web", bucket)));
        assertEquals("WT3024", modern(RateLimits.local("nobody", bucket)).split(" ")[0]);
    }

    @Test
    void routesThatAreNeverTaken() {
        assertEquals(
                "IST0130 a.yaml:14\nIST0130 a.yaml:16",
                modern(
                        virtualService(
                                "a",
                                """
                        hosts: [web]
                        http:
                        - {match: [{uri: {prefix: /a}}], route: [{destination: {host: web}}]}
                        - {match: [{name: again, uri: {prefix: /a}}], route: [{destination: {host: web}}]}
                        - {route: [{destination: {host: web}}]}
                        - {match: [{uri: {prefix: /b}}], route: [{destination: {host: web}}]}
                        """)));
    }

    @Test
    void objectsMaySuppressFindings() {
        assertEquals(
                "",
                modern(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: c, annotations: {galley.istio.io/analyze-suppress: "IST0118, WT3016"}}
                        spec: {selector: {app: c}, ports: [{port: 80}]}
                        """));
    }

    @Test
    void routeRulesOfOnePrecedenceGoByName() {
        String match =
                "spec: {destination: web.default.svc.cluster.local, precedence: 4, match: {httpHeaders: {a: {exact: b}}}}\n";
        assertEquals(
                "WT3015 a.yaml:14",
                Yaml.of2017(SHOP + "type: route-rule\nname: a\n" + match + "---\n\ntype: route-rule\nname: b\n" + match)
                        .checkRows());
    }

    @Test
    void destinationPoliciesOfNobody() {
        String policy =
                "type: destination-policy\nname: %s\nspec: {destination: %s.default.svc.cluster.local, policy: [{tags: {%s}}]}\n";
        String rule =
                "type: route-rule\nname: r\nspec: {destination: web.default.svc.cluster.local, route: [{tags: {version: v1}}]}\n";
        String all = SHOP + rule + "---\n" + policy.formatted("a", "web", "version: v1") + "---\n"
                + policy.formatted("b", "web", "version: v2") + "---\n" + policy.formatted("c", "gone", "version: v1");
        int first = all.substring(0, all.indexOf("name: b")).split("\n", -1).length + 1;
        assertEquals(
                "WT3019 a.yaml:" + first + "\nWT3019 a.yaml:" + (first + 4),
                Yaml.of2017(all).checkRows());
    }

    @Test
    void routeRulesThatAreHiddenOrLeadNowhere() {
        assertEquals(
                "WT3013 a.yaml:9\nWT3014 a.yaml:20\nWT3014 a.yaml:26",
                Yaml.of2017(
                                SHOP
                                        + """
                                  type: route-rule
                                  name: split
                                  spec: {destination: web.default.svc.cluster.local, precedence: 1}
                                  ---
                                  type: route-rule
                                  name: late
                                  spec:
                                    destination: web.default.svc.cluster.local
                                    precedence: 9
                                    route:
                                    - weight: 50
                                    - weight: 50
                                      destination: web.default.svc.cluster.local
                                      tags: {version: v9}
                                  ---
                                  type: route-rule
                                  name: lost
                                  spec:
                                    precedence: 1
                                    destination: gone.default.svc.cluster.local
                                  """)
                        .checkRows());
    }

    private static String policy(String namespace, String spec) {
        return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: p, namespace: "
                + namespace + "},\nspec: " + spec + "}\n---\n";
    }

    /** The routes of the root alone, with a delegate of this name and what is written of it. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "there | 'http: [{route: [{destination: {host: web}}]}]' | ''",
                "their | 'http: [{route: [{destination: {host: web}}]}]' | IST0101 a.yaml:12, WT3026 a.yaml:14",
                "there | 'hosts: [two], http: [{route: [{destination: {host: web}}]}]' | IST0101 a.yaml:12",
                "there | 'exportTo: [other], http: [{route: [{destination: {host: web}}]}]' | IST0101 a.yaml:12",
                "there | 'http: [{timeout: 5}]' | ''", // refused, with an error of its own
            })
    void delegatesAreThereAndAreReferredTo(String name, String spec, String expected) {
        String root = virtualService("a", "hosts: [web]\nhttp: [{delegate: {name: " + name + "}}]\n");
        String delegate = "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: there},\nspec: {"
                + spec + "}}\n---\n";
        assertEquals(expected.replace(", ", "\n"), modern(root + delegate));
    }

    /** Two objects; the one that counts for nothing begins in line 10. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PeerAuthentication | 'mtls: {mode: STRICT}' | 'mtls: {mode: DISABLE}' | WT3027 a.yaml:10",
                "PeerAuthentication | 'selector: {matchLabels: {app: web}}' | 'selector: {matchLabels: {app: web}}' | WT3027 a.yaml:10",
                "PeerAuthentication | 'selector: {matchLabels: {app: web}}' | 'mtls: {mode: STRICT}' | ''",
                "DestinationRule | 'host: web, trafficPolicy: {loadBalancer: {simple: RANDOM}}' | 'host: web.default.svc.cluster.local, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}' | WT3027 a.yaml:11",
                "DestinationRule | 'host: web, trafficPolicy: {loadBalancer: {simple: RANDOM}}' | 'host: two, trafficPolicy: {loadBalancer: {simple: RANDOM}}' | ''",
                "DestinationRule | 'host: web, trafficPolicy: {loadBalancer: {simple: RANDOM}}' | 'host: web, subsets: [{name: a}]' | ''",
                "DestinationRule | 'host: web, subsets: [{name: a}]' | 'host: web, subsets: [{name: a}, {name: b}]' | WT3027 a.yaml:11",
                "DestinationRule | 'host: web, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}' | 'host: web, exportTo: [other], trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}' | ''",
                "DestinationRule | 'host: web, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}' | 'host: web, workloadSelector: {matchLabels: {app: web}}, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}' | ''",
            })
    void whatAnOlderObjectSaysCountsForTheSame(String kind, String older, String younger, String expected) {
        String group = kind.equals("DestinationRule") ? "networking" : "security";
        String object =
                "{apiVersion: " + group + ".istio.io/v1, kind: " + kind + ", metadata: {name: %s},\nspec: {%s}}\n---\n";
        assertEquals(expected, modern(String.format(object, "a", older) + String.format(object, "b", younger)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "networking.istio.io/v1 | DestinationRule | 'host: web, workloadSelector: {matchLabels: {app: web}}' | ''",
                "networking.istio.io/v1 | DestinationRule | 'host: web, workloadSelector: {matchLabels: {app: wab}}' | WT3028 a.yaml:8",
                "networking.istio.io/v1 | ServiceEntry | 'hosts: [x.org], resolution: STATIC, ports: [{number: 80, name: http, protocol: HTTP}], workloadSelector: {labels: {app: web}}' | ''",
                "networking.istio.io/v1 | ServiceEntry | 'hosts: [x.org], resolution: STATIC, ports: [{number: 80, name: http, protocol: HTTP}], workloadSelector: {labels: {app: wab}}' | WT3016 a.yaml:8",
                "networking.istio.io/v1 | ServiceEntry | 'hosts: [x.org], resolution: STATIC, ports: [{number: 80, name: http, protocol: HTTP}]' | WT3016 a.yaml:8",
                "networking.istio.io/v1 | ServiceEntry | 'hosts: [x.org], resolution: STATIC, ports: [{number: 80, name: http, protocol: HTTP}], endpoints: [{address: 1.2.3.4}]' | ''",
                "networking.istio.io/v1 | ServiceEntry | 'hosts: [x.org], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]' | ''",
                "policy/v1 | PodDisruptionBudget | 'maxUnavailable: 1, selector: {matchLabels: {app: web}}' | ''",
                "policy/v1 | PodDisruptionBudget | 'maxUnavailable: 1, selector: {matchLabels: {app: wab}}' | WT3029 a.yaml:8",
                "policy/v1 | PodDisruptionBudget | 'maxUnavailable: 1, selector: {}' | ''",
                "policy/v1 | PodDisruptionBudget | 'maxUnavailable: 1, selector: {matchExpressions: [{key: version, operator: In, values: [v1, v2]}]}' | ''",
                "policy/v1 | PodDisruptionBudget | 'maxUnavailable: 1, selector: {matchExpressions: [{key: version, operator: NotIn, values: [v1]}]}' | WT3029 a.yaml:8",
                "policy/v1 | PodDisruptionBudget | 'maxUnavailable: 1, selector: {matchExpressions: [{key: gone, operator: Exists}]}' | WT3029 a.yaml:8",
            })
    void selectorsTakeSomebody(String version, String kind, String spec, String expected) {
        assertEquals(
                expected,
                modern("{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: p},\nspec: {" + spec
                        + "}}\n---\n"));
    }

    @Test
    void selectorsOfAuthorizationPoliciesTakePods() {
        assertEquals("", modern(policy("default", "{selector: {matchLabels: {app: web}}, rules: [{}]}")));
        assertEquals("", modern(policy("istio-system", "{selector: {matchLabels: {app: web}}, rules: [{}]}")));
        assertEquals(
                "IST0127 a.yaml:8", modern(policy("default", "{selector: {matchLabels: {app: wab}}, rules: [{}]}")));
        assertEquals("IST0127 a.yaml:8", modern(policy("other", "{selector: {matchLabels: {app: web}}, rules: [{}]}")));
    }

    @Test
    void aPolicyForANamespaceWithoutPodsIsForNobody() {
        assertEquals("IST0127 a.yaml:7", modern(policy("other", "{rules: [{}]}")));
        assertEquals("", modern(policy("istio-system", "{rules: [{}]}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PeerAuthentication | default | selector: {matchLabels: {app: web}} | ''",
                "PeerAuthentication | default | selector: {matchLabels: {app: wab}} | WT3040 a.yaml:8",
                "PeerAuthentication | other | selector: {matchLabels: {app: web}} | WT3040 a.yaml:8",
                "PeerAuthentication | other | mtls: {mode: STRICT} | WT3040 a.yaml:7",
                "PeerAuthentication | default | mtls: {mode: STRICT} | ''",
                "PeerAuthentication | default | 'selector: {matchLabels: {app: web}}, portLevelMtls: {80: {mode: STRICT}, 81: {mode: STRICT}}' | ''",
                "PeerAuthentication | default | 'selector: {matchLabels: {app: web}}, portLevelMtls: {80: {mode: STRICT}, 1234: {mode: STRICT}}' | WT3048 a.yaml:8",
                "PeerAuthentication | istio-system | selector: {matchLabels: {app: web}} | WT3040 a.yaml:8",
                "PeerAuthentication | istio-system | mtls: {mode: STRICT} | ''",
                "RequestAuthentication | default | selector: {matchLabels: {app: web}} | ''",
                "RequestAuthentication | default | selector: {matchLabels: {app: wab}} | WT3040 a.yaml:8",
                "RequestAuthentication | istio-system | selector: {matchLabels: {app: web}} | ''",
                "RequestAuthentication | istio-system | selector: {matchLabels: {istio: ingressgateway}} | ''",
                "RequestAuthentication | istio-system | selector: {matchLabels: {app: wab}} | WT3040 a.yaml:8",
            })
    void selectorsOfAuthenticationTakePods(String kind, String namespace, String spec, String expected) {
        assertEquals(
                expected,
                modern("{apiVersion: security.istio.io/v1, kind: " + kind + ", metadata: {name: p, namespace: "
                        + namespace + "},\nspec: {" + spec + "}}\n---\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "principals: [cluster.local/ns/default/sa/web] | ''",
                "principals: ['*'] | ''",
                "principals: ['cluster.local/ns/default/*', 'cluster.local/ns/def*', 'clus*', '*/sa/web', '*web', '*s/x/sa/y'] | ''",
                "principals: [default/web] | WT3041 a.yaml:8",
                "principals: [web] | WT3041 a.yaml:8",
                "principals: ['default/*'] | WT3041 a.yaml:8",
                "principals: ['cluster.local/ns/default/web*'] | WT3041 a.yaml:8",
                "principals: ['cluster.local/ns/default/web/*'] | WT3041 a.yaml:8",
                "principals: ['*/default/web'] | WT3041 a.yaml:8",
                "principals: ['spiffe://cluster.local/ns/default/sa/web'] | WT3041 a.yaml:8",
                "principals: [example.org/ns/default/sa/web] | WT3041 a.yaml:8",
                "notPrincipals: [default/web] | WT3041 a.yaml:8",
            })
    void principalsAreOfTheFormThatCallersHave(String source, String expected) {
        assertEquals(expected, modern(policy("default", "{rules: [{from: [{source: {" + source + "}}]}]}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "methods: [GET, POST, PROPFIND] | ''",
                "methods: ['*', 'P*', '*T'] | ''",
                "methods: [get] | WT3042 a.yaml:8",
                "methods: [FETCH] | WT3042 a.yaml:8",
                "methods: ['X*'] | WT3042 a.yaml:8",
                "notMethods: [Get] | WT3042 a.yaml:8",
            })
    void methodsAreThoseOfHttp(String operation, String expected) {
        assertEquals(
                expected,
                modern(policy(
                        "default",
                        "{action: DENY, rules: [{to: [{operation: {ports: ['80'], " + operation + "}}]}]}")));
    }

    @Test
    void limitsOfTheIngressGatewayNeedNoManifest() {
        String limit = RateLimits.local("web", "{max_tokens: 1, fill_interval: 1s}");
        String ofIstio = limit.replaceFirst("metadata: \\{", "metadata: {namespace: istio-system, ");
        assertEquals("", modern(ofIstio));
        String ofGateway = ofIstio.replace("app: web", "istio: ingressgateway").replace("SIDECAR_INBOUND", "GATEWAY");
        assertEquals("", modern(gateway("{istio: ingressgateway}", "['*']") + ofGateway));
        assertEquals(
                "WT3024", modern(ofIstio.replace("app: web", "istio: nobody")).split(" ")[0]);
        assertEquals(
                "WT3024",
                modern(limit.replace("app: web", "istio: ingressgateway")).split(" ")[0]);
    }

    /** Settings of routes, with the filter that they are for and the virtual host and route that they name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "SIDECAR_INBOUND ! envoy.filters.http.local_ratelimit ! inbound|http|80 ! default ! ''",
                "SIDECAR_INBOUND ! envoy.filters.http.local_ratelimit ! inbound|http|82 ! default ! WT3024",
                "SIDECAR_INBOUND ! envoy.filters.http.local_ratelimit ! inbound|http|80 ! nope ! WT3024",
                "SIDECAR_OUTBOUND ! envoy.filters.http.local_ratelimit ! web.default.svc.cluster.local:80 ! mine ! ''",
                "SIDECAR_OUTBOUND ! envoy.filters.http.local_ratelimit ! web:80 ! mine ! WT3024",
                "SIDECAR_OUTBOUND ! envoy.filters.http.local_ratelimit ! wab.default.svc.cluster.local:80 ! mine ! WT3024",
                "SIDECAR_OUTBOUND ! envoy.filters.http.local_ratelimit ! web.default.svc.cluster.local:99 ! mine ! WT3024",
                "SIDECAR_OUTBOUND ! other.local_ratelimit ! web.default.svc.cluster.local:80 ! mine ! WT3024",
            })
    void limitsOfRoutesThatAreNotThere(String context, String filter, String host, String route, String expected) {
        String settings =
                "{'@type': type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit,"
                        + " stat_prefix: r, token_bucket: {max_tokens: 1, fill_interval: 1s}, " + RateLimits.ALL + "}";
        String routes =
                virtualService("a", "hosts: [web]\nhttp: [{name: mine, route: [{destination: {host: web}}]}]\n");
        String found = modern(routes
                + RateLimits.filter(context, "web", "INSERT_FIRST", null, "stat_prefix: f")
                + "---\n"
                + RateLimits.route(
                                context,
                                "web",
                                "HTTP_ROUTE",
                                host,
                                "typed_per_filter_config: {" + filter + ": " + settings + "}")
                        .replace("route: {action: ANY}", "route: {name: " + route + "}"));
        assertEquals(expected, found.split(" ")[0]);
    }

    @ParameterizedTest
    @CsvSource({"SIDECAR_INBOUND, ''", "ANY, ''", "GATEWAY, WT3024"})
    void limitsOfPodsThatAreNoProxiesOfTheirContext(String context, String expected) {
        String limit = RateLimits.filter(
                context,
                "web",
                "INSERT_FIRST",
                null,
                "stat_prefix: f, token_bucket: {max_tokens: 1, fill_interval: 1s}, " + RateLimits.ALL);
        assertEquals(expected, modern(limit).split(" ")[0]);
        assertEquals(
                "WT3024",
                Yaml.modern(SHOP.replace("version: v1", "sidecar.istio.io/inject: 'false'") + limit)
                        .checkRows()
                        .split(" ")[0]);
    }

    private static String gateway(String selector, String hosts) {
        return "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}, spec: {selector: " + selector
                + ", servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: " + hosts + "}]}}\n---\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{istio: ingressgateway} | ''",
                "{app: istio-ingressgateway} | ''",
                "{app: web} | ''",
                "{istio: nobody} | IST0101 a.yaml:7",
                "{istio: ingressgateway, app: web} | IST0101 a.yaml:7",
            })
    void selectorsOfGatewaysTakePods(String selector, String expected) {
        assertEquals(expected, modern(gateway(selector, "['*']")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[g] | a.org | ''",
                "[default/g, mesh] | a.org | ''",
                "[mesh] | b.org | ''",
                "[nogw] | a.org | IST0101 a.yaml:14",
                "[other/g] | a.org | IST0101 a.yaml:14",
                "[g] | b.org | IST0132 a.yaml:13",
                "[g] | '*.org' | ''",
                "[g] | x.c.org | ''",
            })
    void gatewaysOfVirtualServicesExistAndTakeTheirHosts(String gateways, String host, String expected) {
        assertEquals(
                expected,
                modern(gateway("{istio: ingressgateway}", "[a.org, '*/*.c.org']")
                        + virtualService(
                                "a",
                                "hosts: ['" + host + "']\ngateways: " + gateways
                                        + "\nhttp: [{route: [{destination: {host: web}}]}]\n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{port: 443, sniHosts: [web]} | [g] | ''",
                "{sniHosts: [web]} | [g] | ''",
                "{port: 444, sniHosts: [web]} | [g] | WT3045 a.yaml:15",
                "{port: 80, sniHosts: [web]} | [mesh] | WT3045 a.yaml:15",
                "{sniHosts: [web]} | [mesh] | WT3045 a.yaml:15",
                "{port: 80, sniHosts: [web]} | [g, mesh] | WT3045 a.yaml:15",
                "{port: 443, gateways: [g], sniHosts: [web]} | [g, mesh] | ''",
            })
    void tlsMatchesThatNothingComesTo(String match, String gateways, String expected) {
        String passing = gateway("{istio: ingressgateway}", "['*'], tls: {mode: PASSTHROUGH}")
                .replace("number: 80, name: http, protocol: HTTP", "number: 443, name: tls, protocol: TLS");
        assertEquals(
                expected,
                modern(passing
                        + virtualService(
                                "a",
                                "hosts: [web]\ngateways: " + gateways + "\ntls: [{match: [" + match
                                        + "], route: [{destination: {host: web}}]}]\n")));
    }

    @Test
    void namespacesOfAuthorizationPoliciesExist() {
        assertEquals("", modern(policy("default", "{rules: [{from: [{source: {namespaces: [default, def*]}}]}]}")));
        assertEquals(
                "IST0101 a.yaml:8",
                modern(policy("default", "{rules: [{from: [{source: {namespaces: [defualt]}}]}]}")));
    }

    @Test
    void gatewaysThatRouteByClaimsLookAtTokens() {
        String routes =
                "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}, spec: {selector: {istio:"
                        + " ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}}\n---\n"
                        + virtualService(
                                "a",
                                """
                        hosts: [web]
                        gateways: [g]
                        http:
                        - match: [{headers: {"@request.auth.claims.team": {exact: blue}}}]
                          route: [{destination: {host: web}}]
                        """);
        assertEquals("IST0149 a.yaml:16", modern(routes));
        assertEquals(
                "",
                modern(routes
                        + "{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: r, namespace:"
                        + " istio-system}, spec: {selector: {matchLabels: {istio: ingressgateway}}, jwtRules: [{issuer:"
                        + " i}]}}\n"));
    }
}
