package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.between;
import static dev.windtunnel.facts.Facts.sleeps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matches, splits, actions and delegation: which rule takes a request and where it goes. */
class RoutingFactsTest {

    private static Bed versions(String first, String second) {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("v1", 1, "app: app, version: v1", first)
                .pods("v2", 1, "app: app, version: v2", second)
                .policy("app", "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]");
    }

    private static String split(int first, int second) {
        return "route: [{destination: {host: app, subset: v1}, weight: " + first
                + "}, {destination: {host: app, subset: v2}, weight: " + second + "}]";
    }

    // ---------------------------------------------------------------- weights

    /** Any sum of weights will do; a share is that of the sum, within 3.3 deviations. */
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "90, 10, 869, 931",
        "3, 1, 705, 795",
        "1, 1, 448, 552",
        "100, 0, 1000, 1000",
        "0, 1, 0, 0",
        "7, 93, 43, 97"
    })
    void sharesFollowTheWeights(int first, int second, double low, double high) {
        Outcome run = versions(OK, OK)
                .routes("app", "[{" + split(first, second) + "}]")
                .curl("curl", "http://app:8080/", 1000)
                .go();
        between(low, high, run.arrived("v1"), "requests of v1");
        assertEquals(1000, run.arrived("v1") + run.arrived("v2"));
        assertEquals("200:1000", run.codes("curl"));
    }

    @Test
    void oneDestinationTakesAllWhateverItsWeight() {
        Outcome run = versions(OK, OK)
                .routes("app", "[{route: [{destination: {host: app, subset: v2}, weight: 0}]}]")
                .curl("curl", "http://app:8080/", 50)
                .go();
        assertEquals(50, run.arrived("v2"));
    }

    /** The cluster is drawn once for a request and kept by its retries. */
    @Test
    void aRetryStaysInItsCluster() {
        Outcome run = versions(Facts.answers(503), OK)
                .routes("app", "[{retries: {attempts: 2, retryOn: 5xx}, " + split(50, 50) + "}]")
                .curl("curl", "http://app:8080/", 400)
                .go();
        between(148, 252, run.code("curl", 503), "requests of v1");
        assertEquals(3 * run.code("curl", 503), run.arrived("v1"));
        assertEquals(run.code("curl", 200), run.arrived("v2"));
    }

    /** Draws are independent of each other: a coin that alternated would never queue here. */
    @Test
    void drawsAreIndependent() {
        Outcome run = versions(
                        "{concurrency: 1, handlers: [{steps: [{sleep: 90ms}]}]}",
                        "{concurrency: 1, handlers: [{steps: [{sleep: 90ms}]}]}")
                .routes("app", "[{" + split(1, 1) + "}]")
                .traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, "
                        + "load: {rate: 20/s, arrivals: constant}, requests: 2000")
                .go();
        between(0.13, 0.6, run.latency("curl").mean(), "mean with queues");
    }

    // ---------------------------------------------------------------- matches

    private static final String MATCHES =
            """
            [{match: [{uri: {exact: /exact}}], directResponse: {status: 201}},
             {match: [{uri: {prefix: /pre}}], directResponse: {status: 202}},
             {match: [{uri: {regex: '/re/[a-c]+'}}], directResponse: {status: 203}},
             {match: [{uri: {prefix: /Case}, ignoreUriCase: true}], directResponse: {status: 205}},
             {match: [{uri: {prefix: /h}, headers: {end-user: {exact: jason}}}, {uri: {prefix: /h}, headers: {end-user: {regex: '[0-9]+'}}}], directResponse: {status: 206}},
             {match: [{uri: {prefix: /h}, headers: {x-debug: {}}}], directResponse: {status: 207}},
             {match: [{uri: {prefix: /wo}, withoutHeaders: {x-old: {exact: '1'}}}], directResponse: {status: 208}},
             {match: [{uri: {prefix: /q}, queryParams: {v: {exact: '2'}}}], directResponse: {status: 209}},
             {match: [{uri: {prefix: /m}, method: {exact: POST}}], directResponse: {status: 210}},
             {match: [{uri: {prefix: /port}, port: 9999}], directResponse: {status: 211}},
             {match: [{uri: {prefix: /port}}], directResponse: {status: 212}},
             {match: [{uri: {prefix: /ns}, sourceNamespace: elsewhere}], directResponse: {status: 213}},
             {match: [{uri: {prefix: /label}, sourceLabels: {app: client}}], directResponse: {status: 214}},
             {match: [{uri: {prefix: /label}}], directResponse: {status: 215}},
             {match: [{uri: {prefix: /auth}, authority: {prefix: app}}], directResponse: {status: 216}}]
            """
                    .replace("\n", " ");

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "GET, /exact, '', 201",
        "GET, /exact?x=1, '', 201",
        "GET, /exact/, '', 404",
        "GET, /EXACT, '', 404",
        "GET, /pre/x, '', 202",
        "GET, /prefix, '', 202",
        "GET, /re/abc, '', 203",
        "GET, /re/abcd, '', 404",
        "GET, /x/re/abc, '', 404",
        "GET, /re/a?x=1, '', 203",
        "GET, /cASE/x, '', 205",
        "GET, /h, 'end-user: jason', 206",
        "GET, /h, 'end-user: Jason', 404",
        "GET, /h, 'end-user: \"42\"', 206",
        "GET, /h, 'end-user: a42', 404",
        "GET, /h, '', 404",
        "GET, /h, 'x-debug: \"\"', 207",
        "GET, /h, 'end-user: jason, x-debug: y', 206",
        "GET, /wo, '', 208",
        "GET, /wo, 'x-old: \"2\"', 208",
        "GET, /wo, 'x-old: \"1\"', 404",
        "GET, /q?v=2, '', 209",
        "GET, /q?a=1&v=2, '', 209",
        "GET, /q?v=3, '', 404",
        "GET, /q, '', 404",
        "POST, /m, '', 210",
        "GET, /m, '', 404",
        "GET, /port, '', 212",
        "GET, /ns, '', 404",
        "GET, /label, '', 214",
        "GET, /auth, '', 216",
    })
    void matchesAreTriedInOrder(String method, String path, String headers, int code) {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", OK)
                .routes("app", MATCHES)
                .traffic("name: probe, from: client, request: {method: " + method + ", url: 'http://app:8080" + path
                        + "', headers: {" + headers + "}}, load: {users: 1}, requests: 2")
                .go();
        assertEquals(code + ":2", run.codes("probe"));
        assertEquals(code == 404 ? "NR:2" : "-:2", run.flags("probe"));
        assertEquals(0, run.arrived("app"), "direct responses and misses never reach the app");
        assertEquals(2, run.edge("client", "app").unsent());
        assertEquals(2, run.edge("client", "app").noDestination());
    }

    /** A match on labels of the caller decides which proxy gets the route at all. */
    @Test
    void labelsOfTheCallerDecide() {
        Bed bed = versions(OK, OK)
                .deployment("tester", 1, "app: tester, env: test", true)
                .routes(
                        "app",
                        "[{match: [{sourceLabels: {env: test}}], route: [{destination: {host: app, subset: v2}}]}]")
                .curl("plain", "http://app:8080/", 40)
                .traffic(
                        "name: test, from: tester, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 40");
        Outcome run = bed.go();
        assertEquals("200:40", run.codes("plain"), "no route was emitted for it: as if there were no rule");
        assertEquals("200:40", run.codes("test"));
        between(40 + 8, 40 + 32, run.arrived("v2"), "all of tester and about half of client");
    }

    @Test
    void whatStandsAfterACatchAllIsNeverReached() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", OK)
                .routes(
                        "app",
                        "[{match: [{uri: {prefix: /}}], directResponse: {status: 201}}, "
                                + "{match: [{uri: {exact: /x}}], directResponse: {status: 202}}]")
                .curl("probe", "http://app:8080/x", 1)
                .go();
        assertEquals("201:1", run.codes("probe"));
    }

    // ---------------------------------------------------------------- actions

    private static final String ACTIONS =
            """
            [{match: [{uri: {prefix: /r1}}], redirect: {uri: /new}},
             {match: [{uri: {prefix: /r2}}], redirect: {scheme: https, redirectCode: 302}},
             {match: [{uri: {prefix: /r3}}], redirect: {authority: other, port: 8443, redirectCode: 308}},
             {match: [{uri: {prefix: /r4}}], redirect: {uri: /x, redirectCode: 307}},
             {match: [{uri: {prefix: /r5}}], redirect: {uri: /x, redirectCode: 303}},
             {match: [{uri: {exact: /down}}], directResponse: {status: 503, body: {string: closed}}},
             {match: [{uri: {exact: /tea}}], directResponse: {status: 418}},
             {match: [{uri: {prefix: /old}}], rewrite: {uri: /new}, route: [{destination: {host: app}}]},
             {match: [{uri: {exact: /e/x}}], rewrite: {uri: /y}, route: [{destination: {host: app}}]},
             {match: [{uri: {prefix: /svc/}}], rewrite: {uriRegexRewrite: {match: '^/svc/([^/]+)(/.*)$', rewrite: '\\2/in/\\1'}}, route: [{destination: {host: app}}]},
             {match: [{uri: {exact: /hs}}], headers: {request: {set: {x-team: blue}, remove: [x-gone]}}, route: [{destination: {host: app}}]},
             {match: [{uri: {exact: /ha}}], headers: {request: {add: {x-team: blue}}}, route: [{destination: {host: app}}]}]
            """
                    .replace("\n", " ");

    private static final String SHOWS =
            """
            {handlers: [
              {match: {uri: {exact: /new/a/b}}, response: {status: 201}},
              {match: {uri: {exact: /newer}}, response: {status: 202}},
              {match: {uri: {exact: /y}}, response: {status: 203}},
              {match: {uri: {exact: /v1/api/in/foo}}, response: {status: 206}},
              {match: {headers: {x-team: {exact: blue}, x-gone: {exact: '1'}}}, response: {status: 298}},
              {match: {headers: {x-team: {exact: blue}}}, response: {status: 207}},
              {match: {headers: {x-team: {exact: 'red,blue'}, x-gone: {exact: '1'}}}, response: {status: 208}},
              {response: {status: 299}}]}
            """
                    .replace("\n", " ");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/r1/x, 301",
        "/r2, 302",
        "/r3, 308",
        "/r4, 307",
        "/r5, 303",
        "/down, 503",
        "/tea, 418",
        "/old/a/b, 201",
        "/older, 202",
        "/e/x, 203",
        "/svc/foo/v1/api, 206",
        "/hs, 207",
        "/ha, 208",
    })
    void actions(String path, int code) {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", SHOWS)
                .routes("app", ACTIONS)
                .traffic("name: probe, from: client, request: {url: 'http://app:8080" + path
                        + "', headers: {x-team: red, x-gone: '1'}}, load: {users: 1}, requests: 3")
                .go();
        assertEquals(code + ":3", run.codes("probe"));
        assertEquals("-:3", run.flags("probe"));
        boolean forwarded = code < 300;
        assertEquals(forwarded ? 3 : 0, run.arrived("app"));
        assertEquals(forwarded ? 3 : 0, run.stat("app", "upstream_rq_total"));
    }

    // ---------------------------------------------------------------- delegation

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "GET, /shop/cart/1, '', 201",
        "GET, /shop/list, '', 203",
        "GET, /elsewhere, '', 404",
        "GET, /gone/x, '', 404",
        "POST, /admin/x, 'role: root', 204",
        "GET, /admin/x, 'role: root', 404",
        "POST, /admin/x, '', 404",
        "GET, /, '', 404",
    })
    void delegatesStandInForTheirEntries(String method, String path, String headers, int code) {
        String delegate =
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec: {http: %s}
                """;
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", OK)
                .routes(
                        "app",
                        "[{match: [{uri: {prefix: /shop}}], delegate: {name: shop-routes}}, "
                                + "{match: [{uri: {prefix: /gone}}], delegate: {name: missing}}, "
                                + "{match: [{uri: {prefix: /admin}, headers: {role: {exact: root}}}], delegate: {name: admin-routes}}]")
                .document(
                        delegate.formatted(
                                "shop-routes",
                                "[{match: [{uri: {prefix: /shop/cart}}], directResponse: {status: 201}}, "
                                        + "{match: [{uri: {prefix: /elsewhere}}], directResponse: {status: 202}}, {directResponse: {status: 203}}]"))
                .document(delegate.formatted(
                        "admin-routes", "[{match: [{method: {exact: POST}}], directResponse: {status: 204}}]"))
                .traffic("name: probe, from: client, request: {method: " + method + ", url: 'http://app:8080" + path
                        + "', headers: {" + headers + "}}, load: {users: 1}, requests: 1")
                .go();
        assertEquals(code + ":1", run.codes("probe"));
    }

    // ---------------------------------------------------------------- two rules for one host, ports, names

    /** Sidecars do not merge: the older rule owns the host. */
    @Test
    void theFirstOfTwoRulesOwnsTheHost() {
        String rule =
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec: {hosts: [app], http: [{match: [{uri: {prefix: %s}}], directResponse: {status: %d}}]}
                """;
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", OK)
                .document(rule.formatted("b-first", "/a", 201))
                .document(rule.formatted("a-second", "/b", 202))
                .curl("a", "http://app:8080/a", 1)
                .curl("b", "http://app:8080/b", 1)
                .go();
        assertEquals("201:1", run.codes("a"));
        assertEquals("404:1", run.codes("b"));
    }

    /** The Host header decides, not the address that was dialled; its case and port do not matter. */
    @ParameterizedTest(name = "Host {0}")
    @CsvSource({"other, 202", "OTHER:99, 202", "other.default, 202", "other.default.svc.cluster.local, 202", "app, 201"
    })
    void theHostHeaderDecides(String host, int code) {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{response: {status: 201}}]}")
                .app("other", "{handlers: [{response: {status: 202}}]}")
                .traffic("name: probe, from: client, request: {url: 'http://app:8080/', headers: {Host: '" + host
                        + "'}}, load: {users: 1}, requests: 1")
                .go();
        assertEquals(code + ":1", run.codes("probe"));
    }

    /** A host outside the registry counts on port 80 alone. */
    @Test
    void hostsOutsideTheRegistryCountOnPort80() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{response: {status: 201}}]}")
                .service("plain", "app: app", "{name: http, port: 80, targetPort: 8080}")
                .routes("example.com", "[{directResponse: {status: 222}}]")
                .traffic("name: p80, from: client, request: {url: 'http://plain:80/', headers: {Host: example.com}}, "
                        + "load: {users: 1}, requests: 1")
                .traffic("name: p8080, from: client, request: {url: 'http://app:8080/', headers: {Host: example.com}}, "
                        + "load: {users: 1}, requests: 1")
                .go();
        assertEquals("222:1", run.codes("p80"));
        assertEquals("201:1", run.codes("p8080"), "passed through to the address that was dialled");
    }

    @Test
    void httpThroughATcpPortIsBytes() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: tcp, port: 8080}")
                .pods("app", 2, "app: app", sleeps("1ms"))
                .rule("app", "fault: {abort: {percentage: {value: 100}, httpStatus: 500}}")
                .traffic("name: kept, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 20")
                .go();
        assertEquals("200:20", run.codes("kept"), "rules for HTTP are ignored");
        assertEquals("-:20", run.flags("kept"));
        assertEquals(20, Math.max(run.pod("app-0").arrived(), run.pod("app-1").arrived()), "one connection, one pod");
        assertEquals("tcp", run.edge("client", "app").protocol());
    }

    @Test
    void aClientWithoutASidecarKeepsToThePodOfItsConnection() {
        Bed bed = Scenarios.bed()
                .plainClient("client")
                .app("app", 2, sleeps("1ms"))
                .rule("app", "fault: {abort: {percentage: {value: 100}, httpStatus: 500}}");
        Outcome kept = bed.curl("curl", "http://app:8080/", 30).go();
        assertEquals("200:30", kept.codes("curl"));
        assertEquals(30, Math.max(kept.pod("app-0").arrived(), kept.pod("app-1").arrived()));
        Outcome each = Scenarios.bed()
                .plainClient("client")
                .app("app", 2, sleeps("1ms"))
                .traffic(
                        "name: curl, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 200, "
                                + "connection: {keepAlive: false}")
                .go();
        between(76, 124, each.pod("app-0").arrived(), "kube-proxy draws for each connection");
        assertEquals(200, each.edge("client", "app").connections().opened());
    }

    // ---------------------------------------------------------------- outside the mesh

    private static Outcome outside(String mode) {
        return Scenarios.bed()
                .client("client")
                .app("app", OK)
                .service("plain", "app: app", "{name: http, port: 80, targetPort: 8080}")
                .external("api.example.com", "{handlers: [{response: {status: 203}}]}")
                .document(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: alias}
                        spec: {type: ExternalName, externalName: api.example.com, ports: [{name: http, port: 80}]}
                        """)
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: " + mode + "}}")
                .traffic(
                        "name: direct, from: client, request: {url: 'http://api.example.com/'}, load: {users: 1}, requests: 2")
                .traffic("name: alias, from: client, request: {url: 'http://alias/'}, load: {users: 1}, requests: 2")
                .traffic(
                        "name: nowhere, from: client, request: {url: 'http://nowhere.example.com/'}, load: {users: 1}, requests: 2")
                .go();
    }

    @Test
    void whatIsOutsideIsPassedThrough() {
        Outcome run = outside("ALLOW_ANY");
        assertEquals("203:2", run.codes("direct"));
        assertEquals("203:2", run.codes("alias"));
        assertEquals("dns:2", run.failures("nowhere"));
    }

    /** An alias of a service in the mesh is that service: its rules hold for both names. */
    @Test
    void anAliasOfAServiceIsThatService() {
        Bed bed = Scenarios.bed()
                .client("client")
                .plainClient("plain")
                .app("app", OK)
                .routes(
                        "app",
                        "[{match: [{uri: {prefix: /}}], headers: {request: {set: {x-team: blue}}}, "
                                + "route: [{destination: {host: app}}]}]")
                .workload("app", "{handlers: [{match: {headers: {x-team: {exact: blue}}}, response: {status: 207}}]}")
                .document(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: alias}
                        spec: {type: ExternalName, externalName: app.default.svc.cluster.local}
                        """)
                .curl("alias", "http://alias:8080/", 2)
                .traffic(
                        "name: plain, from: plain, request: {url: 'http://alias:8080/'}, load: {users: 1}, requests: 2");
        Outcome run = bed.go();
        assertEquals("207:2", run.codes("alias"));
        assertEquals("404:2", run.codes("plain"), "the app without the header");
    }

    @Test
    void theRegistryAloneBlocksIt() {
        Outcome run = outside("REGISTRY_ONLY");
        assertEquals("502:2", run.codes("direct"));
        assertEquals("502:2", run.codes("alias"));
        assertEquals("dns:2", run.failures("nowhere"));
    }

    /** With a sidecar somebody answers every connection: it closes those for which there is nobody. */
    @ParameterizedTest(name = "sidecar {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "true | ALLOW_ANY | empty-reply:3 | UF,URX:3",
                "true | REGISTRY_ONLY | empty-reply:3 | UH:3",
                "false | ALLOW_ANY | connect-refused:3 | -:3"
            })
    void aPortThatAServiceDoesNotHave(boolean sidecar, String mode, String failures, String flags) {
        Outcome run = (sidecar
                        ? Scenarios.bed().client("client")
                        : Scenarios.bed().plainClient("client"))
                .app("app", OK)
                .cluster("meshConfig: {outboundTrafficPolicy: {mode: " + mode + "}}")
                .curl("curl", "http://app:9999/", 3)
                .go();
        assertEquals("0:3", run.codes("curl"));
        assertEquals(failures, run.failures("curl"));
        assertEquals(flags, run.flags("curl"));
    }
}
