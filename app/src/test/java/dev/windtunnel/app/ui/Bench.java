package dev.windtunnel.app.ui;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.session.SessionState;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A small shop to look at: a client, a web page, and two versions of its ratings of which the second is troubled. */
public final class Bench {

    private static final String WORKLOAD =
            """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec: {replicas: %4$d, selector: {matchLabels: {app: %2$s, version: %3$s}}, template: {metadata: {labels: {app: %2$s, version: %3$s}}, spec: {containers: [{name: c, image: c}]}}}
            """;

    private static final String SERVICE =
            """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s}
            spec: {selector: {app: %1$s}, ports: [{name: http, port: %2$d}]}
            """;

    private Bench() {}

    /**
     * The shop in a folder.
     *
     * @param v2 what the second version of ratings does, as a handler in flow style
     * @param route what the VirtualService says of the only route besides its destinations, in flow style; empty for nothing
     * @param more further fields of the scenario's spec, in block style
     */
    public static Experiment shop(Path folder, String v2, String route, String more) {
        String scenario =
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: shop}
                spec:
                  resources: [mesh.yaml]
                  run: {seed: 7, duration: 5m}
                  workloads:
                    web: {handlers: [{steps: [{call: {url: "http://ratings:9080/ratings/0"}}]}]}
                    ratings-v1: {cpu: 1, handlers: [{steps: [{work: 2ms}]}]}
                    ratings-v2: {cpu: 1, handlers: [%s]}
                  traffic:
                    - {name: people, from: client, request: {url: "http://web:8080/cart"}, load: {rate: 20/s}}
                """
                                .formatted(v2)
                        + more.indent(2);
        String rules =
                """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: ratings}
                spec:
                  host: ratings
                  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings}
                spec:
                  hosts: [ratings]
                  http:
                    - route: [{destination: {host: ratings, subset: v1}, weight: 50}, {destination: {host: ratings, subset: v2}, weight: 50}]
                """
                        + route.indent(6);
        String mesh = SERVICE.formatted("web", 8080)
                + SERVICE.formatted("ratings", 9080)
                + WORKLOAD.formatted("client", "client", "v1", 1)
                + WORKLOAD.formatted("web", "web", "v1", 1)
                + WORKLOAD.formatted("ratings-v1", "ratings", "v1", 1)
                + WORKLOAD.formatted("ratings-v2", "ratings", "v2", 2)
                + rules;
        try {
            Files.writeString(folder.resolve("scenario.yaml"), scenario);
            Files.writeString(folder.resolve("mesh.yaml"), mesh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return load(folder.resolve("scenario.yaml"));
    }

    /** The experiment of a scenario's file. */
    public static Experiment load(Path file) {
        Path scenario = file.toAbsolutePath().normalize();
        Findings problems = new Findings();
        Path folder = scenario.getParent();
        var experiments = new ExperimentLoader(
                        FileAccess.disk(InputStream.nullInputStream()), folder, InputStream.nullInputStream())
                .load(scenario.toString(), true, Overrides.NONE, problems);
        if (experiments.isEmpty()) {
            throw new IllegalArgumentException(problems.sorted().toString());
        }
        return experiments.get(0);
    }

    /** A run that has come to an instant, and its newest state. */
    public static final class Ran implements AutoCloseable {
        public final LiveSession session;
        private final AtomicReference<@Nullable SessionState> newest = new AtomicReference<>();

        public Ran(Experiment experiment, long seconds) {
            session = new LiveSession(experiment, newest::set);
            to(seconds);
        }

        public SessionState to(long seconds) {
            session.runUntil(seconds * 1_000_000_000L);
            long patience = System.nanoTime() + 20_000_000_000L;
            while (System.nanoTime() < patience) {
                SessionState state = newest.get();
                boolean there =
                        state != null && (state.frame().over() || state.frame().nowNanos() >= seconds * 1_000_000_000L);
                if (state != null && there && !state.playing()) {
                    return state;
                }
                Thread.onSpinWait();
            }
            throw new IllegalStateException("the run did not come to " + seconds + " s");
        }

        public SessionState state() {
            SessionState state = newest.get();
            if (state == null) {
                throw new IllegalStateException("no state yet");
            }
            return state;
        }

        public RequestLife trace(long request) {
            try {
                return session.trace(request).get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
