package dev.windtunnel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private final Findings findings = new Findings();

    private List<Document> read(String text) {
        return YamlReader.read("a.yaml", text, findings);
    }

    private Node one(String text) {
        List<Document> documents = read(text);
        assertEquals(List.of(), findings.list());
        assertEquals(1, documents.size());
        return documents.get(0).root();
    }

    private Finding problem(String text) {
        read(text);
        assertEquals(1, findings.size(), () -> findings.list().toString());
        return findings.list().get(0);
    }

    @Test
    void everyKeyAndValueKnowsItsPlace() {
        String text = "kind: VirtualService\nspec:\n  http:\n  - route:\n    - weight: 90 # most\n\n# end\n";
        MapNode root = (MapNode) one(text);
        Node weight = Objects.requireNonNull(Paths.get(root, Paths.parse("spec.http[0].route[0].weight")));
        assertEquals(new Position("a.yaml", 5, 15), weight.position());
        assertEquals("90", text.substring(weight.start(), weight.end()));
        Entry spec = Objects.requireNonNull(root.entry("spec"));
        assertEquals(new Position("a.yaml", 2, 1), spec.keyPosition());
        assertEquals(
                "http:\n  - route:\n    - weight: 90",
                text.substring(spec.value().start(), spec.value().end()));
        assertEquals("a.yaml:5:15", weight.position().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a ''b'''",
                "\"a\\nb\"",
                "[1, [2, 3], {a: b}]",
                "{a: 1, \"b\": [x]}",
                "plain text with words",
                "|\n    two\n    lines",
                ">-\n    folded\n    lines",
                "!!str 5",
            })
    void rangesCoverExactlyWhatIsWritten(String value) {
        String text = "# \ud83d\ude00 caf\u00e9\nbefore: \ud83d\ude00\nkey: " + value + "\n\n# comment\nafter: 1\n";
        Node node = Objects.requireNonNull(((MapNode) one(text)).get("key"));
        assertEquals(value, text.substring(node.start(), node.end()));
        assertEquals(new Position("a.yaml", 3, 6), node.position());
    }

    @Test
    void columnsCountCharactersAsPeopleDo() {
        Node value = Objects.requireNonNull(((MapNode) one("{\ud83d\ude00: x}")).get("\ud83d\ude00"));
        assertEquals(5, value.position().column());
        assertEquals(5, value.start());
    }

    @Test
    void documentsAreNumberedAndEmptyOnesDropped() {
        List<Document> documents = read("---\n# nothing\n---\na: 1\n---\n~\n---\n---\nb: 2\n...\n");
        assertEquals(List.of(0, 1), documents.stream().map(Document::index).toList());
        assertEquals(new Position("a.yaml", 9, 1), documents.get(1).root().position());
        assertTrue(read("").isEmpty());
        assertTrue(read("# only a comment").isEmpty());
        assertEquals(List.of(), findings.list());
    }

    @Test
    void jsonIsReadTooWithTabsAndEscapes() {
        Node root =
                one("\n{\n\t\"a\":1,\n\t\"b\": [true, null, \"t\\tx\\/\\ud83d\\ude00\\u0041\"],\"c\":{\"d\":1e2}\n}\n");
        List<Object> b = new ArrayList<>(List.of(true));
        b.add(null);
        b.add("t\tx/\ud83d\ude00A");
        assertEquals(Map.of("a", 1L, "b", b, "c", Map.of("d", 100.0)), Nodes.toPlain(root));
    }

    @Test
    void quotesMakeTexts() {
        assertEquals(
                List.of("5", "on", "x\n", 5L, "5"), Nodes.toPlain(one("- '5'\n- \"on\"\n- |\n  x\n- 5\n- !!str 5\n")));
    }

    @Test
    void keysAreTextsAsInTheJsonOfACluster() {
        assertEquals(
                List.of("80", "true", "16", "a b", "1.50"),
                ((MapNode) one("{80: a, true: b, 0x10: c, a b: d, 1.50: e}")).keys());
    }

    @Test
    void keysThatSurpriseAreWarnedOf() {
        Finding finding = problem("b:\n  n: 5\n");
        assertEquals("WT0007", finding.code());
        assertEquals("2:3", finding.line() + ":" + finding.column());
        assertEquals("the key n is read as false, as a cluster does", finding.message());
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreNoTrouble() {
        MapNode root = (MapNode) one("\uFEFFa: 1\r\nb:\r\n- x\r\n");
        assertEquals(List.of("a", "b"), root.keys());
        assertEquals(
                new Position("a.yaml", 1, 4),
                Objects.requireNonNull(root.get("a")).position());
        assertEquals(
                new Position("a.yaml", 3, 3),
                Objects.requireNonNull(Paths.get(root, Paths.parse("b[0]"))).position());
    }

    @Test
    void aliasesStandWhereTheyAreWritten() {
        String text = "a: &x {p: 1}\nb: *x\n";
        MapNode root = (MapNode) one(text);
        Node b = Objects.requireNonNull(root.get("b"));
        assertTrue(Nodes.sameValue(root.get("a"), b));
        assertEquals("*x", text.substring(b.start(), b.end()));
        assertEquals(2, b.position().line());
    }

    @Test
    void mergeKeysAddWhatIsNotThere() {
        Node root = one(
                "base: &b {x: 1, w: 2}\nmore: &m {w: 3, z: 4}\nr:\n  w: 0\n  <<: [*b, *m]\ns: {<<: *b}\nq: {'<<': 1}\n");
        Node r = Objects.requireNonNull(((MapNode) root).get("r"));
        assertEquals("{\"w\":0,\"x\":1,\"z\":4}", compact(r));
        assertEquals("{\"x\":1,\"w\":2}", compact(Objects.requireNonNull(((MapNode) root).get("s"))));
        assertEquals("{\"<<\":1}", compact(Objects.requireNonNull(((MapNode) root).get("q"))));
    }

    private static String compact(Node node) {
        return Nodes.toJson(node).replaceAll("\\s", "");
    }

    @Test
    void twiceTheSameKeyNamesBothPlaces() {
        Finding finding = problem("a:\n  weight: 1\n  other: 2\n  weight: 3\n");
        assertEquals("WT0002", finding.code());
        assertEquals(4, finding.line());
        assertEquals(3, finding.column());
        assertTrue(finding.message().contains("\"weight\"") && finding.message().contains("2:3"), finding.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '^',
            value = {
                "a: 1\\n\\tb: 2              ! 2 ! 1 ! tab",
                "a: 'open\\nb: 2             ! 1 ! 4 ! never closed",
                "a: \"open\\n---\\n          ! 1 ! 4 ! never closed",
                "a: [1, 2\\nb: 3             ! 2 ! 2 ! opened at 1:4",
                "a: {x: 1\\n---\\n           ! 2 ! 1 ! opened at 1:4",
                "a: [1, 2}                   ! 1 ! 9 ! opened at 1:4",
                "a: b: c                     ! 1 ! 5 ! second",
                "a: 1\\n b: 2                ! 2 ! 3 ! second",
                "a:\\n  b: 1\\n c: 2         ! 3 ! 2 ! indentation",
                "a: 1\\nword\\nb: 2          ! 2 ! 1 ! no \"key: value\"",
                "a: @x                       ! 1 ! 4 ! '@'",
                "a: \"\\q\"                  ! 1 ! 6 ! backslash",
                "a: *nobody                  ! 1 ! 4 ! repeats nothing",
                "a: 1\\n- b                  ! 2 ! 1 ! ",
                "a: - b                      ! 1 ! 4 ! list",
                "? [a, b]\\n: c              ! 1 ! 3 ! key has to be",
                "<<: 5                       ! 1 ! 5 ! merge",
                "a: [b,                      ! 1 ! 7 ! opened at 1:4",
                "a: {b: ]}                   ! 1 ! 8 ! value is missing",
                "a: }                        ! 1 ! 4 ! value is missing",
                "&a [*b]                     ! 1 ! 5 ! repeats nothing",
            })
    void whatIsWrongIsSaidInPlainWordsAtItsPlace(String text, int line, int column, String words) {
        Finding finding = problem(text.replace("\\n", "\n").replace("\\t", "\t"));
        assertEquals("WT0001", finding.code(), finding::text);
        assertEquals(line + ":" + column, finding.line() + ":" + finding.column(), finding::text);
        assertTrue(words == null || finding.message().contains(words), finding::text);
        assertTrue(finding.fix() != null, finding::text);
    }

    @Test
    void theDocumentsAroundABrokenOneAreRead() {
        List<Document> documents = read("a: 1\n---\nb: [\n---\nc: \u00e9\n---\nd: 'x\n--- # last\ne: 5\n");
        assertEquals(
                List.of(Map.of("a", 1L), Map.of("c", "\u00e9"), Map.of("e", 5L)),
                documents.stream()
                        .map(document -> Nodes.toPlain(document.root()))
                        .toList());
        assertEquals(9, documents.get(2).root().position().line());
        assertEquals(2, findings.size());
        assertEquals(List.of(4, 7), findings.list().stream().map(Finding::line).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: {{ .Values.x }}\n",
                "{{- if .Values.on }}\na: 1\n{{- end }}\n",
                "metadata:\n  name: {{ include \"x\" . }}-a\n",
                "labels:\n  {{- toYaml .x | nindent 4 }}\n",
            })
    void templatesAreSentToHelm(String text) {
        Finding finding = problem(text);
        assertEquals("WT0001", finding.code());
        assertTrue(Objects.requireNonNull(finding.fix()).contains("helm template"), finding::text);
    }

    @Test
    void bracesInsideQuotesAreNoTemplate() {
        assertEquals(Map.of("a", "{{ x }}"), Nodes.toPlain(one("a: \"{{ x }}\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{a: "})
    void aMillionNestedCollectionsAreRefusedAtTheLimit(String opening) {
        Finding finding = problem(opening.repeat(1_000_000));
        assertTrue(finding.code().equals("WT0003") || opening.equals("? "), finding::text);
        assertEquals(1, finding.line());
    }

    @Test
    void nestingUpToTheLimitIsRead() {
        one("[".repeat(TreeBuilder.MAX_DEPTH) + "]".repeat(TreeBuilder.MAX_DEPTH));
        assertEquals(
                "WT0003",
                problem("[".repeat(TreeBuilder.MAX_DEPTH + 1) + "]".repeat(TreeBuilder.MAX_DEPTH + 1))
                        .code());
    }

    @Test
    void aliasesCannotNestDeeperThanTheLimit() {
        StringBuilder text = new StringBuilder("a0: &a0 [1]\n");
        for (int i = 1; i < 400; i++) {
            text.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
        }
        assertEquals("WT0003", problem(text.toString()).code());
    }

    @Test
    void aliasesThatExplodeAreRefused() {
        String lol = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + List.of("b", "c", "d", "e", "f", "g", "h", "i").stream()
                        .map(name -> name + ": &" + name + " [" + ("*" + (char) (name.charAt(0) - 1) + ",").repeat(9)
                                + "]\n")
                        .collect(Collectors.joining());
        assertEquals("WT0004", problem(lol).code());
    }

    @Test
    void anAliasInsideItselfIsRefused() {
        Finding finding = problem("a: &a\n  b: [*a]\n");
        assertEquals("WT0004", finding.code());
        assertEquals("2:7", finding.line() + ":" + finding.column());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: \u0000", "a: 1\nb: \u0007", "a: \ud800", "a: \udc00x", "a: \ud83d", "\uffff"})
    void charactersThatNoTextHoldsAreNamed(String text) {
        Finding finding = problem(text);
        assertEquals("WT0005", finding.code());
        assertTrue(finding.message().contains("U+"), finding::text);
    }

    @Test
    void bytesAreUtf8OrMarkedUtf16() {
        Object wanted = Map.of("a", "\u00e9");
        assertEquals(
                wanted,
                Nodes.toPlain(YamlReader.read("f", "a: \u00e9".getBytes(StandardCharsets.UTF_8), findings)
                        .get(0)
                        .root()));
        assertEquals(
                wanted,
                Nodes.toPlain(YamlReader.read("f", "\ufeffa: \u00e9".getBytes(StandardCharsets.UTF_16LE), findings)
                        .get(0)
                        .root()));
        assertEquals(List.of(), findings.list());
        assertEquals(List.of(), YamlReader.read("f", "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1), findings));
        assertEquals("WT0005", findings.list().get(0).code());
    }

    @Test
    void tooLargeIsSaidBeforeAnythingIsParsed() {
        assertEquals("WT0006", problem(" ".repeat(YamlReader.MAX_SIZE + 1)).code());
    }

    @Test
    void aWordOfMillionsOfCharactersIsRefused() {
        assertEquals(
                "WT0006",
                problem("a: " + "x".repeat(TextCheck.LONGEST_WORD + 1)).code());
    }

    @Test
    void doubledKeysAreReportedUpToALimit() {
        read("k: v\n".repeat(1000));
        assertEquals(100, findings.size());
    }

    @Test
    void filesOverTheParsersOwnLimitAreRead() {
        String item = "- {name: reviews, weight: 10, subset: v1, note: \"a longer text to fill the file\"}\n";
        ListNode root = assertInstanceOf(ListNode.class, one(item.repeat(50_000)));
        assertEquals(50_000, root.items().size());
    }

    @Test
    void aFileFullOfRubbishEndsSoon() {
        read("---\na: [\n".repeat(20_000));
        assertTrue(findings.size() <= 51, () -> "got " + findings.size());
    }
}
