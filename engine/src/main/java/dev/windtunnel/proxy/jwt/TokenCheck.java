package dev.windtunnel.proxy.jwt;

import dev.windtunnel.mesh.RequestAuthentication.JwtRule;
import dev.windtunnel.mesh.RequestAuthentication.TokenHeader;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's JWT filter as istiod configures it: a request without a token passes, one with a token passes when a rule takes
 * it ({@code http/jwt_authn/filter.cc}; istio {@code pilot/pkg/security/authn/policy_applier.go}).
 */
public final class TokenCheck {

    private static final String AUTHORIZATION = "authorization";
    private static final String BEARER = "Bearer ";
    private static final String PARAMETER = "access_token";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final Refusal STRANGER = new Refusal(UNAUTHORIZED, "Jwt issuer is not configured");
    private static final Refusal OTHERS = new Refusal(FORBIDDEN, "Audiences in Jwt are not allowed");
    private static final Refusal FORGED = new Refusal(UNAUTHORIZED, "Jwt verification fails");

    private final List<JwtRule> rules;

    /** A check by the rules of all objects that are for a pod. */
    public TokenCheck(List<JwtRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** An answer in place of the app's. */
    public record Refusal(int status, String body) {}

    /**
     * What came of it.
     *
     * @param refusal the answer to a request that may not pass; null for one that may
     * @param token the token that was taken; null for none
     * @param head the request as it goes on
     */
    public record Checked(@Nullable Refusal refusal, @Nullable Token token, RequestHead head) {}

    /** Looks at a request. */
    public Checked check(RequestHead head) {
        Refusal refusal = null;
        for (JwtRule rule : rules) {
            Found found = find(rule, head);
            if (found == null) {
                continue;
            }
            Refusal own = refusal(rule, found);
            if (own == null) {
                Token token = Objects.requireNonNull(found.token());
                return new Checked(null, token, passed(rule, found, token, head));
            }
            if (refusal == null || refusal.equals(STRANGER)) {
                refusal = own;
            }
        }
        return new Checked(refusal, null, head);
    }

    private static @Nullable Refusal refusal(JwtRule rule, Found found) {
        Token token = found.token();
        if (token == null) {
            return new Refusal(UNAUTHORIZED, String.valueOf(Token.problem(found.text())));
        }
        if (rule.issuer() != null && !rule.issuer().equals(token.issuer())) {
            return STRANGER;
        }
        if (!rule.audiences().isEmpty() && rule.audiences().stream().noneMatch(token.claim("aud")::contains)) {
            return OTHERS;
        }
        return token.signed() ? null : FORGED;
    }

    /** Where a token was, its text, and which it is; null when what was there is none. */
    private record Found(@Nullable String header, String text, @Nullable Token token) {}

    private static @Nullable Found find(JwtRule rule, RequestHead head) {
        if (rule.usesDefaultPlaces()) {
            Found found = inHeader(new TokenHeader(AUTHORIZATION, BEARER), head);
            return found != null ? found : of(head.queryParameter(PARAMETER));
        }
        for (TokenHeader header : rule.headers()) {
            Found found = inHeader(header, head);
            if (found != null) {
                return found;
            }
        }
        for (String parameter : rule.params()) {
            Found found = of(head.queryParameter(parameter));
            if (found != null) {
                return found;
            }
        }
        for (String cookie : rule.cookies()) {
            Found found = of(cookie(head, cookie));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Found inHeader(TokenHeader header, RequestHead head) {
        String value = head.headers().get(header.name());
        if (value == null || !value.startsWith(header.prefix())) {
            return null;
        }
        String text = value.substring(header.prefix().length()).strip();
        return new Found(header.name(), text, Token.parse(text));
    }

    private static @Nullable Found of(@Nullable String text) {
        return text == null ? null : new Found(null, text, Token.parse(text));
    }

    private static @Nullable String cookie(RequestHead head, String name) {
        String cookies = head.headers().get("cookie");
        for (String pair : cookies == null ? new String[0] : cookies.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return pair.substring(equals + 1).strip();
            }
        }
        return null;
    }

    /** The request without its token, unless the app gets it too, and with headers that the rule makes of claims. */
    private static RequestHead passed(JwtRule rule, Found found, Token token, RequestHead head) {
        boolean drops = found.header() != null && !rule.forwards();
        String payload = rule.payloadHeader();
        if (!drops && payload == null && rule.claimHeaders().isEmpty()) {
            return head;
        }
        Map<String, String> headers = new TreeMap<>(head.headers());
        if (drops) {
            headers.remove(found.header());
        }
        if (payload != null) {
            headers.put(payload, token.payload());
        }
        rule.claimHeaders().forEach((header, claim) -> {
            List<String> texts = token.claim(claim);
            if (texts.size() == 1) { // lists and maps make no header
                headers.put(header, texts.get(0));
            }
        });
        return head.withHeaders(headers);
    }
}
