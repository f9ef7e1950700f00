package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.StringMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTPMatchRequest. */
final class HttpMatches {
    private static final String CLAIMS = "@request.auth.claims";

    private HttpMatches() {}

    static List<HttpMatch> of(Block route, List<String> gatewaysOfObject) {
        List<HttpMatch> matches = new ArrayList<>();
        for (Block block : route.blocks("match")) {
            matches.add(one(block, gatewaysOfObject));
        }
        return List.copyOf(matches);
    }

    private static HttpMatch one(Block block, List<String> gatewaysOfObject) {
        Map<String, String> sourceLabels = block.textMap("sourceLabels");
        Labels.check(block, "sourceLabels", sourceLabels);
        String sourceNamespace = block.filledText("sourceNamespace");
        if (sourceNamespace != null && !Names.isDnsLabel(sourceNamespace)) {
            block.refuse("sourceNamespace", "\"" + sourceNamespace + "\" is no namespace");
        }
        Map<String, StringMatch> headers = StringMatches.named(block, "headers", true);
        List<String> gateways = block.texts("gateways");
        checkClaims(block, headers, gateways.isEmpty() ? gatewaysOfObject : gateways);
        block.harmless("statPrefix");
        return new HttpMatch(
                block.filledText("name"),
                StringMatches.uri(block),
                block.isTrue("ignoreUriCase"),
                StringMatches.pseudoHeader(block, "method"),
                StringMatches.pseudoHeader(block, "scheme"),
                StringMatches.pseudoHeader(block, "authority"),
                headers,
                StringMatches.named(block, "withoutHeaders", true),
                StringMatches.named(block, "queryParams", false),
                port(block),
                sourceLabels,
                sourceNamespace,
                gateways);
    }

    private static @Nullable Integer port(Block block) {
        Long port = block.number("port", 0, 65_535);
        return port == null || port == 0 ? null : (int) port.longValue();
    }

    /** Claims of tokens are only known at gateways. */
    private static void checkClaims(Block block, Map<String, StringMatch> headers, List<String> gateways) {
        boolean atGateway = !gateways.isEmpty() && !gateways.contains("mesh");
        boolean claims = headers.keySet().stream().anyMatch(name -> name.startsWith(CLAIMS));
        if (claims && !atGateway) {
            block.refuse("headers", "a condition on " + CLAIMS + " works only at a gateway");
        }
    }
}
