package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.RateLimiting;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.MapNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioChecksTest {
    private static final Mesh MESH = new Mesh(
            List.of(),
            List.of(workload("default", "tool"), workload("default", "reviews-v1"), workload("shop", "cart")),
            List.of(service("default", "reviews", 9080), service("shop", "cart", 80)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            RateLimiting.NONE,
            List.of(),
            Security.NONE,
            List.of(),
            MeshConfig.DEFAULT);

    private static Origin origin(ObjectKey key) {
        return new Origin(key, "", null, 0, 0, Map.of());
    }

    private static Workload workload(String namespace, String name) {
        return Workload.bare(new ObjectKey("Deployment", namespace, name), Map.of(), 0);
    }

    private static Service service(String namespace, String name, int port) {
        ObjectKey key = new ObjectKey("Service", namespace, name);
        Service.Port http = new Service.Port("http", port, port, null, "TCP", null, 0);
        return new Service(
                key, Map.of(), Map.of(), Map.of("app", name), List.of(http), "ClusterIP", null, null, 0, origin(key));
    }

    private static List<Finding> check(String spec) {
        MapNode root = Texts.root(Texts.document(spec));
        Findings findings = new Findings();
        Scenario scenario = ScenarioReader.read(root, "", Texts.NO_FILES, "s", findings);
        assertNotNull(scenario, Texts.texts(findings));
        ScenarioChecks.check(scenario, MESH, root, findings);
        Findings withoutDocument = new Findings();
        ScenarioChecks.check(scenario, MESH, withoutDocument);
        assertEquals(findings.size(), withoutDocument.size());
        return findings.list();
    }

    @Test
    void whatIsThereIsNotMentioned() {
        assertEquals(
                List.of(),
                check(
                        """
                        workloads: {tool: {placement: {z0: 1}}, default/reviews-v1: {}, shop/*: {}, reviews-*: {}, shop/cart: {}, "*": {}}
                        external: {api.org: {}}
                        traffic:
                        - {name: a, from: tool, zone: z0, request: {url: "http://reviews:9080/${user}"}}
                        - {name: b, from: shop/cart, request: {url: "http://cart/"}}
                        - {name: c, from: tool, request: {url: "http://cart.shop.svc.cluster.local/"}}
                        - {name: d, from: tool, request: {url: "http://api.org/"}}
                        - {name: e, from: tool, request: {url: "http://10.0.0.1:1/"}}
                        - {name: f, from: tool, request: {url: "http://${pick(a,b)}:80/"}}
                        timeline:
                        - {at: 1s, scale: {workload: reviews-v1, replicas: 2}}
                        - {at: 1s, partition: {from: tool, to: shop/cart}, for: 1s}
                        - {at: 1s, network: {from: z0, to: node-0, latency: 1ms}}
                        - {at: 1s, network: {from: tool, to: api.org, loss: 1%}}
                        - {at: 1s, zone: {down: z0}}
                        - {at: 1s, node: {down: node-0}}
                        - {at: 1s, restart: {workload: shop/cart}}
                        - {at: 1s, unready: {workload: tool, pods: [tool-0]}}
                        - {at: 1s, component: {down: istiod}}
                        """));
    }

    /** Each row is a spec with a \u00a7 before the name of nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            external: {§tool: {}}                                           | Error   | WT0049 | the workload tool has the name of this host
            workloads: {reviews-v2: §{}}                                    | Error   | WT0040 | Did you mean "reviews-v1"?
            workloads: {shop/tool: §{}}                                     | Error   | WT0040 | there is no workload shop/tool
            workloads: {reviews: §{}}                                       | Warning | WT0040 | the Service reviews has no workload
            workloads: {ratings-*: §{}}                                     | Warning | WT0040 | no workload fits "ratings-*"
            workloads: {tool: {placement: {zy: §1}}}                        | Error   | WT0042 | there is no zone or node zy
            cluster: {pins: {pods: {tol: §[]}}}                             | Error   | WT0040 | Did you mean "tool"?
            traffic: [{name: t, from: §tol, request: {url: "http://cart.shop/"}}]   | Error   | WT0040 | Did you mean "tool"?
            traffic: [{name: t, from: §elsewhere, request: {url: "http://10.0.0.1/"}}] | Error | WT0040 | The workloads are tool, reviews-v1, shop/cart
            traffic: [{name: t, from: tool, zone: §z9, request: {url: "http://cart.shop/"}}] | Error | WT0042 | there is no zone z9
            traffic: [{name: t, from: tool, request: {url: §"http://review:9080/"}}] | Warning | WT0041 | Did you mean "reviews"?
            traffic: [{name: t, from: tool, request: {url: §"http://cart/"}}]       | Warning | WT0041 | called cart
            traffic: [{name: t, from: tool, request: {url: §"http://reviews:80/"}}] | Warning | WT0041 | Its ports are 9080
            traffic: [{name: t, from: tool, request: {url: §"http://reviews:80/${user}"}}] | Warning | WT0041 | no port 80
            workloads: {tool: {handlers: [{steps: [{parallel: [[{chance: {probability: 1, steps: [{call: {url: §"http://x/"}}]}}]]}]}]}} | Warning | WT0041 | called x
            timeline: [{at: 1s, scale: {workload: §x, replicas: 1}}]        | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, kill: {workload: §x}}]                      | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, slow: {workload: §x, factor: 2}}]           | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, fail: {workload: §x, hang: true}}]          | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, partition: {from: §x, to: tool}}]           | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, partition: {from: tool, to: §x}}]           | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, proxy: {workload: §x, state: down}}]        | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, restart: {workload: §x}}]                   | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, unready: {workload: §x}}]                   | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, unready: {workload: tool, pods: §[foo-1]}}] | Warning | WT0046 | no pod of tool is called foo-1
            timeline: [{at: 1s, network: {from: §z1, to: tool, loss: 1%}}]  | Error   | WT0042 | there is no zone, node or workload z1
            timeline: [{at: 1s, network: {from: tool, to: §tol, loss: 1%}}] | Error   | WT0042 | Did you mean "tool"?
            timeline: [{at: 1s, zone: {down: §z1}}]                         | Error   | WT0042 | there is no zone z1
            timeline: [{at: 1s, node: {down: §node-1}}]                     | Error   | WT0042 | Did you mean "node-0"?
            timeline: [{at: 1s, component: {down: §egress}}]                | Warning | WT0046 | there is no egress gateway
            {profile: envoy-2017, timeline: [{at: 1s, component: {down: §ca}}]} | Warning | WT0046 | need no certificate
            timeline: [{at: 1s, staleRoutes: {workload: §x}}]               | Error   | WT0040 | there is no workload x
            timeline: [{at: 1s, kill: {workload: tool, pods: §[foo-1]}}]    | Warning | WT0046 | no pod of tool is called foo-1
            {run: {duration: 5s}, timeline: [{at: §5s, kill: {workload: tool}}]} | Warning | WT0046 | the run ends at 5s
            thresholds: [§p99(cartt) < 1s]                                  | Error   | WT0043 | Did you mean "cart"?
            thresholds: [§p99(tols) < 1s]                                   | Error   | WT0043 | There are reviews, cart,
            thresholds: [{name: x, check: §p99(traffic/t) < 1s}]            | Error   | WT0043 | there is no traffic t
            thresholds: [§errors(service/tool) < 1%]                        | Error   | WT0043 | there is no service tool
            thresholds: [§errors(workload/cart) < 1%]                       | Error   | WT0043 | there is no workload cart
            thresholds: [§errors(pod/card-77) < 1%]                         | Error   | WT0043 | no workload with a pod card-77
            thresholds: [§errors(tol->reviews) < 1%]                        | Error   | WT0043 | there is no workload tol
            thresholds: [§errors(tool->review) < 1%]                        | Error   | WT0043 | Did you mean "reviews"?
            thresholds: [§"share(reviews, version=v9) > 1%"]                | Error   | WT0043 | there is no version v9
            thresholds: [§"share(reviews, subset=v9) > 1%"]                 | Error   | WT0043 | there is no subset v9
            thresholds: [§"count(reviews, zone=z9) > 1"]                    | Error   | WT0043 | there is no zone z9
            {run: {duration: 5s}, thresholds: [§"count(reviews, from=5s) > 1"]} | Warning | WT0046 | from is 5s, and the run ends at 5s
            {run: {duration: 5s}, thresholds: [§"recovery(reviews, errors < 1%, after=7s) < 1s"]} | Warning | WT0046 | after is 7s
            thresholds: [§"share(reviews, workload=reviews-v2) > 1%"]       | Error   | WT0043 | there is no workload reviews-v2
            thresholds: [§"share(reviews, request=a) > 1%"]                 | Error   | WT0043 | no entry of the mix is called a
            thresholds: [§queueMax(reviews) < 3]                            | Error   | WT0044 | Write queueMax(workload/NAME)
            thresholds: [§amplification(tool) < 3]                          | Error   | WT0044 | Write amplification(service/NAME)
            thresholds: [§retries(pod/tool-1) < 3]                          | Error   | WT0044 | Write retries(service/NAME)
            {timeline: [{at: 1s, apply: [{kind: Pod, metadata: {name: a}}]}], thresholds: [§p99(new) < 1s]} | Warning | WT0043 | new
            traffic: [{name: t, from: tool, start: §2m, request: {url: "http://cart.shop/"}}] | Warning | WT0047 | it sends nothing
            traffic: [{name: t, from: tool, load: §{rate: 0/s}, request: {url: "http://cart.shop/"}}] | Warning | WT0047 | the rate is 0
            {traffic: [{name: tool, from: tool, request: {url: "http://cart.shop/"}}], thresholds: [§p99(tool) < 1s]} | Info | WT0045 | there is also workload/tool
            """)
    void namesOfNothingAreSaidWhereTheyStand(String marked, String level, String code, String words) {
        List<Finding> findings = check(marked.replace("\u00a7", ""));
        assertEquals(
                1,
                findings.size(),
                () -> findings.stream().map(Finding::text).toList().toString());
        Finding finding = findings.get(0);
        assertEquals(level, finding.level().label(), finding.text());
        assertEquals(code, finding.code(), finding.text());
        assertTrue(finding.text().contains(words), finding.text());
        int column = marked.indexOf('\u00a7');
        if (column >= 0) {
            assertEquals("s.yaml:5:" + (column + 3), finding.place(), finding.text());
        }
    }

    /** A mesh with a caller of no pods and a Gateway that listens on port 80. */
    private static String ofCallers(String gatewaySelector, String spec) {
        Yaml yaml = Yaml.modern(
                """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: idle}, spec: {replicas: 0, selector: {matchLabels: {app: i}}, template: {metadata: {labels: {app: i}}, spec: {containers: [{name: a, image: a}]}}}}
                ---
                {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}, spec: {selector: {istio: %s}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}}
                """
                        .formatted(gatewaySelector));
        MapNode root = Texts.root(Texts.document(spec));
        Findings findings = new Findings();
        Scenario scenario = ScenarioReader.read(root, "", Texts.NO_FILES, "s", findings);
        assertNotNull(scenario, Texts.texts(findings));
        ScenarioChecks.check(scenario, yaml.mesh(), root, findings);
        return String.join(
                " ",
                findings.list().stream()
                        .map(each -> each.code() + " " + each.path())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ingressgateway | traffic: [{name: t, from: outside, request: {url: "http://a.org/"}}]      | ``
            ingressgateway | traffic: [{name: t, from: outside, request: {url: "http://a.org:81/x"}}]  | WT0041 spec.traffic[0].request.url
            ingressgateway | traffic: [{name: t, from: outside, request: {url: "https://a.org/"}}]     | WT0041 spec.traffic[0].request.url
            nobody         | traffic: [{name: t, from: outside, request: {url: "http://a.org/"}}]      | WT0047 spec.traffic[0].from
            nobody         | traffic: [{name: t, from: idle, request: {url: "http://10.0.0.1/"}}]      | WT0047 spec.traffic[0].from
            nobody         | {traffic: [{name: t, from: idle, request: {url: "http://10.0.0.1/"}}], timeline: [{at: 1s, scale: {workload: idle, replicas: 1}}]} | ``
            """)
    void trafficHasSomebodyWhoCallsAndSomebodyWhoListens(String selector, String spec, String expected) {
        assertEquals(expected, ofCallers(selector, spec));
    }

    @Test
    void whatTheTimelineAppliesMayBeNamed() {
        assertEquals(
                List.of(),
                check("timeline: [{at: 1s, apply: [{kind: List, items: [{kind: Deployment, metadata: {name: new}}]}]},"
                        + " {at: 2s, kill: {workload: new}}]"));
    }

    @Test
    void aConsoleLineMayMakeAnything() {
        List<Finding> findings =
                check("timeline: [{at: 1s, exec: kubectl apply -f x.yaml}, {at: 2s, kill: {workload: new}}]");
        assertEquals(
                List.of(Level.WARNING), findings.stream().map(Finding::level).toList());
    }
}
