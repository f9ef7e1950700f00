package dev.windtunnel.app.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlEditsTest {

    private static final String REVIEWS =
            """
            # the canary
            kind: VirtualService
            apiVersion: networking.istio.io/v1
            metadata: {name: reviews}   # default
            spec:
              hosts: [reviews]
              http:
              - route:
                - destination: {host: reviews, subset: v1}
                  weight: 70 # most
                - destination: {host: reviews, subset: v2}
                  weight: 30
                retries:
                  attempts: 1
                  retryOn: '5xx'
                # the end
            """;

    private static String set(String text, String path, Node value) {
        MapNode root =
                (MapNode) YamlReader.read("", text, new Findings()).get(0).root();
        return YamlEdits.set(text, root, path, value);
    }

    @Test
    void onlyTheCharactersOfTheValueChange() {
        assertEquals(
                REVIEWS.replace("weight: 70", "weight: 60"),
                set(REVIEWS, "spec.http[0].route[0].weight", ScalarNode.of(60)));
    }

    @Test
    void quotesOfTheValueStay() {
        assertEquals(
                REVIEWS.replace("'5xx'", "'5xx,reset'"),
                set(REVIEWS, "spec.http[0].retries.retryOn", ScalarNode.of("5xx,reset")));
    }

    @Test
    void missingKeyTakesTheIndentationOfItsNeighbours() {
        assertEquals(
                REVIEWS.replace("retryOn: '5xx'\n", "retryOn: '5xx'\n      perTryTimeout: 250ms\n"),
                set(REVIEWS, "spec.http[0].retries.perTryTimeout", ScalarNode.of("250ms")));
    }

    @Test
    void missingMapsAreWrittenBelowEachOther() {
        assertEquals(
                REVIEWS.replace(
                        "retryOn: '5xx'\n",
                        "retryOn: '5xx'\n    fault:\n      delay:\n        percentage:\n          value: 10\n"),
                set(REVIEWS, "spec.http[0].fault.delay.percentage.value", ScalarNode.of(10)));
    }

    @Test
    void aMapInBracketsStaysInThem() {
        assertEquals(
                REVIEWS.replace("{name: reviews}", "{name: reviews, labels: {app: r}}"),
                set(REVIEWS, "metadata.labels.app", ScalarNode.of("r")));
    }

    @Test
    void removingTheLastKeyOfAMapRemovesTheMap() {
        String once = set(REVIEWS, "spec.http[0].retries.attempts", null);
        assertEquals(REVIEWS.replace("      attempts: 1\n", ""), once);
        assertEquals(
                REVIEWS.replace("    retries:\n      attempts: 1\n      retryOn: '5xx'\n", ""),
                set(once, "spec.http[0].retries.retryOn", null));
    }

    @Test
    void lineEndsOfTheFileStay() {
        String windows = REVIEWS.replace("\n", "\r\n");
        String changed = set(windows, "spec.http[0].timeout", ScalarNode.of("1s"));
        assertEquals(windows.replace("'5xx'\r\n", "'5xx'\r\n    timeout: 1s\r\n"), changed);
    }

    @Test
    void aliasIsLeftAlone() {
        String text = "a: &x\n  b: 1\nc: *x\n";
        assertThrows(IllegalArgumentException.class, () -> set(text, "c.b", ScalarNode.of(2)));
        assertEquals("a: &x\n  b: 2\nc: *x\n".replace("b: 2", "b: 1"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"on|'a: on'", "5xx,reset|a", "10|a", "a: b|a", "x # y|a", "''|a"})
    void textsThatLookLikeSomethingElseAreQuoted(String value, String ignored) {
        String changed = set("k: z\n", "k", ScalarNode.of(value));
        MapNode again =
                (MapNode) YamlReader.read("", changed, new Findings()).get(0).root();
        assertEquals(value, ((ScalarNode) Paths.get(again, Paths.parse("k"))).asString());
    }

    /**
     * Every scalar of every object of our scenarios; where the corpus of public manifests lies beside us, of every 6th of
     * its files, or of all with {@code -Dwindtunnel.corpus.stride=1}.
     */
    @Test
    void changingAnyValueChangesOnlyItsBytes() throws IOException {
        int changed = 0;
        int refused = 0;
        for (String root : new String[] {"../scenarios", "../../shared/corpus"}) {
            if (!Files.isDirectory(Path.of(root))) {
                continue;
            }
            List<Path> files;
            try (Stream<Path> walk = Files.walk(Path.of(root))) {
                files = walk.filter(path -> path.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .toList();
            }
            int stride = root.contains("corpus") ? Integer.getInteger("windtunnel.corpus.stride", 6) : 1;
            for (int i = 0; i < files.size(); i += stride) {
                String text = new String(Files.readAllBytes(files.get(i)), StandardCharsets.UTF_8);
                boolean rules = text.contains("VirtualService")
                        || text.contains("DestinationRule")
                        || text.contains("route-rule");
                if (!rules || text.length() > 60_000) {
                    continue;
                }
                for (String part : RuleFile.split(text)) {
                    int[] counts = changeEach(part);
                    changed += counts[0];
                    refused += counts[1];
                }
            }
        }
        assertTrue(changed > 30, "values changed: " + changed);
        assertTrue(refused * 50 <= changed, "refused " + refused + " of " + changed);
    }

    private static int[] changeEach(String text) {
        int[] counts = new int[2];
        Findings findings = new Findings();
        var documents = YamlReader.read("", text, findings);
        if (!findings.isEmpty()) {
            return counts;
        }
        for (KubeObject object : Manifests.objects(documents, "default", new Findings())) {
            List<Paths.Path> leaves = new ArrayList<>();
            leaves(object.root(), new ArrayList<>(), leaves);
            for (Paths.Path leaf : leaves) {
                ScalarNode old = (ScalarNode) Paths.get(object.root(), leaf);
                Node value = old.type() == ScalarNode.Type.INT ? ScalarNode.of(4711) : ScalarNode.of("x-4711");
                try {
                    String result = YamlEdits.set(text, object.root(), leaf, value);
                    assertEquals(text.substring(0, old.start()), result.substring(0, old.start()), leaf.toString());
                    String tail = text.substring(old.end());
                    assertTrue(result.endsWith(tail), leaf.toString());
                    counts[0]++;
                } catch (IllegalArgumentException e) {
                    counts[1]++;
                }
            }
        }
        return counts;
    }

    private static void leaves(Node node, List<Paths.Step> at, List<Paths.Path> found) {
        if (node instanceof MapNode map) {
            for (Entry entry : map.entries()) {
                at.add(new Paths.Key(entry.key()));
                leaves(entry.value(), at, found);
                at.remove(at.size() - 1);
            }
        } else if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                at.add(new Paths.Index(i));
                leaves(list.items().get(i), at, found);
                at.remove(at.size() - 1);
            }
        } else if (node instanceof ScalarNode scalar
                && !scalar.isNull()
                && !scalar.text().contains("\n")) {
            found.add(new Paths.Path(at));
        }
    }
}
