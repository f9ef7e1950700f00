package dev.windtunnel.app.cli;

import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The mesh of a first experiment with Istio 0.1 in a folder, and the commands on it. */
abstract class HelloCommands {
    private static final String RULE =
            """
            type: route-rule
            name: %s
            spec:
              destination: helloworldsvc.default.svc.cluster.local
              precedence: %d
              route:
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("scenario.yaml"),
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: hello}
                spec:
                  profile: envoy-2017
                  resources: [manifests.yaml]
                  cluster:
                    network: {sameNode: 0s}
                    pins:
                      pods:
                        helloworld-service: [{name: helloworld-service-2437162702-x8w05, ip: 10.1.40.7, age: 1h}]
                        helloworld-service-v2: [{name: helloworld-service-v2-2637126738-s7l4s, ip: 10.1.40.3, age: 1h}]
                        istio-pilot: [{name: istio-pilot-1, ip: 10.1.40.2, age: 14h, restarts: 4}]
                        tool: [{name: tool-185907110-fsr04, ip: 10.1.40.9, age: 1h, restarts: 0}, {name: tool-185907110-nrn9l}]
                      services:
                        helloworldsvc: {clusterIP: 10.254.145.112, age: 47m}
                        istio-ingress: {clusterIP: 10.254.234.8, age: 14h, nodePorts: {80: 32031, 443: 32559}}
                        istio-pilot: {clusterIP: 10.254.15.121, age: 14h}
                        kubernetes: {clusterIP: 10.254.0.1, age: 24h}
                        tool: {clusterIP: 10.254.87.52, age: 44m}
                  workloads:
                    tool: {sidecar: true}
                    helloworld-*:
                      sidecar: true
                      handlers:
                      - match: {uri: {exact: /HelloWorld/delay.jsp}}
                        steps: [{sleep: 10s}]
                      - steps: [{work: 3ms}]
                        response: {body: "HostAddress=${pod.ip}\\nHostName=${pod.name}\\nSERVICE_VERSION=${env.SERVICE_VERSION}\\n"}
                """);
        Files.writeString(
                folder.resolve("manifests.yaml"),
                deployment("helloworld-service", "tomcat-app: helloworld", "1", "{name: tomcat, image: tomcat}")
                        + deployment(
                                "helloworld-service-v2", "tomcat-app: helloworld", "2", "{name: tomcat, image: tomcat}")
                        + deployment("tool", "name: tool", "1", "{name: tool, image: tomcat}")
                        + deployment(
                                "istio-pilot",
                                "istio: pilot",
                                "0",
                                "{name: discovery, image: pilot}, {name: apiserver, image: pilot}")
                        + service("helloworldsvc", "", "{port: 8080, name: http}", "tomcat-app: helloworld")
                        + service("tool", "", "{port: 8080, name: http}", "name: tool")
                        + service(
                                "istio-ingress",
                                "type: LoadBalancer, ",
                                "{port: 80, name: http}, {port: 443, name: https}",
                                "istio: ingress")
                        + service(
                                "istio-pilot",
                                "",
                                "{port: 8080, name: http-d}, {port: 8081, name: http-a}",
                                "istio: pilot")
                        + service("kubernetes", "", "{port: 443, name: https}", ""));
        Files.writeString(
                folder.resolve("default.yaml"),
                RULE.formatted("helloworld-default", 1)
                        + "  - {tags: {version: \"2\"}, weight: 10}\n  - {tags: {version: \"1\"}, weight: 90}\n");
        Files.writeString(
                folder.resolve("delay.yaml"),
                RULE.formatted("helloworld-timeout", 9)
                        + "  - tags: {version: \"1\"}\n  httpReqTimeout: {simpleTimeout: {timeout: 2s}}\n");
        Files.writeString(
                folder.resolve("retry.yaml"),
                RULE.formatted("helloworld-timeout", 9)
                        + "  - tags: {version: \"1\"}\n"
                        + "  httpReqRetries: {simpleRetry: {attempts: 2, perTryTimeout: 2s}}\n");
        Files.writeString(
                folder.resolve("wrong.yaml"),
                RULE.formatted("wrong", 1)
                        + "  - {tags: {version: \"2\"}, weight: 10}\n  - {tags: {version: \"1\"}, weight: 80}\n");
    }

    static String deployment(String name, String label, String version, String containers) {
        return """
                ---
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  template:
                    metadata: {labels: {%s, version: "%s"}}
                    spec:
                      containers: [%s]
                """
                .formatted(
                        name,
                        label,
                        version,
                        containers.replace(
                                "image: tomcat}",
                                "image: 'tomcat:9', env: [{name: SERVICE_VERSION, value: \"" + version + "\"}]}"));
    }

    private static String service(String name, String type, String ports, String selector) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %s, labels: {%s}}
                spec: {%sports: [%s], selector: {%s}}
                """
                .formatted(name, selector, type, ports, selector);
    }

    final Result run(String... words) {
        return Shell.in(folder).run(words);
    }

    final Result exec(String... lines) {
        String[] words = new String[2 + 2 * lines.length];
        words[0] = "exec";
        words[1] = "scenario.yaml";
        for (int i = 0; i < lines.length; i++) {
            words[2 + 2 * i] = "-c";
            words[3 + 2 * i] = lines[i];
        }
        return run(words);
    }

    final Result curl(String rules, String... words) {
        String[] all = new String[words.length + 7];
        all[0] = "curl";
        all[1] = "scenario.yaml";
        all[2] = "--from";
        all[3] = "tool";
        all[4] = "-f";
        all[5] = rules;
        all[6] = "--";
        System.arraycopy(words, 0, all, 7, words.length);
        return run(all);
    }

    final void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
