package dev.windtunnel.config.istio;

import com.google.re2j.PatternSyntaxException;
import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.Re2;
import dev.windtunnel.mesh.StringMatch;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Istio's StringMatch: one of exact, prefix and regex. */
final class StringMatches {
    private static final int LONGEST_REGEX = 1024;

    private StringMatches() {}

    /** The path, where an empty prefix is allowed. */
    static @Nullable StringMatch uri(Block match) {
        return one(match, "uri", true);
    }

    /** An element of a list; null when it is wrong. */
    static @Nullable StringMatch element(Block block) {
        return read(block, "", block, true);
    }

    /** A pseudo-header; one without exact, prefix and regex takes everything. */
    static @Nullable StringMatch pseudoHeader(Block match, String field) {
        return one(match, field, false);
    }

    private static @Nullable StringMatch one(Block match, String field, boolean emptyPrefix) {
        Block block = match.block(field);
        if (block == null) {
            return null;
        }
        StringMatch read = read(match, field, block, emptyPrefix);
        return read instanceof StringMatch.Present ? null : read;
    }

    /** Conditions by name; {@code {}}, null and the regex {@code *} only ask whether it is there. */
    static Map<String, StringMatch> named(Block match, String field, boolean lowerCase) {
        Map<String, StringMatch> conditions = new LinkedHashMap<>();
        Block block = match.block(field);
        if (block == null) {
            return conditions;
        }
        for (String name : block.names()) {
            if (name.isEmpty()) {
                match.refuse(field, "a name in " + field + " is empty");
            }
            Block condition = block.block(name);
            StringMatch read = condition == null ? new StringMatch.Present() : read(block, name, condition, false);
            if (read != null) {
                conditions.put(lowerCase ? name.toLowerCase(Locale.ROOT) : name, read);
            }
        }
        return conditions;
    }

    private static @Nullable StringMatch read(Block owner, String field, Block block, boolean emptyPrefix) {
        String exact = block.text("exact");
        String prefix = block.text("prefix");
        String regex = block.text("regex");
        int written = (exact == null ? 0 : 1) + (prefix == null ? 0 : 1) + (regex == null ? 0 : 1);
        if (written > 1) {
            owner.refuse(field, "only one of exact, prefix and regex can be given");
            return null;
        }
        if (exact != null) {
            return new StringMatch.Exact(exact);
        }
        if (prefix != null) {
            if (prefix.isEmpty() && !emptyPrefix) {
                block.refuse("prefix", "the prefix is empty", "write {} to ask only whether it is there");
                return null;
            }
            return new StringMatch.Prefix(prefix);
        }
        return regex == null ? new StringMatch.Present() : regex(block, "regex", regex);
    }

    private static @Nullable StringMatch regex(Block block, String field, String regex) {
        if (regex.equals("*")) {
            return new StringMatch.Present();
        }
        return checkRegex(block, field, regex) ? StringMatch.Regex.of(regex) : null;
    }

    /** Refuses what Envoy's RE2 does not take; says whether it is fine. */
    static boolean checkRegex(Block block, String field, String regex) {
        if (regex.isEmpty()) {
            block.refuse(field, "the regex is empty");
            return false;
        }
        if (regex.length() > LONGEST_REGEX) {
            block.refuse(field, "the regex is longer than " + LONGEST_REGEX + " characters");
            return false;
        }
        try {
            Re2.compile(regex);
            return true;
        } catch (PatternSyntaxException e) {
            block.refuse(field, "\"" + regex + "\" is no RE2 expression: " + e.getDescription(), Re2.cure(e));
            return false;
        }
    }
}
