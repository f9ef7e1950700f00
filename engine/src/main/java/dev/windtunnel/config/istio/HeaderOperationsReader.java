package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpRoute.HeaderOperations;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code headers} of a route or destination. */
final class HeaderOperationsReader {
    private static final Pattern NAME = Pattern.compile(":?[-_.!#$&'*+^|~`A-Za-z0-9]+");

    private HeaderOperationsReader() {}

    static HeaderOperations of(Block owner) {
        Block headers = owner.block("headers");
        if (headers == null) {
            return HeaderOperations.NONE;
        }
        Block request = headers.blockOrEmpty("request");
        Block response = headers.blockOrEmpty("response");
        Map<String, String> set = values(request, "set");
        Map<String, String> add = values(request, "add");
        checkAuthority(request, set, add);
        return new HeaderOperations(
                set, add, names(request), values(response, "set"), values(response, "add"), names(response));
    }

    private static Map<String, String> values(Block block, String field) {
        Map<String, String> values = block.textMap(field);
        values.forEach((name, value) -> {
            checkName(block, field, name);
            checkFormat(block, field, value);
        });
        return values;
    }

    private static List<String> names(Block block) {
        List<String> names = block.texts("remove");
        names.forEach(name -> checkName(block, "remove", name));
        return names;
    }

    private static void checkName(Block block, String field, String name) {
        if (!NAME.matcher(name).matches()) {
            block.refuse(field, "\"" + name + "\" is no header name");
        }
    }

    /** Envoy reads {@code %...%} in values as a variable; a lone percent sign is no value. */
    private static void checkFormat(Block block, String field, String value) {
        String rest = value.replace("%%", "");
        if (rest.chars().filter(c -> c == '%').count() % 2 != 0) {
            block.refuse(
                    field,
                    "the % in \"" + value + "\" begins a variable that never ends",
                    "write %% for a percent sign");
        }
    }

    private static void checkAuthority(Block request, Map<String, String> set, Map<String, String> add) {
        long times = Stream.concat(set.keySet().stream(), add.keySet().stream())
                .filter(name -> name.equalsIgnoreCase("host") || name.equals(":authority"))
                .count();
        if (times > 1) {
            request.refuse("set", "the authority is set more than once");
        }
    }
}
