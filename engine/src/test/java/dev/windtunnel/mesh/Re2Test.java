package dev.windtunnel.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Re2Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{1000}){2}",
                "(?:(?:a{10,}){10}){11}",
                "a{1000}{1000}",
                "a{1001}",
                "(abc[x-z]{500}){3}",
                "(\\Q((((((((((((((((((((((((((((((((((((\\E){1000}",
                "(?P<name>(?:[[:alpha:]\\]\\pL\\p{Greek}]|\\x{10FFFF}|\\.|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x|x)){1000}"
            })
    void whatGrowsTooLargeIsRefusedAtOnce(String regex) {
        PatternSyntaxException problem = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThrows(PatternSyntaxException.class, () -> Re2.compile(regex)));
        assertTrue(problem.getDescription().startsWith("it is too large: "), problem.getDescription());
        assertEquals("write a shorter expression", Re2.cure(problem));
    }

    @Test
    void nestingAndLengthHaveALimit() {
        String nested = "(".repeat(1001) + "a" + ")".repeat(1001);
        assertThrows(PatternSyntaxException.class, () -> Re2.compile(nested));
        String longest = "a".repeat(32_768);
        assertTrue(Re2.compile(longest).matches(longest));
        assertThrows(PatternSyntaxException.class, () -> Re2.compile(longest + "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{1000}",
                "(?:a{10}){100}",
                "a{,5}",
                "a{x}",
                "{",
                "[^]{}()]*",
                "[]{1000}{1000}]",
                "\\{1000\\}{1000}",
                "\\Q(a{1000}){1000}\\E",
                "[[:digit:]{1000}]{1000}",
                "(?i)(?:/api/v[0-9]+)?(/.*|$)"
            })
    void whatRe2TakesCompiles(String regex) {
        assertEquals(regex, Re2.compile(regex).pattern());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a)", "[a", "(?=a)", "\\1", "\\"})
    void whatIsNoExpressionIsRefusedAsThat(String regex) {
        PatternSyntaxException problem = assertThrows(PatternSyntaxException.class, () -> Re2.compile(regex));
        assertEquals("RE2 has no look-ahead, look-behind and back-references", Re2.cure(problem));
    }
}
