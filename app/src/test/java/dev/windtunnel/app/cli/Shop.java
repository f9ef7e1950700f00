package dev.windtunnel.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small scenario: a client, a web shop and two versions of its ratings, of which one fails every other time. */
final class Shop {
    static final String SCENARIO =
            """
            apiVersion: windtunnel.dev/v1
            kind: Scenario
            metadata: {name: shop}
            spec:
              resources: [mesh.yaml]
              run: {seed: 7}
              workloads:
                web:
                  forwardHeaders: [end-user]
                  handlers:
                    - steps: [{call: {url: "http://ratings:9080/ratings/0"}}]
                ratings-v1: {cpu: 1, handlers: [{steps: [{work: 2ms}]}]}
                ratings-v2: {cpu: 1, handlers: [{steps: [{work: 2ms}], errors: [{rate: 50%, status: 503}]}]}
              traffic:
                - name: people
                  from: client
                  request: {url: "http://web:8080/"}
                  load: {users: 2, thinkTime: {exponential: 10ms}}
                  requests: 50
              thresholds:
                - p99(people) < 1s
              cluster: {network: {tlsHandshake: {cpu: 0s, roundTrips: 0}}}
            """;

    static final String MESH =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ratings}
            spec: {selector: {app: ratings}, ports: [{name: http, port: 9080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: client}
            spec: {replicas: 1, selector: {matchLabels: {app: client}}, template: {metadata: {labels: {app: client}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web, version: v1}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: ratings-v1}
            spec: {replicas: 1, selector: {matchLabels: {app: ratings, version: v1}}, template: {metadata: {labels: {app: ratings, version: v1}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: ratings-v2}
            spec: {replicas: 2, selector: {matchLabels: {app: ratings, version: v2}}, template: {metadata: {labels: {app: ratings, version: v2}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: ratings}
            spec:
              host: ratings
              trafficPolicy: {connectionPool: {tcp: {maxConnections: 100}}}
              subsets:
                - {name: v1, labels: {version: v1}}
                - name: v2
                  labels: {version: v2}
                  trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings}
            spec:
              hosts: [ratings]
              http:
                - match: [{headers: {end-user: {exact: jason}}}]
                  route: [{destination: {host: ratings, subset: v2}}]
                - route:
                    - {destination: {host: ratings, subset: v1}, weight: 75}
                    - {destination: {host: ratings, subset: v2}, weight: 25}
                  timeout: 2s
                  retries: {attempts: 3, perTryTimeout: 500ms, retryOn: 5xx}
            """;

    private Shop() {}

    /** The scenario in the folder {@code shop}, and a shell beside it. */
    static Shell in(Path folder) {
        write(folder, "shop/scenario.yaml", SCENARIO);
        write(folder, "shop/mesh.yaml", MESH);
        return Shell.in(folder);
    }

    /** Surroundings in that folder, without a shell around them. */
    static Surroundings surroundings(Path folder) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Surroundings(
                nowhere,
                nowhere,
                InputStream.nullInputStream(),
                Map.of(),
                folder.toAbsolutePath(),
                new Terminal(false, Map.of()));
    }

    static void write(Path folder, String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
