package dev.windtunnel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Findings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodesTest {
    static Node yaml(String text) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("t.yaml", text, findings);
        assertEquals(List.of(), findings.list(), text);
        return documents.get(0).root();
    }

    @Test
    void yamlLooksAsKubectlPrintsIt() {
        String text =
                """
                apiVersion: v1
                metadata:
                  annotations: {}
                  labels:
                    version: "1"
                    on: "yes"
                  name: a
                spec:
                  args: []
                  containers:
                  - image: nginx:1.25
                    command:
                    - sh
                    - -c
                    - |
                      echo "hello"

                      exit 0
                    ports:
                    - 80
                    - 0.5
                  - name: ' padded '
                    star: '*'
                    empty: ""
                    none: null
                    yes: true
                    text: |-
                      two
                        lines
                    nested:
                    - - 1
                      - 2
                    - []
                """;
        Node node = yaml(text.replace("    on:", "    \"on\":").replace("    yes:", "    \"yes\":"));
        assertEquals(text.replace("    on:", "    \"on\":").replace("    yes:", "    \"yes\":"), Nodes.toYaml(node));
    }

    @Test
    void jsonLooksAsKubectlPrintsIt() {
        assertEquals(
                "{\n    \"a\": [\n        1,\n        0.5,\n        \"x\\n\\\"\\u0001\"\n    ],\n    \"b\": {},\n    \"c\": [],\n    \"d\": null,\n    \"e\": true\n}",
                Nodes.toJson(yaml("{a: [1, 0.5, \"x\\n\\\"\\x01\"], b: {}, c: [], d: ~, e: on}")));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "100.0, 100",
        "-0.0, 0",
        "1e21, 1e+21",
        "123456789012345680000, 123456789012345680000",
        "1.5e-9, 1.5e-9",
        "0.0000001, 0.0000001",
        "2e23, 2e+23",
        "5e-324, 4.94065645841247e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
    })
    void floatsAreWrittenTheSameOnEveryJdk(double value, String text) {
        assertEquals(text, Nodes.toJson(ScalarNode.of(value)));
        assertEquals(value, Double.parseDouble(text) == 0 ? -0.0 : Double.parseDouble(text));
    }

    @Property(tries = 500)
    void everyFloatComesBack(@ForAll double value) {
        assertEquals(value == 0 ? 0 : value, Double.parseDouble(Scalars.floatText(value)));
    }

    @Property(tries = 400)
    void everyTreeComesBackFromItsYamlAndJson(@ForAll("trees") Node tree) {
        Node list = ListNode.of(List.of(tree));
        assertTrue(Nodes.sameValue(list, yaml(Nodes.toYaml(list))), () -> Nodes.toYaml(list));
        assertTrue(Nodes.sameValue(list, yaml(Nodes.toJson(list))), () -> Nodes.toJson(list));
        assertTrue(Nodes.sameValue(tree, Nodes.fromPlain(Nodes.toPlain(tree), Position.NONE)));
    }

    @Provide
    Arbitrary<Node> trees() {
        return trees(4);
    }

    /** Of bounded depth, for a tree that may always grow sometimes outgrows the memory. */
    private static Arbitrary<Node> trees(int depth) {
        return depth == 0
                ? scalars()
                : Arbitraries.frequencyOf(
                        Tuple.of(3, scalars()), Tuple.of(1, lists(depth - 1)), Tuple.of(1, maps(depth - 1)));
    }

    private static Arbitrary<Node> scalars() {
        Arbitrary<String> odd = Arbitraries.of(
                        "a",
                        " ",
                        "\n",
                        ":",
                        "#",
                        "-",
                        "'",
                        "\"",
                        "\\",
                        "{",
                        "}",
                        "1",
                        "0x1",
                        "on",
                        "~",
                        "\t",
                        "\u00e9",
                        "\ud83d\ude00",
                        "\u0085",
                        "\u2028",
                        "?",
                        "&",
                        "*",
                        "!",
                        "|",
                        ">",
                        "%",
                        "@",
                        "---",
                        "...",
                        "\r",
                        "\ufeff",
                        "\u0000",
                        "<<",
                        "=",
                        ",")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(
                odd.map(ScalarNode::of),
                Arbitraries.longs().map(ScalarNode::of),
                Arbitraries.doubles().map(ScalarNode::of),
                Arbitraries.of(true, false).map(ScalarNode::of),
                Arbitraries.just(ScalarNode.NULL));
    }

    private static Arbitrary<Node> lists(int depth) {
        return trees(depth).list().ofMaxSize(4).map(ListNode::of);
    }

    private static Arbitrary<Node> maps(int depth) {
        Arbitrary<String> keys =
                Arbitraries.of("a", "b", "on", "5", "a.b/c", "x y", "", "- x", "<<", "null", "k:", "m\nn");
        return Arbitraries.maps(keys, trees(depth)).ofMaxSize(4).map(map -> MapNode.of(new LinkedHashMap<>(map)));
    }

    @Test
    void sameValueIgnoresPlacesOrderAndSpelling() {
        assertTrue(Nodes.sameValue(yaml("{a: 1, b: [yes, 0x10, 2.0]}"), yaml("b:\n- true\n- 16\n- 2\na: 1\n")));
        assertFalse(Nodes.sameValue(yaml("[1]"), yaml("['1']")));
        assertFalse(Nodes.sameValue(yaml("[1, 2]"), yaml("[2, 1]")));
        assertFalse(Nodes.sameValue(yaml("{a: 1}"), yaml("{a: 1, b: 2}")));
        assertFalse(Nodes.sameValue(yaml("{a: 1}"), null));
        assertFalse(Nodes.sameValue(yaml("{a: 1}"), yaml("{b: 1}")));
    }

    @Test
    void mergeLaysOneMapOverAnother() {
        Node merged = Nodes.merge(
                yaml("{a: 1, b: {c: 2, d: 3}, e: [1, 2], f: x}"),
                yaml("{b: {c: 9, d: null}, e: [3], f: {g: {h: null}}, i: 1}"));
        assertTrue(Nodes.sameValue(yaml("{a: 1, b: {c: 9}, e: [3], f: {g: {}}, i: 1}"), merged), merged::toString);
    }

    @Test
    void plainValuesKeepTheirTypes() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("b", 5L);
        plain.put("a", Arrays.asList("5", 1.5, true, null));
        assertEquals(plain, Nodes.toPlain(Nodes.fromPlain(plain, Position.NONE)));
        assertEquals(List.of("b", "a"), ((MapNode) Nodes.fromPlain(plain, Position.NONE)).keys());
        assertThrows(IllegalArgumentException.class, () -> Nodes.fromPlain(new Object(), Position.NONE));
    }

    @Test
    void mapsKnowTheirKeysHoweverMany() {
        LinkedHashMap<String, Node> values = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            values.put("k" + i, ScalarNode.of(i));
            MapNode map = MapNode.of(values);
            assertEquals((long) i, Nodes.toPlain(map.get("k" + i)));
            assertEquals(null, map.get("k" + (i + 1)));
            assertEquals(map.keys().size() - 1, map.without("k0").keys().size());
            assertEquals("k0", map.with("k0", ScalarNode.NULL).keys().get(0));
        }
        Entry entry = Entry.of("a", ScalarNode.NULL);
        assertThrows(IllegalArgumentException.class, () -> MapNode.of(List.of(entry, entry)));
    }
}
