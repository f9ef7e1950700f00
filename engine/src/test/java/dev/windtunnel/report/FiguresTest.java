package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0                     | 0 s
            1                     | 1 ns
            999                   | 999 ns
            1_000                 | 1.0 us
            850_000               | 850 us
            999_499               | 999 us
            999_500               | 1.0 ms
            4_200_000             | 4.2 ms
            4_249_999             | 4.2 ms
            4_250_000             | 4.3 ms
            99_949_999            | 99.9 ms
            99_950_000            | 100 ms
            999_499_999           | 999 ms
            999_500_000           | 1.00 s
            2_000_000_000         | 2.00 s
            6_045_000_000         | 6.05 s
            59_994_999_999        | 59.99 s
            59_995_000_000        | 1m00s
            90_400_000_000        | 1m30s
            3_599_500_000_000     | 1h00m00s
            7_385_000_000_000     | 2h03m05s
            -4_200_000            | -4.2 ms
            """,
            delimiter = '|')
    void durationsKeepTwoOrThreeDigitsAndNeverShowARoundedUpUnit(String nanos, String shown) {
        assertEquals(shown, Figures.duration(Long.parseLong(nanos.replace("_", ""))));
    }

    @Property(tries = 300)
    void aShownDurationIsWithinItsLastDigit(@ForAll @LongRange(min = 1, max = 59_000_000_000L) long nanos) {
        String[] parts = Figures.duration(nanos).split(" ");
        double unit =
                switch (parts[1]) {
                    case "ns" -> 1;
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    default -> 1e9;
                };
        assertTrue(Math.abs(Double.parseDouble(parts[0]) * unit - nanos) <= 0.05 * unit + 0.01 * nanos, parts[0]);
    }

    @Test
    void theShortestAndLongestDurationsHaveAForm() {
        assertEquals("2562047h47m17s", Figures.duration(Long.MAX_VALUE));
        assertEquals("-2562047h47m17s", Figures.duration(Long.MIN_VALUE));
    }

    @Test
    void secondsOfADocumentReadAsDurations() {
        assertEquals("6.10 s", Figures.seconds(6.098));
        assertEquals("850 us", Figures.seconds(0.00085));
        assertEquals("-", Figures.seconds(Double.NaN));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0          | 0/s
            0.25       | 0.25/s
            3.25       | 3.3/s
            50         | 50/s
            99.96      | 100/s
            166.7      | 167/s
            999.6      | 1.0k/s
            1234       | 1.2k/s
            999960     | 1.0M/s
            3400000    | 3.4M/s
            -50        | -50/s
            NaN        | -
            """,
            delimiter = '|')
    void ratesStepUpByThousands(double perSecond, String shown) {
        assertEquals(shown, Figures.rate(perSecond));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0           | 0.0 %
            0.00001     | <0.01 %
            0.0004      | 0.04 %
            0.0095      | 1.0 %
            0.1         | 10.0 %
            0.5         | 50.0 %
            0.9905      | 99.05 %
            0.99949     | 99.95 %
            0.999999    | >99.99 %
            1           | 100.0 %
            1.5         | 150.0 %
            -0.1        | -10.0 %
            NaN         | -
            """,
            delimiter = '|')
    void percentagesNeverHideTheLastFew(double fraction, String shown) {
        assertEquals(shown, Figures.percent(fraction));
    }

    @Test
    void countsAreGroupedFromFiveDigitsOn() {
        assertEquals("0", Figures.count(0));
        assertEquals("9999", Figures.count(9_999));
        assertEquals("10\u202f000", Figures.count(10_000));
        assertEquals("-1\u202f234\u202f567", Figures.count(-1_234_567));
        assertEquals("-9999", Figures.count(-9_999));
    }
}
