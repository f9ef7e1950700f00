package dev.windtunnel.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.analysis.Checks;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever stands in place of any value of an object: reading it ends with a mesh and findings, never with an exception. */
class HostileValuesTest {
    private static final String OBJECTS =
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, labels: {a: b}, annotations: {c: d}}
            spec:
              hosts: [web, "*.org"]
              gateways: [mesh, a/b]
              exportTo: ["."]
              http:
                - match: [{uri: {prefix: /a}, headers: {h: {exact: b}}, queryParams: {q: {regex: a}}, port: 80, sourceLabels: {a: b}}]
                  route: [{destination: {host: web, subset: v1, port: {number: 80}}, weight: 1, headers: {request: {set: {a: b}, remove: [c]}}}]
                  timeout: 1s
                  retries: {attempts: 1, perTryTimeout: 1s, retryOn: 5xx}
                  fault: {delay: {fixedDelay: 1s, percentage: {value: 1}}, abort: {httpStatus: 500, percentage: {value: 1}}}
                  mirrors: [{destination: {host: web}, percentage: {value: 1}}]
                  rewrite: {uri: /b}
                  corsPolicy: {allowOrigins: [{exact: a}], allowMethods: [GET], maxAge: 1s}
                - redirect: {uri: /a, redirectCode: 302}
                - directResponse: {status: 200, body: {string: gone}}
                - delegate: {name: a, namespace: b}
              tcp: [{match: [{port: 1}], route: [{destination: {host: web}, weight: 1}]}]
              tls: [{match: [{port: 1, sniHosts: [web]}], route: [{destination: {host: web}}]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web}
            spec:
              host: web
              workloadSelector: {matchLabels: {a: b}}
              trafficPolicy:
                loadBalancer:
                  localityLbSetting: {distribute: [{from: a, to: {b: 100}}], failover: [{from: a, to: b}]}
                  consistentHash: {httpCookie: {name: a, ttl: 1s, attributes: [{name: a, value: b}]}, maglev: {tableSize: 7}}
                  warmup: {duration: 1s, minimumPercent: 1, aggression: 1}
                connectionPool: {tcp: {maxConnections: 1, connectTimeout: 1s}, http: {http1MaxPendingRequests: 1, http2KeepAlive: {interval: 1s, timeout: 1s}}}
                outlierDetection: {interval: 1s, maxEjectionPercent: 1}
                tls: {mode: SIMPLE}
                portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: RANDOM}}]
              subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [web]}]}
              template:
                metadata: {labels: {app: web}, annotations: {pod.beta.kubernetes.io/init-containers: '[{"name": "i"}]'}}
                spec:
                  nodeSelector: {a: b}
                  containers:
                    - {name: a, image: b, ports: [{name: c, containerPort: 1}], env: [{name: d, value: e}], resources: {limits: {cpu: 1}}, securityContext: {runAsUser: 1}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, clusterIP: None, ports: [{name: http, port: 80, targetPort: 80, nodePort: 30000}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data: {mesh: "connectTimeout: 1s"}
            ---
            type: route-rule
            name: web
            spec:
              destination: web.default.svc.cluster.local
              precedence: 1
              match: {source: a.b, sourceTags: {a: b}, httpHeaders: {uri: {prefix: /a}}}
              route: [{destination: a.b, tags: {a: b}, weight: 100}]
              rewrite: {uri: /a}
              httpReqTimeout: {simpleTimeout: {timeout: 1s}}
              httpReqRetries: {simpleRetry: {attempts: 1, perTryTimeout: 1s}}
              httpFault: {delay: {percent: 1, fixedDelay: 1s}, abort: {percent: 1, httpStatus: 500}}
            """;

    private static final List<Node> INSTEAD = List.of(
            ScalarNode.NULL,
            ScalarNode.of(""),
            ScalarNode.of("*\u0000[("),
            ScalarNode.of(-1),
            ScalarNode.of(Long.MAX_VALUE),
            ScalarNode.of(Double.NaN),
            ScalarNode.of(true),
            MapNode.EMPTY,
            ListNode.of(List.of()),
            ListNode.of(List.of(ScalarNode.NULL, MapNode.EMPTY)));

    @Test
    void noValueMakesReadingFail() {
        int read = 0;
        for (Document document : YamlReader.read("a.yaml", OBJECTS, new Findings())) {
            for (Node variant : variants(document.root())) {
                for (Profile profile : Profile.values()) {
                    Findings findings = new Findings();
                    Document changed = new Document(variant, "a.yaml", 0);
                    ObjectStore store = Manifests.store(List.of(changed), "default", findings);
                    Mesh mesh = MeshReader.read(store, profile, false, findings);
                    Checks.run(mesh, store, profile, findings);
                    read++;
                }
            }
        }
        assertTrue(read > 1000);
    }

    /** The tree with each of its values replaced by each of {@link #INSTEAD}, one at a time. */
    private static List<Node> variants(Node node) {
        List<Node> variants = new ArrayList<>(INSTEAD);
        if (node instanceof MapNode map) {
            for (Entry entry : map.entries()) {
                variants(entry.value()).forEach(changed -> variants.add(map.with(entry.key(), changed)));
            }
        } else if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                int at = i;
                variants(list.items().get(i)).forEach(changed -> {
                    List<Node> items = new ArrayList<>(list.items());
                    items.set(at, changed);
                    variants.add(list.withItems(items));
                });
            }
        }
        return variants;
    }
}
