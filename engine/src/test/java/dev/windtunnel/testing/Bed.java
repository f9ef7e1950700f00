package dev.windtunnel.testing;

import dev.windtunnel.experiment.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a scenario file around a client with a sidecar: instant network and proxies with one worker unless told
 * otherwise, so that what is left of a latency is what the rules make of it. Bodies are YAML in flow style, as they
 * stand in the file.
 */
public final class Bed {

    private final StringBuilder documents = new StringBuilder();
    private final Map<String, String> workloads = new LinkedHashMap<>();
    private final List<String> traffic = new ArrayList<>();
    private final List<String> timeline = new ArrayList<>();
    private final List<String> thresholds = new ArrayList<>();
    private final Map<String, String> external = new LinkedHashMap<>();
    private final List<String> clusterMore = new ArrayList<>();
    private String network =
            "{sameNode: 0s, sameZone: 0s, crossZone: 0s, crossRegion: 0s, external: 0s," + " tlsHandshake: {cpu: 0s}}";
    private String proxy = "{latency: 0s, workers: 1}";
    private String run = "{seed: 1}";
    private String profile = "istio-1.30";

    /** A Deployment of one pod with label {@code app}, with a sidecar. */
    public Bed client(String name) {
        return deployment(name, 1, "app: " + name, true);
    }

    /** A Deployment of one pod with label {@code app}, without a sidecar. */
    public Bed plainClient(String name) {
        return deployment(name, 1, "app: " + name, false);
    }

    /** A Service on port 8080 with one pod without a sidecar; the body is that of its workload entry. */
    public Bed app(String name, String body) {
        return app(name, 1, body);
    }

    /** A Service on port 8080 with some pods without sidecars. */
    public Bed app(String name, int pods, String body) {
        return service(name, "app: " + name, "{name: http, port: 8080}").pods(name, pods, "app: " + name, body);
    }

    /** A PeerAuthentication, AuthorizationPolicy or RequestAuthentication; the spec is in flow style. */
    public Bed security(String kind, String name, String spec) {
        return document(
                """
                apiVersion: security.istio.io/v1
                kind: %s
                metadata: {name: %s}
                spec: %s
                """
                        .formatted(kind, name, spec));
    }

    /** A Service on port 8080 whose one pod has a sidecar. */
    public Bed meshApp(String name, String body) {
        workloads.put(name, body);
        return service(name, "app: " + name, "{name: http, port: 8080}").deployment(name, 1, "app: " + name, true);
    }

    /** A Deployment without sidecars and its workload entry. */
    public Bed pods(String name, int pods, String labels, String body) {
        workloads.put(name, body);
        return deployment(name, pods, labels, false);
    }

    /** A Deployment. */
    public Bed deployment(String name, int pods, String labels, boolean sidecar) {
        return document(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: %d
                  selector: {matchLabels: {%s}}
                  template:
                    metadata: {labels: {%s, sidecar.istio.io/inject: '%s'}}
                    spec: {containers: [{name: app, image: example/app, ports: [{containerPort: 8080}]}]}
                """
                        .formatted(name, pods, labels, labels, sidecar));
    }

    /** A Deployment whose pods carry its name as label {@code app}, with the fields of their spec in flow style. */
    public Bed deployment(String name, int pods, String podSpec) {
        return document(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {%s}
                """
                        .formatted(name, pods, name, name, podSpec));
    }

    /** A Gateway, {@code web}, that takes all hosts on port 80. */
    public Bed gateway() {
        return document(
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: web}
                spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
                """);
    }

    /** A Service; ports in flow style. */
    public Bed service(String name, String selector, String... ports) {
        return document(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {selector: {%s}, ports: [%s]}
                """
                        .formatted(name, selector, String.join(", ", ports)));
    }

    /** A VirtualService of a host whose routes are given as a list in flow style. */
    public Bed routes(String host, String http) {
        return document(
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s}
                spec: {hosts: [%s], http: %s}
                """
                        .formatted(host, host, http));
    }

    /** A VirtualService with one route to the host itself; the fields are those of the route beside its destination. */
    public Bed rule(String host, String fields) {
        return routes(host, "[{" + fields + ", route: [{destination: {host: " + host + "}}]}]");
    }

    /** A DestinationRule of a host. */
    public Bed policy(String host, String fields) {
        return document(
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: %s}
                spec: {host: %s, %s}
                """
                        .formatted(host, host, fields));
    }

    /** Any document. */
    public Bed document(String yaml) {
        documents.append("---\n").append(yaml);
        return this;
    }

    /** The entry of a workload. */
    public Bed workload(String name, String body) {
        workloads.put(name, body);
        return this;
    }

    /** Traffic of the client {@code client}: one user who sends a number of GETs to a url. */
    public Bed curl(String name, String url, int requests) {
        return traffic("name: " + name + ", from: client, request: {url: '" + url + "'}, load: {users: 1}, requests: "
                + requests);
    }

    /** Traffic, as a map in flow style without its braces. */
    public Bed traffic(String fields) {
        traffic.add("{" + fields + "}");
        return this;
    }

    /** An entry of the timeline, as a map in flow style without its braces. */
    public Bed at(String time, String fields) {
        timeline.add("{at: " + time + ", " + fields + "}");
        return this;
    }

    /** The pods of a workload die at once and the proxies never hear of it: connections to them are refused. */
    public Bed gone(String workload) {
        return at("0s", "kill: {workload: " + workload + ", pods: 100%}").deaf();
    }

    /** Proxies keep what they were told at the beginning. */
    public Bed deaf() {
        return cluster("propagation: {debounce: 1h, push: 0s}");
    }

    /** A threshold. */
    public Bed threshold(String expression) {
        thresholds.add(expression);
        return this;
    }

    /** Something outside the mesh. */
    public Bed external(String host, String body) {
        external.put(host, body);
        return this;
    }

    /** One more key of {@code spec.cluster}. */
    public Bed cluster(String keyAndValue) {
        clusterMore.add(keyAndValue);
        return this;
    }

    /** {@code spec.cluster.network}. */
    public Bed network(String body) {
        network = body;
        return this;
    }

    /** {@code spec.cluster.proxy}. */
    public Bed proxy(String body) {
        proxy = body;
        return this;
    }

    /** Proxies with some workers and no latency. */
    public Bed workers(int workers) {
        return proxy("{latency: 0s, workers: " + workers + "}");
    }

    /** {@code spec.run}. */
    public Bed run(String body) {
        run = body;
        return this;
    }

    /** {@code spec.profile}. */
    public Bed profile(String name) {
        profile = name;
        return this;
    }

    /** The text of the scenario file. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder(
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: bed}
                spec:
                  profile: %s
                  run: %s
                  cluster:
                    network: %s
                    proxy: %s
                """
                        .formatted(profile, run, network, proxy));
        clusterMore.forEach(more -> yaml.append("    ").append(more).append('\n'));
        map(yaml, "workloads", workloads);
        map(yaml, "external", external);
        list(yaml, "traffic", traffic);
        list(yaml, "timeline", timeline);
        list(yaml, "thresholds", thresholds);
        return yaml.append(documents).toString();
    }

    private static void map(StringBuilder yaml, String key, Map<String, String> entries) {
        if (!entries.isEmpty()) {
            yaml.append("  ").append(key).append(":\n");
            entries.forEach((name, body) ->
                    yaml.append("    ").append(name).append(": ").append(body).append('\n'));
        }
    }

    private static void list(StringBuilder yaml, String key, List<String> entries) {
        if (!entries.isEmpty()) {
            yaml.append("  ").append(key).append(":\n");
            entries.forEach(entry -> yaml.append("  - ").append(entry).append('\n'));
        }
    }

    /** The experiment of the file. */
    public Experiment load() {
        return Scenarios.load(yaml());
    }

    /** Runs it to its end. */
    public Outcome go() {
        return Outcome.of(load());
    }
}
