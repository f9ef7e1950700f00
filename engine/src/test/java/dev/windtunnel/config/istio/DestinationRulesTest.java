package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.ConnectionPool;
import dev.windtunnel.mesh.DestinationRule.LoadBalancer;
import dev.windtunnel.mesh.DestinationRule.SimpleBalancer;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationRulesTest {
    private static final String HEAD =
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: reviews\n";

    @Test
    void policiesSubsetsAndPortsAreRead() {
        Yaml yaml = Yaml.modern(
                HEAD
                        + """
                          workloadSelector: {matchLabels: {app: web}}
                          trafficPolicy:
                            loadBalancer: {simple: ROUND_ROBIN}
                            connectionPool:
                              tcp: {maxConnections: 7, connectTimeout: 250ms}
                              http: {http1MaxPendingRequests: 3}
                            portLevelSettings:
                              - port: {number: 9080}
                                loadBalancer: {}
                          subsets:
                            - name: v1
                              labels: {version: v1}
                            - name: v2
                              labels: {version: v2}
                              trafficPolicy: {loadBalancer: {simple: RANDOM}}
                        """);
        assertEquals("", yaml.paths());
        DestinationRule rule = yaml.mesh().destinationRules().get(0);
        assertEquals(Map.of("app", "web"), rule.workloadSelector());
        TrafficPolicy policy = rule.trafficPolicy();
        assertNotNull(policy);
        assertEquals(new LoadBalancer(SimpleBalancer.ROUND_ROBIN, null, null, null), policy.loadBalancer());
        assertEquals(new ConnectionPool(7, 250_000_000, 0, 0, 3, 0, 0, 0, 0, 0, null, false), policy.connectionPool());
        TrafficPolicy port = policy.portLevel().get(9080);
        assertNotNull(port);
        assertEquals(new LoadBalancer(SimpleBalancer.UNSPECIFIED, null, null, null), port.loadBalancer());
        assertEquals(
                "DestinationRule/default/a trafficPolicy.portLevelSettings[0]",
                port.origin().text());
        assertEquals(8, policy.origin().lineOf("loadBalancer.simple"));
        TrafficPolicy second = rule.subsets().get(1).trafficPolicy();
        assertNotNull(second);
        assertEquals(new LoadBalancer(SimpleBalancer.RANDOM, null, null, null), second.loadBalancer());
        assertEquals(19, rule.subsets().get(1).origin().lineOf("labels.version"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    trafficPolicy: {} | IST0106 spec.trafficPolicy
                    trafficPolicy: {connectionPool: {}} | IST0106 spec.trafficPolicy.connectionPool
                    trafficPolicy: {connectionPool: {tcp: {maxConnections: -1}}} | IST0106 spec.trafficPolicy.connectionPool.tcp.maxConnections
                    trafficPolicy: {connectionPool: {http: {http2MaxRequests: 5}}} |
                    trafficPolicy: {connectionPool: {http: {http2MaxRequests: 0}}} |
                    trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}} | IST0106 spec.trafficPolicy.connectionPool.http.useClientProtocol
                    trafficPolicy: {connectionPool: {tcp: {idleTimeout: 1m, maxConnectionDuration: 1h, tcpKeepalive: {time: 10s}}, http: {idleTimeout: 5s, maxConcurrentStreams: 7, h2UpgradePolicy: UPGRADE}}} |
                    trafficPolicy: {loadBalancer: {simple: LEAST_CONN}} | IST0002 spec.trafficPolicy.loadBalancer.simple
                    trafficPolicy: {loadBalancer: {simple: ROUNDROBIN}} | IST0106 spec.trafficPolicy.loadBalancer.simple
                    trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x}}} |
                    trafficPolicy: {loadBalancer: {simple: RANDOM, consistentHash: {useSourceIp: true}}} | IST0106 spec.trafficPolicy.loadBalancer.consistentHash
                    trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 8}}}} | IST0106 spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b: 50}}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to
                    trafficPolicy: {loadBalancer: {consistentHash: {}}} | WT3022 spec.trafficPolicy.loadBalancer.consistentHash
                    trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: false}}} | WT3022 spec.trafficPolicy.loadBalancer.consistentHash
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b: 100}}]}}} |
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{to: {b: 100}}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].from
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a/*/c, to: {b: 100}}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].from
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a//c, to: {b: 100}}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].from
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b/*: 50, b/c: 50}}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to["b/c"]
                    trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a/*, to: {b: 100}}, {from: a/b, to: {b: 100}}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[1].from
                    trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}]}}} | IST0133 spec.trafficPolicy.loadBalancer.localityLbSetting.failover
                    trafficPolicy: {outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}]}}} |
                    trafficPolicy: {outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [{from: a, to: a}]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0].to
                    trafficPolicy: {outlierDetection: {}, loadBalancer: {localityLbSetting: {failoverPriority: ["=x"]}}} | IST0106 spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority
                    trafficPolicy: {loadBalancer: {simple: RANDOM, warmup: {duration: 10s}}} | WT3023 spec.trafficPolicy.loadBalancer.warmup
                    trafficPolicy: {loadBalancer: {warmup: {duration: 0s}}} | WT3023 spec.trafficPolicy.loadBalancer.warmup.duration
                    trafficPolicy: {loadBalancer: {warmup: {}}} | IST0106 spec.trafficPolicy.loadBalancer.warmup.duration
                    trafficPolicy: {loadBalancer: {warmup: {duration: 10s, minimumPercent: 101}}} | IST0106 spec.trafficPolicy.loadBalancer.warmup.minimumPercent
                    trafficPolicy: {outlierDetection: {maxEjectionPercent: 101}} | IST0106 spec.trafficPolicy.outlierDetection.maxEjectionPercent
                    trafficPolicy: {outlierDetection: {consecutiveErrors: 5}} | IST0133 spec.trafficPolicy.outlierDetection.consecutiveErrors
                    trafficPolicy: {tls: {mode: MUTUAL, privateKey: k, caCertificates: c}} | IST0106 spec.trafficPolicy.tls.clientCertificate
                    trafficPolicy: {tls: {mode: SIMPLE}} | IST0128 spec.trafficPolicy.tls.mode
                    trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE}}]} | IST0129 spec.trafficPolicy.portLevelSettings[0].tls.mode
                    trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: true}} |
                    trafficPolicy: {tls: {mode: SIMPLE, caCertificates: c, sni: 5, subjectAltNames: x}} | IST0106 spec.trafficPolicy.tls.sni, IST0106 spec.trafficPolicy.tls.subjectAltNames
                    trafficPolicy: {tls: {mode: SIMPLE, caCertificates: [x], insecureSkipVerify: "no"}} | IST0106 spec.trafficPolicy.tls.caCertificates, IST0106 spec.trafficPolicy.tls.insecureSkipVerify
                    trafficPolicy: {tls: {mode: MUTUAL, clientCertificate: 1, privateKey: k, caCertificates: c}} | IST0106 spec.trafficPolicy.tls.clientCertificate
                    trafficPolicy: {portLevelSettings: [{loadBalancer: {simple: RANDOM}}]} | IST0106 spec.trafficPolicy.portLevelSettings[0].port
                    subsets: [{name: v1}, {name: v1}] | IST0106 spec.subsets[1].name
                    subsets: [{labels: {a: b}}] | IST0106 spec.subsets[0].name
                    subsets: [{name: v1, labels: {version: 1}}] | IST0106 spec.subsets[0].labels.version
                    subsets: [{name: v1, labels: {version: "a b"}}] | IST0106 spec.subsets[0].labels
                    workloadSelector: {matchLabels: {a: b}}, exportTo: ["*"] | IST0106 spec.exportTo
                    workloadSelector: {} | IST0133 spec.workloadSelector
                    """)
    void rulesAreTakenAsIstiodTakesThem(String fields, String expected) {
        Yaml yaml = Yaml.modern("apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\n"
                + "spec: {host: a, " + fields + "}\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
        boolean refused = expected != null && expected.contains("IST0106");
        assertEquals(refused ? 0 : 1, yaml.mesh().destinationRules().size());
    }

    @Test
    void aRuleNeedsAHost() {
        assertEquals(
                "IST0106 spec.host",
                Yaml.modern(
                                "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec: {}\n")
                        .paths());
    }
}
