package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.HttpRoute.Retries;
import dev.windtunnel.proxy.retry.BackOff;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What VirtualServices come to for one proxy and one port. */
class RoutesTest {

    private static RouteTable table(Bed bed, String client, int port) {
        Plan plan = bed.load().plan();
        return Objects.requireNonNull(
                plan.config(Objects.requireNonNull(plan.workload(client))).routeTable(port));
    }

    private static List<String> rules(RouteTable table, String host) {
        VirtualHost found = Objects.requireNonNull(table.virtualHost(host));
        return found.routes().stream().map(Route::rule).toList();
    }

    private static String document(String name, String spec) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec: %s
                """
                .formatted(name, spec);
    }

    private static Bed bed() {
        return Scenarios.bed().client("client").app("app", "{}");
    }

    // ---------------------------------------------------------------- retry policies

    private static Retries retries(
            int attempts,
            @Nullable Long perTry,
            @Nullable String on,
            @Nullable Long backOff,
            @Nullable Boolean ignore) {
        return new Retries(attempts, perTry, on, backOff, ignore, null);
    }

    @Test
    void noRetriesBlockMeansTheDefaultPolicy() {
        RetryPolicy policy = Objects.requireNonNull(IstioRetries.policy(null));
        assertEquals(2, policy.retries());
        assertEquals(0, policy.perTryTimeoutNanos());
        assertEquals(
                "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
                policy.conditions().text());
        assertEquals(List.of(), policy.conditions().statusCodes());
        assertEquals(BackOff.DEFAULT, policy.backOff());
        assertTrue(policy.avoidsPreviousHosts());
        assertEquals(5, policy.hostSelectionAttempts());
    }

    @Test
    void attemptsOfZeroAreNoPolicy() {
        assertNull(IstioRetries.policy(retries(0, null, null, null, null)));
    }

    @ParameterizedTest(name = "retryOn {0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes'",
                "'', 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes'",
                "5xx, 5xx",
                "'5xx,503', '5xx,retriable-status-codes (503)'",
                "'503,retriable-status-codes', 'retriable-status-codes (503)'",
                "'reset, 429', 'reset,retriable-status-codes (429)'",
            })
    void conditions(@Nullable String retryOn, String text) {
        RetryPolicy policy = Objects.requireNonNull(IstioRetries.policy(retries(3, null, retryOn, null, null)));
        assertEquals(text, policy.conditions().text());
        assertEquals(3, policy.retries());
        assertEquals(0, policy.perTryTimeoutNanos(), "none of its own");
    }

    @Test
    void theRestIsTakenAsGiven() {
        RetryPolicy policy =
                Objects.requireNonNull(IstioRetries.policy(retries(1, 2_000_000_000L, "5xx", 40_000_000L, false)));
        assertEquals(2_000_000_000L, policy.perTryTimeoutNanos());
        assertEquals(new BackOff(40, 400, false), policy.backOff());
        assertEquals(false, policy.avoidsPreviousHosts());
        assertTrue(Objects.requireNonNull(IstioRetries.policy(retries(1, null, "5xx", null, true)))
                .avoidsPreviousHosts());
    }

    // ---------------------------------------------------------------- from rules to routes

    @Test
    void everyMatchIsARouteInOrderUntilOneTakesAll() {
        Bed bed = bed().document(document(
                "app",
                "{hosts: [app], http: ["
                        + "{match: [{uri: {exact: /a}}, {uri: {prefix: /b}}], route: [{destination: {host: app}}]}, "
                        + "{match: [{uri: {prefix: /}, method: {exact: POST}}], route: [{destination: {host: app}}]}, "
                        + "{match: [{port: 9999}], route: [{destination: {host: app}}]}, "
                        + "{match: [{uri: {regex: '.*'}}, {uri: {exact: /late}}], route: [{destination: {host: app}}]}, "
                        + "{route: [{destination: {host: app}}]}]}"));
        String rule = "VirtualService/default/app http";
        assertEquals(
                List.of(rule + "[0].match[0]", rule + "[0].match[1]", rule + "[1].match[0]", rule + "[3].match[0]"),
                rules(table(bed, "client", 8080), "app"));
    }

    @Test
    void aRuleWithoutAnyRouteForAProxyIsAsIfAbsent() {
        Bed bed = bed().document(document(
                "app",
                "{hosts: [app], http: [{match: [{sourceNamespace: other}], "
                        + "route: [{destination: {host: app}}]}]}"));
        assertEquals(List.of("default"), rules(table(bed, "client", 8080), "app"));
    }

    /** Gateways of a match decide alone: labels and namespace of the caller are not looked at any more. */
    @Test
    void gatewaysOfAMatchSetTheCallersConditionsAside() {
        Bed bed = bed().document(document(
                "app",
                "{hosts: [app], gateways: [mesh, public], http: ["
                        + "{match: [{gateways: [public]}], route: [{destination: {host: app}}]}, "
                        + "{match: [{gateways: [mesh], sourceLabels: {no: body}, uri: {exact: /x}}], route: [{destination: {host: app}}]}, "
                        + "{match: [{sourceLabels: {no: body}}], route: [{destination: {host: app}}]}]}"));
        assertEquals(List.of("VirtualService/default/app http[1].match[0]"), rules(table(bed, "client", 8080), "app"));
        Bed other = bed().document(document(
                "app", "{hosts: [app], gateways: [public], http: [{route: [{destination: {host: app}}]}]}"));
        assertEquals(List.of("default"), rules(table(other, "client", 8080), "app"));
    }

    @Test
    void theOlderOfTwoRulesOwnsTheHost() {
        Bed bed = bed().document(document("z-older", "{hosts: [app], http: [{route: [{destination: {host: app}}]}]}"))
                .document(document(
                        "a-newer",
                        "{hosts: [app.default.svc.cluster.local], http: [{directResponse: {status: 418}}]}"));
        assertEquals(List.of("VirtualService/default/z-older http[0]"), rules(table(bed, "client", 8080), "app"));
        assertTrue(bed.load().findings().stream()
                .anyMatch(finding -> finding.code().equals("IST0109")));
    }

    @ParameterizedTest(name = "{0} from {1}")
    @CsvSource({
        "app, default/client, default",
        "app.default, default/client, default",
        "app.default.svc, other/client, default",
        "app.default.svc.cluster.local, other/client, default",
        "app.default.svc.cluster.local., default/client, default",
        "app, other/client, allow_any",
        "example.com, default/client, allow_any",
    })
    void namesOfAService(String host, String client, String rule) {
        Bed bed = bed().document(
                        """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: client, namespace: other}
                spec:
                  selector: {matchLabels: {app: client}}
                  template: {metadata: {labels: {app: client}}, spec: {containers: [{name: app, image: i}]}}
                """)
                .cluster("injection: all");
        assertEquals(List.of(rule), rules(table(bed, client, 8080), host));
    }

    @Test
    void hostsOutsideTheRegistryCountOnPort80Alone() {
        Bed bed = bed().service("web", "app: app", "{name: http, port: 80, targetPort: 8080}")
                .document(document("out", "{hosts: [example.com], http: [{directResponse: {status: 204}}]}"));
        assertEquals(List.of("VirtualService/default/out http[0]"), rules(table(bed, "client", 80), "example.com"));
        assertEquals(List.of("allow_any"), rules(table(bed, "client", 8080), "example.com"));
    }

    @Test
    void weightsOfZeroAreLeftOutUnlessAlone() {
        Bed bed = bed().document(document(
                "app",
                "{hosts: [app], http: ["
                        + "{match: [{uri: {exact: /a}}], route: [{destination: {host: app}, weight: 0}]}, "
                        + "{route: [{destination: {host: app, subset: a}, weight: 3}, {destination: {host: app, subset: b}, weight: 0}, "
                        + "{destination: {host: app, subset: c, port: {number: 9090}}, weight: 1}]}]}"));
        List<Route> routes = Objects.requireNonNull(table(bed, "client", 8080).virtualHost("app"))
                .routes();
        RouteAction.Forward one = (RouteAction.Forward) routes.get(0).action();
        assertEquals(1, one.clusters().size());
        RouteAction.Forward split = (RouteAction.Forward) routes.get(1).action();
        assertEquals(4, split.totalWeight());
        assertEquals(
                List.of(
                        "outbound|8080|a|app.default.svc.cluster.local",
                        "outbound|9090|c|app.default.svc.cluster.local"),
                split.clusters().stream()
                        .map(RouteAction.WeightedCluster::cluster)
                        .toList());
        assertEquals(0, split.timeoutNanos());
        assertNotNull(split.retry());
    }

    // ---------------------------------------------------------------- delegation

    private static List<HttpRoute> flattened(String root, String inner) {
        Bed bed = bed().document(document("app", "{hosts: [app], http: [" + root + "]}"))
                .document(document("inner", "{http: [" + inner + "]}"));
        var mesh = bed.load().mesh();
        var of = mesh.virtualServices().stream()
                .filter(each -> each.key().name().equals("app"))
                .findFirst()
                .orElseThrow();
        return new Delegation(mesh.virtualServices()).flatten(of);
    }

    private static final String DELEGATE = "delegate: {name: inner}";
    private static final String ROUTE = "route: [{destination: {host: app}}]";

    /** How a match of the root and one of the delegate meet: the number of matches that come of it, 0 for a conflict. */
    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "uri: {prefix: /shop}        | uri: {prefix: /shop/cart}   | 1",
                "uri: {prefix: /shop}        | uri: {exact: /shop/x}       | 1",
                "uri: {prefix: /shop}        | uri: {prefix: /sho}         | 0",
                "uri: {prefix: /shop}        | uri: {exact: /else}         | 0",
                "uri: {prefix: /shop}        | uri: {regex: /shop/.*}      | 0",
                "uri: {regex: /shop/.*}      | uri: {prefix: /shop/a}      | 0",
                "uri: {exact: /shop}         | uri: {exact: /shop}         | 1",
                "uri: {exact: /shop}         | uri: {exact: /shops}        | 0",
                "uri: {exact: /shop}         | uri: {prefix: /shop}        | 0",
                "uri: {prefix: /shop}        | method: {exact: POST}       | 1",
                "method: {exact: GET}        | method: {exact: POST}       | 0",
                "headers: {a: {exact: x}}    | headers: {b: {exact: z}}    | 1",
                "headers: {a: {exact: x}}    | headers: {a: {exact: z}}    | 0",
                "headers: {a: {prefix: x}}   | headers: {a: {exact: xy}}   | 1",
                "queryParams: {a: {exact: x}} | queryParams: {a: {exact: z}} | 0",
                "withoutHeaders: {a: {exact: x}} | withoutHeaders: {a: {exact: z}} | 0",
                "port: 8080                  | port: 9090                  | 0",
                "port: 8080                  | uri: {prefix: /}            | 1",
                "sourceNamespace: a          | sourceNamespace: b          | 0",
                "sourceLabels: {a: x}        | sourceLabels: {a: z}        | 0",
                "sourceLabels: {a: x}        | sourceLabels: {b: z}        | 1",
                "uri: {prefix: /shop}, ignoreUriCase: true | uri: {prefix: /shop/a} | 0",
            })
    void matchesMeetOrConflict(String root, String inner, int count) {
        List<HttpRoute> routes =
                flattened("{match: [{" + root + "}], " + DELEGATE + "}", "{match: [{" + inner + "}], " + ROUTE + "}");
        assertEquals(
                count, routes.stream().mapToInt(route -> route.matches().size()).sum());
        assertEquals(count, routes.size(), "a route without any meeting match disappears");
    }

    /** Every match of the delegate meets every one of the root that it can; one that can meet none drops its route. */
    @Test
    void allPairsThatCanMeetDo() {
        String root = "{match: [{uri: {prefix: /a}}, {uri: {prefix: /a/b}}, {uri: {prefix: /z}}], " + DELEGATE + "}";
        assertEquals(
                2,
                flattened(root, "{match: [{uri: {prefix: /a/b/c}}], " + ROUTE + "}")
                        .get(0)
                        .matches()
                        .size());
        assertEquals(
                List.of(), flattened(root, "{match: [{uri: {prefix: /a/b}}, {uri: {prefix: /none}}], " + ROUTE + "}"));
        assertEquals(3, flattened(root, "{" + ROUTE + "}").get(0).matches().size(), "the root's own");
        assertEquals(
                1,
                flattened("{" + DELEGATE + "}", "{match: [{uri: {prefix: /q}}], " + ROUTE + "}")
                        .get(0)
                        .matches()
                        .size());
    }

    @Test
    void theDelegatesWordComesFirstAndTheRootFillsGaps() {
        HttpRoute merged = flattened(
                        "{name: outer, match: [{uri: {prefix: /a}}], timeout: 3s, retries: {attempts: 4}, "
                                + "headers: {request: {set: {x: root}}}, " + DELEGATE + "}",
                        "{name: inner, match: [{uri: {prefix: /a/b}}], timeout: 1s, " + ROUTE + "}")
                .get(0);
        assertEquals("outer-inner", merged.name());
        assertEquals(1_000_000_000L, merged.timeoutNanos());
        assertEquals(4, Objects.requireNonNull(merged.retries()).attempts());
        assertEquals("root", merged.headers().requestSet().get("x"));
        assertNull(merged.delegate());
    }

    @Test
    void anEntryWhoseDelegateIsMissingDisappearsAlone() {
        List<HttpRoute> routes = flattened(
                "{match: [{uri: {prefix: /gone}}], delegate: {name: nobody}}, {match: [{uri: {prefix: /x}}], " + ROUTE
                        + "}",
                "{" + ROUTE + "}");
        assertEquals(1, routes.size());
    }

    // ---------------------------------------------------------------- names of 2017

    /** What is left of a full name without the suffix that the client's own service shares, then each longer form. */
    @Test
    void namesIn2017FollowTheClientsOwnService() {
        ServiceDirectory directory = bed().load().plan().directory();
        var app = Objects.requireNonNull(directory.byFullName("app.default.svc.cluster.local"));
        String address = Objects.requireNonNull(directory.address(app));
        assertEquals(
                List.of(
                        "app",
                        "app.default",
                        "app.default.svc",
                        "app.default.svc.cluster",
                        "app.default.svc.cluster.local",
                        address),
                directory.domainsIn2017(app, "tool.default.svc.cluster.local"));
        assertEquals(
                List.of(
                        "app.default",
                        "app.default.svc",
                        "app.default.svc.cluster",
                        "app.default.svc.cluster.local",
                        address),
                directory.domainsIn2017(app, "tool.other.svc.cluster.local"));
        assertEquals(List.of("app.default.svc.cluster.local", address), directory.domainsIn2017(app, null));
    }
}
