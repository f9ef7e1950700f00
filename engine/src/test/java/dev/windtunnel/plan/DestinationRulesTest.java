package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which DestinationRule a client sees, and which of its policies holds for a cluster. */
class DestinationRulesTest {

    private static final String HOST = "app.default.svc.cluster.local";

    /** A rule whose balancer tells it apart. */
    private static String rule(String name, String namespace, String host, String more) {
        return """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: %s, namespace: %s}
                spec: {host: '%s', %s}
                """
                .formatted(name, namespace, host, more);
    }

    private static String balancer(String simple) {
        return "trafficPolicy: {loadBalancer: {simple: " + simple + "}}";
    }

    private static Bed bed() {
        Bed bed =
                Scenarios.bed().service("app", "app: app", "{name: http, port: 8080}", "{name: http-more, port: 9090}");
        for (String namespace : new String[] {"default", "other", "istio-system"}) {
            bed.document(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: client, namespace: %s}
                    spec:
                      selector: {matchLabels: {app: client}}
                      template: {metadata: {labels: {app: client, env: test}}, spec: {containers: [{name: app, image: i}]}}
                    """
                            .formatted(namespace));
        }
        return bed.app("unused", "{}").cluster("injection: all");
    }

    private static @Nullable ClusterConfig cluster(Bed bed, String client, int port, String subset) {
        Plan plan = bed.load().plan();
        WorkloadPlan workload = Objects.requireNonNull(plan.workload(client));
        return plan.config(workload).cluster("outbound|" + port + "|" + subset + "|" + HOST);
    }

    private static Balancing balancing(Bed bed, String client) {
        return Objects.requireNonNull(cluster(bed, client, 8080, "")).balancing();
    }

    @Test
    void withoutARuleIstiosDefaultsHold() {
        ClusterConfig cluster = Objects.requireNonNull(cluster(bed(), "client", 8080, ""));
        assertEquals(Balancing.LEAST_REQUEST, cluster.balancing());
        assertEquals(10_000_000_000L, cluster.connectTimeoutNanos());
        assertEquals(4_294_967_295L, cluster.limits().maxConnections());
        assertEquals(4_294_967_295L, cluster.limits().maxPendingRequests());
        assertNull(cluster(bed(), "client", 8080, "v1"));
    }

    /** The client's namespace, then the service's, then the root namespace: the first that has a rule wins entirely. */
    @ParameterizedTest(name = "{0} sees {1}")
    @CsvSource({"default/client, ROUND_ROBIN", "other/client, RANDOM", "istio-system/client, ROUND_ROBIN"})
    void theFirstLevelWins(String client, Balancing expected) {
        Bed bed = bed().document(rule("root", "istio-system", HOST, balancer("LEAST_REQUEST")))
                .document(rule("owner", "default", "app", balancer("ROUND_ROBIN")))
                .document(rule("theirs", "other", HOST, balancer("RANDOM")));
        assertEquals(expected, balancing(bed, client));
    }

    @Test
    void theRootNamespaceIsTheLastResort() {
        Bed bed = bed().document(rule("root", "istio-system", "*.local", balancer("RANDOM")));
        assertEquals(Balancing.RANDOM, balancing(bed, "other/client"));
        assertEquals(Balancing.RANDOM, balancing(bed, "default/client"));
    }

    /** A short name means a host of the rule's own namespace. */
    @Test
    void aShortNameBelongsToTheRulesNamespace() {
        Bed bed = bed().document(rule("theirs", "other", "app", balancer("RANDOM")));
        assertEquals(Balancing.LEAST_REQUEST, balancing(bed, "other/client"));
        Bed dotted = bed().document(rule("half", "default", "app.default", balancer("RANDOM")));
        assertEquals(Balancing.LEAST_REQUEST, balancing(dotted, "client"), "anything with a dot is left alone");
    }

    @Test
    void exactHostsBeatWildcardsAndLongerOnesShorterOnes() {
        Bed wildcards = bed().document(rule("a", "default", "*.local", balancer("ROUND_ROBIN")))
                .document(rule("b", "default", "*.default.svc.cluster.local", balancer("RANDOM")));
        assertEquals(Balancing.RANDOM, balancing(wildcards, "client"));
        wildcards.document(rule("c", "default", "app", balancer("ROUND_ROBIN")));
        assertEquals(Balancing.ROUND_ROBIN, balancing(wildcards, "client"));
        Bed elsewhere = bed().document(rule("d", "default", "*.example.com", balancer("RANDOM")));
        assertEquals(Balancing.LEAST_REQUEST, balancing(elsewhere, "client"));
    }

    @ParameterizedTest(name = "exportTo {0}")
    @CsvSource({"'.', LEAST_REQUEST, RANDOM", "'*', RANDOM, RANDOM", "other, RANDOM, LEAST_REQUEST"})
    void aRuleIsSeenWhereItIsExportedTo(String exportTo, Balancing other, Balancing own) {
        Bed bed = bed().document(rule("r", "default", "app", "exportTo: ['" + exportTo + "'], " + balancer("RANDOM")));
        assertEquals(other, balancing(bed, "other/client"));
        assertEquals(own, balancing(bed, "default/client"));
    }

    @Test
    void aRuleForCertainClientsComesFirst() {
        Bed bed = bed().document(rule("all", "default", "app", balancer("ROUND_ROBIN")))
                .document(rule(
                        "some",
                        "default",
                        "app",
                        "workloadSelector: {matchLabels: {env: test}}, " + balancer("RANDOM")));
        assertEquals(Balancing.RANDOM, balancing(bed, "default/client"));
        assertEquals(Balancing.ROUND_ROBIN, balancing(bed, "other/client"), "in its own namespace only");
        Bed not = bed().document(rule("all", "default", "app", balancer("ROUND_ROBIN")))
                .document(rule(
                        "some",
                        "default",
                        "app",
                        "workloadSelector: {matchLabels: {env: prod}}, " + balancer("RANDOM")));
        assertEquals(Balancing.ROUND_ROBIN, balancing(not, "default/client"));
    }

    /** Rules of one host side by side: subsets add up, the first policy stays. */
    @Test
    void rulesOfOneHostAreMerged() {
        Bed bed = bed().document(rule("a", "default", "app", "subsets: [{name: v1, labels: {version: v1}}]"))
                .document(
                        rule(
                                "b",
                                "default",
                                "app",
                                balancer("RANDOM")
                                        + ", subsets: [{name: v1, labels: {version: other}}, {name: v2, labels: {version: v2}}]"))
                .document(rule("c", "default", "app", balancer("ROUND_ROBIN")));
        assertEquals(Balancing.RANDOM, balancing(bed, "client"));
        assertEquals(
                "{version=v1}",
                Objects.requireNonNull(cluster(bed, "client", 8080, "v1"))
                        .labels()
                        .toString());
        assertNotNull(cluster(bed, "client", 9090, "v2"));
    }

    private static final String LEVELS =
            """
            trafficPolicy:
              loadBalancer: {simple: ROUND_ROBIN}
              connectionPool: {tcp: {maxConnections: 7, connectTimeout: 3s}, http: {http1MaxPendingRequests: 9}}
              portLevelSettings: [{port: {number: 9090}, loadBalancer: {simple: RANDOM}}]
            subsets:
            - {name: plain, labels: {version: v1}}
            - name: pool
              labels: {version: v1}
              trafficPolicy: {connectionPool: {tcp: {maxConnections: 2}}}
            - name: port
              labels: {version: v1}
              trafficPolicy:
                loadBalancer: {simple: RANDOM}
                portLevelSettings: [{port: {number: 8080}, connectionPool: {tcp: {maxConnections: 5}}}]
            """;

    /** Blocks replace blocks whole; settings of a port replace all of them. 4294967295 stands for no limit. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "8080, '', ROUND_ROBIN, 7, 9, 3", "9090, '', RANDOM, 4294967295, 4294967295, 10",
        "8080, plain, ROUND_ROBIN, 7, 9, 3", "9090, plain, RANDOM, 4294967295, 4294967295, 10",
        "8080, pool, ROUND_ROBIN, 2, 4294967295, 10", "9090, pool, RANDOM, 2, 4294967295, 10",
        "8080, port, LEAST_REQUEST, 5, 4294967295, 10", "9090, port, RANDOM, 4294967295, 4294967295, 10",
    })
    void portsAndSubsetsReplaceBlocks(
            int port, String subset, Balancing balancing, long connections, long pending, long connectSeconds) {
        Bed bed = bed().document(
                        """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: app}
                spec:
                  host: app
                """
                                + LEVELS.indent(2));
        ClusterConfig cluster = Objects.requireNonNull(cluster(bed, "client", port, subset));
        assertEquals(balancing, cluster.balancing());
        assertEquals(connections, cluster.limits().maxConnections());
        assertEquals(pending, cluster.limits().maxPendingRequests());
        assertEquals(connectSeconds * 1_000_000_000L, cluster.connectTimeoutNanos());
    }
}
