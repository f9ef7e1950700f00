package dev.windtunnel.config.convert;

import com.google.re2j.PatternSyntaxException;
import dev.windtunnel.mesh.Re2;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code match}: who a rule is for and which requests it takes. */
final class MatchConversion {
    private static final Set<String> PSEUDO_HEADERS = Set.of("authority", "method", "scheme");

    private final OldObject rule;
    private final Callers callers;
    private final boolean literal;

    MatchConversion(OldObject rule, Callers callers, boolean literal) {
        this.rule = rule;
        this.callers = callers;
        this.literal = literal;
    }

    /** The conditions of the one HTTPMatchRequest; empty when the rule is for all requests. */
    Map<String, @Nullable Object> convert() {
        Map<String, @Nullable Object> match = new LinkedHashMap<>();
        Fields block = rule.spec().map("match");
        if (block == null) {
            return match;
        }
        Fields requests = rule.version01() ? block : block.map("request");
        if (requests != null) {
            headers(requests, rule.version01() ? "httpHeaders" : "headers", match);
            if (requests != block) {
                requests.finish();
            }
        }
        source(block, match);
        if (block.has("tcp")) {
            Remark.DROPPED.at(block, "tcp", "tcp");
        }
        if (block.has("udp")) {
            Remark.REFUSED.at(block, "udp", "a match on udp");
        }
        block.finish();
        return match;
    }

    /** Whether a request of any caller fulfils these conditions. */
    static boolean isCatchAll(Map<String, @Nullable Object> match) {
        return match.isEmpty() || match.equals(Map.of("uri", Map.of("prefix", "/")));
    }

    private void source(Fields block, Map<String, @Nullable Object> match) {
        String service;
        Map<String, String> labels;
        if (rule.version01()) {
            service = block.string("source");
            labels = block.stringMap("sourceTags");
        } else {
            Fields source = block.map("source");
            service = source == null ? null : rule.serviceOf(source);
            labels = source == null ? Map.of() : source.stringMap("labels");
            if (source != null) {
                source.finish();
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        if (service != null) {
            Map<String, String> selector = literal ? null : callers.selectorOf(service);
            if (selector == null) {
                Remark.SOURCE_WIDENED.at(block, "source", service);
            } else {
                all.putAll(selector);
            }
        }
        all.putAll(labels);
        if (!all.isEmpty()) {
            match.put("sourceLabels", all);
        }
        if (service != null && !literal && Host.isClusterName(service)) {
            match.put("sourceNamespace", service.split("\\.")[1]);
        }
    }

    private void headers(Fields owner, String field, Map<String, @Nullable Object> match) {
        Fields block = owner.map(field);
        if (block == null) {
            return;
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        for (Entry entry : block.node().entries()) {
            String name = entry.key();
            // A condition that never matched had no meaning which another dialect could change.
            boolean alive = !name.equals("uri") && !PSEUDO_HEADERS.contains(name);
            Map<String, String> condition = condition(block, name, entry.value(), alive);
            boolean regex = condition.containsKey("regex");
            if (name.equals("uri")) {
                if (regex) {
                    Remark.STARTS_TO_WORK.at(block, name, "a regex on uri");
                }
                if (!condition.isEmpty()) {
                    match.put(name, condition);
                }
            } else if (PSEUDO_HEADERS.contains(name)) {
                Remark.STARTS_TO_WORK.at(block, name, "a condition on " + name);
                match.put(name, condition);
            } else {
                headers.put(name, condition);
            }
        }
        block.ignoreRest();
        if (!headers.isEmpty()) {
            match.put("headers", headers);
        }
    }

    /** A StringMatch; empty for what only asks whether the header is there. */
    private static Map<String, String> condition(Fields owner, String name, Node value, boolean alive) {
        if (value instanceof ScalarNode bare && bare.asString() != null) {
            return exact(bare.text());
        }
        if (!(value instanceof MapNode map)) {
            owner.wrongType(name, value, "one of exact, prefix and regex");
            return Map.of();
        }
        Fields block = owner.child(map, owner.pathOf(name));
        String exact = block.string("exact");
        String prefix = block.string("prefix");
        String regex = block.string("regex");
        block.finish();
        if (exact != null) {
            return exact(exact);
        }
        if (prefix != null) {
            // Every value begins with the empty text, so all that is asked is that there is one.
            return prefix.isEmpty() ? Map.of() : Map.of("prefix", prefix);
        }
        if (regex == null) {
            return Map.of();
        }
        if (!isRe2(regex)) {
            Remark.REGEX_REFUSED.at(block, "regex", "\"" + regex + "\"");
        } else if (alive) {
            Remark.REGEX_DIALECT.at(block, "regex", "\"" + regex + "\"");
        }
        return Map.of("regex", regex);
    }

    private static Map<String, String> exact(String value) {
        return value.isEmpty() ? Map.of() : Map.of("exact", value);
    }

    private static boolean isRe2(String regex) {
        try {
            Re2.compile(regex);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
