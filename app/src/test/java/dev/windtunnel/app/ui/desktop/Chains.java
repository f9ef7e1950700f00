package dev.windtunnel.app.ui.desktop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mesh of many services: each calls the two that follow it in a tree, and every one has two versions behind a rule. */
final class Chains {

    private Chains() {}

    /** Its scenario. */
    static Path in(Path folder, int services, int pods) throws IOException {
        StringBuilder mesh = new StringBuilder(deployment("client", "client", "v1", 1));
        StringBuilder workloads = new StringBuilder();
        for (int i = 1; i <= services; i++) {
            String name = "s" + i;
            mesh.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {selector: {app: "
                    + name + "}, ports: [{name: http, port: 8080}]}\n");
            mesh.append(deployment(name + "-v1", name, "v1", pods - pods / 3));
            mesh.append(deployment(name + "-v2", name, "v2", pods / 3));
            mesh.append("---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: " + name
                    + "}\nspec:\n  host: " + name
                    + "\n  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]\n");
            mesh.append("---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " + name
                    + "}\nspec:\n  hosts: [" + name + "]\n  http:\n    - route: [{destination: {host: " + name
                    + ", subset: v1}, weight: 80}, {destination: {host: " + name
                    + ", subset: v2}, weight: 20}]\n      retries: {attempts: 2, retryOn: 5xx}\n");
            StringBuilder steps = new StringBuilder("{work: {exponential: 2ms}}");
            for (int called = 2 * i; called <= Math.min(services, 2 * i + 1); called++) {
                steps.append(
                        ", {chance: {probability: 50%, steps: [{call: {url: \"http://s" + called + ":8080/\"}}]}}");
            }
            for (String version : new String[] {"v1", "v2"}) {
                workloads.append("    " + name + "-" + version + ": {cpu: 2, handlers: [{steps: [" + steps
                        + "], errors: [{rate: 1%, status: 503}]}]}\n");
            }
        }
        Files.writeString(folder.resolve("mesh.yaml"), mesh.toString());
        Path scenario = folder.resolve("scenario.yaml");
        Files.writeString(
                scenario,
                "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: many}\nspec:\n  resources: [mesh.yaml]\n"
                        + "  run: {duration: 1h}\n  workloads:\n" + workloads
                        + "  traffic:\n    - {name: people, from: client, request: {url: \"http://s1:8080/\"}, load: {rate: 100/s}}\n");
        return scenario;
    }

    private static String deployment(String name, String app, String version, int replicas) {
        return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec: {replicas: "
                + replicas
                + ", selector: {matchLabels: {app: " + app + ", version: " + version
                + "}}, template: {metadata: {labels: {app: " + app + ", version: " + version
                + "}}, spec: {containers: [{name: c, image: c}]}}}\n";
    }
}
