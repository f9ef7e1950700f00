package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndThreeSpacesApart() {
        String text = Table.of("name", "ready", "status")
                .row("tool-0", "2/2", "Running")
                .row("helloworld-service-v2-0", "1/2", "CrashLoopBackOff")
                .text();
        assertEquals(
                """
                NAME                      READY   STATUS
                tool-0                    2/2     Running
                helloworld-service-v2-0   1/2     CrashLoopBackOff
                """,
                text);
    }

    @Test
    void numbersAlignToTheRight() {
        String text = Table.of("service", "requests", "p99")
                .right("requests")
                .row("ratings", "9", "1.0 ms")
                .row("reviews", "12345", "10 ms")
                .text();
        assertEquals(
                """
                SERVICE   REQUESTS   P99
                ratings          9   1.0 ms
                reviews      12345   10 ms
                """,
                text);
    }

    @Test
    void emptyLastCellsLeaveNoSpaces() {
        assertEquals("A   B\nx\n", Table.of("a", "b").row("x", "").text());
    }

    @Test
    void colourCodesTakeNoWidth() {
        String text = Table.of("level", "code")
                .row(Markup.RED.around("Error"), "IST0101")
                .row("Warning", "WT101")
                .text();
        assertEquals("LEVEL     CODE\n\u001b[31mError\u001b[0m     IST0101\nWarning   WT101\n", Markup.toAnsi(text));
    }

    @Test
    void aTableWithoutRowsIsItsHeader() {
        Table table = Table.of("name");
        assertTrue(table.isEmpty());
        assertEquals("NAME\n", table.toString());
    }

    @Test
    void aRowOfAnotherLengthOrAnUnknownColumnIsRefused() {
        Table table = Table.of("a", "b");
        assertThrows(IllegalArgumentException.class, () -> table.row("only one"));
        assertThrows(IllegalArgumentException.class, () -> table.right("c"));
    }
}
