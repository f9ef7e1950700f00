package dev.windtunnel.bench;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Scenarios of any size, written as text and loaded by what {@code run} loads its files with. */
final class Meshes {
    private Meshes() {}

    /**
     * A chain of services with all that a mesh has a request go through: 9 pods of v1 and 1 of v2 behind each service, 90
     * and 10 % of the requests to them by subsets, a route timeout of 10 s, a per-try timeout of 1 s, one retry on 5xx
     * allowed, sidecars on both sides of every hop, 5 ms of exponential work on 4 cores. 5600 requests/s come as a
     * Poisson process, which keeps the cores of v2 and of v1 busy for 70 % of the time.
     *
     * @param duration of the run, as a scenario has it
     */
    static Experiment chain(int services, String duration) {
        return chain(services, duration, "{injection: all, proxy: {workers: 1}}", "");
    }

    /**
     * The same chain with all that watches over hosts: outlier detection of every kind, limits of connections, requests and
     * retries that are not met, two zones that get their shares, and two workers in each proxy.
     */
    static Experiment guardedChain(int services, String duration) {
        return chain(
                services,
                duration,
                "{injection: all, proxy: {workers: 2}, nodes: [{name: a, region: r1, zone: a}, {name: b, region: r1, zone: b}]}",
                """
                  trafficPolicy:
                    loadBalancer: {localityLbSetting: {distribute: [{from: "*", to: {r1/a: 55, r1/b: 45}}]}}
                    connectionPool:
                      tcp: {maxConnections: 500, connectTimeout: 1s}
                      http: {http1MaxPendingRequests: 500, http2MaxRequests: 1000, maxRetries: 50}
                    outlierDetection:
                      consecutive5xxErrors: 5
                      consecutiveGatewayErrors: 3
                      splitExternalLocalOriginErrors: true
                      consecutiveLocalOriginFailures: 3
                      interval: 1s
                      maxEjectionPercent: 50
                """);
    }

    private static Experiment chain(int services, String duration, String cluster, String policy) {
        StringBuilder text = new StringBuilder(head("chain", duration, cluster));
        text.append("    client: {handlers: [{response: {status: 200}}]}\n");
        for (int i = 0; i < services; i++) {
            for (String version : List.of("v1", "v2")) {
                text.append("    s%d-%s: {cpu: 4, handlers: [{steps: [{work: {exponential: 5ms}}%s]}]}\n"
                        .formatted(i, version, i + 1 < services ? call("s" + (i + 1)) : ""));
            }
        }
        text.append("  traffic:\n").append(traffic("web", "s0", 5600)).append(deployment("client", "client", "v1", 1));
        for (int i = 0; i < services; i++) {
            String name = "s" + i;
            text.append(deployment(name + "-v1", name, "v1", 9)).append(deployment(name + "-v2", name, "v2", 1));
            text.append(service(name));
            text.append(
                    """
                    ---
                    apiVersion: networking.istio.io/v1
                    kind: DestinationRule
                    metadata: {name: %1$s}
                    spec:
                      host: %1$s
                      subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
                    %2$s---
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: %1$s}
                    spec:
                      hosts: [%1$s]
                      http:
                      - timeout: 10s
                        retries: {attempts: 1, perTryTimeout: 1s, retryOn: 5xx}
                        route:
                        - {destination: {host: %1$s, subset: v1}, weight: 90}
                        - {destination: {host: %1$s, subset: v2}, weight: 10}
                    """
                            .formatted(name, policy));
        }
        return load(text.toString());
    }

    /**
     * A mesh of the size with which Istio's releases are tested: 1000 services of two pods each, here in chains of five,
     * and 70,000 requests/s among them all, 70 from outside to each chain's first service.
     */
    static Experiment thousandServices() {
        int chains = 200;
        int length = 5;
        StringBuilder text = new StringBuilder(head("thousand-services", "1h", "{injection: all, proxy: {workers: 1}}"));
        text.append("    client: {handlers: [{response: {status: 200}}]}\n");
        for (int chain = 0; chain < chains; chain++) {
            for (int i = 0; i < length; i++) {
                text.append("    c%d-s%d: {cpu: 1, handlers: [{steps: [{work: {exponential: 5ms}}%s]}]}\n"
                        .formatted(chain, i, i + 1 < length ? call("c" + chain + "-s" + (i + 1)) : ""));
            }
        }
        text.append("  traffic:\n");
        for (int chain = 0; chain < chains; chain++) {
            text.append(traffic("t" + chain, "c" + chain + "-s0", 70));
        }
        text.append(deployment("client", "client", "v1", 1));
        for (int chain = 0; chain < chains; chain++) {
            for (int i = 0; i < length; i++) {
                String name = "c" + chain + "-s" + i;
                text.append(deployment(name, name, "v1", 2)).append(service(name));
            }
        }
        return load(text.toString());
    }

    private static String head(String name, String duration, String cluster) {
        return """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: %s}
                spec:
                  run: {seed: 1, duration: %s}
                  cluster: %s
                  workloads:
                """
                .formatted(name, duration, cluster);
    }

    private static String call(String service) {
        return ", {call: {url: 'http://%s:8080/'}}".formatted(service);
    }

    private static String traffic(String name, String to, int perSecond) {
        return "  - {name: %s, from: client, request: {url: 'http://%s:8080/'}, load: {rate: %d/s}}\n"
                .formatted(name, to, perSecond);
    }

    private static String deployment(String name, String app, String version, int replicas) {
        return """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: %s, version: %s}}
                  template:
                    metadata: {labels: {app: %3$s, version: %4$s}}
                    spec: {containers: [{name: app, image: app}]}
                """
                .formatted(name, replicas, app, version);
    }

    private static String service(String name) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {selector: {app: %1$s}, ports: [{name: http, port: 8080}]}
                """
                .formatted(name);
    }

    private static Experiment load(String text) {
        InputStream stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        Findings problems = new Findings();
        List<Experiment> loaded = new ExperimentLoader(
                        FileAccess.disk(stdin), Path.of("").toAbsolutePath(), stdin)
                .load("-", false, Overrides.NONE, problems);
        if (loaded.size() != 1) {
            throw new IllegalStateException(problems.sorted().toString());
        }
        return loaded.get(0);
    }
}
