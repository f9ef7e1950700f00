package dev.windtunnel.app.ui.topology;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Meshes for pictures: a canary of Bookinfo, and a fleet. */
final class Meshes {

    private Meshes() {}

    static final String TRAFFIC =
            """
              traffic:
                - {name: web, from: gateway, request: {url: "http://productpage:9080/"}, load: {rate: 120/s}}
            """;

    /** Bookinfo with 70 % of reviews to v1 and 30 % to v2, which fails now and then. */
    static Experiment canary(Path folder, String traffic) {
        String scenario =
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: reviews-canary}
                spec:
                  resources: [mesh.yaml]
                  run: {duration: 10m}
                  external: {api.example.com: {}}
                  workloads:
                    productpage:
                      cpu: 1
                      handlers:
                        - steps:
                            - work: 2ms
                            - parallel:
                                - [{call: {url: "http://details:9080/"}}]
                                - [{call: {url: "http://reviews:9080/"}}]
                    details: {cpu: 1, handlers: [{steps: [{work: 2ms}]}]}
                    reviews-v1: {cpu: 1, handlers: [{steps: [{work: 9ms}]}]}
                    reviews-v2: {cpu: 1, concurrency: 4, handlers: [{steps: [{work: {exponential: 30ms}}, {call: {url: "http://ratings:9080/"}}], errors: [{rate: 4%, status: 503}]}]}
                    ratings: {cpu: 1, handlers: [{steps: [{work: 8ms}, {chance: {probability: 30%, steps: [{call: {url: "http://mongodb:27017/"}}]}}, {chance: {probability: 5%, steps: [{call: {url: "http://api.example.com/"}}]}}]}]}
                    mongodb: {cpu: 1, sidecar: false}
                """
                        + traffic;
        String mesh = deployment("gateway", "gateway", null, 1)
                + service("productpage", 9080)
                + deployment("productpage", "productpage", "v1", 2)
                + service("details", 9080)
                + deployment("details", "details", "v1", 1)
                + service("reviews", 9080)
                + deployment("reviews-v1", "reviews", "v1", 3)
                + deployment("reviews-v2", "reviews", "v2", 2)
                + service("ratings", 9080)
                + deployment("ratings", "ratings", "v1", 2)
                + "apiVersion: v1\nkind: Service\nmetadata: {name: mongodb}\n"
                + "spec: {selector: {app: mongodb}, ports: [{name: tcp, port: 27017}]}\n---\n"
                + deployment("mongodb", "mongodb", "v1", 1)
                + """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: reviews}
                spec:
                  host: reviews
                  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: reviews}
                spec:
                  hosts: [reviews]
                  http:
                    - route:
                        - {destination: {host: reviews, subset: v1}, weight: 70}
                        - {destination: {host: reviews, subset: v2}, weight: 30}
                      timeout: 2s
                      retries: {attempts: 1, perTryTimeout: 500ms, retryOn: 5xx}
                """;
        return load(folder, scenario, mesh);
    }

    /** 50 services with 10 pods each, in five namespaces, each calling two of the next. */
    static Experiment fleet(Path folder) {
        StringBuilder mesh = new StringBuilder();
        StringBuilder workloads = new StringBuilder();
        String[] namespaces = {"edge", "shop", "orders", "platform", "data"};
        for (int i = 0; i < 50; i++) {
            String name = "service-" + i;
            String namespace = namespaces[i / 10];
            mesh.append(in(namespace, service(name, 8080)));
            mesh.append(in(namespace, deployment(name, name, "v1", 10)));
            workloads
                    .append("    \"")
                    .append(namespace)
                    .append("/")
                    .append(name)
                    .append("\": {cpu: 1, handlers: [{steps: [{work: 2ms}");
            for (int call : new int[] {2 * i + 1, 2 * i + 2}) {
                if (call < 50) {
                    workloads
                            .append(", {call: {url: \"http://service-")
                            .append(call)
                            .append(".")
                            .append(namespaces[call / 10])
                            .append(":8080/\"}}");
                }
            }
            workloads.append(i == 20 ? "], errors: [{rate: 12%, status: 503}]}]}\n" : "]}]}\n");
        }
        String scenario = "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: fleet}\nspec:\n"
                + "  resources: [mesh.yaml]\n  run: {duration: 10m}\n  workloads:\n" + workloads
                + "  traffic:\n    - {name: web, from: edge/service-0, request: {url: \"http://service-1.edge:8080/\"}, load: {rate: 50/s}}\n";
        return load(folder, scenario, mesh.toString());
    }

    private static String in(String namespace, String document) {
        return document.replace("metadata: {name:", "metadata: {namespace: " + namespace + ", name:");
    }

    private static String service(String name, int port) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {selector: {app: " + name
                + "}, ports: [{name: http, port: " + port + "}]}\n---\n";
    }

    private static String deployment(String name, String app, String version, int replicas) {
        String labels = version == null ? "{app: " + app + "}" : "{app: " + app + ", version: " + version + "}";
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec: {replicas: " + replicas
                + ", selector: {matchLabels: " + labels + "}, template: {metadata: {labels: " + labels
                + "}, spec: {containers: [{name: c, image: c}]}}}\n---\n";
    }

    private static Experiment load(Path folder, String scenario, String mesh) {
        try {
            Files.writeString(folder.resolve("scenario.yaml"), scenario);
            Files.writeString(folder.resolve("mesh.yaml"), mesh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Findings problems = new Findings();
        List<Experiment> experiments = new ExperimentLoader(
                        FileAccess.disk(InputStream.nullInputStream()), folder, InputStream.nullInputStream())
                .load(folder.resolve("scenario.yaml").toString(), false, Overrides.NONE, problems);
        if (experiments.isEmpty()) {
            throw new IllegalStateException(problems.list().toString());
        }
        return experiments.get(0);
    }
}
