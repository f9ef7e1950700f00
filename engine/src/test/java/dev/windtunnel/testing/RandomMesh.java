package dev.windtunnel.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Small scenarios made up by a seed: services that call each other, rules of all kinds, and an eventful timeline. */
public final class RandomMesh {

    /** A service whose two versions are called {@code w} and their weight, of 100, and which always answers. */
    public static final String WEIGHED = "weighed";

    private static final List<String> CONDITIONS = List.of(
            "5xx", "gateway-error", "reset", "connect-failure", "retriable-4xx", "503", "5xx,reset", "reset,429");

    private final SplittableRandom random;
    private final Bed bed = new Bed();
    private final int services;
    private final List<String> workloads = new ArrayList<>();

    private RandomMesh(long seed) {
        random = new SplittableRandom(seed);
        services = 1 + random.nextInt(5);
    }

    /** The text of the scenario file of a seed. */
    public static String yaml(long seed) {
        return new RandomMesh(seed).write();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String time(int lowMillis, int highMillis) {
        int millis = between(lowMillis, highMillis);
        return switch (random.nextInt(4)) {
            case 0 -> millis + "ms";
            case 1 -> "{exponential: " + Math.max(1, millis) + "ms}";
            case 2 -> "{uniform: [0ms, " + 2 * millis + "ms]}";
            default -> "{lognormal: {p50: " + Math.max(1, millis) + "ms, p99: " + (5 * millis + 2) + "ms}}";
        };
    }

    private String write() {
        bed.deployment("client", between(1, 2), "app: client", chance(0.8));
        for (int i = 0; i < services; i++) {
            service(i);
        }
        if (chance(0.3)) {
            weighed();
        }
        traffic();
        timeline();
        bed.run(String.format(
                Locale.ROOT,
                "{duration: %dms, warmup: %dms, drain: %dms, seed: %d}",
                between(800, 3000),
                chance(0.3) ? between(100, 700) : 0,
                between(0, 3000),
                random.nextInt(1000)));
        if (chance(0.7)) {
            bed.network("{crossZone: 1ms, sameNode: " + time(0, 1) + ", sameZone: 250us}")
                    .proxy("{latency: " + oneOf("0s", "200us", "{exponential: 300us}") + ", workers: " + between(1, 3)
                            + oneOf("", ", native: false") + "}");
        }
        if (chance(0.4)) {
            bed.cluster("propagation: "
                    + oneOf(
                            "{debounce: 100ms, push: {uniform: [5ms, 50ms]}}",
                            "{poll: 500ms, jitter: 500ms}",
                            "instant"));
        }
        bed.cluster("nodes: [{name: a, zone: a, count: 2}, {name: b, zone: b, labels: {disk: ssd}}]");
        if (chance(0.2)) {
            bed.cluster("meshConfig: {connectTimeout: " + between(100, 900) + "ms}");
        }
        return bed.yaml();
    }

    private void service(int i) {
        String name = "s" + i;
        bed.service(name, "app: " + name, "{name: " + oneOf("http", "http", "http2", "tcp", "web") + ", port: 8080}");
        boolean split = chance(0.5);
        deployment(name, "app: " + name + ", version: v1", i);
        if (split) {
            deployment(name + "-v2", "app: " + name + ", version: v2", i);
        }
        if (chance(0.7)) {
            bed.policy(name, policy(split));
        } else if (split) {
            bed.policy(name, "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]");
        }
        if (chance(0.7)) {
            bed.routes(name, routes(name, split));
        }
    }

    private void weighed() {
        int weight = between(1, 49);
        bed.client("weigher").service(WEIGHED, "app: " + WEIGHED, "{name: http, port: 8080}");
        StringBuilder subsets = new StringBuilder();
        StringBuilder route = new StringBuilder();
        for (int each : new int[] {weight, 100 - weight}) {
            String version = "w" + each;
            bed.pods(version, between(1, 3), "app: " + WEIGHED + ", version: " + version, "{}");
            subsets.append("{name: ")
                    .append(version)
                    .append(", labels: {version: ")
                    .append(version)
                    .append("}},");
            route.append("{destination: {host: " + WEIGHED + ", subset: ")
                    .append(version)
                    .append("}, weight: ")
                    .append(each)
                    .append("},");
        }
        bed.policy(WEIGHED, "subsets: [" + subsets + "]")
                .routes(WEIGHED, "[{route: [" + route + "]}]")
                .traffic("name: weigher, from: weigher, request: {url: 'http://" + WEIGHED
                        + ":8080/'}, load: {rate: 200/s}");
    }

    private void deployment(String name, String labels, int i) {
        workloads.add(name);
        bed.workload(name, behaviour(i));
        String place = chance(0.4) ? ", istio-locality: " + oneOf("r1.a", "r1.b", "r2.c") : "";
        bed.deployment(name, between(1, 3), labels + place, chance(0.6));
    }

    private String behaviour(int i) {
        List<String> keys = new ArrayList<>();
        if (chance(0.4)) {
            keys.add("cpu: " + oneOf("1", "2", "500m", "1500m"));
        }
        if (chance(0.5)) {
            keys.add("concurrency: " + between(1, 8));
        }
        if (chance(0.3)) {
            keys.add("queue: " + between(0, 10));
        }
        if (chance(0.3)) {
            keys.add("model: async");
        }
        if (chance(0.4)) {
            keys.add("onCancel: " + oneOf("stop", "continue"));
        }
        if (chance(0.3)) {
            keys.add("startup: " + between(0, 600) + "ms");
        }
        if (chance(0.3)) {
            keys.add("shutdown: " + oneOf("finish", "exit", "ignore"));
        }
        if (chance(0.3)) {
            keys.add("connection: {protocol: " + oneOf("http1", "http2") + ", keepAlive: " + chance(0.5) + ", max: "
                    + between(1, 4) + "}");
        }
        String handler = "{steps: [" + String.join(", ", steps(i, 0)) + "]";
        if (chance(0.5)) {
            handler += ", response: {status: " + oneOf("200", "200", "201", "404", "503") + ", body: "
                    + oneOf("''", "ok") + "}";
        }
        if (chance(0.5)) {
            handler += ", errors: [{rate: " + between(1, 30) + "%, "
                    + oneOf(
                            "status: 503",
                            "status: 500, after: steps",
                            "reset: true",
                            "hang: true",
                            "reset: true, after: steps")
                    + "}]";
        }
        keys.add("handlers: [" + handler + "}]");
        return "{" + String.join(", ", keys) + "}";
    }

    private List<String> steps(int i, int depth) {
        List<String> steps = new ArrayList<>();
        int count = between(1, 3);
        for (int n = 0; n < count; n++) {
            int kind = random.nextInt(10);
            if (kind < 3) {
                steps.add("{work: " + time(0, 20) + "}");
            } else if (kind < 5) {
                steps.add("{sleep: " + time(0, 40) + "}");
            } else if (kind < 8 && i + 1 < services) {
                steps.add(call(between(i + 1, services - 1)));
            } else if (kind == 8 && depth < 2) {
                steps.add("{parallel: [[" + String.join(", ", steps(i, depth + 1)) + "], ["
                        + String.join(", ", steps(i, depth + 1)) + "]]}");
            } else if (depth < 2) {
                steps.add("{chance: {probability: " + between(0, 100) + "%, steps: ["
                        + String.join(", ", steps(i, depth + 1)) + "]}}");
            }
        }
        return steps;
    }

    private String call(int to) {
        String call = "url: 'http://s" + to + ":8080/x'";
        if (chance(0.4)) {
            call += ", timeout: " + between(5, 200) + "ms";
        }
        if (chance(0.4)) {
            call += ", retries: {attempts: " + between(1, 2) + ", backoff: " + between(0, 50) + "ms, retryOn: ["
                    + oneOf("5xx", "timeout", "connect", "5xx, timeout, connect, reset") + "]}";
        }
        if (chance(0.4)) {
            call += ", onError: " + oneOf("fail", "ignore", "{status: 200}", "{status: 500}");
        }
        return "{call: {" + call + "}}";
    }

    private String policy(boolean split) {
        List<String> blocks = new ArrayList<>();
        if (chance(0.6)) {
            blocks.add("loadBalancer: {" + balancer() + "}");
        }
        if (chance(0.6)) {
            String http = "http1MaxPendingRequests: " + between(1, 20);
            if (chance(0.3)) {
                http += ", http2MaxRequests: " + between(1, 10);
            }
            if (chance(0.3)) {
                http += ", maxRequestsPerConnection: " + between(1, 5);
            }
            if (chance(0.3)) {
                http += ", maxRetries: " + between(1, 3);
            }
            if (chance(0.3)) {
                http += ", idleTimeout: " + between(1, 300) + "ms";
            }
            if (chance(0.3)) {
                http += ", maxConcurrentStreams: " + between(1, 5);
            }
            if (chance(0.3)) {
                http += oneOf(
                        ", h2UpgradePolicy: UPGRADE", ", h2UpgradePolicy: DO_NOT_UPGRADE", ", useClientProtocol: true");
            }
            String tcp = "maxConnections: " + between(1, 4) + ", connectTimeout: " + between(50, 500) + "ms";
            if (chance(0.2)) {
                tcp += ", maxConnectionDuration: " + between(20, 600) + "ms";
            }
            if (chance(0.2)) {
                tcp += ", idleTimeout: " + between(5, 300) + "ms";
            }
            blocks.add("connectionPool: {tcp: {" + tcp + "}, http: {" + http + "}}");
        }
        if (chance(0.4)) {
            blocks.add("outlierDetection: {" + outliers() + "}");
        }
        if (chance(0.2)) {
            blocks.add("retryBudget: {percent: " + between(0, 100) + ", minRetryConcurrency: " + between(1, 3) + "}");
        }
        String text = "trafficPolicy: {" + String.join(", ", blocks) + "}";
        return split
                ? text + ", subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]"
                : text;
    }

    private String balancer() {
        String locality = chance(0.3)
                ? ", localityLbSetting: {"
                        + oneOf(
                                "distribute: [{from: '*', to: {'r1/a/*': 70, 'r1/b/*': 20, 'r2/*': 10}}]",
                                "failover: [{from: r1, to: r2}]",
                                "failoverPriority: [topology.kubernetes.io/region, version]",
                                "enabled: false")
                        + "}"
                : "";
        String warmup = chance(0.3)
                ? ", warmup: {duration: " + between(100, 2000) + "ms, aggression: " + oneOf("1", "2", "0.5") + "}"
                : "";
        return switch (random.nextInt(6)) {
            case 0 -> "consistentHash: {" + hash() + "}" + locality;
            case 1 -> "simple: RANDOM" + locality;
            case 2 -> "simple: PASSTHROUGH";
            case 3 -> "simple: ROUND_ROBIN" + locality + warmup;
            default -> "simple: LEAST_REQUEST" + locality + warmup;
        };
    }

    private String hash() {
        String key = oneOf(
                "httpHeaderName: user-agent",
                "httpQueryParameterName: b",
                "useSourceIp: true",
                "httpCookie: {name: u, ttl: 0s}");
        return chance(0.5) ? key + ", maglev: {tableSize: 1009}" : key + ", ringHash: {minimumRingSize: 64}";
    }

    private String outliers() {
        String text = "interval: " + between(50, 500) + "ms, baseEjectionTime: " + between(50, 800)
                + "ms, maxEjectionPercent: " + between(0, 100);
        text += ", consecutive5xxErrors: " + between(0, 4);
        if (chance(0.4)) {
            text += ", consecutiveGatewayErrors: " + between(0, 4);
        }
        if (chance(0.3)) {
            text += ", splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: " + between(1, 3);
        }
        return chance(0.4) ? text + ", minHealthPercent: " + between(0, 100) : text;
    }

    private String routes(String host, boolean split) {
        List<String> fields = new ArrayList<>();
        if (chance(0.5)) {
            fields.add("timeout: " + between(5, 400) + "ms");
        }
        if (chance(0.6)) {
            String retries = "attempts: " + between(0, 3) + ", retryOn: '"
                    + CONDITIONS.get(random.nextInt(CONDITIONS.size())) + "'";
            if (chance(0.5)) {
                retries += ", perTryTimeout: " + between(5, 150) + "ms";
            }
            if (chance(0.3)) {
                retries += ", backoff: " + between(1, 300) + "ms";
            }
            if (!retries.startsWith("attempts: 0") && chance(0.3)) {
                retries += ", retryRemoteLocalities: true";
            }
            fields.add("retries: {" + retries + "}");
        }
        if (chance(0.4)) {
            fields.add("fault: {delay: {percentage: {value: " + between(0, 100) + "}, fixedDelay: " + between(1, 100)
                    + "ms}, abort: {percentage: {value: " + between(0, 40) + "}, httpStatus: 503}}");
        }
        if (chance(0.3)) {
            fields.add("mirror: {host: s" + between(Integer.parseInt(host.substring(1)), services - 1)
                    + "}, mirrorPercentage: {value: " + between(0, 100) + "}");
        }
        if (split && chance(0.8)) {
            int weight = between(0, 100);
            fields.add("route: [{destination: {host: " + host + ", subset: v1}, weight: " + weight
                    + "}, {destination: {host: " + host + ", subset: v2}, weight: " + (100 - weight) + "}]");
        } else {
            fields.add("route: [{destination: {host: " + host + (chance(0.1) ? ", subset: nowhere" : "") + "}}]");
        }
        String last = "{" + String.join(", ", fields) + "}";
        return chance(0.2) ? "[{match: [{uri: {prefix: /gone}}], redirect: {uri: /}}, " + last + "]" : "[" + last + "]";
    }

    private void traffic() {
        int count = between(1, 3);
        for (int i = 0; i < count; i++) {
            boolean tcp = chance(0.2);
            String fields = "name: t" + i + ", from: client, "
                    + (tcp
                            ? "tcp: {url: 'tcp://s" + random.nextInt(services) + ":8080', exchanges: " + between(1, 5)
                                    + ", bytes: " + between(0, 500) + ", interval: " + time(0, 30) + "}"
                            : "request: {url: 'http://s" + random.nextInt(services) + ":8080"
                                    + oneOf("/", "/gone", "/a?b=c") + "'}");
            fields += switch (random.nextInt(3)) {
                case 0 -> ", load: {users: " + between(1, 8) + ", thinkTime: " + time(1, 50) + "}";
                case 1 -> ", load: {rate: " + between(1, 200) + "/s, arrivals: " + oneOf("poisson", "constant") + "}";
                default ->
                    ", load: {stages: [{duration: 500ms, rate: " + between(1, 50) + "/s}, {duration: 1s, rampTo: "
                            + between(1, 300) + "/s}]}";
            };
            if (chance(0.4)) {
                fields += ", timeout: " + between(10, 500) + "ms";
            }
            if (chance(0.4)) {
                fields += ", retries: {attempts: " + between(1, 2) + ", backoff: " + between(0, 100)
                        + "ms, retryOn: [5xx, timeout, connect, reset]}";
            }
            if (chance(0.3)) {
                fields += ", requests: " + between(1, 100);
            }
            if (!tcp && chance(0.4)) {
                fields += ", connection: {protocol: " + oneOf("http1", "http2") + ", keepAlive: " + chance(0.5)
                        + ", max: " + between(1, 6) + ", idle: " + between(1, 500) + "ms}";
            }
            if (chance(0.2)) {
                fields += ", start: " + between(0, 500) + "ms, stop: " + between(600, 2000) + "ms";
            }
            bed.traffic(fields);
        }
    }

    private String workload() {
        return chance(0.15) ? "client" : workloads.get(random.nextInt(workloads.size()));
    }

    private String some() {
        return oneOf("", ", pods: 1", ", pods: 50%");
    }

    private String side() {
        return chance(0.4) ? oneOf("a", "b", "a-0") : workload();
    }

    /** What else changes with the image of a template. */
    private String template() {
        return oneOf(
                "",
                ", \"spec.template.spec.terminationGracePeriodSeconds\": " + between(0, 2),
                ", \"spec.template.spec.containers[0].lifecycle\": {preStop: {sleep: {seconds: 1}}}",
                ", \"spec.template.spec.containers[0].readinessProbe\": {httpGet: {port: 8080}, periodSeconds: 1}",
                ", \"spec.template.spec.containers[0].livenessProbe\": {httpGet: {port: 8080}, periodSeconds: 1, "
                        + "failureThreshold: " + between(1, 2) + "}");
    }

    private void timeline() {
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String more = chance(0.5) ? ", for: " + between(50, 1000) + "ms" : "";
            String repeat = !more.isEmpty() && chance(0.3) ? ", every: 1100ms, until: 2500ms" : "";
            String entry =
                    switch (random.nextInt(19)) {
                        case 0 -> "kill: {workload: " + workload() + some() + oneOf("", ", grace: 1s") + "}";
                        case 11 -> "restart: {workload: " + workload() + "}";
                        case 12 -> "unready: {workload: " + workload() + some() + "}" + more + repeat;
                        case 13 ->
                            "network: {from: " + side() + ", to: " + side() + ", "
                                    + oneOf(
                                            "latency: " + between(1, 40) + "ms",
                                            "loss: " + between(1, 40) + "%",
                                            "loss: 100%",
                                            "latency: {exponential: 5ms}, loss: 3%")
                                    + "}" + more;
                        case 14 ->
                            "zone: {down: " + oneOf("a", "b") + ", detect: " + between(0, 800) + "ms}" + more + repeat;
                        case 15 ->
                            "node: {down: " + oneOf("a-0", "a-1", "b") + ", detect: " + between(0, 800) + "ms}" + more;
                        case 16 -> "component: {down: " + oneOf("istiod", "pilot", "ca", "dns") + "}" + more;
                        case 17 ->
                            "patch: {Deployment/" + workload() + ": {\"spec.template.spec.containers[0].image\": 'x:"
                                    + i + "'" + template() + "}}";
                        case 18 ->
                            "patch: {Deployment/" + workload() + ": {\"spec.strategy\": "
                                    + oneOf(
                                            "{type: Recreate}",
                                            "{rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}",
                                            "{rollingUpdate: {maxSurge: 100%, maxUnavailable: 50%}}")
                                    + ", \"spec.template.spec.nodeSelector\": {disk: ssd}}}";
                        case 1 -> "scale: {workload: " + workload() + ", replicas: " + random.nextInt(4) + "}";
                        case 2 ->
                            "slow: {workload: " + workload() + ", factor: " + between(2, 20) + "}" + more + repeat;
                        case 3 ->
                            "fail: {workload: " + workload() + some() + ", rate: " + between(1, 100) + "%, "
                                    + oneOf("status: 503", "reset: true", "hang: true") + "}" + more + repeat;
                        case 4 ->
                            "partition: {from: " + workload() + ", to: "
                                    + workloads.get(random.nextInt(workloads.size())) + "}" + more;
                        case 5 -> "proxy: {workload: " + workload() + ", state: down}" + more;
                        case 6 -> "load: {traffic: t0, factor: " + oneOf("0.5", "2", "5") + "}" + more;
                        case 7 -> {
                            String host = "s" + random.nextInt(services);
                            yield "apply: [{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: "
                                    + host + "}, spec: {hosts: [" + host + "], http: [{timeout: " + between(5, 100)
                                    + "ms, route: [{destination: {host: " + host + "}}]}]}}]";
                        }
                        case 8, 9 -> {
                            String host = "s" + random.nextInt(services);
                            yield "apply: [{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: "
                                    + host + "}, spec: {host: " + host + ", " + policy(chance(0.5)) + "}}]";
                        }
                        default -> "staleRoutes: {workload: " + workload() + "}";
                    };
            bed.at(between(0, 1500) + "ms", entry);
        }
    }
}
