package dev.windtunnel.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.mesh.CorsPolicy;
import dev.windtunnel.mesh.StringMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envoy's CORS filter; the headers are those of a real one. */
class CorsTest {

    private static CorsPolicy policy(boolean ignores, StringMatch... origins) {
        return new CorsPolicy(
                List.of(origins), List.of("GET", "POST"), List.of("x-a", "x-b"), List.of("x-c"), 60L, true, ignores);
    }

    private static RequestHead request(String method, Map<String, String> headers) {
        return new RequestHead(method, "http", "a", "a", 80, "/", null, headers, 0);
    }

    private static RequestHead preflight(String origin) {
        return request("OPTIONS", Map.of("origin", origin, "access-control-request-method", "POST"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.org, false, true",
        "https://b.a.net, false, true",
        "https://c.org, false, false",
        "https://c.org, true, true"
    })
    void preflightsOfAllowedOriginsAreAnswered(String origin, boolean ignores, boolean answered) {
        CorsPolicy policy =
                policy(ignores, new StringMatch.Exact("https://a.org"), StringMatch.Regex.of("https://.*\\.a\\.net"));
        assertEquals(answered, Cors.answers(policy, preflight(origin)));
    }

    @Test
    void aPreflightHasAnOriginAndAMethod() {
        assertEquals(true, Cors.isPreflight(preflight("x")));
        assertEquals(false, Cors.isPreflight(request("OPTIONS", Map.of("origin", "x"))));
        assertEquals(false, Cors.isPreflight(request("OPTIONS", Map.of("access-control-request-method", "GET"))));
        assertEquals(
                false, Cors.isPreflight(request("GET", Map.of("origin", "x", "access-control-request-method", "GET"))));
    }

    @Test
    void theAnswerToAPreflightSaysWhatIsAllowed() {
        assertEquals(
                Map.of(
                        "access-control-allow-origin", "https://a.org",
                        "access-control-allow-credentials", "true",
                        "access-control-allow-methods", "GET,POST",
                        "access-control-allow-headers", "x-a,x-b",
                        "access-control-max-age", "60",
                        "access-control-expose-headers", "x-c"),
                Cors.headers(policy(false, new StringMatch.Exact("*")), preflight("https://a.org")));
        assertEquals(
                Map.of(
                        "access-control-allow-credentials", "true",
                        "access-control-allow-methods", "GET,POST",
                        "access-control-allow-headers", "x-a,x-b",
                        "access-control-max-age", "60"),
                Cors.headers(policy(true, new StringMatch.Exact("https://a.org")), preflight("https://b.org")));
    }

    @Test
    void otherAnswersSayWhoMayReadThem() {
        CorsPolicy policy = policy(false, new StringMatch.Prefix("https://a"));
        assertEquals(
                Map.of(
                        "access-control-allow-origin", "https://a.org",
                        "access-control-allow-credentials", "true",
                        "access-control-expose-headers", "x-c"),
                Cors.headers(policy, request("GET", Map.of("origin", "https://a.org"))));
        assertEquals(Map.of(), Cors.headers(policy, request("GET", Map.of("origin", "https://b.org"))));
        assertEquals(Map.of(), Cors.headers(policy, request("GET", Map.of())));
    }
}
