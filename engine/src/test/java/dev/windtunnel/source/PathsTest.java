package dev.windtunnel.source;

import static dev.windtunnel.source.NodesTest.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.source.Paths.Index;
import dev.windtunnel.source.Paths.Key;
import dev.windtunnel.source.Paths.Name;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @Test
    void stepsAreKeysPlacesAndNames() {
        assertEquals(
                List.of(new Key("traffic"), new Name("curl"), new Key("load"), new Key("rate")),
                Paths.parse("traffic[curl].load.rate").steps());
        assertEquals(
                List.of(new Key("spec"), new Key("http"), new Index(0), new Index(12), new Key("x")),
                Paths.parse("spec.http[0][12].x").steps());
        assertEquals(
                List.of(new Key("a"), new Name("sidecar.istio.io/inject"), new Name("x]y"), new Key("b.c")),
                Paths.parse("a[\"sidecar.istio.io/inject\"]['x]y'].\"b.c\"").steps());
        assertEquals(List.of(new Name("0")), Paths.parse("[\"0\"]").steps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b[0].c", "a[x.y].b", "a[\"0\"]", "a-b[c]"})
    void textIsWhatWouldBeTyped(String text) {
        assertEquals(text, Paths.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '!',
            value = {
                "^^       ! 1 ! needs at least one key",
                "a.       ! 3 ! at the end",
                "a..b     ! 3 ! before",
                ".a       ! 1 ! before",
                "a[0      ! 2 ! never closed",
                "a[]      ! 2 ! missing",
                "a['x     ! 3 ! quote is never closed",
                "a['x'    ! 6 ! after the quote",
                "a[0]b    ! 5 ! is missing",
                "a]       ! 2 ! closes no bracket",
                "a.[0]    ! 3 ! missing between",
                "a[99999999999] ! 2 ! too large",
            })
    void malformedPathsNameTheColumn(String text, int column, String reason) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Paths.parse(text));
        assertTrue(String.valueOf(e.getMessage()).contains("column " + column + ": "), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    private static final String TREE =
            "{traffic: [{name: curl, load: {rate: 1/s}}, {name: web}], pods: [{metadata: {name: p1}}], ports: {80: x}, none: null, s: text}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traffic[curl].load.rate       | 5/s",
                "traffic[1].load.users         | 3",
                "traffic[2].name               | more",
                "pods[p1].spec                 | {a: 1}",
                "ports[80]                     | z",
                "ports[81]                     | z",
                "none.deep.er                  | 1",
                "fresh[0].x                    | 1",
                "s                             | [1, 2]",
                "metadata.annotations[\"sidecar.istio.io/inject\"] | \"false\"",
                "metadata.annotations[sidecar.istio.io/inject] | \"false\"",
            })
    void setThenGetGivesTheValue(String path, String value) {
        Node root = yaml(TREE);
        Node wanted = assertNotNullNode(Paths.value(value));
        Node changed = Paths.set(root, Paths.parse(path), wanted);
        assertTrue(Nodes.sameValue(wanted, Paths.get(changed, Paths.parse(path))), changed::toString);
        assertTrue(Nodes.sameValue(root, yaml(TREE)), "the tree itself stays");
        assertTrue(Nodes.sameValue(changed, Nodes.with(root, path, wanted)));
    }

    private static Node assertNotNullNode(Node node) {
        assertNotNull(node);
        return node;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traffic[curk].load   | there are: curl, web",
                "traffic[7]           | has 2 elements",
                "traffic.curl.load    | write traffic[curl]",
                "s.x                  | the text \"text\"",
                "fresh[name]          | fresh does not exist",
                "fresh[1]             | fresh does not exist",
            })
    void whatDoesNotFitSaysWhatIsThere(String path, String words) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Paths.set(yaml(TREE), Paths.parse(path), ScalarNode.of(1)));
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    }

    @Test
    void nullRemoves() {
        Node root = yaml(TREE);
        Node changed = Paths.set(root, Paths.parse("traffic[curl].load.rate"), Paths.value("null"));
        assertNull(Paths.get(changed, Paths.parse("traffic[curl].load.rate")));
        assertNotNull(Paths.get(changed, Paths.parse("traffic[curl].load")));
        Node fewer = Paths.remove(root, Paths.parse("traffic[0]"));
        assertNull(Paths.get(fewer, Paths.parse("traffic[curl]")));
        assertNotNull(Paths.get(fewer, Paths.parse("traffic[web]")));
        assertSame(root, Paths.remove(root, Paths.parse("traffic[nobody].x")));
        assertSame(root, Paths.set(root, Paths.parse("a.b"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "5 | INT",
                "10ms | STRING",
                "100/s | STRING",
                "on | BOOL",
                "'5' | STRING",
                "0.5 | FLOAT",
                "*a | none",
                "[1 | none",
                "a: b: c | none",
                "{{ x }} | none"
            })
    void valuesAreYaml(String text, String type) {
        if (type.equals("none")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Paths.value(text));
            assertTrue(String.valueOf(e.getMessage()).contains(text), e.getMessage());
        } else {
            assertEquals(
                    type,
                    ((ScalarNode) assertNotNullNode(Paths.value(text))).type().name());
        }
    }

    @Test
    void valuesHaveNoPlace() {
        Node value = assertNotNullNode(Paths.value("{a: [1]}"));
        assertEquals(Position.NONE, value.position());
        assertNull(Paths.value("~"));
        assertEquals("", Nodes.toPlain(assertNotNullNode(Paths.value("  "))));
    }

    @Property(tries = 500)
    void anyPathOfKeysCanBeSetReadAndRemoved(@ForAll("keys") List<String> keys) {
        Paths.Path path = new Paths.Path(
                keys.stream().map(Name::new).map(name -> (Paths.Step) name).toList());
        assertEquals(path.toString(), Paths.parse(path.toString()).toString());
        Node root = MapNode.of(List.of(Entry.of("other", ScalarNode.of(1))));
        Paths.Path keyed = new Paths.Path(
                keys.stream().map(Key::new).map(key -> (Paths.Step) key).toList());
        Node changed = Paths.set(root, keyed, ScalarNode.of("v"));
        assertEquals("v", Nodes.toPlain(assertNotNullNode(Paths.get(changed, path))));
        assertNull(Paths.get(Paths.remove(changed, path), path));
        assertNotNull(Paths.get(changed, Paths.parse("other")));
    }

    @Provide
    Arbitrary<List<String>> keys() {
        return Arbitraries.of("a", "b.c", "x]y", "[", "\"q\"", "'", "\\", "0", "12x", " s ", "\u00e9/z", "")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Property(tries = 500)
    void anyTextIsAPathOrAReadableRefusal(@ForAll("pathRubbish") String text) {
        try {
            assertTrue(!Paths.parse(text).steps().isEmpty());
        } catch (IllegalArgumentException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("column "), e.getMessage());
        }
    }

    @Provide
    Arbitrary<String> pathRubbish() {
        return Arbitraries.of("a", ".", "[", "]", "\"", "'", "\\", "0", " ", "\u00e9")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }
}
