package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandsTest {
    @TempDir
    private Path folder;

    private Result run(String... args) {
        return Shop.in(folder).run(args);
    }

    @Test
    void policyIsATableWithOrigins() {
        assertEquals(
                """
                client -> web.default:8080
                APPLIES TO       FIELD                         VALUE                                                                         ORIGIN                PLACE
                the edge         sidecar                       true                                                                          injection
                                 protocol                      http                                                                          Service/default/web   shop/mesh.yaml:4
                                 inbound.mtls                  PERMISSIVE                                                                    istio default
                all requests     split[web.default]            100.0 %                                                                       istio default
                                 timeout                       none                                                                          istio default
                                 retries.attempts              2                                                                             istio default
                                 retries.perTryTimeout         none                                                                          istio default
                                 retries.retryOn               connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes   istio default
                                 retries.backoff.base          25.0 ms                                                                       envoy default
                                 retries.backoff.max           250 ms                                                                        envoy default
                                 retries.ignorePreviousHosts   true                                                                          istio default
                                 fault                         none                                                                          istio default
                                 mirror                        none                                                                          istio default
                to web.default   loadBalancer                  LEAST_REQUEST                                                                 istio default
                                 connectTimeout                10.00 s                                                                       istio default
                                 tls.mode                      AUTO                                                                          istio default
                                 maxConnections                unlimited                                                                     istio default
                                 http1MaxPendingRequests       unlimited                                                                     istio default
                                 http2MaxRequests              unlimited                                                                     istio default
                                 maxRetries                    unlimited                                                                     istio default
                """,
                run("policy", "shop", "--from", "client", "--to", "web").out());
    }

    @Test
    void policyIsADocument() {
        Result json = run("policy", "shop", "-o", "json");
        assertEquals(0, json.status(), json.err());
        assertTrue(
                json.out()
                        .startsWith(
                                """
                                {
                                  "apiVersion": "windtunnel.dev/v1",
                                  "kind": "PolicyList",
                                  "items": [
                                    {
                                      "source": "client",
                                      "service": "web.default",
                                      "port": 8080,
                                      "settings": [
                                """),
                json.out());
        assertTrue(
                json.out()
                        .contains(
                                """
                                        {
                                          "field": "timeout",
                                          "value": 2.0,
                                          "unit": "s",
                                          "origin": "VirtualService/default/ratings",
                                          "file": "shop/mesh.yaml",
                                          "line": 54,
                                          "rule": "VirtualService/default/ratings http[1]",
                                          "destination": null
                                        },
                                """),
                json.out());
        assertEquals(json, run("policy", "shop", "-o", "json"));
        assertTrue(run("policy", "shop", "-o", "yaml").out().contains("\nkind: PolicyList\n"));
    }

    @Test
    void policyOfManifestsAlone() {
        Result none = run("policy", "shop/mesh.yaml");
        assertEquals(0, none.status());
        assertTrue(none.err().contains("--from WORKLOAD"), none.err());
        Result some = run("policy", "shop/mesh.yaml", "--from", "web");
        assertTrue(some.out().startsWith("web -> web.default:8080\n"), some.out());
        assertEquals("", some.err());
    }

    @Test
    void unknownNamesAreAnsweredWithNearOnes() {
        assertEquals(
                new Result(2, "", "Error [WT0070] --from wbe: there is no such workload. Did you mean web?\n"),
                run("policy", "shop", "--from", "wbe"));
        assertEquals(
                new Result(2, "", "Error [WT0070] --to rating: there is no such service. Did you mean ratings?\n"),
                run("policy", "shop", "--to", "rating"));
        assertEquals(
                2, run("route", "shop", "--from", "wbe", "http://web:8080/").status());
    }

    @Test
    void oneScenarioAtATime() {
        Shop.write(folder, "other/scenario.yaml", Shop.SCENARIO.replace("name: shop", "name: other"));
        Shop.write(folder, "other/mesh.yaml", Shop.MESH);
        Result result = run("policy", ".");
        assertEquals(2, result.status());
        assertTrue(result.err().contains("'.' holds 2 scenarios (other, shop)"), result.err());
    }

    @Test
    void fromOutsideAnHttpsUrlGoesToTheGatewayThatEndsTls() {
        Shop.write(
                folder,
                "edge.yaml",
                """
                {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: edge}, spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.example.com], tls: {mode: SIMPLE, credentialName: shop}}]}}
                ---
                {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: edge}, spec: {hosts: [shop.example.com], gateways: [edge], http: [{route: [{destination: {host: web}}]}]}}
                """);
        Result served = run("route", "shop", "-f", "edge.yaml", "--from", "outside", "https://shop.example.com/");
        assertEquals(0, served.status(), served.err());
        assertTrue(served.out().contains("rule          VirtualService/default/edge http[0]"), served.out());
        assertTrue(served.out().contains("inbound web: forward"), served.out());
        Result unknown = run("route", "shop", "-f", "edge.yaml", "--from", "outside", "https://other.example.com/");
        assertTrue(unknown.out().contains("port 443 has no certificate for other.example.com"), unknown.out());
        Result inside = run("route", "shop", "--from", "web", "https://ratings:9080/");
        assertEquals(0, inside.status(), inside.err());
        assertTrue(inside.out().contains("port 9080 is one of HTTP: TLS finds nobody who reads it"), inside.out());
    }

    @Test
    void routeIsToldHopByHop() {
        assertEquals(
                """
                web: forward
                  virtual host  ratings.default.svc.cluster.local:9080
                  skipped       VirtualService/default/ratings http[0].match[0] (header end-user: wanted exact jason, absent)
                  rule          VirtualService/default/ratings http[1]
                  to            75.0 % outbound|9080|v1|ratings.default.svc.cluster.local: ratings-v1-0
                  to            25.0 % outbound|9080|v2|ratings.default.svc.cluster.local: ratings-v2-0, ratings-v2-1
                  timeout       2.00 s
                  retries       3, each try 500 ms, on 5xx, back-off from 25.0 ms to 250 ms, other hosts first

                inbound ratings-v1: forward
                  virtual host  inbound|http|9080
                  rule          default
                  to            100.0 % inbound|9080||: ratings-v1-0
                  timeout       none

                inbound ratings-v2: forward
                  virtual host  inbound|http|9080
                  rule          default
                  to            100.0 % inbound|9080||: ratings-v2-0, ratings-v2-1
                  timeout       none
                """,
                run("route", "shop", "--from", "web", "http://ratings:9080/x").out());
    }

    @Test
    void routeIsADocument() {
        Result json = run(
                "route",
                "shop",
                "--from",
                "web",
                "-X",
                "POST",
                "-H",
                "end-user: jason",
                "http://ratings:9080/",
                "-o",
                "json");
        assertEquals(0, json.status(), json.err());
        assertTrue(
                json.out()
                        .startsWith(
                                """
                                {
                                  "apiVersion": "windtunnel.dev/v1",
                                  "kind": "Route",
                                  "hops": [
                                    {
                                      "proxy": "web",
                                      "outcome": "forward",
                                      "status": null,
                                      "flag": null,
                                      "virtualHost": "ratings.default.svc.cluster.local:9080",
                                      "rule": "VirtualService/default/ratings http[0].match[0]",
                                      "skipped": [],
                                """),
                json.out());
        Result absent = run("route", "shop", "--from", "web", "http://ratings:9080/", "-o", "json");
        assertTrue(absent.out().contains("\"reason\": \"header end-user: wanted exact jason, absent\""), absent.out());
    }

    @Test
    void aChangeIsExplainedBeforeItIsMade() {
        Result result = run(
                "route",
                "shop",
                "--from",
                "web",
                "http://ratings:9080/",
                "--set",
                "VirtualService/ratings:spec.http[1].route[0].destination.subset=v9",
                "--set",
                "VirtualService/ratings:spec.http[1].route[0].weight=100",
                "--set",
                "VirtualService/ratings:spec.http[1].route[1]=null");
        assertTrue(
                result.out().startsWith("web: no-cluster 503 NC: the route names a cluster that does not exist"),
                result.out() + result.err());
    }

    @Test
    void whatIsNoUrlOrHeaderIsUsage() {
        assertEquals(2, run("route", "shop", "--from", "web").status());
        assertEquals(2, run("route", "shop", "http://web/").status());
        assertTrue(
                run("route", "shop", "--from", "web", "http://web:99999/").err().contains("no usable port"));
        assertTrue(run("route", "shop", "--from", "web", "http://web/", "-H", "x")
                .err()
                .contains("wanted 'name: value'"));
        assertEquals(
                2,
                run("route", "shop", "--from", "web", "http://web/", "--tests", "x")
                        .status());
    }
}
