package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static Map<String, @Nullable Object> sample() {
        Map<String, @Nullable Object> document = Documents.ofKind("Sample");
        document.put("zebra", Arrays.asList(1, 2L, null));
        document.put("codes", Map.of("200", 100));
        document.put("share", 0.1);
        document.put("ok", true);
        document.put("text", "yes");
        document.put("none", List.of());
        return document;
    }

    @Test
    void jsonKeepsTheOrderOfKeys() {
        assertEquals(
                """
                {
                  "apiVersion": "windtunnel.dev/v1",
                  "kind": "Sample",
                  "zebra": [1, 2, null],
                  "codes": {"200": 100},
                  "share": 0.1,
                  "ok": true,
                  "text": "yes",
                  "none": []
                }
                """,
                Documents.json(sample()));
    }

    @Test
    void yamlQuotesWhatWouldBeReadAsSomethingElse() {
        assertEquals(
                """
                apiVersion: windtunnel.dev/v1
                kind: Sample
                zebra:
                - 1
                - 2
                - null
                codes:
                  "200": 100
                share: 0.1
                ok: true
                text: "yes"
                none: []
                """,
                Documents.yaml(sample()));
    }

    @Test
    void numbersDoNotDependOnTheJavaThatRuns() {
        assertEquals("2.0E23\n", Documents.json(2e23), "Double.toString gives 1.9999999999999998E23 before Java 19");
        assertEquals("2.0E23", Documents.yaml(2e23).strip());
    }

    @Test
    void minusNoughtIsNought() {
        assertEquals("0.0\n", Documents.json(-0.0));
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Documents.json(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Documents.json(List.of(BigInteger.ONE)));
        assertThrows(IllegalArgumentException.class, () -> Documents.json(Map.of(1, 2)));
    }
}
