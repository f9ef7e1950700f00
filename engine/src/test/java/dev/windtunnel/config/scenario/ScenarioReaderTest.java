package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.ClusterSettings;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.scenario.RunSettings;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.scenario.WorkloadSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private static Distribution constant(long nanos) {
        return new Distribution.Constant(nanos);
    }

    private static Traffic traffic(String keys) {
        return Texts.read("traffic: [{name: t, from: a, request: {url: \"http://b:80/\"}, " + keys + "}]")
                .traffic()
                .get(0);
    }

    private static Handler handler(String keys) {
        List<Handler> handlers = Texts.read("workloads: {a: {handlers: [{" + keys + "}]}}")
                .workloads()
                .get(0)
                .handlers();
        assertNotNull(handlers);
        return handlers.get(0);
    }

    private static TimelineEntry timeline(String keys) {
        return Texts.read("traffic: [{name: t, from: a, request: {url: \"http://b/\"}}]\ntimeline: [{at: 1s, " + keys
                        + "}]")
                .timeline()
                .get(0);
    }

    @Test
    void whatIsNotWrittenHasTheDocumentedDefault() {
        Scenario scenario = Texts.read("traffic: [{name: t, from: a, request: {url: \"http://b:80/\"}}]");
        assertEquals("test", scenario.name());
        assertEquals(Profile.ISTIO_1_30, scenario.profile());
        assertEquals("default", scenario.namespace());
        assertEquals(new RunSettings(null, 0, 30 * SECOND, 1, 1, Level.ERROR), scenario.run());
        ClusterSettings cluster = scenario.cluster();
        assertEquals(ClusterSettings.Injection.AUTO, cluster.injection());
        assertEquals(new ClusterSettings.Propagation.Instant(), cluster.propagation());
        assertEquals(
                new ClusterSettings.Network(
                        constant(50_000),
                        constant(250_000),
                        constant(MS),
                        constant(30 * MS),
                        constant(10 * MS),
                        0,
                        constant(0),
                        new ClusterSettings.TlsHandshake(constant(500_000), 1)),
                cluster.network());
        assertEquals(new ClusterSettings.Proxy(constant(200_000), 2, null), cluster.proxy());
        assertEquals(
                new ClusterSettings.Platform(true, true, true, true, List.of("NamespaceLifecycle", "ServiceAccount")),
                cluster.platform());
        assertTrue(cluster.nodes().isEmpty() && !cluster.loadBalancer());
        Traffic traffic = scenario.traffic().get(0);
        assertEquals("GET", traffic.mix().get(0).request().method());
        assertEquals(new Traffic.Closed(1, constant(0)), traffic.load());
        assertEquals(Long.MAX_VALUE, traffic.requests());
        assertEquals(0, traffic.startNanos());
        assertEquals(Long.MAX_VALUE, traffic.stopNanos());
        assertEquals(0, traffic.timeoutNanos());
        assertNull(traffic.retries());
        assertEquals(new Connection(false, true, Integer.MAX_VALUE, 90 * SECOND), traffic.connection());
    }

    @Test
    void anEmptyScenarioIsOneWithDefaults() {
        Findings findings = new Findings();
        Scenario scenario = ScenarioReader.read(
                Texts.root("{apiVersion: windtunnel.dev/v1, kind: Scenario}"), "", Texts.NO_FILES, "my-file", findings);
        assertNotNull(scenario, Texts.texts(findings));
        assertEquals("my-file", scenario.name());
        assertEquals(Texts.read("{}").cluster(), scenario.cluster());
    }

    @Test
    void the2017ProfilePollsUnlessItIsToldOtherwise() {
        assertEquals(
                new ClusterSettings.Propagation.Poll(SECOND, SECOND),
                Texts.read("profile: envoy-2017").cluster().propagation());
        assertEquals(
                new ClusterSettings.Propagation.Poll(SECOND, SECOND),
                Texts.read("profile: envoy-2017\ncluster: {loadBalancer: true}")
                        .cluster()
                        .propagation());
        assertEquals(
                new ClusterSettings.Propagation.Instant(),
                Texts.read("{profile: envoy-2017, cluster: {propagation: instant}}")
                        .cluster()
                        .propagation());
        assertEquals(
                new ClusterSettings.Propagation.Push(100 * MS, new Distribution.Uniform(5 * MS, 50 * MS)),
                Texts.read("cluster: {propagation: {debounce: 100ms, push: {uniform: [5ms, 50ms]}}}")
                        .cluster()
                        .propagation());
        assertEquals(
                new ClusterSettings.Propagation.Poll(2 * SECOND, 0),
                Texts.read("cluster: {propagation: {poll: 2s, jitter: 0s}}")
                        .cluster()
                        .propagation());
    }

    @Test
    void everyDistributionMayStandForADuration() {
        Map<String, Distribution> cases = Map.ofEntries(
                Map.entry("5ms", constant(5 * MS)),
                Map.entry("{exponential: 5ms}", new Distribution.Exponential(5 * MS)),
                Map.entry("{uniform: [1ms, 9ms]}", new Distribution.Uniform(MS, 9 * MS)),
                Map.entry("{normal: {mean: 5ms, stddev: 1ms}}", new Distribution.Normal(5 * MS, MS)),
                Map.entry("{lognormal: {p50: 5ms, p99: 40ms}}", new Distribution.Lognormal(5 * MS, 40 * MS)),
                Map.entry("{pareto: {min: 1ms, alpha: 2.5}}", new Distribution.Pareto(MS, 2.5)),
                Map.entry("{erlang: {shape: 4, mean: 5ms}}", new Distribution.Erlang(4, 5 * MS)),
                Map.entry("{weibull: {shape: 1.5, scale: 5ms}}", new Distribution.Weibull(1.5, 5 * MS)));
        cases.forEach((text, expected) -> {
            assertEquals(
                    List.of(new Step.Work(expected)),
                    handler("steps: [{work: " + text + "}]").steps(),
                    text);
            assertEquals(
                    expected,
                    Texts.read("cluster: {network: {dns: " + text + "}}")
                            .cluster()
                            .network()
                            .dns(),
                    text);
            assertEquals(
                    new Traffic.Closed(1, expected),
                    traffic("load: {thinkTime: " + text + "}").load(),
                    text);
        });
    }

    @Test
    void loadsAreClosedOrOpen() {
        assertEquals(
                new Traffic.Closed(3, constant(SECOND)),
                traffic("load: {users: 3, thinkTime: 1s}").load());
        assertEquals(
                new Traffic.Open(List.of(new Traffic.Stage(Long.MAX_VALUE, 50, 50)), true, 0, true),
                traffic("load: {rate: 50/s}").load());
        assertEquals(
                new Traffic.Open(List.of(new Traffic.Stage(Long.MAX_VALUE, 50, 50)), false, 7, true),
                traffic("load: {rate: 3000/m, arrivals: constant, users: 7}").load());
        assertEquals(
                new Traffic.Open(
                        List.of(
                                new Traffic.Stage(30 * SECOND, 50, 50),
                                new Traffic.Stage(60 * SECOND, 50, 500),
                                new Traffic.Stage(SECOND, 500, 0)),
                        true,
                        0,
                        false),
                traffic(
                                "load: {stages: [{duration: 30s, rate: 50/s}, {duration: 60s, rampTo: 500/s}, {duration: 1s, rampTo: 0/s}]}")
                        .load());
        assertEquals(
                new Traffic.Open(List.of(new Traffic.Stage(SECOND, 0, 10)), true, 0, false),
                traffic("load: {stages: [{duration: 1s, rampTo: 10/s}]}").load());
    }

    @Test
    void handlersHaveStepsAnswersAndErrors() {
        Handler handler = handler(
                "steps: [{work: {exponential: 5ms}}, {call: {name: r, url: \"http://r:9080/0\", method: post,"
                        + " headers: {X-A: 1}, bytes: 2kB, timeout: 1s, retries: {attempts: 2, backoff: 100ms, retryOn: [5xx, connect]},"
                        + " onError: {status: 200}}}, {parallel: [[{sleep: 1ms}], []]}, {chance: {probability: 10%, steps: [{work: 50ms}]}}],"
                        + " response: {status: 201, body: \"v=${env.V} ${pod.name} ${request.header.x-a}\\n\", headers: {Server: x}, bytes: 2kB},"
                        + " errors: [{rate: 1%, status: 503}, {rate: 0.02, reset: true}, {rate: 0.1%, hang: true, after: steps}]");
        assertEquals(4, handler.steps().size());
        Step.Call call = (Step.Call) handler.steps().get(1);
        assertEquals(
                "r POST http://r:9080/0 {x-a=1} 2000 1000000000",
                String.join(
                        " ",
                        call.name(),
                        call.method(),
                        call.url(),
                        call.headers().toString(),
                        "" + call.bytes(),
                        "" + call.timeoutNanos()));
        assertNotNull(call.retries());
        assertEquals(100 * MS, call.retries().backoffNanos());
        assertEquals("[STATUS_5XX, CONNECT]", call.retries().retryOn().toString());
        assertEquals(new Step.OnError(false, 200), call.onError());
        assertEquals("spec.workloads.a.handlers[0].steps[1].call", call.place().path());
        assertEquals(
                new Step.Parallel(List.of(List.of(new Step.Sleep(constant(MS))), List.of())),
                handler.steps().get(2));
        assertEquals(
                new Step.Chance(0.1, List.of(new Step.Work(constant(50 * MS)))),
                handler.steps().get(3));
        assertEquals(2000L, handler.response().bytes());
        assertEquals(Map.of("server", "x"), handler.response().headers());
        assertEquals(
                List.of(
                        new Handler.ErrorRate(0.01, Handler.Failure.STATUS, 503, null, false),
                        new Handler.ErrorRate(0.02, Handler.Failure.RESET, 0, null, false),
                        new Handler.ErrorRate(0.001, Handler.Failure.HANG, 0, null, true)),
                handler.errors());
        assertEquals(
                new Step.OnError(true, 0),
                ((Step.Call) handler("steps: [{call: {url: \"http://r/\", onError: ignore}}]")
                                .steps()
                                .get(0))
                        .onError());
    }

    @Test
    void workloadsKeepWhatWasWrittenAndNothingElse() {
        List<WorkloadSettings> workloads = Texts.read(
                        "workloads: {\"*\": {cpu: 500m}, ns/*: {cpu: unlimited, concurrency: unlimited, queue: 0},"
                                + " reviews-*: {sidecar: false, model: async, onCancel: stop, startup: 5s, shutdown: ignore,"
                                + " placement: {a: 3, b: 1}, forwardHeaders: [End-User], connection: {max: 4, keepAlive: no}}}")
                .workloads();
        assertEquals(
                List.of("*", "ns/*", "reviews-*"),
                workloads.stream().map(WorkloadSettings::pattern).toList());
        assertEquals(0.5, workloads.get(0).cpu());
        assertNull(workloads.get(0).handlers());
        assertNull(workloads.get(0).sidecar());
        assertEquals(Double.POSITIVE_INFINITY, workloads.get(1).cpu());
        assertEquals(Integer.MAX_VALUE, workloads.get(1).concurrency());
        assertEquals(0, workloads.get(1).queue());
        WorkloadSettings last = workloads.get(2);
        assertEquals(false, last.sidecar());
        assertEquals(WorkloadSettings.Model.ASYNC, last.model());
        assertEquals(WorkloadSettings.OnCancel.STOP, last.onCancel());
        assertEquals(5 * SECOND, last.startupNanos());
        assertEquals(WorkloadSettings.Shutdown.IGNORE, last.shutdown());
        assertEquals("{a=3, b=1}", String.valueOf(last.placement()));
        assertEquals(List.of("end-user"), last.forwardHeaders());
        assertEquals(new Connection(false, false, 4, 90 * SECOND), last.connection());
    }

    @Test
    void everyActionOfTheTimelineIsRead() {
        Map<String, TimelineEntry.Action> cases = Map.of(
                "delete: VirtualService/reviews", new TimelineEntry.Delete("VirtualService/reviews"),
                "scale: {workload: w, replicas: 5}", new TimelineEntry.Scale("w", 5),
                "kill: {workload: w, pods: 1, grace: 30s}",
                        new TimelineEntry.Kill("w", new TimelineEntry.PodSelection.Count(1), 30 * SECOND),
                "slow: {workload: w, pods: 50%, factor: 10}, for: 15s",
                        new TimelineEntry.Slow("w", new TimelineEntry.PodSelection.Fraction(0.5), 10),
                "fail: {workload: w, pods: [w-0], rate: 20%, status: 503}, for: 5s, every: 20s, until: 5m",
                        new TimelineEntry.Fail(
                                "w",
                                new TimelineEntry.PodSelection.Named(List.of("w-0")),
                                new Handler.ErrorRate(0.2, Handler.Failure.STATUS, 503, null, false)),
                "load: {traffic: t, factor: 3}", new TimelineEntry.LoadFactor("t", 3),
                "partition: {from: a, to: b}", new TimelineEntry.Partition("a", "b"),
                "proxy: {workload: w, state: down}",
                        new TimelineEntry.ProxyDown("w", new TimelineEntry.PodSelection.All()),
                "staleRoutes: {workload: w}", new TimelineEntry.StaleRoutes("w"),
                "exec: istioctl create -f retry.yaml", new TimelineEntry.Exec("istioctl create -f retry.yaml"));
        cases.forEach((text, action) -> assertEquals(action, timeline(text).action(), text));
        TimelineEntry repeated = timeline("fail: {workload: w, hang: true}, for: 5s, every: 20s, until: 5m");
        assertEquals(SECOND, repeated.atNanos());
        assertEquals(5 * SECOND, repeated.forNanos());
        assertEquals(20 * SECOND, repeated.everyNanos());
        assertEquals(300 * SECOND, repeated.untilNanos());
    }

    @Test
    void appliedDocumentsComeFromFilesOrStandInline() {
        Scenario scenario = Texts.read(
                "timeline:\n- {at: 1s, apply: rules/retry.yaml}\n- {at: 2s, apply: [{kind: A, metadata: {name: b}}, rules/retry.yaml]}",
                Texts.Memory.of("rules/retry.yaml", "kind: X\n---\nkind: Y\n"));
        TimelineEntry.Apply file =
                (TimelineEntry.Apply) scenario.timeline().get(0).action();
        assertEquals(2, file.documents().size());
        assertEquals("rules/retry.yaml", file.text());
        TimelineEntry.Apply mixed =
                (TimelineEntry.Apply) scenario.timeline().get(1).action();
        assertEquals(3, mixed.documents().size());
        assertEquals("A/b, rules/retry.yaml", mixed.text());
    }

    @Test
    void patchesKeepTheirValuesAndNulls() {
        TimelineEntry.Patch patch = (TimelineEntry.Patch)
                timeline("patch: {VirtualService/reviews: {\"spec.http[0].route[0].weight\": 50, spec.x: null}}")
                        .action();
        assertEquals(
                "{VirtualService/reviews={spec.http[0].route[0].weight=50, spec.x=null}}",
                patch.fields().toString());
    }

    @Test
    void thresholdsHaveAShortAndALongForm() {
        Scenario scenario = Texts.read("thresholds:\n- p99(curl) < 300ms\n"
                + "- {name: \"E3 total\", check: \"max(curl) <= 6.098s\", reference: 6.087s, source: \"seed C12\"}");
        assertNull(scenario.thresholds().get(0).name());
        assertEquals("p99(curl) < 300ms", scenario.thresholds().get(0).expression());
        assertEquals("E3 total", scenario.thresholds().get(1).name());
        assertEquals(6.087, scenario.thresholds().get(1).referenceValue());
        assertEquals("6.087s", scenario.thresholds().get(1).reference());
        assertEquals("seed C12", scenario.thresholds().get(1).source());
    }

    @Test
    void meshConfigTakesTheFieldsThatActAndNamesThoseThatDoNot() {
        String spec = "cluster: {meshConfig: {connectTimeout: 3s, outboundTrafficPolicy: {mode: REGISTRY_ONLY},"
                + " defaultHttpRetryPolicy: {attempts: 0}, accessLogFile: /dev/stdout}}";
        Scenario scenario = Texts.read(spec);
        assertEquals(3 * SECOND, scenario.cluster().meshConfig().connectTimeoutNanos());
        assertEquals(true, scenario.cluster().meshConfig().registryOnly());
        assertNotNull(scenario.cluster().meshConfig().defaultHttpRetries());
        assertEquals(0, scenario.cluster().meshConfig().defaultHttpRetries().attempts());
        Finding only = Texts.findings(spec).get(0);
        assertEquals(Level.INFO, only.level());
        assertEquals("spec.cluster.meshConfig.accessLogFile", only.path());
    }

    /** Each row is a spec with a § before its one mistake, then the code, the path and a part of what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            run: {duration: §5} | WT0011 | spec.run.duration | a bare number is no duration: write 5ms or 5s
            run: {duration: §-5s} | WT0011 | spec.run.duration | cannot be negative
            run: {duration: §0s} | WT0012 | spec.run.duration | longer than zero
            run: {duration: §[5s]} | WT0011 | spec.run.duration | got a list
            run: {duration: §5 parsecs} | WT0011 | spec.run.duration | got "5 parsecs"
            run: {duration: §{exponential: 5s}} | WT0011 | spec.run.duration | got a map
            run: {duration: 5s, warmup: §5s} | WT0012 | spec.run.warmup | nothing would be counted
            run: {§duraton: 5s} | WT0010 | spec.run.duraton | unknown key
            run: {replications: §0} | WT0012 | spec.run.replications | from 1 to 100000
            run: {replications: §1.5} | WT0011 | spec.run.replications | a whole number
            run: {seed: §one} | WT0011 | spec.run.seed | a whole number
            run: {failureThreshold: §Fatal} | WT0012 | spec.run.failureThreshold | Error or Warning or Info or Never
            run: §60s | WT0011 | spec.run | a map with the keys duration
            profile: §istio-1.31 | WT0012 | spec.profile | istio-1.30 or envoy-2017
            profileOptions: {§lenient: true} | WT0010 | spec.profileOptions.lenient | lenient0.1
            profileOptions: {lenient0.1: §maybe} | WT0011 | spec.profileOptions["lenient0.1"] | true or false
            resources: §manifests | WT0011 | spec.resources | a list
            cluster: {injection: §some} | WT0012 | spec.cluster.injection | auto or labels or all or none
            cluster: {network: {sameNode: §5}} | WT0011 | spec.cluster.network.sameNode | a bare number
            cluster: {network: {tlsHandshake: {roundTrips: §11}}} | WT0012 | spec.cluster.network.tlsHandshake.roundTrips | from 0 to 10
            cluster: {network: {bandwidth: §100}} | WT0011 | spec.cluster.network.bandwidth | a bandwidth
            cluster: {extensionProviders: {a: {failures: §120%}}} | WT0011 | spec.cluster.extensionProviders.a.failures | 100%
            cluster: {rateLimitService: {config: [{domain: a, descriptors: [{key: k, value: §{}}]}]}} | WT0011 | spec.cluster.rateLimitService.config[0].descriptors[0].value | a text
            cluster: {proxy: {workers: §0}} | WT0012 | spec.cluster.proxy.workers | from 1
            cluster: {propagation: §{poll: 1s, push: 1s}} | WT0012 | spec.cluster.propagation | either pushed
            cluster: {nodes: §[{name: a}, {name: a}]} | WT0012 | spec.cluster.nodes | two nodes are called a
            cluster: {nodes: [§{zone: a}]} | WT0013 | spec.cluster.nodes[0].name | is missing
            cluster: {meshConfig: {§conectTimeout: 1s}} | WT0010 | spec.cluster.meshConfig.conectTimeout | unknown key
            cluster: {pins: {services: {s: {clusterIP: §x}}}} | WT0012 | spec.cluster.pins.services.s.clusterIP | no IPv4 address
            workloads: {§a/b/c: {}} | WT0012 | spec.workloads["a/b/c"] | names no workloads
            workloads: {a: {cpu: §0}} | WT0011 | spec.workloads.a.cpu | above 0
            workloads: {a: {concurrency: §none}} | WT0012 | spec.workloads.a.concurrency | unlimited
            workloads: {a: {model: §fibers}} | WT0012 | spec.workloads.a.model | threads or async
            workloads: {a: {connection: {protocol: §http3}}} | WT0012 | spec.workloads.a.connection.protocol | http1
            workloads: {a: {handlers: §{}}} | WT0011 | spec.workloads.a.handlers | a list
            workloads: {a: {handlers: [{match: {uri: {§exakt: /}}}]}} | WT0010 | spec.workloads.a.handlers[0].match.uri.exakt | exact
            workloads: {a: {handlers: [{match: {uri: §{exact: /, prefix: /}}}]}} | WT0012 | spec.workloads.a.handlers[0].match.uri | exclude each other
            workloads: {a: {handlers: [{match: {uri: {regex: §"("}}}]}} | WT0012 | spec.workloads.a.handlers[0].match.uri.regex | no RE2 expression
            workloads: {a: {handlers: [{response: {grpcStatus: §17}}]}} | WT0012 | spec.workloads.a.handlers[0].response.grpcStatus | from 0 to 16
            workloads: {a: {handlers: [{response: {grpcStatus: OK, status: §404}}]}} | WT0012 | spec.workloads.a.handlers[0].response.status | Keep one of status and grpcStatus
            workloads: {a: {handlers: [{response: {status: §99}}]}} | WT0012 | spec.workloads.a.handlers[0].response.status | from 200 to 599
            workloads: {a: {handlers: [{response: {body: §"${pod.nam}"}}]}} | WT0012 | spec.workloads.a.handlers[0].response.body | there is no variable ${pod.nam}
            workloads: {a: {handlers: [{errors: §[{rate: 60%, status: 500}, {rate: 60%, hang: true}]}]}} | WT0012 | spec.workloads.a.handlers[0].errors | add up to 120 %
            workloads: {a: {handlers: [{errors: [§{rate: 5%}]}]}} | WT0013 | spec.workloads.a.handlers[0].errors[0] | one of status, grpcStatus, reset, hang
            workloads: {a: {handlers: [{errors: [{rate: §10, hang: true}]}]}} | WT0011 | spec.workloads.a.handlers[0].errors[0].rate | write 10%
            workloads: {a: {handlers: [{errors: [{rate: 1%, grpcStatus: §X}]}]}} | WT0012 | spec.workloads.a.handlers[0].errors[0].grpcStatus | UNAVAILABLE
            workloads: {a: {handlers: [{steps: [§{}]}]}} | WT0013 | spec.workloads.a.handlers[0].steps[0] | one of work, sleep, call, parallel, chance
            workloads: {a: {handlers: [{steps: [§{work: 1ms, sleep: 1ms}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0] | work and sleep exclude each other
            workloads: {a: {handlers: [{steps: [{§wrk: 1ms}]}]}} | WT0010 | spec.workloads.a.handlers[0].steps[0].wrk | Did you mean "work"?
            workloads: {a: {handlers: [{steps: [{work: {uniform: §[9ms, 1ms]}}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0].work.uniform | lower end is above
            workloads: {a: {handlers: [{steps: [{work: {lognormal: §{p50: 9ms, p99: 1ms}}}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0].work.lognormal | p99 must not be below p50
            workloads: {a: {handlers: [{steps: [{work: {§gamma: 1ms}}]}]}} | WT0010 | spec.workloads.a.handlers[0].steps[0].work.gamma | exponential
            workloads: {a: {handlers: [{steps: [{work: {empirical: §no.csv}}]}]}} | WT0050 | spec.workloads.a.handlers[0].steps[0].work.empirical | there is no file no.csv
            workloads: {a: {handlers: [{steps: [{call: {url: §"b:80/"}}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0].call.url | no absolute http url
            workloads: {a: {handlers: [{steps: [{call: {url: §"http://b/${user}"}}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0].call.url | no variables here
            workloads: {a: {handlers: [{steps: [{parallel: §[]}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0].parallel | must not be empty
            external: {§"*.*.com": {}} | WT0012 | spec.external["*.*.com"] | is no host
            external: {§"": {}} | WT0012 | spec.external[""] | is no host
            external: {§"http://x": {}} | WT0012 | spec.external["http://x"] | without scheme and port
            external: {§5.5.5.5:80: {}} | WT0012 | spec.external["5.5.5.5:80"] | is no host
            external: {§"*": {}} | WT0012 | spec.external["*"] | is no host
            external: {§a..b: {}} | WT0012 | spec.external["a..b"] | is no host
            external: {"*.x.org": {}, y: {}, 5.5.5.5: {}, "fd00::1": {}, a_b.x.org: {addresses: §0}} | WT0012 | spec.external["a_b.x.org"].addresses | from 1
            external: {x.org: {latency: §5}} | WT0011 | spec.external["x.org"].latency | a bare number
            external: {x.org: {addresses: §0}} | WT0012 | spec.external["x.org"].addresses | from 1
            traffic: [§{from: a, request: {url: "http://b/"}}] | WT0013 | spec.traffic[0].name | is missing
            traffic: [§{name: t, from: a}] | WT0013 | spec.traffic[0] | one of request, mix
            traffic: [{name: t, from: §outside, request: {url: "http://b${user}/"}}] | WT0012 | spec.traffic[0].from | a host without variables
            traffic: [{name: t, from: a, request: {url: §"http:///x"}}] | WT0012 | spec.traffic[0].request.url | has no host
            traffic: [{name: t, from: a, request: {url: §"http://b/${uzer}"}}] | WT0012 | spec.traffic[0].request.url | there is no variable ${uzer}
            traffic: [{name: t, from: a, request: {url: "http://b/", cookies: §drop}}] | WT0012 | spec.traffic[0].request.cookies | keep
            traffic: [{name: t, from: a, request: {grpc: §x}}] | WT0012 | spec.traffic[0].request.grpc | grpc://cart:7070
            traffic: [{name: t, from: a, request: {grpc: "grpc://b:1/a.B/C", method: §GET}}] | WT0012 | spec.traffic[0].request.method | gRPC calls are POST
            traffic: [{name: t, from: a, request: {grpc: "grpc://b:1/a.B/C", session: §{for: 1s}}}] | WT0012 | spec.traffic[0].request.session | only a websocket
            traffic: [{name: t, from: a, request: {url: §"http://b/${pick()}"}}] | WT0012 | spec.traffic[0].request.url | something to pick from
            timeline: [{at: 1s, slow: {workload: w, factor: §1e400}}] | WT0011 | spec.timeline[0].slow.factor | a finite number
            traffic: [{name: t, from: a, request: {url: "http://b/", timeout: §1s}}] | WT0012 | spec.traffic[0].request.timeout | beside `request`
            traffic: [{name: t, from: a, §udp: {}, request: {url: "http://b/"}}] | WT0010 | spec.traffic[0].udp | unknown key
            traffic: [{name: t, from: a, tcp: {url: §"http://b/"}}] | WT0012 | spec.traffic[0].tcp.url | no address of TCP
            traffic: [{name: t, from: a, tcp: {url: §"tcp://b"}}] | WT0012 | spec.traffic[0].tcp.url | no address of TCP
            traffic: [{name: t, from: §outside, tcp: {url: "tcp://b${user}:1"}}] | WT0012 | spec.traffic[0].from | a host without variables
            traffic: [{name: t, from: a, tcp: {url: §"tls://b"}}] | WT0012 | spec.traffic[0].tcp.url | no address of TCP
            traffic: [{name: t, from: a, tcp: {url: "tcp://b:1"}, connection: §{max: 3}}] | WT0012 | spec.traffic[0].connection | all its exchanges
            workloads: {a: {handlers: [{steps: [{call: {grpc: §"http://b/"}}]}]}} | WT0012 | spec.workloads.a.handlers[0].steps[0].call.grpc | no gRPC url
            traffic: [{name: t, from: a, request: {url: "http://b/", method: §"G T"}}] | WT0012 | spec.traffic[0].request.method | no HTTP method
            traffic: [{name: t, from: a, request: {url: "http://b/", headers: {§"a b": c}}}] | WT0012 | spec.traffic[0].request.headers["a b"] | no header name
            traffic: [{name: t, from: a, request: {url: "http://b/"}, load: {rate: §5}}] | WT0011 | spec.traffic[0].load.rate | write 5/s
            traffic: [{name: t, from: a, request: {url: "http://b/"}, load: {rate: 5/s, thinkTime: §1s}}] | WT0012 | spec.traffic[0].load.thinkTime | nobody waits
            traffic: [{name: t, from: a, request: {url: "http://b/"}, load: {users: §0}}] | WT0012 | spec.traffic[0].load.users | from 1
            traffic: [{name: t, from: a, request: {url: "http://b/"}, load: {arrivals: §constant}}] | WT0012 | spec.traffic[0].load.arrivals | no arrivals
            traffic: [{name: t, from: a, request: {url: "http://b/"}, start: 5s, stop: §5s}] | WT0012 | spec.traffic[0].stop | before it starts
            traffic: [{name: t, from: a, request: {url: "http://b/"}, requests: §0}] | WT0012 | spec.traffic[0].requests | at least 1
            traffic: [{name: t, from: a, mix: [{name: x, request: {url: "http://b/"}, weight: §0}]}] | WT0012 | spec.traffic[0].mix[0].weight | above 0
            traffic: [{name: t, from: a, request: {url: "http://b/"}}, §{name: t, from: a, request: {url: "http://b/"}}] | WT0012 | spec.traffic | two traffics are called t
            timeline: [§{at: 1s}] | WT0013 | spec.timeline[0] | one of apply, delete
            timeline: [§{kill: {workload: w}}] | WT0013 | spec.timeline[0].at | is missing
            timeline: [{at: 1s, §reboot: {workload: w}, exec: x}] | WT0010 | spec.timeline[0].reboot | unknown key
            timeline: [{at: 1s, component: {down: §galley}}] | WT0012 | spec.timeline[0].component.down | galley
            timeline: [{at: 1s, restart: {workload: w}, for: §5s}] | WT0012 | spec.timeline[0].for | restart is done once
            timeline: [{at: 1s, network: §{from: a, to: b}}] | WT0012 | spec.timeline[0].network | neither latency nor loss
            timeline: [{at: 1s, network: {from: a, to: b, loss: §150%}}] | WT0011 | spec.timeline[0].network.loss | more than 100%
            timeline: [{at: 1s, node: {down: a, detect: §soon}}] | WT0011 | spec.timeline[0].node.detect | soon
            timeline: [{at: 1s, load: {traffic: §x, factor: 2}}] | WT0014 | spec.timeline[0].load.traffic | there is no traffic x
            timeline: [{at: 1s, kill: {workload: w, pods: §0}}] | WT0011 | spec.timeline[0].kill.pods | a number of pods from 1
            timeline: [{at: 1s, kill: {workload: w}, for: §5s}] | WT0012 | spec.timeline[0].for | done once
            timeline: [{at: 1s, slow: {workload: w, factor: 2}, until: §5s}] | WT0012 | spec.timeline[0].until | nothing repeats
            timeline: [{at: 1s, slow: {workload: w, factor: 2}, for: §9s, every: 5s}] | WT0012 | spec.timeline[0].for | next repetition
            timeline: [{at: 1s, slow: {workload: w, factor: §0}}] | WT0012 | spec.timeline[0].slow.factor | above 0
            timeline: [{at: 1s, apply: §no.yaml}] | WT0050 | spec.timeline[0].apply | there is no file no.yaml
            timeline: [{at: 1s, delete: §reviews}] | WT0012 | spec.timeline[0].delete | KIND/NAME
            timeline: [{at: 1s, patch: {VirtualService/r: {§"spec.http[": 1}}}] | WT0012 | spec.timeline[0].patch["VirtualService/r"]["spec.http["] | no path
            timeline: [{at: 1s, proxy: {workload: w, state: §up}}] | WT0012 | spec.timeline[0].proxy.state | down
            thresholds: [§p98(t) < 1s] | WT0015 | spec.thresholds[0] | there is no figure p98
            thresholds: ["p99(t) < §300"] | WT0015 | spec.thresholds[0] | 300ms or 300s
            thresholds: [{check: p99(t) < 1s, reference: §5%}] | WT0015 | spec.thresholds[0].reference | it is a percentage
            traffic: [{name: t, from: a, request: {url: "ws://b/", session: {for: §-5s}}}] | WT0011 | spec.traffic[0].request.session.for | cannot be negative
            traffic: [{name: t, from: a, request: {url: "ws://b/", session: §5s}}] | WT0011 | spec.traffic[0].request.session | got the text "5s"
            traffic: [{name: t, from: a, request: {url: §"ws://b/"}}] | WT0012 | spec.traffic[0].request.url | nothing says how long
            traffic: [{name: t, from: a, request: {url: §"ws://b:99999/", session: {for: 5s}}}] | WT0012 | spec.traffic[0].request.url | "ws://b:99999/"
            traffic: [{name: t, from: a, request: §{url: "wss://b/", session: {for: 5s}}}] | WT0012 | spec.traffic[0].request | the url is wss
            §nonsense: 1 | WT0010 | spec.nonsense | unknown key
            """)
    void mistakesAreNamedWithTheirPlaceAndTheCure(String marked, String code, String path, String words) {
        String spec = marked.replace("\u00a7", "");
        List<Finding> findings = Texts.findings(spec);
        List<String> all = findings.stream().map(Finding::text).toList();
        assertEquals(1, findings.size(), () -> String.join("\n", all));
        Finding finding = findings.get(0);
        assertEquals(Level.ERROR, finding.level());
        assertEquals(code, finding.code(), finding.text());
        assertEquals(path, finding.path(), finding.text());
        assertTrue(finding.text().contains(words), finding.text());
        // The document's first four lines come before the spec, which is indented by two.
        assertEquals("s.yaml:5:" + (marked.indexOf('\u00a7') + 3), finding.place(), finding.text());
    }

    @Test
    void allMistakesOfADocumentAreReportedAtOnce() {
        assertEquals(
                List.of("WT0011", "WT0011", "WT0013", "WT0013", "WT0010"),
                Texts.findings("{run: {duration: 5, seed: x}, traffic: [{name: t}], nonsense: 1}").stream()
                        .map(Finding::code)
                        .toList());
    }

    @Test
    void theDocumentItselfIsCheckedToo() {
        Findings findings = new Findings();
        assertNull(ScenarioReader.read(
                Texts.root("{apiVersion: windtunnel.dev/v2, kind: Scenario, status: {}}"),
                "",
                Texts.NO_FILES,
                "x",
                findings));
        assertEquals(
                List.of("WT0012", "WT0010"),
                findings.list().stream().map(Finding::code).toList());
    }

    @Test
    void keysWithoutAValueAreAbsent() {
        assertEquals(
                Texts.read("{}").cluster(),
                Texts.read("{run: , cluster: {network: {bandwidth: null}}, workloads: null, traffic: ~}")
                        .cluster());
    }
}
