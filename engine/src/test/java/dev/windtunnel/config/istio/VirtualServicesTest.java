package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.mesh.VirtualService;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualServicesTest {
    private static final String FULL =
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews, namespace: shop}
            spec:
              hosts: [reviews]
              gateways: [mesh]
              exportTo: ["."]
              http:
                - name: jason
                  match:
                    - name: m
                      uri: {prefix: /a}
                      ignoreUriCase: true
                      method: {exact: GET}
                      headers: {End-User: {exact: jason}, x-any: {}, x-star: {regex: "*"}}
                      withoutHeaders: {x-no: {prefix: a}}
                      queryParams: {q: {regex: "[a-z]+"}}
                      port: 9080
                      sourceLabels: {app: web}
                      sourceNamespace: shop
                      gateways: [mesh]
                  route:
                    - destination: {host: reviews, subset: v2, port: {number: 9080}}
                      weight: 90
                      headers: {response: {set: {x-served: v2}}}
                    - destination: {host: reviews.prod.svc.cluster.local}
                      weight: 10
                  timeout: 1m30s
                  retries:
                    attempts: 3
                    perTryTimeout: 2s
                    retryOn: 5xx,503
                    backoff: 50ms
                    retryRemoteLocalities: true
                    retryIgnorePreviousHosts: false
                  fault:
                    delay: {fixedDelay: 7s, percentage: {value: 12.5}}
                    abort: {httpStatus: 500, percentage: {value: 100}}
                  mirror: {host: audit}
                  mirrorPercentage: {value: 50}
                  rewrite: {uri: /b, authority: other}
                  headers: {request: {set: {a: "1"}, add: {b: "2"}, remove: [c]}}
                - redirect: {uri: /gone, authority: x.org, redirectCode: 302}
            """;

    @Test
    void everyFieldOfARouteIsRead() {
        Yaml yaml = Yaml.modern(FULL);
        assertEquals("", yaml.paths());
        VirtualService read = yaml.mesh().virtualServices().get(0);
        assertEquals("VirtualService/shop/reviews", read.key().text());
        assertEquals(List.of("reviews"), read.hosts());
        assertEquals(List.of("mesh"), read.gateways());
        assertEquals(List.of("."), read.exportTo());
        HttpRoute route = read.http().get(0);
        assertEquals("jason", route.name());
        assertEquals(90_000_000_000L, route.timeoutNanos());
        assertEquals(new HttpRoute.Retries(3, 2_000_000_000L, "5xx,503", 50_000_000L, false, true), route.retries());
        assertEquals(new HttpRoute.Fault(0.125, 7_000_000_000L, 1.0, 500, null), route.fault());
        assertEquals(
                new HttpRoute.Destination("reviews", 9080, "v2"),
                route.destinations().get(0).destination());
        assertEquals(
                List.of(90, 10),
                route.destinations().stream()
                        .map(HttpRoute.WeightedDestination::weight)
                        .toList());
        assertEquals(
                Map.of("x-served", "v2"), route.destinations().get(0).headers().responseSet());
        assertEquals(
                List.of(new HttpRoute.Mirror(new HttpRoute.Destination("audit", null, null), 0.5)), route.mirrors());
        assertEquals(new HttpRoute.Rewrite("/b", null, null, "other"), route.rewrite());
        assertEquals(List.of("c"), route.headers().requestRemove());
        assertEquals(
                new HttpRoute.Redirect("/gone", null, "x.org", null, null, null, 302),
                read.http().get(1).redirect());
    }

    @Test
    void everyConditionIsRead() {
        HttpMatch match = Yaml.modern(FULL)
                .mesh()
                .virtualServices()
                .get(0)
                .http()
                .get(0)
                .matches()
                .get(0);
        assertEquals("m", match.name());
        assertEquals(new StringMatch.Prefix("/a"), match.uri());
        assertTrue(match.ignoreUriCase());
        assertEquals(new StringMatch.Exact("GET"), match.method());
        assertEquals(
                Map.of(
                        "end-user", new StringMatch.Exact("jason"),
                        "x-any", new StringMatch.Present(),
                        "x-star", new StringMatch.Present()),
                match.headers());
        assertEquals(Map.of("x-no", new StringMatch.Prefix("a")), match.withoutHeaders());
        StringMatch query = match.queryParams().get("q");
        assertNotNull(query);
        assertTrue(query.matches("abc"));
        assertEquals(9080, match.port());
        assertEquals(Map.of("app", "web"), match.sourceLabels());
        assertEquals("shop", match.sourceNamespace());
        assertEquals(List.of("mesh"), match.gateways());
    }

    @Test
    void originsKnowTheLineOfEveryField() {
        HttpRoute route =
                Yaml.modern(FULL).mesh().virtualServices().get(0).http().get(0);
        assertEquals("VirtualService/shop/reviews http[0]", route.origin().text());
        assertEquals("a.yaml", route.origin().file());
        assertEquals(9, route.origin().line());
        assertEquals(28, route.origin().lineOf("timeout"));
        assertEquals(31, route.origin().lineOf("retries.perTryTimeout"));
        assertEquals(24, route.origin().lineOf("route[0].weight"));
    }

    @Test
    void bothSpellingsAndAllVersionsAreTheSame() {
        String snake = FULL.replace("perTryTimeout", "per_try_timeout")
                .replace("retryOn", "retry_on")
                .replace("fixedDelay", "fixed_delay")
                .replace("httpStatus", "http_status")
                .replace("sourceLabels", "source_labels")
                .replace("networking.istio.io/v1", "networking.istio.io/v1alpha3");
        Yaml yaml = Yaml.modern(snake);
        assertEquals("", yaml.paths());
        HttpRoute read = yaml.mesh().virtualServices().get(0).http().get(0);
        HttpRoute camel =
                Yaml.modern(FULL).mesh().virtualServices().get(0).http().get(0);
        assertEquals(camel.retries(), read.retries());
        assertEquals(camel.fault(), read.fault());
        assertEquals(camel.origin().fields().keySet(), read.origin().fields().keySet());
    }

    /** Each row is an entry of http and what is found in it; anything with IST0106 is left out of the mesh. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {route: [{destination: {host: b}}]} |
                    {} | IST0106 spec.http[0]
                    {route: []} | IST0106 spec.http[0]
                    {route: [{}]} | IST0106 spec.http[0].route[0].destination
                    {route: [{destination: {}}]} | IST0106 spec.http[0].route[0].destination.host
                    {route: [{destination: {host: "*"}}]} | IST0106 spec.http[0].route[0].destination.host
                    {route: [{destination: {host: b, subset: V_1}}]} | IST0106 spec.http[0].route[0].destination.subset
                    {route: [{destination: {host: b, port: {number: 0}}}]} | IST0106 spec.http[0].route[0].destination.port.number
                    {route: [{destination: {host: b}, weight: -1}]} | IST0106 spec.http[0].route[0].weight
                    {route: [{destination: {host: b}, weight: "5"}]} | IST0106 spec.http[0].route[0].weight
                    {route: [{destination: {host: b}}, {destination: {host: c}}]} | IST0106 spec.http[0].route
                    {route: [{destination: {host: b}, weight: 0}, {destination: {host: c}, weight: 0}]} | IST0106 spec.http[0].route
                    {route: [{destination: {host: b}}], timeout: 0s} | IST0106 spec.http[0].timeout
                    {route: [{destination: {host: b}}], timeout: 5} | IST0106 spec.http[0].timeout
                    {route: [{destination: {host: b}}], timeout: 1.5ms} | IST0106 spec.http[0].timeout
                    {route: [{destination: {host: b}}], timeout: 0.5s} |
                    {route: [{destination: {host: b}}], retries: {attempts: 0}} |
                    {route: [{destination: {host: b}}], retries: {attempts: -1}} | IST0106 spec.http[0].retries.attempts
                    {route: [{destination: {host: b}}], retries: {perTryTimeout: 1s}} | IST0106 spec.http[0].retries.attempts
                    {route: [{destination: {host: b}}], retries: {attempts: 1, retryOn: "5xx, reset"}} | IST0106 spec.http[0].retries.retryOn
                    {route: [{destination: {host: b}}], retries: {attempts: 1, retryOn: "600"}} | IST0106 spec.http[0].retries.retryOn
                    {route: [{destination: {host: b}}], retries: {attempts: 1, retryOn: "504,cancelled"}} |
                    {route: [{destination: {host: b}}], fault: {}} | IST0106 spec.http[0].fault
                    {route: [{destination: {host: b}}], fault: {delay: {fixedDelay: 1s}}} | WT3020 spec.http[0].fault.delay.percentage
                    {route: [{destination: {host: b}}], fault: {delay: {fixedDelay: 1s, percent: 5}}} | IST0002 spec.http[0].fault.delay.percent
                    {route: [{destination: {host: b}}], fault: {delay: {percentage: {value: 5}}}} | IST0106 spec.http[0].fault.delay.fixedDelay
                    {route: [{destination: {host: b}}], fault: {abort: {httpStatus: 700, percentage: {value: 5}}}} | IST0106 spec.http[0].fault.abort.httpStatus
                    {route: [{destination: {host: b}}], fault: {abort: {grpcStatus: NOPE, percentage: {value: 5}}}} | IST0106 spec.http[0].fault.abort.grpcStatus
                    {route: [{destination: {host: b}}], fault: {abort: {httpStatus: 500, percentage: {value: 0.00001}}}} | IST0106 spec.http[0].fault.abort.percentage.value
                    {route: [{destination: {host: b}}], mirror: {host: c}, mirrors: [{destination: {host: d}}]} | IST0106 spec.http[0].mirrors
                    {route: [{destination: {host: b}}], mirrorPercent: 5, mirror: {host: c}} | IST0133 spec.http[0].mirrorPercent
                    {route: [{destination: {host: b}}], rewrite: {}} | IST0106 spec.http[0].rewrite
                    {route: [{destination: {host: b}}], match: [{uri: {exact: a, prefix: b}}]} | IST0106 spec.http[0].match[0].uri
                    {route: [{destination: {host: b}}], match: [{headers: {x: {prefix: ""}}}]} | IST0106 spec.http[0].match[0].headers.x.prefix
                    {route: [{destination: {host: b}}], match: [{uri: {regex: "(?=a)"}}]} | IST0106 spec.http[0].match[0].uri.regex
                    {route: [{destination: {host: b}}], match: [{uri: {prefix: ""}}, {headers: {x: null}}]} |
                    {route: [{destination: {host: b}}], match: [{headers: {"@request.auth.claims.a": {exact: b}}}]} | IST0106 spec.http[0].match[0].headers
                    {redirect: {uri: /a}} |
                    {redirect: {}} | IST0106 spec.http[0].redirect
                    {redirect: {uri: /a}, route: [{destination: {host: b}}]} | IST0106 spec.http[0].route
                    {redirect: {uri: /a, prefixRewrite: /b}} | IST0106 spec.http[0].redirect.prefixRewrite
                    {redirect: {prefixRewrite: /b}, match: [{uri: {exact: /a}}]} | IST0106 spec.http[0].redirect.prefixRewrite
                    {redirect: {uri: /a, redirectCode: 200}} | IST0106 spec.http[0].redirect.redirectCode
                    {redirect: {scheme: ftp}} | IST0106 spec.http[0].redirect.scheme
                    {directResponse: {status: 503, body: {string: gone}}} |
                    {directResponse: {}} | IST0106 spec.http[0].directResponse.status
                    {directResponse: {status: 200}, fault: {abort: {httpStatus: 500, percentage: {value: 1}}}} | IST0106 spec.http[0].fault
                    {delegate: {name: a}} |
                    {delegate: {name: a}, route: [{destination: {host: b}}]} | IST0106 spec.http[0].route
                    {route: [{destination: {host: b}}], timout: 5s} | WT1001 spec.http[0].timout
                    {route: [{destination: {host: b}}], corsPolicy: {allowMethods: [GET]}} |
                    {route: [{destination: {host: b}}], corsPolicy: {}} |
                    {route: [{destination: {host: b}}], headers: {request: {set: {":authority": a}, add: {Host: b}}}} | IST0106 spec.http[0].headers.request.set
                    """)
    void routesAreTakenAsIstiodTakesThem(String route, String expected) {
        Yaml yaml = Yaml.modern("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
                + "spec: {hosts: [a], http: [" + route + "]}\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
        boolean refused = expected != null && expected.startsWith("IST0106");
        assertEquals(refused ? 0 : 1, yaml.mesh().virtualServices().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    hosts: [a, a] | IST0106 spec.hosts
                    hosts: ["*.b.org", "*.org"] | IST0106 spec.hosts
                    hosts: ["*"] | IST0106 spec.hosts
                    hosts: ["*"], gateways: [g] |
                    hosts: ["a/b"] | IST0106 spec.hosts
                    hosts: [10.0.0.1] |
                    hosts: [] |
                    hosts: [], gateways: [g] | IST0106 spec.gateways
                    hosts: [a], gateways: [g.b.svc.cluster.local] | IST0133 spec.gateways
                    hosts: [a], gateways: ["b/*"] | IST0106 spec.gateways
                    hosts: [a], exportTo: [".", "*"] | IST0106 spec.exportTo
                    hosts: [a], exportTo: ["~"] | IST0106 spec.exportTo
                    hosts: [a], exportTo: [b, b] | IST0106 spec.exportTo
                    hosts: [a], tcp: [{match: [{port: 3306, sourceLabels: {app: a}}], route: [{destination: {host: b}}]}] |
                    hosts: [a], tcp: [{match: [{destinationSubnets: [10.0.0.0/8]}], route: [{destination: {host: b}}]}] | WT1002 spec.tcp[0].match[0].destinationSubnets
                    hosts: [a], tls: [{match: [{sniHosts: [a]}], route: [{destination: {host: b}}]}] |
                    hosts: [a], tls: [{match: [{sniHosts: [a], destinationSubnets: [10.0.0.0/8]}], route: [{destination: {host: b}}]}] | WT1002 spec.tls[0].match[0].destinationSubnets
                    hosts: [a], tls: [{route: [{destination: {host: b}}]}] | IST0106 spec.tls[0].match
                    """)
    void objectsAreTakenAsIstiodTakesThem(String fields, String expected) {
        Yaml yaml = Yaml.modern("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
                + "spec: {" + fields + ", http: [{route: [{destination: {host: b}}]}]}\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
    }

    @Test
    void misspelledFieldsAreGuessed() {
        Yaml yaml = Yaml.modern(FULL.replace("perTryTimeout", "perTryTimout"));
        assertEquals("WT1001 a.yaml:31", yaml.rows());
        assertTrue(String.valueOf(yaml.list().get(0).fix()).contains("perTryTimeout"));
    }

    @Test
    void whatIsNotSimulatedIsSaidOncePerField() {
        String subset = "    - {name: s%s, labels: {a: b}, trafficPolicy: {tunnel: {targetHost: a, targetPort: 1}}}\n";
        Yaml yaml = Yaml.modern(
                "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n  subsets:\n"
                        + subset.formatted(1) + subset.formatted(2) + subset.formatted(3));
        assertEquals("WT1002 a.yaml:7", yaml.rows());
        assertEquals(
                List.of(
                        "spec.subsets[].trafficPolicy.tunnel is not simulated; requests behave as without it (3 places, this is the first)"),
                yaml.messages("WT1002"));
    }
}
