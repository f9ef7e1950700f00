package dev.windtunnel.console;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The mesh of a first experiment with Istio 0.1: a client, a service in two versions, and rules for it. */
final class Hello {

    static final String DEFAULT_RULE =
            """
            type: route-rule
            name: helloworld-default
            spec:
              destination: helloworldsvc.default.svc.cluster.local
              precedence: 1
              route:
              - tags: {version: "2"}
                weight: 10
              - tags: {version: "1"}
                weight: 90
            """;

    static final String TIMEOUT_RULE =
            """
            type: route-rule
            name: helloworld-timeout
            spec:
              destination: helloworldsvc.default.svc.cluster.local
              precedence: 9
              route:
              - tags: {version: "1"}
              httpReqTimeout:
                simpleTimeout: {timeout: 2s}
            """;

    static final String RETRY_RULE =
            """
            type: route-rule
            name: helloworld-timeout
            spec:
              destination: helloworldsvc.default.svc.cluster.local
              precedence: 9
              route:
              - tags: {version: "1"}
              httpReqRetries:
                simpleRetry: {attempts: 2, perTryTimeout: 2s}
            """;

    private static final String SPEC =
            """
              workloads:
                tool: {sidecar: true}
                helloworld-*:
                  sidecar: true
                  handlers:
                  - match: {uri: {exact: /HelloWorld/delay.jsp}}
                    steps: [{sleep: 10s}]
                    response: {body: "late\\n"}
                  - steps: [{work: 3ms}]
                    response: {body: "HostAddress=${pod.ip}\\nHostName=${pod.name}\\nSERVICE_VERSION=${env.SERVICE_VERSION}\\n"}
            """;

    private static final String PINS =
            """
              cluster:
                pins:
                  pods:
                    helloworld-service: [{name: helloworld-service-2437162702-x8w05, ip: 10.1.40.7, age: 1h}]
                    helloworld-service-v2: [{name: helloworld-service-v2-2637126738-s7l4s, ip: 10.1.40.3, age: 1h}]
                    tool: [{name: tool-185907110-fsr04, ip: 10.1.40.9, age: 1h}, {name: tool-185907110-nrn9l, ip: 10.1.40.10}]
                  services:
                    helloworldsvc: {clusterIP: 10.254.145.112, age: 47m}
                    tool: {clusterIP: 10.254.87.52, age: 44m}
            """;

    private Hello() {}

    /** Deployments and Services, as they were written then. */
    static String manifests() {
        return deployment("helloworld-service", "tomcat-app: helloworld", "1", "tomcathelloworld")
                + deployment("helloworld-service-v2", "tomcat-app: helloworld", "2", "tomcathelloworld")
                + deployment("tool", "name: tool", "1", "tool")
                + service("helloworldsvc", "tomcat-app: helloworld")
                + service("tool", "name: tool");
    }

    private static String deployment(String name, String label, String version, String container) {
        return """
                ---
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: 1
                  template:
                    metadata:
                      labels: {%s, version: "%s"}
                    spec:
                      containers:
                      - name: %s
                        image: docker.io/tomcat:9.0-jre8
                        ports: [{containerPort: 8080}]
                        env: [{name: SERVICE_VERSION, value: "%s"}]
                """
                .formatted(name, label, version, container, version);
    }

    private static String service(String name, String label) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %s, labels: {%s}}
                spec:
                  ports: [{port: 8080, protocol: TCP, targetPort: 8080, name: http}]
                  selector: {%s}
                """
                .formatted(name, label, label);
    }

    /** A scenario of the 2017 profile with these rules; {@code more} goes into its spec. */
    static String scenario(String more, String... rules) {
        StringBuilder text = new StringBuilder(
                        "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: hello}\n")
                .append("spec:\n  profile: envoy-2017\n")
                .append(more.contains("cluster:") ? "" : PINS)
                .append(SPEC)
                .append(more)
                .append(manifests());
        for (String rule : rules) {
            text.append("---\n").append(rule);
        }
        return text.toString();
    }

    /** Writes a scenario and loads it. */
    static Experiment experiment(Path folder, String scenario) {
        try {
            Files.writeString(folder.resolve("scenario.yaml"), scenario);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Findings problems = new Findings();
        InputStream nothing = InputStream.nullInputStream();
        List<Experiment> experiments = new ExperimentLoader(FileAccess.disk(nothing), folder, nothing)
                .load(folder.resolve("scenario.yaml").toString(), false, Overrides.NONE, problems);
        if (experiments.size() != 1 || problems.hasErrors()) {
            throw new IllegalStateException(problems.sorted().toString());
        }
        return experiments.get(0);
    }

    static Run open(Experiment experiment) {
        return Run.open(experiment.plan(), experiment.objects(), RunOptions.ofSeed(1), false);
    }

    static Run.PodView pod(Run run, String workload) {
        return run.pods().stream()
                .filter(pod ->
                        pod.workload().name().equals(workload) && pod.state().equals("READY"))
                .findFirst()
                .orElseThrow();
    }
}
