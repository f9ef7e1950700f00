package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A RequestAuthentication as declared ({@code security.istio.io} v1, v1beta1): whose tokens the proxies of some pods take.
 *
 * @param key its name
 * @param selector labels of the pods; empty for all of the namespace, or of the mesh when it is the root namespace
 * @param rules one for each issuer
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record RequestAuthentication(
        ObjectKey key, Map<String, String> selector, List<JwtRule> rules, int creationOrder, Origin origin) {

    /**
     * An issuer and where its tokens are.
     *
     * @param issuer {@code iss} of its tokens; null takes those of any issuer
     * @param audiences one of them has to be among {@code aud}; empty takes any
     * @param headers headers with tokens, and what stands before the token there
     * @param params query parameters with tokens
     * @param cookies cookies with tokens
     * @param forwards whether the app gets the token, too
     * @param payloadHeader a header that gets the claims, as base64; null for none
     * @param claimHeaders headers that get a claim each
     */
    public record JwtRule(
            @Nullable String issuer,
            List<String> audiences,
            List<TokenHeader> headers,
            List<String> params,
            List<String> cookies,
            boolean forwards,
            @Nullable String payloadHeader,
            Map<String, String> claimHeaders) {

        /** Whether nothing says where tokens are, so that they are where OAuth puts them. */
        public boolean usesDefaultPlaces() {
            return headers.isEmpty() && params.isEmpty() && cookies.isEmpty();
        }
    }

    /** A header with a token after {@code prefix}; its name is in lower case. */
    public record TokenHeader(String name, String prefix) {}
}
