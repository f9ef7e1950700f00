package dev.windtunnel.explain;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Experiments from texts. */
final class Loaded {
    private Loaded() {}

    static Experiment from(String text, String... sets) {
        ByteArrayInputStream stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        ExperimentLoader loader =
                new ExperimentLoader(FileAccess.disk(stdin), Path.of("").toAbsolutePath(), stdin);
        Findings problems = new Findings();
        Overrides overrides = new Overrides(null, null, List.of(sets), List.of(), List.of());
        List<Experiment> experiments = loader.load("-", true, overrides, problems);
        if (experiments.isEmpty()) {
            throw new AssertionError(problems.list().toString());
        }
        return experiments.get(0);
    }

    /** A Service with one http port, and a Deployment of each version behind it. */
    static String service(String name, int port, String... versions) {
        StringBuilder text = new StringBuilder();
        text.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: ").append(name);
        text.append("}\nspec: {selector: {app: ").append(name).append("}, ports: [{name: http, port: ");
        text.append(port).append("}]}\n");
        for (String version : versions) {
            text.append("---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ")
                    .append(name)
                    .append('-');
            text.append(version)
                    .append("}\nspec: {selector: {matchLabels: {app: ")
                    .append(name);
            text.append("}}, template: {metadata: {labels: {app: ").append(name).append(", version: ");
            text.append(version).append("}}, spec: {containers: [{name: c, image: c}]}}}\n");
        }
        return text.toString();
    }

    static String subsets(String host, String... versions) {
        StringBuilder text = new StringBuilder("---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\n");
        text.append("metadata: {name: ")
                .append(host)
                .append("}\nspec: {host: ")
                .append(host)
                .append(", subsets: [");
        for (String version : versions) {
            text.append("{name: ")
                    .append(version)
                    .append(", labels: {version: ")
                    .append(version)
                    .append("}}, ");
        }
        return text.append("]}\n").toString();
    }

    static String virtualService(String host, String http) {
        return "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " + host
                + "}\nspec:\n  hosts: [" + host + "]\n  http:\n" + http.indent(4);
    }

    /** A scenario of one request from client-v1. */
    static String scenario(String profile, String url) {
        return """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: test}
                spec:
                  profile: %s
                  cluster: {injection: all}
                  traffic: [{name: one, from: client-v1, requests: 1, request: {url: "%s"}}]
                """
                .formatted(profile, url);
    }
}
