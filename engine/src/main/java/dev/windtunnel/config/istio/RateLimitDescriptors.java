package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.RateLimitActions.Action;
import dev.windtunnel.mesh.StringMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code rate_limits} of routes, virtual hosts and filters: what descriptors are made of. */
final class RateLimitDescriptors {
    private static final int MOST_STAGE = 10;

    private RateLimitDescriptors() {}

    /** What each descriptor is made of; one of which a part is not simulated is left out. */
    static List<List<Action>> read(Block owner, String field) {
        List<List<Action>> descriptors = new ArrayList<>();
        for (Block limit : owner.blocks(field)) {
            List<Action> actions = new ArrayList<>();
            boolean known = true;
            for (Block block : limit.blocks("actions")) {
                Action action = action(block);
                known &= action != null;
                if (action != null) {
                    actions.add(action);
                }
            }
            Long stage = ProtoJson.number(limit, "stage", 0, MOST_STAGE);
            if (stage != null && stage != 0) {
                limit.notSimulated("stage");
            }
            limit.notSimulated("limit", "hits_addend", "apply_on_stream_done", "disable_key");
            if (known && !actions.isEmpty()) {
                descriptors.add(List.copyOf(actions));
            }
        }
        return List.copyOf(descriptors);
    }

    private static @Nullable Action action(Block block) {
        if (block.has("request_headers")) {
            Block header = block.blockOrEmpty("request_headers");
            String name = header.requiredText("header_name", "request_headers needs a header_name");
            String key = header.requiredText("descriptor_key", "request_headers needs a descriptor_key");
            boolean optional = header.isTrue("skip_if_absent");
            return name == null || key == null ? null : new Action.Header(name.toLowerCase(Locale.ROOT), key, optional);
        }
        if (block.has("query_parameters")) {
            Block parameter = block.blockOrEmpty("query_parameters");
            String name = parameter.requiredText("query_parameter_name", "query_parameters needs a name");
            String key = parameter.requiredText("descriptor_key", "query_parameters needs a descriptor_key");
            boolean optional = parameter.isTrue("skip_if_absent");
            return name == null || key == null ? null : new Action.QueryParameter(name, key, optional);
        }
        if (block.has("remote_address")) {
            return new Action.RemoteAddress();
        }
        if (block.has("generic_key")) {
            Block key = block.blockOrEmpty("generic_key");
            String value = key.requiredText("descriptor_value", "generic_key needs a descriptor_value");
            return value == null ? null : new Action.Fixed(key(key, "generic_key"), value);
        }
        if (block.has("header_value_match")) {
            return match(block.blockOrEmpty("header_value_match"), "headers", "header_match");
        }
        if (block.has("query_parameter_value_match")) {
            return match(block.blockOrEmpty("query_parameter_value_match"), "query_parameters", "query_match");
        }
        block.names().forEach(block::notSimulated);
        return null;
    }

    private static String key(Block action, String otherwise) {
        String written = action.filledText("descriptor_key");
        return written == null ? otherwise : written;
    }

    private static @Nullable Action match(Block match, String field, String defaultKey) {
        String value = match.requiredText("descriptor_value", "the match needs a descriptor_value");
        boolean expected = !Boolean.FALSE.equals(match.flag("expect_match"));
        Map<String, StringMatch> with = new LinkedHashMap<>();
        Map<String, StringMatch> without = new LinkedHashMap<>();
        boolean known = true;
        for (Block condition : match.blocks(field)) {
            String of = condition.requiredText("name", "a condition of the match has no name");
            StringMatch how = stringMatch(condition);
            boolean inverted = condition.isTrue("invert_match");
            known &= of != null && how != null;
            if (of != null && how != null) {
                String name = field.equals("headers") ? of.toLowerCase(Locale.ROOT) : of;
                (inverted ? without : with).put(name, how);
            }
        }
        if (value == null || !known) {
            return null;
        }
        HttpMatch whole = field.equals("headers") ? of(with, without, Map.of()) : of(Map.of(), Map.of(), with);
        return new Action.Match(key(match, defaultKey), value, whole, expected);
    }

    private static HttpMatch of(
            Map<String, StringMatch> headers, Map<String, StringMatch> without, Map<String, StringMatch> parameters) {
        return new HttpMatch(
                null, null, false, null, null, null, headers, without, parameters, null, Map.of(), null, List.of());
    }

    private static @Nullable StringMatch stringMatch(Block condition) {
        Block text = condition.block("string_match");
        Block in = text == null ? condition : text;
        String end = text == null ? "_match" : "";
        String exact = in.text("exact" + end);
        String prefix = in.text("prefix" + end);
        String suffix = in.text("suffix" + end);
        String contains = in.text("contains" + end);
        String regex = in.blockOrEmpty("safe_regex" + end).text("regex");
        Boolean present = condition.flag("present_match");
        if (exact != null) {
            return new StringMatch.Exact(exact);
        }
        if (prefix != null) {
            return new StringMatch.Prefix(prefix);
        }
        if (suffix != null) {
            return StringMatch.Regex.of(".*" + Pattern.quote(suffix));
        }
        if (contains != null) {
            return StringMatch.Regex.of(".*" + Pattern.quote(contains) + ".*");
        }
        if (regex != null) {
            try {
                return StringMatch.Regex.of(regex);
            } catch (com.google.re2j.PatternSyntaxException broken) {
                in.refuse("safe_regex" + end, "the expression is not RE2: " + broken.getMessage());
                return null;
            }
        }
        boolean only = condition.names().stream().noneMatch(field -> field.startsWith("range"));
        if (Boolean.TRUE.equals(present) || present == null && only) {
            return new StringMatch.Present(); // a condition that says nothing wants the header to be there
        }
        condition.names().stream()
                .filter(field -> !field.equals("name") && !field.equals("invert_match"))
                .forEach(condition::notSimulated);
        return null;
    }
}
