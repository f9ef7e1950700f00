package dev.windtunnel.simulation;

import dev.windtunnel.scenario.Token;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tokens of traffic as they are sent. */
final class Tokens {

    private Tokens() {}

    /** Adds the header of a token, if there is one. */
    static void add(@Nullable Token token, Map<String, String> headers) {
        if (token == null) {
            return;
        }
        Map<String, Object> claims = new TreeMap<>(token.claims());
        if (token.issuer() != null) {
            claims.put("iss", token.issuer());
        }
        if (token.subject() != null) {
            claims.put("sub", token.subject());
        }
        headers.put("authorization", "Bearer " + dev.windtunnel.proxy.jwt.Token.text(claims, token.valid()));
    }
}
