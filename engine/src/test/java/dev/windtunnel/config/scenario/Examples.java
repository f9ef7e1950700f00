package dev.windtunnel.config.scenario;

import java.util.Set;

/** Texts of scenarios for several tests. */
final class Examples {
    static final String EVERYTHING =
            """
            apiVersion: windtunnel.dev/v1
            kind: Scenario
            metadata: {name: hello-split, labels: {team: a}, annotations: {note: b}}
            spec:
              description: 90/10 split of the first Istio experiment, one client, 100 calls
              profile: envoy-2017
              profileOptions: {lenient0.1: true}
              namespace: default
              resources: [manifests/*.yaml]
              run: {duration: 60s, warmup: 0s, drain: 30s, seed: 1, replications: 1, failureThreshold: Error}
              cluster:
                injection: auto
                meshConfig:
                  connectTimeout: 3s
                  outboundTrafficPolicy: {mode: ALLOW_ANY}
                  localityLbSetting: {enabled: true, distribute: [{from: r1/*, to: {r1/a: 80, r1/b: 20}}], failoverPriority: [topology.kubernetes.io/zone]}
                  enableAutoMtls: true
                  h2UpgradePolicy: UPGRADE
                  defaultHttpRetryPolicy: {attempts: 2, perTryTimeout: 1s, retryOn: 5xx, backoff: 25ms, retryIgnorePreviousHosts: true, retryRemoteLocalities: false}
                loadBalancer: false
                network: {sameNode: 50us, sameZone: 250us, crossZone: 1ms, crossRegion: {uniform: [20ms, 30ms]}, external: 10ms, bandwidth: 1Gbit/s, dns: 0s, tlsHandshake: {cpu: 500us, roundTrips: 1}}
                proxy: {latency: 200us, workers: 2, native: true}
                propagation: {debounce: 100ms, push: {uniform: [5ms, 50ms]}}
                nodes: [{name: b, zone: b}, {name: a, region: r1, zone: a, count: 3, labels: {}}]
                extensionProviders: {my-authz: {latency: 2ms, deny: {headers: {x-deny: {exact: "1"}}}, status: 403, body: no, failures: 1%, failOpen: true, statusOnError: 503}}
                rateLimitService: {latency: 1ms, failures: 0, config: [{domain: shop, descriptors: [{key: PATH, value: /, shadow_mode: false, detailed_metric: false, rate_limit: {unit: minute, requests_per_unit: 5, unlimited: false, name: root}, descriptors: [{key: user}]}]}]}
                mixerRules: [{scope: global, subject: helloworldsvc.default.svc.cluster.local, file: rules/quota.yaml}]
                platform: {serviceAccounts: true, dns: true, images: available, allowPrivileged: true, admission: [NamespaceLifecycle, ServiceAccount]}
                pins:
                  pods: {tool: [{name: tool-185907110-fsr04, ip: 10.1.40.9, age: 1h, restarts: 0}, {name: tool-185907110-nrn9l}]}
                  services: {helloworldsvc: {clusterIP: 10.254.145.112, age: 47m}, istio-ingress: {nodePorts: {80: 32031}}}
              workloads:
                "*": {handlers: [{steps: [{work: {lognormal: {p50: 3ms, p99: 25ms}}}]}]}
                helloworld-service:
                  sidecar: true
                  cpu: 2
                  concurrency: 150
                  queue: 100
                  model: threads
                  onCancel: continue
                  startup: 5s
                  shutdown: finish
                  placement: {a: 3, b: 1}
                  forwardHeaders: [end-user, authorization]
                  connection: {protocol: http1, keepAlive: true, max: unlimited, idle: 90s}
                  handlers:
                    - match: {uri: {exact: /HelloWorld/delay.jsp}, method: GET, headers: {end-user: {prefix: j}, x: {}}, queryParams: {q: {regex: "a.*"}}, port: 8080}
                      steps: [{sleep: 10s}]
                    - steps:
                        - work: {exponential: 5ms}
                        - call: {name: ratings, url: "http://ratings:9080/ratings/0", method: GET, headers: {}, bytes: 1kB, timeout: 1s, retries: {attempts: 2, backoff: 100ms, retryOn: [5xx, timeout, connect]}, onError: fail}
                        - parallel: [[{call: {url: "http://a:80/", onError: {status: 200}}}], [{call: {url: "http://b:80/"}}]]
                        - chance: {probability: 10%, steps: [{work: 50ms}]}
                        - work: {normal: {mean: 5ms, stddev: 1ms}}
                        - work: {pareto: {min: 1ms, alpha: 2.5}}
                        - work: {erlang: {shape: 4, mean: 5ms}}
                        - work: {weibull: {shape: 1.5, scale: 5ms}}
                        - work: {empirical: times.csv}
                        - work: {histogram: fortio.json}
                      response: {status: 200, body: "SERVICE_VERSION=${env.SERVICE_VERSION}\\n", headers: {}, bytes: 2kB, grpcStatus: OK, stream: 1s}
                      errors: [{rate: 1%, status: 503}, {rate: 1%, grpcStatus: UNAVAILABLE}, {rate: 1%, reset: true}, {rate: 0.1%, hang: true, after: steps}]
              external:
                api.stripe.com: {latency: 30ms, addresses: 3, handlers: [{steps: [{sleep: 5ms}]}]}
              traffic:
                - name: curl
                  from: tool
                  zone: a
                  request: {method: GET, url: "http://helloworldsvc:8080/HelloWorld/index.jsp?u=${user}", headers: {end-user: "u${uniform(1,100)}"}, cookies: keep, bytes: 1kB, clientIP: 1.2.3.4, token: {issuer: i, subject: s, claims: {roles: [a, b], team: {name: c}}, valid: true}}
                  load: {users: 1, thinkTime: 0s}
                  requests: 100
                  start: 0s
                  stop: 30s
                  connection: {keepAlive: false}
                  timeout: 30s
                  retries: {attempts: 2, backoff: 100ms}
                - name: shop
                  from: tool
                  mix: [{name: browse, weight: 9, request: {url: "http://a/${zipf(10,1)}"}}, {name: buy, request: {url: "http://a/${pick(a,b)}"}}, {name: add, request: {grpc: "grpc://cart:7070/shop.Cart/Add", timeout: 500ms}}, {name: watch, request: {url: "ws://a/feed", session: {for: {exponential: 10m}, every: 20s}}}]
                  load: {rate: 50/s, arrivals: poisson}
                - name: sql
                  from: tool
                  tcp: {url: "tcp://mysql:3306", exchanges: 20, bytes: 200, interval: 10ms}
                - name: ramp
                  from: tool
                  request: {url: "http://a/"}
                  load: {stages: [{duration: 30s, rate: 50/s}, {duration: 60s, rampTo: 500/s}]}
              timeline:
                - {at: 20s, apply: rules/retry.yaml}
                - {at: 21s, apply: [{kind: DestinationRule, spec: {host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: r1, to: r2}]}}}}}]}
                - {at: 30s, delete: VirtualService/reviews}
                - {at: 35s, patch: {VirtualService/reviews: {"spec.http[0].route[0].weight": 50, "spec.http[0].route[1].weight": 50}}}
                - {at: 40s, scale: {workload: reviews-v1, replicas: 5}}
                - {at: 45s, restart: {workload: reviews-v1}}
                - {at: 50s, kill: {workload: reviews-v1, pods: 1, grace: 30s}}
                - {at: 60s, slow: {workload: ratings, factor: 10}, for: 15s}
                - {at: 70s, fail: {workload: ratings, pods: 1, rate: 100%, status: 503}, for: 5s, every: 20s, until: 5m}
                - {at: 72s, unready: {workload: ratings, pods: 1}, for: 10s}
                - {at: 75s, network: {from: a, to: b, latency: 20ms, loss: 1%}, for: 10s}
                - {at: 80s, partition: {from: productpage-v1, to: reviews-v2}, for: 5s}
                - {at: 90s, zone: {down: b, detect: 40s}, for: 60s}
                - {at: 91s, node: {down: a-1, detect: 40s}, for: 60s}
                - {at: 95s, load: {traffic: curl, factor: 3}, for: 10s}
                - {at: 96s, proxy: {workload: tool, state: down}, for: 5m}
                - {at: 97s, staleRoutes: {workload: tool}}
                - {at: 98s, component: {down: istiod}, for: 30s}
                - {at: 98s, component: {down: dns}, for: 30s}
                - {at: 99s, exec: "istioctl create -f retry.yaml"}
              thresholds:
                - p99(curl) < 300ms
                - errors(service/helloworldsvc) < 1%
                - share(helloworldsvc, version=2) in 8%..12%
                - {name: "E3 total", check: "max(curl) <= 6.098s", reference: 6.087s, source: "seed C12"}
            """;

    /** Keys that no example can show, for they are alternatives of what the example shows. */
    static final Set<String> WITHOUT_EFFECT = alternatives();

    private Examples() {}

    private static Set<String> alternatives() {
        Set<String> keys = new java.util.TreeSet<>(Set.of("poll", "jitter"));
        SchemaCheck.meshConfigWithoutEffect(ScenarioSchema.tree()).forEach(keys::add);
        return keys;
    }
}
