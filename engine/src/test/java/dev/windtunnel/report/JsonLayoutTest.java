package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonLayoutTest {
    @Test
    void whatFitsStaysOnALine() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("codes", Map.of("200", 100));
        tree.put("list", List.of(Map.of("a", 1), List.of()));
        tree.put("empty", Map.of());
        assertEquals(
                """
                {
                  "codes": {"200": 100},
                  "list": [{"a": 1}, []],
                  "empty": {}
                }
                """,
                Documents.json(tree));
    }

    @Test
    void whatDoesNotFitHasALineForEachKey() {
        String text = "x".repeat(60);
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("first", text);
        inner.put("second", text);
        assertEquals(
                """
                [
                  {
                    "first": "%1$s",
                    "second": "%1$s"
                  },
                  2
                ]
                """
                        .formatted(text),
                Documents.json(List.of(inner, 2)));
    }

    @Test
    void longListsOfScalarsFillTheirLines() {
        String json = Documents.json(
                Map.of("values", IntStream.range(1000, 1200).boxed().toList()));
        List<String> lines = json.lines().toList();
        assertEquals(15, lines.size(), json);
        assertTrue(lines.stream().allMatch(line -> line.length() <= 120), json);
    }

    @Test
    void emptyRoots() {
        assertEquals("{}\n", Documents.json(Map.of()));
        assertEquals("[]\n", Documents.json(List.of()));
        assertEquals("null\n", Documents.json(null));
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll Map<String, List<Integer>> inner, @ForAll List<String> texts) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("inner", inner);
        tree.put("texts", texts);
        tree.put("nested", Collections.nCopies(3, inner));
        assertEquals(tree, new ObjectMapper().readValue(Documents.json(tree), Map.class));
    }
}
