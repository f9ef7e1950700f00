package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    /** Double.toString gave 0.0020, 1.9999999999999998E23 and such for some of them before Java 19. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0.0,                     0.0
            -0.0,                    0.0
            1.0,                     1.0
            60.0,                    60.0
            2.0E-3,                  0.002
            0.1234567891234,         0.123456789
            0.30000000000000004,     0.3
            1.0E-10,                 0.0
            1.0E23,                  100000000000000000000000.0
            2.0E23,                  200000000000000000000000.0
            2.2250738585072014E-308, 0.0
            -2.5,                    -2.5
            """)
    void secondsHaveNineDecimals(double value, String text) {
        assertEquals(text, plain(Numbers.seconds(value)));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0.3333333333333333,      0.333333
            0.6666666666666666,      0.666667
            0.1,                     0.1
            0.00012345678,           0.000123457
            1.0,                     1.0
            166.66666666,            166.667
            1234567.0,               1234570.0
            2.2250738585072014E-308, 0.0
            """)
    void sharesHaveSixDigits(double value, String text) {
        assertEquals(text, plain(Numbers.share(value)));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            100.0,             100
            0.0,               0
            -0.0,              0
            9.9,               9.9
            33.333333333333336, 33.333333
            9007199254740991.0, 9007199254740991
            1.0E23,            100000000000000000000000.0
            """)
    void wholeCountsAreIntegers(double value, String text) {
        assertEquals(text, plain(Numbers.count(value)));
    }

    @ParameterizedTest
    @CsvSource({"6.087, 6.087", "6.0821349, 6.08213", "100, 100", "1234567, 1234570", "0, 0", "NaN, -"})
    void sixDigitsForPeople(double value, String text) {
        assertEquals(text, Numbers.digits(value, Numbers.FEWEST_DIGITS));
    }

    @Test
    void whatIsNoNumberIsNull() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertNull(Numbers.seconds(value));
            assertNull(Numbers.share(value));
            assertNull(Numbers.count(value));
            assertNull(Numbers.figure(value));
        }
    }

    @Property
    void wholeNanosecondsSurvive(@ForAll @DoubleRange(min = 0, max = 100_000) double seconds) {
        double nanos = Math.rint(seconds * 1e9);
        double read = Double.parseDouble(plain(Numbers.seconds(nanos / 1e9)));
        assertEquals(nanos, Math.rint(read * 1e9));
    }

    private static String plain(Object number) {
        return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
    }
}
