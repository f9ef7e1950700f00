package dev.windtunnel.app.ui.chart;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A canary of reviews: 90/10 at first, 70/30 from 1:00 on; the second version is slower and fails now and then. */
public final class Canary {

    private static final String SCENARIO =
            """
            apiVersion: windtunnel.dev/v1
            kind: Scenario
            metadata: {name: reviews-canary}
            spec:
              resources: [mesh.yaml]
              run: {seed: 1, duration: 150s}
              workloads:
                productpage-v1:
                  handlers:
                    - steps: [{call: {url: "http://reviews:9080/reviews/0"}}]
                reviews-v1: {cpu: 2, handlers: [{steps: [{work: {lognormal: {p50: 8ms, p99: 40ms}}}]}]}
                reviews-v2: {cpu: 1, handlers: [{steps: [{work: {lognormal: {p50: 15ms, p99: 90ms}}}], errors: [{rate: 6%, status: 503}]}]}
              traffic:
                - name: web
                  from: loadgen
                  request: {url: "http://productpage:9080/productpage"}
                  load: {rate: 60/s}
              timeline:
                - {at: 60s, patch: {VirtualService/reviews: {"spec.http[0].route[0].weight": 70, "spec.http[0].route[1].weight": 30}}}
                - {at: 120s, patch: {VirtualService/reviews: {"spec.http[0].route[0].weight": 50, "spec.http[0].route[1].weight": 50}}}
                - {at: 75s, slow: {workload: reviews-v2, factor: 2}, for: 12s}
            """;

    private static final String MESH =
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews}
            spec:
              host: reviews
              subsets:
                - {name: v1, labels: {version: v1}}
                - {name: v2, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews}
            spec:
              hosts: [reviews]
              http:
                - route:
                    - {destination: {host: reviews, subset: v1}, weight: 90}
                    - {destination: {host: reviews, subset: v2}, weight: 10}
                  timeout: 1s
                  retries: {attempts: 1, perTryTimeout: 250ms, retryOn: 5xx}
            """;

    private Canary() {}

    public static Experiment in(Path folder) {
        return in(folder, "", "");
    }

    /** The same with other words in its rules. */
    public static Experiment in(Path folder, String words, String instead) {
        StringBuilder mesh = new StringBuilder(MESH.replace(words, instead));
        for (String service : List.of("productpage", "reviews")) {
            mesh.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: " + service + "}\n"
                    + "spec: {selector: {app: " + service + "}, ports: [{name: http, port: 9080}]}\n");
        }
        for (String pod : List.of("loadgen-v1-1", "productpage-v1-2", "reviews-v1-3", "reviews-v2-2")) {
            String[] part = pod.split("-");
            String name = part[0].equals("loadgen") ? part[0] : part[0] + "-" + part[1];
            mesh.append("---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\n"
                    + "spec: {replicas: " + part[2] + ", selector: {matchLabels: {app: " + part[0] + ", version: "
                    + part[1]
                    + "}}, template: {metadata: {labels: {app: " + part[0] + ", version: " + part[1]
                    + "}}, spec: {containers: [{name: c, image: c}]}}}\n");
        }
        try {
            Files.writeString(folder.resolve("mesh.yaml"), mesh);
            Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        InputStream none = InputStream.nullInputStream();
        Findings problems = new Findings();
        List<Experiment> experiments = new ExperimentLoader(FileAccess.disk(none), folder, none)
                .load(folder.resolve("scenario.yaml").toString(), false, Overrides.NONE, problems);
        if (experiments.size() != 1) {
            throw new IllegalStateException(problems.sorted().toString());
        }
        return experiments.get(0);
    }
}
