package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.windtunnel.expect.ThresholdParser;
import dev.windtunnel.expect.ThresholdSyntaxException;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.random.Keyed;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Broken scenarios and thresholds: whatever is written, reading it ends with findings and never with an exception. */
class ScenarioFuzzTest {
    private static final long SEED = 1;

    private static final List<String> WORDS = List.of(
            "",
            " ",
            "5ms",
            "5",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "0.5",
            "50%",
            "101%",
            "5/s",
            "2kB",
            "true",
            "null",
            "instant",
            "unlimited",
            "threads",
            "x",
            "a/b/c",
            "*",
            "http://a/",
            "http://",
            "${user}",
            "${uniform(2,1)}",
            "${",
            "p99(a) < 1s",
            "p99(",
            "VirtualService/x",
            "VirtualService",
            "9999999h",
            "1m30s",
            "http1",
            "reset",
            ".nan",
            ".inf",
            "2e5",
            "GET",
            "\u00e9\ud83d\ude00",
            "[0]",
            "spec.http[",
            "outside",
            "p50",
            "down",
            "steps",
            "times.csv");

    private static final List<String> KEYS = List.copyOf(SchemaCheck.keys(ScenarioSchema.tree()));

    /** Small documents whose parts are swapped, dropped and changed. */
    private static final List<String> SMALL = List.of(
            "run: {duration: 60s, warmup: 1s, seed: 1}\nprofile: envoy-2017",
            "cluster: {network: {sameNode: 50us, bandwidth: 1MB/s}, propagation: {debounce: 1s, push: 0s}, nodes: [{name: a, count: 3}]}",
            "workloads: {a: {cpu: 2, concurrency: 4, handlers: [{match: {uri: /x, headers: {a: {prefix: b}}}, steps: [{work: {exponential: 5ms}}]}]}}",
            "workloads: {\"*\": {handlers: [{steps: [{call: {url: \"http://b/\", retries: {attempts: 2, retryOn: [5xx]}, onError: ignore}}], errors: [{rate: 1%, status: 503}]}]}}",
            "external: {x.org: {latency: {lognormal: {p50: 1ms, p99: 2ms}}, addresses: 2}}",
            "traffic: [{name: t, from: a, request: {url: \"http://b/${user}\", headers: {x: \"${pick(a,b)}\"}}, load: {rate: 5/s}, stop: 9s}]",
            "traffic: [{name: t, from: a, mix: [{name: x, request: {url: \"http://b/\"}}], load: {stages: [{duration: 1s, rampTo: 5/s}]}}]",
            "timeline: [{at: 1s, kill: {workload: a, pods: 50%}}, {at: 2s, slow: {workload: a, factor: 2}, for: 1s, every: 2s}]",
            "timeline: [{at: 1s, apply: [{kind: Pod, metadata: {name: a}}]}, {at: 1s, patch: {A/b: {spec.x: 1}}}, {at: 2s, delete: A/b}]",
            "thresholds: [p99(t) < 300ms, {check: \"max(t) <= 6s\", reference: 5s}]",
            "cluster: {pins: {pods: {a: [{name: b, ip: 1.2.3.4}]}, services: {s: {nodePorts: {80: 1}}}}, meshConfig: {connectTimeout: 1s}}");

    private static final List<String> THRESHOLDS = List.of(
            "p99(curl) < 300ms",
            "errors(service/helloworldsvc) < 1%",
            "share(helloworldsvc, version=2) in 8%..12%",
            "rps(a->b.c) >= 3000/m",
            "sd(p99(T)) < 5ms",
            "ci95(mean(T, code=200, flag=UT, from=40s)) <= 1m30s",
            "recovery(T, errors<1%, after=80s) < 10s",
            "rate(\"x y\", path=/a, grpc=14) != 0.5");

    private static final String SYMBOLS = "()<>=!.,-/%\"abz019 \t\n\u00e9\ud83d[]{}:&*#|$'";

    private long draws;

    private int below(int n) {
        return (int) Keyed.below(Keyed.bits(SEED, draws++, 0), n);
    }

    private <T> T any(List<T> list) {
        return list.get(below(list.size()));
    }

    @Test
    void brokenThresholdsAreRefusedAndNothingElse() {
        int read = 0;
        for (int i = 0; i < 40_000; i++) {
            String text = brokenText(any(THRESHOLDS), 1 + below(4));
            try {
                assertNotNull(ThresholdParser.parse(text));
                read++;
            } catch (ThresholdSyntaxException e) {
                if (e.column() < 1
                        || e.column() > text.length() + 1
                        || e.reason().isBlank()
                        || e.fix().isBlank()) {
                    throw new AssertionError(text + " -> " + e.column() + " " + e.reason(), e);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("threshold " + text, e);
            }
        }
        // Some mutations only rename something: a fuzzer whose texts are all refused tests nothing behind the first
        // check.
        assertEquals(true, read > 1_000 && read < 30_000, read + " were read");
    }

    @Test
    void brokenCharactersEndInFindings() {
        for (int i = 0; i < 15_000; i++) {
            String text = brokenText(Texts.document(any(SMALL)), 1 + below(5));
            Findings findings = new Findings();
            try {
                for (Document document : YamlReader.read("f.yaml", text, findings)) {
                    if (document.root() instanceof MapNode map) {
                        read(map, findings);
                    }
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("document " + i + ":\n" + text, e);
            }
        }
    }

    @Test
    void brokenTreesEndInFindingsAndTheSchemaIsNeverStricterThanTheReader() {
        List<MapNode> roots =
                SMALL.stream().map(spec -> Texts.root(Texts.document(spec))).toList();
        SchemaCheck schema = new SchemaCheck(ScenarioSchema.tree());
        int good = 0;
        for (int i = 0; i < 45_000; i++) {
            MapNode root = any(roots);
            for (int mutations = 1 + below(2); mutations > 0; mutations--) {
                root = broken(root) instanceof MapNode map ? map : root;
            }
            Findings findings = new Findings();
            try {
                read(root, findings);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("document " + i + ": " + root, e);
            }
            boolean compared = i % 10 == 0;
            boolean refusedBySchema = compared && !schema.problems(root).isEmpty();
            boolean shape = findings.list().stream()
                    .anyMatch(f -> f.code().equals("WT0010") || f.code().equals("WT0013"));
            if (refusedBySchema && findings.atLeast(Level.ERROR).isEmpty()) {
                throw new AssertionError("only the schema refuses " + root + ": " + schema.problems(root));
            }
            if (compared && shape && !refusedBySchema) {
                throw new AssertionError("the schema takes " + root + ", the reader says " + Texts.texts(findings));
            }
            good += findings.hasErrors() ? 0 : 1;
        }
        assertEquals(true, good > 1_000, good + " were good");
    }

    private static void read(MapNode root, Findings findings) {
        Findings own = new Findings();
        Scenario scenario = ScenarioReader.read(root, "", Texts.NO_FILES, "fuzz", own);
        assertEquals(scenario == null, own.hasErrors());
        findings.addAll(own);
        if (scenario != null) {
            ScenarioChecks.check(scenario, Mesh.EMPTY, root, new Findings());
        }
    }

    private String brokenText(String text, int mutations) {
        StringBuilder broken = new StringBuilder(text);
        for (int i = 0; i < mutations; i++) {
            int at = below(broken.length() + 1);
            switch (below(5)) {
                case 0 -> broken.insert(at, SYMBOLS.charAt(below(SYMBOLS.length())));
                case 1 -> broken.delete(at, Math.min(broken.length(), at + 1 + below(4)));
                case 2 -> broken.insert(at, any(WORDS));
                case 3 -> {
                    if (at < broken.length()) {
                        broken.setCharAt(at, SYMBOLS.charAt(below(SYMBOLS.length())));
                    }
                }
                default -> {
                    int from = below(broken.length() + 1);
                    broken.insert(at, broken.substring(Math.min(from, at), Math.max(from, at)));
                }
            }
            broken.setLength(Math.min(broken.length(), 2_000));
        }
        return broken.toString();
    }

    /** The tree with one change somewhere below. */
    private Node broken(Node node) {
        if (node instanceof MapNode map && !map.entries().isEmpty()) {
            List<Entry> entries = new ArrayList<>(map.entries());
            int at = below(entries.size());
            Entry entry = entries.get(at);
            switch (below(12)) {
                case 0 -> entries.remove(at);
                case 1 -> {
                    String key = any(KEYS);
                    if (map.get(key) == null) {
                        entries.add(Entry.of(key, value()));
                    }
                }
                case 2 -> {
                    String key = below(2) == 0 ? any(KEYS) : any(WORDS);
                    if (map.get(key) == null) {
                        entries.set(at, new Entry(key, entry.keyPosition(), entry.value()));
                    }
                }
                case 3 -> entries.set(at, new Entry(entry.key(), entry.keyPosition(), value()));
                default -> entries.set(at, new Entry(entry.key(), entry.keyPosition(), broken(entry.value())));
            }
            return map.withEntries(entries);
        }
        if (node instanceof ListNode list && !list.items().isEmpty()) {
            List<Node> items = new ArrayList<>(list.items());
            int at = below(items.size());
            switch (below(6)) {
                case 0 -> items.remove(at);
                case 1 -> items.add(value());
                case 2 -> items.add(items.get(at));
                default -> items.set(at, broken(items.get(at)));
            }
            return list.withItems(items);
        }
        return value();
    }

    private Node value() {
        return switch (below(8)) {
            case 0 -> MapNode.EMPTY;
            case 1 -> ListNode.of(List.of());
            case 2 -> ListNode.of(List.of(ScalarNode.plain(any(WORDS))));
            case 3 -> MapNode.of(List.of(Entry.of(any(KEYS), ScalarNode.plain(any(WORDS)))));
            case 4 -> ScalarNode.of(any(WORDS));
            default -> ScalarNode.plain(any(WORDS));
        };
    }
}
