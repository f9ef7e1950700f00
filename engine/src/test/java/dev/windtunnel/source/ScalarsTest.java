package dev.windtunnel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.source.ScalarNode.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are what sigs.k8s.io/yaml makes of these words. */
class ScalarsTest {
    @ParameterizedTest
    @CsvSource({
        "true, BOOL, true",
        "on, BOOL, true",
        "Yes, BOOL, true",
        "y, BOOL, true",
        "OFF, BOOL, false",
        "n, BOOL, false",
        "oN, STRING, oN",
        "010, INT, 8",
        "0o17, INT, 15",
        "0x1F, INT, 31",
        "-0x10, INT, -16",
        "0b101, INT, 5",
        "1_000, INT, 1000",
        "+7, INT, 7",
        "0, INT, 0",
        "9223372036854775807, INT, 9223372036854775807",
        "-9223372036854775808, INT, -9223372036854775808",
        "9223372036854775808, FLOAT, 9.223372036854776E18",
        "08, FLOAT, 8.0",
        "1.5, FLOAT, 1.5",
        ".5, FLOAT, 0.5",
        "1e3, FLOAT, 1000.0",
        "6.02E+23, FLOAT, 6.02E23",
        ".inf, FLOAT, Infinity",
        "-.Inf, FLOAT, -Infinity",
        ".NaN, FLOAT, NaN",
        "'12:30:45', STRING, '12:30:45'",
        "2001-01-01, STRING, 2001-01-01",
        "1.2.3, STRING, 1.2.3",
        "5s, STRING, 5s",
        "10%, STRING, 10%",
        "0x, STRING, 0x",
        "-, STRING, -",
        "., STRING, .",
        "nil, STRING, nil",
    })
    void wordsMeanWhatTheClusterTakesThemFor(String text, Type type, String value) {
        ScalarNode scalar = ScalarNode.plain(text);
        assertEquals(type, scalar.type());
        assertEquals(value, String.valueOf(Nodes.toPlain(scalar)));
    }

    @Test
    void emptyTildeAndNullAreNothing() {
        for (String text : new String[] {"", "~", "null", "Null", "NULL"}) {
            assertEquals(Type.NULL, ScalarNode.plain(text).type());
        }
    }

    @Test
    void onlyTheOwnTypeAnswers() {
        ScalarNode five = ScalarNode.of(5);
        assertEquals(5L, five.asLong());
        assertEquals(5.0, five.asDouble());
        assertNull(five.asBoolean());
        assertNull(five.asString());
        assertNull(ScalarNode.of(5.0).asLong());
        assertNull(ScalarNode.of("5").asDouble());
    }
}
