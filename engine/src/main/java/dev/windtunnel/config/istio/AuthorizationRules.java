package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.AuthorizationPolicy.Condition;
import dev.windtunnel.mesh.AuthorizationPolicy.Operation;
import dev.windtunnel.mesh.AuthorizationPolicy.Rule;
import dev.windtunnel.mesh.AuthorizationPolicy.Source;
import dev.windtunnel.mesh.AuthorizationPolicy.Values;
import dev.windtunnel.mesh.IpBlock;
import dev.windtunnel.source.ListNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The {@code rules} of an AuthorizationPolicy and what istiod refuses in them. */
final class AuthorizationRules {
    /** Keys of {@code when} that need no name in brackets ({@code pkg/config/security/security.go}). */
    private static final List<String> PLAIN_KEYS = List.of(
            "source.ip",
            "remote.ip",
            "source.namespace",
            "source.principal",
            "source.serviceAccount",
            "request.auth.principal",
            "request.auth.audiences",
            "request.auth.presenter",
            "destination.ip",
            "destination.port",
            "connection.sni");

    private static final Pattern HEADER = Pattern.compile("request\\.headers\\[[^\\[\\]]+]");
    private static final Pattern CLAIM = Pattern.compile("request\\.auth\\.claims(\\[[^\\[\\]]+])+");
    private static final String NO_BLOCK = "is no address and no range of addresses";
    private static final String NO_PORT = "is no port";
    private static final String FILTER_STATE = "experimental.envoy.filters.";

    private AuthorizationRules() {}

    static List<Rule> of(Block spec) {
        List<Rule> rules = new ArrayList<>();
        for (Block block : spec.blocks("rules")) {
            List<Source> from = new ArrayList<>();
            for (Block each : filledList(block, "from")) {
                Block source = each.block("source");
                if (source == null || source.isEmpty()) {
                    each.refuse("source", "an entry of from has no source");
                } else {
                    from.add(source(source));
                }
            }
            List<Operation> to = new ArrayList<>();
            for (Block each : filledList(block, "to")) {
                Block operation = each.block("operation");
                if (operation == null || operation.isEmpty()) {
                    each.refuse("operation", "an entry of to has no operation");
                } else {
                    to.add(operation(operation));
                }
            }
            List<Condition> when = new ArrayList<>();
            for (Block each : block.blocks("when")) {
                condition(each, when);
            }
            rules.add(new Rule(List.copyOf(from), List.copyOf(to), List.copyOf(when)));
        }
        return List.copyOf(rules);
    }

    private static List<Block> filledList(Block rule, String field) {
        List<Block> blocks = rule.blocks(field);
        if (rule.node(field) instanceof ListNode list && list.items().isEmpty()) {
            rule.refuse(field, field + " is empty", "remove it to mean all");
        }
        return blocks;
    }

    private static Source source(Block block) {
        Source source = new Source(
                values(block, "principals"),
                values(block, "requestPrincipals"),
                values(block, "namespaces"),
                values(block, "serviceAccounts"),
                values(block, "ipBlocks"),
                values(block, "remoteIpBlocks"));
        check(block, "ipBlocks", source.ipBlocks(), IpBlock::isBlock, NO_BLOCK);
        check(block, "remoteIpBlocks", source.remoteIpBlocks(), IpBlock::isBlock, NO_BLOCK);
        if (!source.serviceAccounts().isAbsent()
                && (!source.principals().isAbsent() || !source.namespaces().isAbsent())) {
            block.refuse("serviceAccounts", "serviceAccounts cannot stand beside principals or namespaces");
        }
        return source;
    }

    private static Operation operation(Block block) {
        Operation operation = new Operation(
                values(block, "hosts"), values(block, "ports"), values(block, "methods"), values(block, "paths"));
        check(block, "ports", operation.ports(), AuthorizationRules::isPort, NO_PORT);
        check(
                block,
                "paths",
                operation.paths(),
                AuthorizationRules::isPath,
                "is no template of paths: {*} and {**} stand for whole parts, {**} for the last ones, and no other * is"
                        + " beside them");
        return operation;
    }

    private static void condition(Block block, List<Condition> conditions) {
        String key = block.requiredText("key", "the condition has no key");
        Values values = values(block, "values");
        if (key == null) {
            return;
        }
        if (values.isAbsent()) {
            block.refuseWhole("the condition has neither values nor notValues", null);
        }
        if (key.startsWith(FILTER_STATE)) {
            block.notSimulatedSo("key", "no request has such an attribute");
        } else if (!PLAIN_KEYS.contains(key)
                && !HEADER.matcher(key).matches()
                && !CLAIM.matcher(key).matches()) {
            block.refuse("key", "\"" + key + "\" is no attribute of requests", "write for example request.headers[x]");
        }
        switch (key) {
            case "source.ip", "remote.ip", "destination.ip" ->
                check(block, "values", values, IpBlock::isBlock, NO_BLOCK);
            case "destination.port" -> check(block, "values", values, AuthorizationRules::isPort, NO_PORT);
            default -> {}
        }
        conditions.add(new Condition(key, values));
    }

    private static Values values(Block block, String field) {
        Values values = new Values(filled(block, field), filled(block, negative(field)));
        return values.isAbsent() ? Values.ABSENT : values;
    }

    private static String negative(String field) {
        return "not" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
    }

    private static List<String> filled(Block block, String field) {
        List<String> texts = block.texts(field);
        if (texts.stream().anyMatch(String::isEmpty)) {
            block.refuse(field, "an entry of " + field + " is empty", "write \"*\" for any that is not empty");
        }
        return texts;
    }

    private static void check(Block block, String field, Values values, Predicate<String> fits, String problem) {
        check(block, field, values.any(), fits, problem);
        check(block, negative(field), values.none(), fits, problem);
    }

    private static void check(Block block, String field, List<String> texts, Predicate<String> fits, String problem) {
        for (String text : texts) {
            if (!text.isEmpty() && !fits.test(text)) {
                block.refuse(field, "\"" + text + "\" " + problem);
                return;
            }
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }

    /** A path, or a template of one ({@code pkg/config/security/security.go}, CheckValidPathTemplate). */
    private static boolean isPath(String text) {
        if (!text.contains("{") && !text.contains("}")) {
            return true;
        }
        boolean last = false;
        for (String part : text.split("/", -1)) {
            boolean template = part.equals("{*}") || part.equals("{**}");
            if (!template && (part.contains("{") || part.contains("}") || part.contains("*")) || last) {
                return false;
            }
            last = part.equals("{**}");
        }
        return true;
    }

    /** Whether a rule asks for attributes of HTTP and nothing else, so that on a TCP port it takes every connection. */
    static boolean asksOnlyHttp(Rule rule) {
        boolean tcp = rule.from().stream()
                        .anyMatch(each -> !each.principals().isAbsent()
                                || !each.namespaces().isAbsent()
                                || !each.serviceAccounts().isAbsent()
                                || !each.ipBlocks().isAbsent())
                || rule.to().stream().anyMatch(each -> !each.ports().isAbsent())
                || rule.when().stream().anyMatch(each -> !each.key().startsWith("request."));
        boolean http =
                rule.from().stream().anyMatch(each -> !each.requestPrincipals().isAbsent())
                        || rule.to().stream()
                                .anyMatch(each -> !each.hosts().isAbsent()
                                        || !each.methods().isAbsent()
                                        || !each.paths().isAbsent())
                        || rule.when().stream().anyMatch(each -> each.key().startsWith("request."));
        return http && !tcp;
    }
}
