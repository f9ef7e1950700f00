package dev.windtunnel.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.StringMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a match takes, and what it says of those that it does not. */
class RouteMatcherTest {

    static RequestHead request(
            String path, @org.jspecify.annotations.Nullable String query, Map<String, String> headers) {
        return new RequestHead("GET", "http", "Web:8080", "web", 8080, path, query, headers, 0);
    }

    static StringMatch string(String kindAndValue) {
        int space = kindAndValue.indexOf(' ');
        String value = space < 0 ? "" : kindAndValue.substring(space + 1);
        return switch (space < 0 ? kindAndValue : kindAndValue.substring(0, space)) {
            case "exact" -> new StringMatch.Exact(value);
            case "prefix" -> new StringMatch.Prefix(value);
            case "regex" -> StringMatch.Regex.of(value);
            default -> new StringMatch.Present();
        };
    }

    private static HttpMatch uri(String match, boolean ignoreCase) {
        return new HttpMatch(
                null,
                string(match),
                ignoreCase,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                null,
                List.of());
    }

    private static HttpMatch pseudo(
            @org.jspecify.annotations.Nullable StringMatch method,
            @org.jspecify.annotations.Nullable StringMatch scheme,
            @org.jspecify.annotations.Nullable StringMatch authority) {
        return new HttpMatch(
                null, null, false, method, scheme, authority, Map.of(), Map.of(), Map.of(), null, Map.of(), null,
                List.of());
    }

    private static HttpMatch fields(
            Map<String, StringMatch> headers, Map<String, StringMatch> without, Map<String, StringMatch> query) {
        return new HttpMatch(
                null, null, false, null, null, null, headers, without, query, null, Map.of(), null, List.of());
    }

    @ParameterizedTest(name = "{0} (case ignored: {1}) takes {2}: {3}")
    @CsvSource({
        "exact /exact, false, /exact, true",
        "exact /exact, false, /exact/, false",
        "exact /exact, false, /EXACT, false",
        "exact /Exact, true, /eXACT, true",
        "exact /exact, true, /exact/, false",
        "prefix /pre, false, /pre/x, true",
        "prefix /pre, false, /prefix, true",
        "prefix /pre, false, /Pre, false",
        "prefix /Case, true, /cASE/x, true",
        "prefix /Case, true, /cas, false",
        "regex /re/[a-c]+, false, /re/abc, true",
        "regex /re/[a-c]+, false, /re/abcd, false",
        "regex /re/[a-c]+, false, /x/re/abc, false",
        "regex /re/[a-c]+, true, /RE/abc, false",
        "regex /re/[a-c]+, true, /re/abc, true",
    })
    void paths(String match, boolean ignoreCase, String path, boolean taken) {
        assertEquals(taken, RouteMatcher.matches(uri(match, ignoreCase), request(path, "q=1", Map.of())));
    }

    @ParameterizedTest(name = "header {0} takes {1}: {2}")
    @CsvSource({
        "exact jason, jason, true", "exact jason, Jason, false", "prefix ad, adam, true", "prefix ad, bad, false",
        "regex [0-9]+, 42, true", "regex [0-9]+, a42, false", "present, '', true", "exact jason, -, false",
        "present, -, false",
    })
    void headers(String match, String value, boolean taken) {
        Map<String, String> headers = value.equals("-") ? Map.of() : Map.of("end-user", value);
        HttpMatch wanted = fields(Map.of("end-user", string(match)), Map.of(), Map.of());
        assertEquals(taken, RouteMatcher.matches(wanted, request("/", null, headers)));
    }

    @ParameterizedTest(name = "without {0}, header {1}: {2}")
    @CsvSource({
        "exact 1, 1, false",
        "exact 1, 2, true",
        "exact 1, -, true",
        "present, 1, false",
        "present, -, true",
        "regex .*, -, false",
        "regex [0-9]+, -, true",
    })
    void missingHeadersCountAsEmptyForInvertedMatches(String match, String value, boolean taken) {
        Map<String, String> headers = value.equals("-") ? Map.of() : Map.of("x-old", value);
        HttpMatch wanted = fields(Map.of(), Map.of("x-old", string(match)), Map.of());
        assertEquals(taken, RouteMatcher.matches(wanted, request("/", null, headers)));
    }

    @ParameterizedTest(name = "query {1}: {2}")
    @CsvSource({
        "exact 2, v=2, true", "exact 2, a=1&v=2, true", "exact 2, v=22, false", "exact 2, -, false",
                "exact 2, w=2, false",
        "present, v, true", "present, v=, true", "exact '', v, true", "exact 2, v=2&v=3, true",
                "exact 3, v=2&v=3, false",
        "present, vv=1, false",
    })
    void queryParameters(String match, String query, boolean taken) {
        HttpMatch wanted = fields(Map.of(), Map.of(), Map.of("v", string(match.replace("''", ""))));
        assertEquals(taken, RouteMatcher.matches(wanted, request("/", query.equals("-") ? null : query, Map.of())));
    }

    @Test
    void methodSchemeAndAuthorityAreCompared() {
        RequestHead request = request("/a", null, Map.of());
        assertTrue(RouteMatcher.matches(pseudo(string("exact GET"), null, null), request));
        assertFalse(RouteMatcher.matches(pseudo(string("exact get"), null, null), request));
        assertTrue(RouteMatcher.matches(pseudo(null, string("exact http"), null), request));
        assertFalse(RouteMatcher.matches(pseudo(null, string("exact https"), null), request));
        assertTrue(RouteMatcher.matches(pseudo(null, null, string("exact Web:8080")), request));
        assertFalse(RouteMatcher.matches(pseudo(null, null, string("exact web")), request));
    }

    @Test
    void pseudoHeadersMayBeNamedAsHeaders() {
        RequestHead request = request("/a", "b=c", Map.of());
        assertTrue(RouteMatcher.matches(
                fields(
                        Map.of(
                                ":method", string("exact GET"),
                                ":authority", string("prefix Web"),
                                ":scheme", string("exact http"),
                                ":path", string("exact /a?b=c")),
                        Map.of(),
                        Map.of()),
                request));
        for (String name : List.of(":method", ":authority", ":scheme", ":path")) {
            assertFalse(
                    RouteMatcher.matches(fields(Map.of(name, string("exact no")), Map.of(), Map.of()), request), name);
        }
    }

    @Test
    void theFirstMismatchIsTold() {
        RequestHead request = request("/a", "v=1", Map.of("end-user", "eve"));
        assertNull(RouteMatcher.mismatch(HttpMatch.ANY, request));
        HttpMatch all = new HttpMatch(
                null,
                string("exact /b"),
                false,
                string("exact POST"),
                string("exact https"),
                string("exact x"),
                Map.of("end-user", string("exact jason")),
                Map.of(),
                Map.of("v", string("exact 2")),
                null,
                Map.of(),
                null,
                List.of());
        assertEquals("method: wanted exact POST, was GET", RouteMatcher.mismatch(all, request));
        assertEquals(
                "scheme: wanted exact https, was http",
                RouteMatcher.mismatch(pseudo(null, string("exact https"), null), request));
        assertEquals(
                "authority: wanted exact x, was Web:8080",
                RouteMatcher.mismatch(pseudo(null, null, string("exact x")), request));
        assertEquals(
                "header end-user: wanted exact jason, was eve",
                RouteMatcher.mismatch(fields(Map.of("end-user", string("exact jason")), Map.of(), Map.of()), request));
        assertEquals(
                "header x: wanted exact jason, absent",
                RouteMatcher.mismatch(fields(Map.of("x", string("exact jason")), Map.of(), Map.of()), request));
        String unwanted =
                RouteMatcher.mismatch(fields(Map.of(), Map.of("end-user", string("exact eve")), Map.of()), request);
        assertEquals("header end-user: must not be exact eve", assertNotNullText(unwanted));
        assertEquals(
                "query parameter v: wanted exact 2, was 1",
                RouteMatcher.mismatch(fields(Map.of(), Map.of(), Map.of("v", string("exact 2"))), request));
        assertEquals(
                "query parameter w: wanted exact 2, absent",
                RouteMatcher.mismatch(fields(Map.of(), Map.of(), Map.of("w", string("exact 2"))), request));
        assertEquals("path: wanted exact /b, was /a", RouteMatcher.mismatch(uri("exact /b", false), request));
    }

    private static String assertNotNullText(@org.jspecify.annotations.Nullable String text) {
        assertNotNull(text);
        return text;
    }
}
