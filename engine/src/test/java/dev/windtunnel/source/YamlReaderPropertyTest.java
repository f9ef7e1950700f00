package dev.windtunnel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class YamlReaderPropertyTest {
    @Property(tries = 1500)
    void noTextMakesTheReaderThrow(@ForAll("rubbish") String text) {
        check(text);
    }

    @Property(tries = 300)
    void noBytesMakeTheReaderThrow(@ForAll byte[] bytes) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("x", bytes, findings);
        assertTrue(documents.stream().allMatch(document -> document.root() != null));
        assertTrue(findings.list().stream().allMatch(finding -> finding.line() >= 1));
    }

    @Property(tries = 500)
    void noTextOfAnyCharactersMakesTheReaderThrow(@ForAll String text) {
        check(text);
    }

    private static void check(String text) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("x", text, findings);
        for (Document document : documents) {
            checkRanges(document.root(), text);
            assertTrue(
                    Nodes.sameValue(document.root(), again(Nodes.toYaml(document.root()))),
                    () -> "as YAML: " + document.root());
            assertTrue(
                    Nodes.sameValue(document.root(), again(Nodes.toJson(document.root()))),
                    () -> "as JSON: " + document.root());
        }
        for (Finding finding : findings.list()) {
            assertTrue(finding.line() >= 1 && finding.column() >= 1, finding::text);
            assertTrue(finding.line() <= text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length, finding::text);
        }
    }

    private static Node again(String text) {
        Findings findings = new Findings();
        List<Document> documents = YamlReader.read("again", text, findings);
        assertEquals(List.of(), findings.list(), text);
        return documents.get(0).root();
    }

    private static void checkRanges(Node node, String text) {
        assertTrue(0 <= node.start() && node.start() <= node.end() && node.end() <= text.length());
        if (node instanceof MapNode map) {
            map.entries().forEach(entry -> checkRanges(entry.value(), text));
        } else if (node instanceof ListNode list) {
            list.items().forEach(item -> checkRanges(item, text));
        }
    }

    /** Texts made of what YAML gives a meaning to. */
    @Provide
    Arbitrary<String> rubbish() {
        return Arbitraries.of(
                        "a",
                        "b: ",
                        "c:\n",
                        "- ",
                        "\n",
                        "\n  ",
                        " ",
                        "\t",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "\"",
                        "'",
                        "|\n",
                        ">-\n",
                        "&x ",
                        "*x",
                        "!!int ",
                        "!t ",
                        "<<: ",
                        "? ",
                        ": ",
                        "#",
                        "---\n",
                        "...\n",
                        "%YAML 1.1\n",
                        "\\",
                        "\\u12",
                        "{{",
                        "}}",
                        "\r\n",
                        "\u00e9",
                        "\ud83d\ude00",
                        "\u0085",
                        "\u2028",
                        "5",
                        "0x",
                        "~",
                        "@",
                        "`",
                        "null",
                        "\uFEFF")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
