package dev.windtunnel.proxy.rbac;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.AuthorizationPolicy.Condition;
import dev.windtunnel.mesh.AuthorizationPolicy.Operation;
import dev.windtunnel.mesh.AuthorizationPolicy.Rule;
import dev.windtunnel.mesh.AuthorizationPolicy.Source;
import dev.windtunnel.mesh.AuthorizationPolicy.Values;
import dev.windtunnel.mesh.IpBlock;
import dev.windtunnel.proxy.jwt.Token;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule takes a request. A connection of bytes has no attributes of HTTP: rules of ALLOW that ask for one never
 * take it, rules of other actions forget what they ask for of HTTP ({@code pilot/pkg/security/authz/builder}).
 */
final class Rules {
    private static final String HEADERS = "request.headers[";
    private static final String CLAIMS = "request.auth.claims[";

    private final Facts facts;
    private final String namespace;
    private final boolean forgets;

    private Rules(Facts facts, AuthorizationPolicy policy) {
        this.facts = facts;
        this.namespace = policy.key().namespace();
        this.forgets = policy.action() != AuthorizationPolicy.Action.ALLOW;
    }

    /** Whether one rule of a policy takes a request. */
    static boolean take(AuthorizationPolicy policy, Facts facts) {
        Rules rules = new Rules(facts, policy);
        return policy.rules().stream().anyMatch(rules::takes);
    }

    private boolean takes(Rule rule) {
        return (rule.from().isEmpty() || rule.from().stream().anyMatch(this::isFrom))
                && (rule.to().isEmpty() || rule.to().stream().anyMatch(this::isFor))
                && rule.when().stream().allMatch(this::holds);
    }

    private boolean isFrom(Source source) {
        return texts(source.principals(), facts.principal())
                && http(source.requestPrincipals(), patterns -> Texts.anyTakes(patterns, requestPrincipal()))
                && texts(source.namespaces(), facts.namespace())
                && values(source.serviceAccounts(), this::isAccount)
                && values(source.ipBlocks(), blocks -> isIn(blocks, facts.sourceIp()))
                && values(source.remoteIpBlocks(), blocks -> isIn(blocks, facts.remoteIp()));
    }

    private boolean isFor(Operation operation) {
        return http(operation.hosts(), patterns -> Texts.anyTakesHost(patterns, head().authority()))
                && values(operation.ports(), ports -> ports.contains(port()))
                && http(operation.methods(), patterns -> Texts.anyTakes(patterns, head().method()))
                && http(operation.paths(), patterns -> Texts.anyTakesPath(patterns, head().path()));
    }

    private boolean holds(Condition condition) {
        String key = condition.key();
        Values values = condition.values();
        if (key.startsWith(HEADERS)) {
            String name = inBrackets(key, HEADERS).toLowerCase(Locale.ROOT);
            return http(
                    values,
                    patterns -> Texts.anyTakes(patterns, head().headers().get(name)));
        }
        if (key.startsWith(CLAIMS)) {
            String name = inBrackets(key, CLAIMS).replace("][", ".");
            return http(values, patterns -> hasClaim(patterns, name));
        }
        return switch (key) {
            case "source.ip" -> values(values, blocks -> isIn(blocks, facts.sourceIp()));
            case "remote.ip" -> values(values, blocks -> isIn(blocks, facts.remoteIp()));
            case "source.namespace" -> texts(values, facts.namespace());
            case "source.principal" -> texts(values, facts.principal());
            case "source.serviceAccount" -> values(values, this::isAccount);
            case "request.auth.principal" -> http(values, patterns -> Texts.anyTakes(patterns, requestPrincipal()));
            case "request.auth.audiences" -> http(values, patterns -> hasClaim(patterns, "aud"));
            case "request.auth.presenter" -> http(values, patterns -> hasClaim(patterns, "azp"));
            case "destination.ip" -> values(values, blocks -> isIn(blocks, facts.destinationIp()));
            case "destination.port" -> values(values, ports -> ports.contains(port()));
            default -> texts(values, null); // what no request here has
        };
    }

    /** Values of an attribute of HTTP. */
    private boolean http(Values values, Predicate<List<String>> takes) {
        if (values.isAbsent()) {
            return true;
        }
        return facts.head() == null ? forgets : values(values, takes);
    }

    private static boolean texts(Values values, @Nullable String text) {
        return values(values, patterns -> Texts.anyTakes(patterns, text));
    }

    private static boolean values(Values values, Predicate<List<String>> takes) {
        return (values.any().isEmpty() || takes.test(values.any()))
                && (values.none().isEmpty() || !takes.test(values.none()));
    }

    private static boolean isIn(List<String> blocks, String address) {
        for (String text : blocks) {
            IpBlock block = IpBlock.parse(text);
            if (block != null && block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** A name alone is that of an account in the namespace of the policy. */
    private boolean isAccount(List<String> accounts) {
        String account = facts.serviceAccount();
        return account != null
                && accounts.stream()
                        .map(each -> each.indexOf('/') < 0 ? namespace + "/" + each : each)
                        .anyMatch((facts.namespace() + "/" + account)::equals);
    }

    private boolean hasClaim(List<String> patterns, String name) {
        Token token = facts.token();
        return token != null && token.claim(name).stream().anyMatch(text -> Texts.anyTakes(patterns, text));
    }

    private @Nullable String requestPrincipal() {
        Token token = facts.token();
        return token == null ? null : token.principal();
    }

    private String port() {
        return String.valueOf(facts.destinationPort());
    }

    private RequestHead head() {
        return Objects.requireNonNull(facts.head());
    }

    private static String inBrackets(String key, String before) {
        return key.substring(before.length(), key.length() - 1);
    }
}
