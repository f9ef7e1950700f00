package dev.windtunnel.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "'a\u001b[31mb', 'a\\u001b[31mb'",
        "'a\u0007', 'a\\u0007'",
        "'a\u007f\u009b', 'a\\u007f\\u009b'",
        "'a\rb', 'a\\u000db'",
        "'a\u202eb\u2066', 'a\\u202eb\\u2066'",
        "'gr\u00fc\u00df \u2713 \ud83d\ude00', 'gr\u00fc\u00df \u2713 \ud83d\ude00'"
    })
    void whatActsOnATerminalIsWrittenAsItsCode(String text, String printable) {
        assertEquals(printable, Printable.line(text));
        assertEquals(printable, Printable.lines(text));
    }

    @Test
    void lineFeedsAndTabsPassWhereThereAreLines() {
        assertEquals("a\\n\\tb\\u000d\\n", Printable.line("a\n\tb\r\n"));
        assertEquals("a\n\tb\r\n", Printable.lines("a\n\tb\r\n"));
    }
}
