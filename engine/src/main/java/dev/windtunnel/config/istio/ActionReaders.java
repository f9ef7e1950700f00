package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute.Delegate;
import dev.windtunnel.mesh.HttpRoute.DirectResponse;
import dev.windtunnel.mesh.HttpRoute.Redirect;
import dev.windtunnel.mesh.HttpRoute.Rewrite;
import dev.windtunnel.mesh.StringMatch;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route does besides or instead of forwarding: redirect, direct response, delegate, rewrite. */
final class ActionReaders {
    private static final int MOVED_PERMANENTLY = 301;
    private static final int WARN_BODY_BYTES = 100 * 1024;
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private ActionReaders() {}

    static @Nullable Redirect redirect(Block route, List<HttpMatch> matches) {
        Block block = route.block("redirect");
        if (block == null) {
            return null;
        }
        String uri = block.filledText("uri");
        String prefixRewrite = block.filledText("prefixRewrite");
        String authority = block.filledText("authority");
        String scheme = block.filledText("scheme");
        Integer port = block.port("port");
        String derivePort = block.word("derivePort", "FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT");
        if (uri == null
                && prefixRewrite == null
                && authority == null
                && scheme == null
                && port == null
                && derivePort == null) {
            block.refuseWhole("the redirect changes nothing", "give it a uri, authority, scheme or port");
        }
        if (uri != null && prefixRewrite != null) {
            block.refuse("prefixRewrite", "uri and prefixRewrite cannot be given together");
        }
        if (port != null && derivePort != null) {
            block.refuse("derivePort", "port and derivePort cannot be given together");
        }
        boolean onlyPrefixes =
                matches.stream().allMatch(match -> match.uri() == null || match.uri() instanceof StringMatch.Prefix);
        if (prefixRewrite != null && !onlyPrefixes) {
            block.refuse("prefixRewrite", "prefixRewrite needs matches with a uri prefix");
        }
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            block.refuse("scheme", "the scheme is http or https");
        }
        return new Redirect(uri, prefixRewrite, authority, scheme, port, derivePort, code(block));
    }

    private static int code(Block redirect) {
        Long code = redirect.number("redirectCode", 0, Integer.MAX_VALUE);
        if (code == null || code == 0) {
            return MOVED_PERMANENTLY;
        }
        if (code < 300 || code > 399) {
            redirect.refuse("redirectCode", "the code of a redirect is from 300 to 399");
        }
        return (int) code.longValue();
    }

    static @Nullable DirectResponse directResponse(Block route) {
        Block block = route.block("directResponse");
        if (block == null) {
            return null;
        }
        Long status = block.number("status", 200, 600);
        if (status == null && !block.has("status")) {
            block.refuse("status", "the direct response has no status");
        }
        return new DirectResponse(status == null ? 0 : (int) status.longValue(), body(block));
    }

    private static String body(Block response) {
        Block body = response.block("body");
        if (body == null) {
            return "";
        }
        String text = body.text("string", "");
        String encoded = body.filledText("bytes");
        if (encoded != null) {
            try {
                text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                body.refuse("bytes", "bytes are no base64");
            }
        }
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BODY_BYTES) {
            response.refuse("body", "the body has more than 1 MB");
        } else if (length > WARN_BODY_BYTES) {
            response.report(Level.WARNING, "IST0133", "body", "the body has more than 100 kB", null);
        }
        return text;
    }

    static @Nullable Delegate delegate(Block route) {
        Block block = route.block("delegate");
        if (block == null) {
            return null;
        }
        return new Delegate(block.text("name", ""), block.filledText("namespace"));
    }

    static @Nullable Rewrite rewrite(Block route) {
        Block block = route.block("rewrite");
        if (block == null) {
            return null;
        }
        String uri = block.filledText("uri");
        String authority = block.filledText("authority");
        String match = null;
        String substitution = null;
        Block regex = block.block("uriRegexRewrite");
        if (regex != null) {
            match = regex.filledText("match");
            substitution = regex.filledText("rewrite");
            if (match == null || substitution == null) {
                regex.refuseWhole("uriRegexRewrite needs match and rewrite", null);
            }
            if (match != null) {
                StringMatches.checkRegex(regex, "match", match);
            }
            if (uri != null) {
                block.refuse("uriRegexRewrite", "uri and uriRegexRewrite cannot be given together");
            }
        }
        if (uri == null && authority == null && regex == null) {
            block.refuseWhole("the rewrite changes nothing", "give it a uri or authority");
        }
        return new Rewrite(uri, match, substitution, authority);
    }
}
