package dev.windtunnel.proxy.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.mesh.RequestAuthentication.JwtRule;
import dev.windtunnel.mesh.RequestAuthentication.TokenHeader;
import dev.windtunnel.proxy.jwt.TokenCheck.Checked;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envoy's JWT filter with rules as istiod writes them. */
class TokenCheckTest {

    private static final TokenCheck CHECK = new TokenCheck(List.of(rule("i", List.of()), rule("j", List.of("shop"))));

    private static JwtRule rule(String issuer, List<String> audiences) {
        return new JwtRule(issuer, audiences, List.of(), List.of(), List.of(), false, null, Map.of());
    }

    private static RequestHead request(@Nullable String query, Map<String, String> headers) {
        return new RequestHead("GET", "http", "a", "a", 80, "/", query, headers, 0);
    }

    private static RequestHead bearer(String token) {
        return request(null, Map.of("authorization", "Bearer " + token));
    }

    private static String token(String issuer, String audience, boolean signed) {
        return Token.text(Map.of("iss", issuer, "sub", "me", "aud", audience), signed);
    }

    @Test
    void aRequestWithoutATokenPassesAsNobody() {
        Checked checked = CHECK.check(request(null, Map.of("authorization", "Basic abc")));
        assertNull(checked.refusal());
        assertNull(checked.token());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            textBlock =
                    """
                    i | any  | true  | -
                    j | shop | true  | -
                    i | any  | false | 401 Jwt verification fails
                    j | bank | true  | 403 Audiences in Jwt are not allowed
                    k | shop | true  | 401 Jwt issuer is not configured
                    """)
    void aTokenHasToBeOneOfARules(String issuer, String audience, boolean signed, @Nullable String refused) {
        TokenCheck.Refusal refusal =
                CHECK.check(bearer(token(issuer, audience, signed))).refusal();
        assertEquals(refused, refusal == null ? null : refusal.status() + " " + refusal.body());
    }

    /** As a real Envoy answered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    abc | Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections
                    a.b | Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections
                    bm9qc29u.b.c | Jwt header is an invalid JSON
                    e30.e30.c | Jwt header [alg] field is required and must be a string
                    eyJhbGciOiJSUzI1NiJ9.!!.c | Jwt payload is an invalid Base64url encoded
                    eyJhbGciOiJSUzI1NiJ9.bm9uc2Vuc2U.valid | Jwt payload is an invalid JSON
                    """)
    void whatIsNoTokenIsRefused(String text, String body) {
        TokenCheck.Refusal refusal = CHECK.check(bearer(text)).refusal();
        assertNotNull(refusal);
        assertEquals(401, refusal.status());
        assertEquals(body, refusal.body());
    }

    @Test
    void aTokenSaysWhoItsBearerIs() {
        Token token = CHECK.check(bearer(token("i", "shop", true))).token();
        assertNotNull(token);
        assertEquals("i/me", token.principal());
        assertEquals(List.of("shop"), token.claim("aud"));
    }

    @Test
    void theAppDoesNotGetTheTokenUnlessTheRuleSaysSo() {
        String text = token("i", "a", true);
        assertEquals(Map.of(), CHECK.check(bearer(text)).head().headers());
        JwtRule forwards = new JwtRule("i", List.of(), List.of(), List.of(), List.of(), true, null, Map.of());
        assertEquals(
                Map.of("authorization", "Bearer " + text),
                new TokenCheck(List.of(forwards)).check(bearer(text)).head().headers());
    }

    @Test
    void claimsBecomeHeaders() {
        JwtRule rule = new JwtRule(
                "i",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                "x-payload",
                Map.of("x-sub", "sub", "x-no", "no"));
        String text = token("i", "a", true);
        assertEquals(
                Map.of("x-payload", text.split("\\.")[1], "x-sub", "me"),
                new TokenCheck(List.of(rule)).check(bearer(text)).head().headers());
    }

    @Test
    void tokensAreLookedForWhereARuleSays() {
        JwtRule rule = new JwtRule(
                "i",
                List.of(),
                List.of(new TokenHeader("x-jwt", "T ")),
                List.of("t"),
                List.of("c"),
                false,
                null,
                Map.of());
        TokenCheck check = new TokenCheck(List.of(rule));
        String text = token("i", "a", true);
        assertNotNull(check.check(request(null, Map.of("x-jwt", "T " + text))).token());
        assertNotNull(check.check(request("t=" + text, Map.of())).token());
        assertNotNull(
                check.check(request(null, Map.of("cookie", "a=b; c=" + text))).token());
        assertNull(check.check(bearer(text)).token(), "not where others put it");
        assertNotNull(CHECK.check(request("access_token=" + text, Map.of())).token());
    }

    @Test
    void claimsKeepTheirShape() {
        Token token = Token.parse(Token.text(
                Map.of("iss", "i \"x\" \\ \n", "n", 7, "deep", Map.of("list", List.of("a", 1), "on", true)), true));
        assertNotNull(token);
        assertEquals(
                Map.of(
                        "iss", List.of("i \"x\" \\ \n"),
                        "n", List.of("7"),
                        "deep.list", List.of("a", "1"),
                        "deep.on", List.of("true")),
                token.claims());
        assertNull(token.principal(), "no subject");
    }
}
