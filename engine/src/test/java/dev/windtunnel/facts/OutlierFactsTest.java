package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.answers;
import static dev.windtunnel.facts.Facts.between;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.measure.RunResult.EjectionResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;

/** Hosts that fail: who is taken out, when balancers see it, where requests go meanwhile, and who comes back. */
class OutlierFactsTest {

    private static final String EJECTIONS = "outlier_detection.ejections_";

    /** A service of good and bad pods, asked 100 times a second by turns. */
    private static Bed cluster(int good, int bad, String outliers) {
        return Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("good", good, "app: app, version: good", OK)
                .pods("bad", bad, "app: app, version: bad", answers(500))
                .policy(
                        "app",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}, outlierDetection: {" + outliers + "}}");
    }

    private static Outcome ask(Bed bed, int requests) {
        return bed.traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {rate: 100/s,"
                        + " arrivals: constant}, requests: " + requests)
                .go();
    }

    private static double counter(Outcome run, String name) {
        return run.result().stats().get("default/client-0").getOrDefault("cluster_manager." + name, 0.0);
    }

    @Test
    void fiveErrorsInARowEjectWhereTheShareOfHostsPermits() {
        Outcome run = ask(cluster(2, 1, "maxEjectionPercent: 50"), 300);
        assertEquals(5, run.code("web", 500));
        assertEquals(5, run.arrived("bad"));
        assertEquals(1, run.pod("bad-0").ejections());
        assertEquals(1, run.stat("app", EJECTIONS + "enforced_consecutive_5xx"));
        assertEquals(1, run.stat("app", EJECTIONS + "active"));
        assertEquals(2, run.stat("app", "membership_healthy"));
        EjectionResult ejection = run.result().ejections().get(0);
        assertEquals("default/client-0", ejection.proxy());
        assertEquals("bad-0", ejection.pod());
        assertEquals("consecutive_5xx", ejection.reason());
        assertNull(ejection.end());
    }

    @Test
    void withTheDefaultShareOfTenPercentFewerThanTenHostsAreNeverEjected() {
        Outcome run = ask(cluster(2, 1, "interval: 10s"), 300);
        assertEquals(100, run.code("web", 500));
        assertEquals(0, run.stat("app", EJECTIONS + "enforced_total"));
        // Every five errors in a row, of either detector: both refusals count.
        assertEquals(20, run.stat("app", EJECTIONS + "detected_consecutive_5xx"));
        assertEquals(20, run.stat("app", EJECTIONS + "overflow"));
    }

    @Test
    void errorsOfASwitchedOffDetectorAreNotEvenCounted() {
        Outcome off = ask(cluster(2, 1, "consecutive5xxErrors: 0, maxEjectionPercent: 100"), 300);
        assertEquals(0, off.stat("app", EJECTIONS + "detected_consecutive_5xx"));
        assertEquals(100, off.code("web", 500));
    }

    @Test
    void anEjectedHostComesBackAtALookAfterItsTimeAndThenStaysOutLonger() {
        Outcome run = ask(
                cluster(2, 1, "maxEjectionPercent: 50, interval: 1s, baseEjectionTime: 2s, consecutive5xxErrors: 1"),
                1000);
        assertEquals(3, run.result().ejections().size());
        EjectionResult first = run.result().ejections().get(0);
        EjectionResult second = run.result().ejections().get(1);
        assertNotNull(first.end());
        assertNotNull(second.end());
        assertEquals(3, first.end(), "ejected in the first second, out for 2 s, seen at the look at 3 s");
        assertEquals(8, second.end(), "out for 4 s");
    }

    @Test
    void anEjectionEndsWithItsRuleItsHostOrItsProxy() {
        String rule = "maxEjectionPercent: 50, consecutive5xxErrors: 1";
        for (String change : new String[] {
            "patch: {DestinationRule/app: {spec.trafficPolicy.outlierDetection: null}}",
            "scale: {workload: bad, replicas: 0}",
            "delete: Deployment/bad",
            "kill: {workload: client}"
        }) {
            EjectionResult ejection = ask(cluster(2, 1, rule).at("1s", change), 200)
                    .result()
                    .ejections()
                    .get(0);
            assertEquals(1.0, ejection.end(), change);
        }
    }

    @Test
    void ofSeveralThatGoBadTogetherOnlyTheFirstIsSeenAtOnce() {
        Outcome run = ask(cluster(2, 2, "maxEjectionPercent: 100, consecutive5xxErrors: 1"), 400);
        assertEquals(2, run.stat("app", EJECTIONS + "enforced_total"));
        // One error of the first; of the second one, and then a third of a second's requests.
        between(33, 37, run.code("web", 500), "errors");
        assertEquals(1, counter(run, "update_out_of_merge_window"));
        assertEquals(1, counter(run, "cluster_updated_via_merge"));
    }

    @Test
    void allHostsEjectedIsNoHostUnlessPanicIsSwitchedOn() {
        Outcome off = ask(cluster(0, 2, "maxEjectionPercent: 100, consecutive5xxErrors: 1"), 400);
        between(280, 300, off.flag("web", "UH"), "no healthy upstream");
        Outcome on = ask(cluster(0, 2, "maxEjectionPercent: 100, consecutive5xxErrors: 1, minHealthPercent: 50"), 400);
        assertEquals(400, on.code("web", 500));
        between(280, 300, on.stat("app", "lb_healthy_panic"), "picks in panic");
    }

    @Test
    void gatewayErrorsAloneEjectOnlyWhereTheyAreCounted() {
        Outcome run =
                ask(cluster(2, 1, "maxEjectionPercent: 50, consecutive5xxErrors: 0, consecutiveGatewayErrors: 1"), 300);
        assertEquals(100, run.code("web", 500), "500 is no gateway error");
        assertEquals(0, run.stat("app", EJECTIONS + "enforced_total"));
    }

    @Test
    void failoverGoesToTheNextZoneAsFarAsTheOwnOneIsShort() {
        String near = "app: app, version: near, istio-locality: r1.a";
        String far = "app: app, version: far, istio-locality: r1.b";
        Bed bed = Scenarios.bed()
                .deployment("client", 1, "app: client, istio-locality: r1.a", true)
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("near", 2, near, OK)
                .pods("sick", 2, near, answers(500))
                .pods("far", 4, far, OK)
                .policy(
                        "app",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN},"
                                + " outlierDetection: {maxEjectionPercent: 100, consecutive5xxErrors: 1}}");
        Outcome run = ask(bed, 2100);
        // Half of the zone is healthy: it keeps 140 % of that, 70 %, once both are seen to be out after a second.
        between(560, 640, run.arrived("far"), "30 % of 2000");
        Outcome whole = ask(
                Scenarios.bed()
                        .deployment("client", 1, "app: client, istio-locality: r1.a", true)
                        .service("app", "app: app", "{name: http, port: 8080}")
                        .pods("near", 1, near, OK)
                        .pods("far", 4, far, OK)
                        .policy("app", "trafficPolicy: {outlierDetection: {interval: 10s}}"),
                200);
        assertEquals(0, whole.arrived("far"));
    }

    @Test
    void everyOtherRetryMayLeaveTheLocality() {
        Bed bed = Scenarios.bed()
                .deployment("client", 1, "app: client, istio-locality: r1.a", true)
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("near", 2, "app: app, istio-locality: r1.a", answers(500))
                .pods("far", 1, "app: app, istio-locality: r1.b", OK)
                .policy("app", "trafficPolicy: {outlierDetection: {consecutive5xxErrors: 0}}")
                .rule("app", "retries: {attempts: 3, retryOn: 5xx, retryRemoteLocalities: true}");
        Outcome run = ask(bed, 50);
        assertEquals(50, run.code("web", 200));
        assertEquals(100, run.arrived("near"));
        assertEquals(50, run.arrived("far"));
    }

    @Test
    void sharesOfLocalitiesAreExact() {
        Bed bed = Scenarios.bed()
                .deployment("client", 1, "app: client, istio-locality: r1.a", true)
                .service("app", "app: app", "{name: http, port: 8080}")
                .pods("near", 1, "app: app, istio-locality: r1.a", OK)
                .pods("far", 3, "app: app, istio-locality: r1.b", OK)
                .pods("elsewhere", 1, "app: app, istio-locality: r2.c", OK)
                .policy(
                        "app",
                        "trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: 'r1/a/*',"
                                + " to: {'r1/a/*': 80, 'r1/b/*': 20}}]}}}");
        Outcome run = ask(bed, 500);
        between(399, 401, run.arrived("near"), "80 %");
        between(99, 101, run.arrived("far"), "20 %");
        assertEquals(0, run.arrived("elsewhere"));
    }

    /** CircuitBreakersWithOutlierDetection: what the limits refuse says nothing of any host. */
    @Test
    void whatALimitRefusesEjectsNobody() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{steps: [{sleep: 100ms}]}]}")
                .policy(
                        "app",
                        "trafficPolicy: {connectionPool: {http: {http2MaxRequests: 1}},"
                                + " outlierDetection: {maxEjectionPercent: 100, consecutive5xxErrors: 1,"
                                + " consecutiveGatewayErrors: 1}}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, load: {users: 4}, requests: 4")
                .go();
        assertEquals(3, run.flag("web", "UO"));
        assertEquals(1, run.code("web", 200));
        assertEquals(0, run.stat("app", EJECTIONS + "enforced_total"));
        assertEquals(0, run.stat("app", EJECTIONS + "detected_consecutive_5xx"));
    }

    private static Bed zones(String service, String mesh) {
        Bed bed = Scenarios.bed()
                .deployment("client", 1, "app: client, istio-locality: r1.a", true)
                .pods("near", 1, "app: app, istio-locality: r1.a", OK)
                .pods("far", 3, "app: app, istio-locality: r1.b", OK)
                .document("{apiVersion: v1, kind: Service, metadata: {name: app}, spec: {selector: {app: app}, "
                        + "ports: [{name: http, port: 8080}]" + service + "}}\n");
        return mesh.isEmpty() ? bed : bed.cluster("meshConfig: {localityLbSetting: {" + mesh + "}}");
    }

    /** A Service may want requests to stay near, whether anybody watches its pods or not; a rule comes before it. */
    @Test
    void aServiceMayKeepRequestsInTheZone() {
        assertEquals(
                400, ask(zones(", trafficDistribution: PreferClose", ""), 400).arrived("near"));
        assertEquals(
                400,
                ask(zones(", trafficDistribution: PreferSameZone", ""), 400).arrived("near"));
        between(60, 140, ask(zones("", ""), 400).arrived("near"), "a quarter, as localities are ignored");
        Bed bed = zones(", trafficDistribution: PreferClose", "")
                .policy("app", "trafficPolicy: {loadBalancer: {localityLbSetting: {enabled: false}}}");
        between(60, 140, ask(bed, 400).arrived("near"), "a quarter, as a rule switches it off");
    }

    /** The mesh says what localities mean where nobody else does. */
    @Test
    void theMeshMayHaveSharesOfLocalities() {
        Outcome run = ask(zones("", "distribute: [{from: 'r1/a/*', to: {r1/a: 80, r1/b: 20}}]"), 400);
        between(318, 322, run.arrived("near"), "80 %");
        Outcome off = ask(
                zones("", "enabled: false").policy("app", "trafficPolicy: {outlierDetection: {interval: 10s}}"), 400);
        between(60, 140, off.arrived("near"), "a quarter: no failover by itself");
        Outcome on = ask(zones("", "").policy("app", "trafficPolicy: {outlierDetection: {interval: 10s}}"), 400);
        assertEquals(400, on.arrived("near"));
    }
}
