package dev.windtunnel.config.routerule;

import com.google.re2j.PatternSyntaxException;
import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.Re2;
import dev.windtunnel.mesh.RouteRule.Match;
import dev.windtunnel.mesh.StringMatch;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a rule is for and which requests it takes. */
final class Matches {
    private static final Set<String> PSEUDO_HEADERS = Set.of("authority", "method", "scheme");

    private Matches() {}

    static @Nullable Match of(Block spec) {
        Block block = spec.block("match");
        if (block == null) {
            return null;
        }
        Map<String, String> sourceTags = block.textMap("sourceTags");
        Syntax.checkTags(block, "sourceTags", sourceTags);
        if (block.has("udp")) {
            block.refuse("udp", "UDP is not supported");
        }
        Trap.IGNORED.reportIfWritten(block, "tcp");
        Trap.CALLER_WITHOUT_SERVICE.report(spec, "match");
        return new Match(Syntax.service(block, "source", false), sourceTags, headers(block));
    }

    private static Map<String, StringMatch> headers(Block match) {
        Map<String, StringMatch> headers = new LinkedHashMap<>();
        Block block = match.block("httpHeaders");
        if (block == null) {
            return headers;
        }
        for (String name : block.names()) {
            if (!name.equals(name.toLowerCase(Locale.ROOT)) || name.isEmpty()) {
                block.refuse(name, "header names have to be in lower case", "write " + name.toLowerCase(Locale.ROOT));
            }
            Block condition = block.block(name);
            StringMatch read = condition == null ? null : condition(block, name, condition);
            if (read != null) {
                headers.put(name, read);
            }
            if (PSEUDO_HEADERS.contains(name) || name.equals("uri") && read instanceof StringMatch.Regex) {
                Trap.NEVER_MATCHES.report(block, name);
            }
        }
        return headers;
    }

    private static @Nullable StringMatch condition(Block headers, String name, Block block) {
        String exact = block.text("exact");
        String prefix = block.text("prefix");
        String regex = block.text("regex");
        int written = (exact == null ? 0 : 1) + (prefix == null ? 0 : 1) + (regex == null ? 0 : 1);
        if (written != 1) {
            headers.refuse(name, "a condition is one of exact, prefix and regex");
            return null;
        }
        if (exact != null) {
            return exact.isEmpty() ? new StringMatch.Present() : new StringMatch.Exact(exact);
        }
        if (prefix != null) {
            return new StringMatch.Prefix(prefix);
        }
        return regex == null ? null : regex(block, regex);
    }

    /** Expressions were ECMAScript's (std::regex); what RE2 has too means the same in both, when the whole value is matched. */
    private static @Nullable StringMatch regex(Block block, String regex) {
        try {
            return new StringMatch.Regex(regex, Re2.compile(regex));
        } catch (PatternSyntaxException e) {
            block.refuse(
                    "regex",
                    "\"" + regex + "\" cannot be simulated: " + construct(regex, e.getDescription()),
                    "write it without; RE2's syntax is taken");
            return null;
        }
    }

    private static String construct(String regex, String otherwise) {
        if (regex.contains("(?=") || regex.contains("(?!")) {
            return "it looks ahead";
        }
        if (regex.matches(".*\\\\[1-9].*")) {
            return "it refers back to a group";
        }
        return otherwise;
    }
}
