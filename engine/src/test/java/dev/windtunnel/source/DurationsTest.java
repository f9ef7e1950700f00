package dev.windtunnel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250us, 250000, 250us",
        "250µs, 250000, 250us",
        "5ms, 5000000, 5ms",
        "2s, 2000000000, 2s",
        "6.087s, 6087000000, 6.087s",
        "15.5s, 15500000000, 15.5s",
        "0.5s, 500000000, 500ms",
        ".5s, 500000000, 500ms",
        "1.s, 1000000000, 1s",
        "1m30s, 90000000000, 1m30s",
        "90s, 90000000000, 1m30s",
        "1h30m, 5400000000000, 1h30m",
        "1h0m5.5s, 3605500000000, 1h5.5s",
        "3600s, 3600000000000, 1h",
        "0s, 0, 0s",
        "1ns, 1, 1ns",
        "1.5us, 1500, 1.5us",
        "0.1ns, 0, 0s",
        "+2s, 2000000000, 2s",
        "9223372036854775807ns, 9223372036854775807, 2562047h47m16.854775807s",
    })
    void durationsAreReadAndWrittenCompactly(String text, long nanos, String written) throws ValueException {
        assertEquals(nanos, Durations.parse(text));
        assertEquals(written, Durations.format(nanos));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "5, has no unit",
                "0, has no unit",
                "1m30, has no unit",
                "^^, got nothing",
                "-5s, cannot be negative",
                "5d, unknown unit",
                "5S, unknown unit",
                "ten, wanted a duration",
                "5 s, has no unit",
                "s, wanted a duration",
                "5s!, wanted a duration",
                "1e9s, unknown unit",
                "9223372036854775808ns, 292 years",
                "300000000h, 292 years",
            })
    void everythingElseIsRefusedWithAReason(String text, String reason) {
        ValueException e = assertThrows(ValueException.class, () -> Durations.parse(text));
        assertTrue(e.reason().contains(reason), e.reason());
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0) long nanos) throws ValueException {
        assertEquals(nanos, Durations.parse(Durations.format(nanos)));
    }

    @Property
    void negativeOnesHaveAMinus(@ForAll @LongRange(min = Long.MIN_VALUE + 1, max = -1) long nanos) {
        assertEquals("-" + Durations.format(-nanos), Durations.format(nanos));
    }

    @Property(tries = 300)
    void noTextMakesItThrowAnythingElse(@ForAll String text) {
        try {
            assertTrue(Durations.parse(text) >= 0);
        } catch (ValueException e) {
            assertTrue(!e.reason().isBlank());
        }
    }
}
