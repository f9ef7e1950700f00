package dev.windtunnel.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "10%, 0.1",
        "0.1, 0.1",
        "0.1%, 0.001",
        "100%, 1",
        "1, 1",
        "0, 0",
        "0%, 0",
        "99.99 %, 0.9999",
        "1e-3, 0.001"
    })
    void percentagesAreFractionsOfOne(String text, double value) throws ValueException {
        assertEquals(value, Quantities.percent(text));
    }

    @ParameterizedTest
    @CsvSource({"50/s, 50", "3000/m, 50", "36/h, 0.01", "0.5/s, 0.5", "0/s, 0", "50 / s, 50"})
    void ratesArePerSecond(String text, double value) throws ValueException {
        assertEquals(value, Quantities.rate(text));
    }

    @ParameterizedTest
    @CsvSource({
        "512, 512",
        "2kB, 2000",
        "2KB, 2000",
        "1MB, 1000000",
        "1KiB, 1024",
        "128Mi, 134217728",
        "1.5kB, 1500",
        "1G, 1000000000",
        "0, 0",
        "7B, 7",
        "8TiB, 8796093022208"
    })
    void sizesAreBytes(String text, long value) throws ValueException {
        assertEquals(value, Quantities.bytes(text));
    }

    @ParameterizedTest
    @CsvSource({"500m, 0.5", "2, 2", "0.5, 0.5", "1500m, 1.5", "250000u, 0.25", "1e-1, 0.1", "0, 0"})
    void processorTimeIsCores(String text, double value) throws ValueException {
        assertEquals(value, Quantities.cpu(text));
    }

    @ParameterizedTest
    @CsvSource({
        "percent, 10, write 10%",
        "percent, 101%, more than 100%",
        "percent, -1%, negative",
        "percent, ten, wanted a percentage",
        "percent, 5s, wanted a percentage",
        "rate, 50, has no time",
        "rate, 50/d, wanted a rate",
        "rate, 50s, wanted a rate",
        "rate, -1/s, negative",
        "rate, 1e999/s, too large",
        "rate, '', got nothing",
        "bytes, 2xB, unknown unit",
        "bytes, 0.5B, no whole number",
        "bytes, -1, negative",
        "bytes, 99999999TB, too large",
        "bytes, 1e999, too large",
        "bytes, 1e-999, no whole number",
        "cpu, 500M, wanted an amount",
        "cpu, -1, negative",
        "cpu, two, wanted an amount",
    })
    void everythingElseIsRefusedWithAReason(String kind, String text, String reason) {
        ValueException e = assertThrows(ValueException.class, () -> parse(kind, text));
        assertTrue(e.reason().contains(reason), e.reason());
    }

    private static double parse(String kind, String text) throws ValueException {
        return switch (kind) {
            case "percent" -> Quantities.percent(text);
            case "rate" -> Quantities.rate(text);
            case "bytes" -> Quantities.bytes(text);
            default -> Quantities.cpu(text);
        };
    }
}
