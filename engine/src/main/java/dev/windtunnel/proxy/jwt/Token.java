package dev.windtunnel.proxy.jwt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Token. No key is simulated: a token has a third part that says {@code valid}, which stands for a signature
 * of its issuer, or anything else, which stands for none.
 *
 * @param claims what it says: texts by name, those inside others by {@code outer.inner}, lists with all their texts
 * @param payload its second part, as sent
 * @param signed whether its issuer has signed it
 */
public record Token(Map<String, List<String>> claims, String payload, boolean signed) {

    private static final String HEADER = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    private static final String SIGNED = "valid";
    private static final String FORGED = "invalid";

    /** The text of a token with these claims: texts, numbers, truths, lists and maps of them. */
    public static String text(Map<String, ?> claims, boolean signed) {
        return HEADER + "." + encoded(Json.write(new TreeMap<>(claims))) + "." + (signed ? SIGNED : FORGED);
    }

    /** The token that a text is; null when it is none. */
    public static @Nullable Token parse(String text) {
        String[] parts = text.split("\\.", -1);
        Map<?, ?> payload = problem(text) == null ? map(decoded(parts[1])) : null;
        if (payload == null) {
            return null;
        }
        Map<String, List<String>> claims = new LinkedHashMap<>();
        flatten("", payload, claims);
        return new Token(claims, parts[1], parts[2].equals(SIGNED));
    }

    /** What Envoy says of a text that is no token; null for one that is. */
    public static @Nullable String problem(String text) {
        String[] parts = text.split("\\.", -1);
        String header = parts.length == 3 ? decoded(parts[0]) : null;
        if (header == null) {
            return "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections";
        }
        Map<?, ?> fields = map(header);
        if (fields == null) {
            return "Jwt header is an invalid JSON";
        }
        if (!fields.containsKey("alg")) {
            return "Jwt header [alg] field is required and must be a string";
        }
        String payload = decoded(parts[1]);
        if (payload == null) {
            return "Jwt payload is an invalid Base64url encoded";
        }
        return map(payload) == null ? "Jwt payload is an invalid JSON" : null;
    }

    private static @Nullable String decoded(String part) {
        try {
            return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Map<?, ?> map(@Nullable String json) {
        try {
            return json != null && Json.read(json) instanceof Map<?, ?> map ? map : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, List<String>> claims) {
        map.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> inner) {
                flatten(name + ".", inner, claims);
            } else if (value instanceof List<?> list) {
                List<String> texts = new ArrayList<>();
                list.forEach(each -> texts.add(String.valueOf(each)));
                claims.put(name, texts);
            } else if (value != null) {
                claims.put(name, List.of(String.valueOf(value)));
            }
        });
    }

    /** The texts of a claim; none when it is not there. */
    public List<String> claim(String name) {
        return claims.getOrDefault(name, List.of());
    }

    /** Who made it; empty when it does not say. */
    public String issuer() {
        return first("iss");
    }

    /** {@code request.auth.principal}: issuer and subject; null when one of them is missing. */
    public @Nullable String principal() {
        String issuer = issuer();
        String subject = first("sub");
        return issuer.isEmpty() || subject.isEmpty() ? null : issuer + "/" + subject;
    }

    private String first(String claim) {
        List<String> texts = claim(claim);
        return texts.isEmpty() ? "" : texts.get(0);
    }
}
