package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.RequestAuthentication;
import dev.windtunnel.mesh.RequestAuthentication.JwtRule;
import dev.windtunnel.mesh.RequestAuthentication.TokenHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** RequestAuthentications. Keys are not needed: the scenario says of each token whether its signature is right. */
public final class RequestAuthentications {
    private RequestAuthentications() {}

    /** A RequestAuthentication. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = PodSelectors.labels(spec);
        boolean elsewhere = PodSelectors.hasTargets(spec);
        List<JwtRule> rules = new ArrayList<>();
        for (Block block : spec.blocks("jwtRules")) {
            rules.add(rule(block));
        }
        if (!elsewhere) {
            parts.add(new RequestAuthentication(
                    object.key(), selector, List.copyOf(rules), object.creationOrder(), object.origin()));
        }
    }

    private static JwtRule rule(Block block) {
        String issuer = block.filledText("issuer");
        String uri = block.filledText("jwksUri");
        String keys = block.filledText("jwks");
        if (issuer == null && uri == null) {
            block.refuseWhole("the rule has neither issuer nor jwksUri", "name the issuer of the tokens");
        }
        if (uri != null && keys != null) {
            block.refuse("jwks", "only one of jwksUri and jwks can be given");
        }
        if (uri != null && !uri.startsWith("http://") && !uri.startsWith("https://")) {
            block.refuse("jwksUri", "\"" + uri + "\" is no http or https url");
        }
        if (keys != null && !keys.strip().startsWith("{")) {
            block.refuse("jwks", "jwks is no JSON object");
        }
        List<String> audiences = filled(block, "audiences");
        block.anyDurationNanos("timeout");
        block.harmless("timeout");
        String payloadHeader = block.filledText("outputPayloadToHeader");
        return new JwtRule(
                issuer,
                audiences,
                headers(block),
                filled(block, "fromParams"),
                filled(block, "fromCookies"),
                block.isTrue("forwardOriginalToken"),
                payloadHeader == null ? null : payloadHeader.toLowerCase(Locale.ROOT),
                claims(block));
    }

    private static List<TokenHeader> headers(Block rule) {
        List<TokenHeader> headers = new ArrayList<>();
        for (Block header : rule.blocks("fromHeaders")) {
            String name = header.requiredText("name", "a header of fromHeaders has no name");
            if (name != null) {
                headers.add(new TokenHeader(name.toLowerCase(Locale.ROOT), header.text("prefix", "")));
            } else {
                header.harmless("prefix");
            }
        }
        return List.copyOf(headers);
    }

    private static Map<String, String> claims(Block rule) {
        Map<String, String> claims = new LinkedHashMap<>();
        for (Block output : rule.blocks("outputClaimToHeaders")) {
            String header = output.requiredText("header", "outputClaimToHeaders needs a header");
            String claim = output.requiredText("claim", "outputClaimToHeaders needs a claim");
            if (header != null && claim != null) {
                claims.put(header.toLowerCase(Locale.ROOT), claim);
            }
        }
        return claims;
    }

    private static List<String> filled(Block block, String field) {
        List<String> texts = block.texts(field);
        if (texts.stream().anyMatch(String::isEmpty)) {
            block.refuse(field, "an entry of " + field + " is empty");
        }
        return texts;
    }
}
