package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.AuthorizationPolicy.Condition;
import dev.windtunnel.mesh.AuthorizationPolicy.Operation;
import dev.windtunnel.mesh.AuthorizationPolicy.Rule;
import dev.windtunnel.mesh.AuthorizationPolicy.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * WT3041: principals of an AuthorizationPolicy that nobody can have; WT3042: methods that no request has. Neither is
 * checked by Istio, and a rule with nothing else never takes a request.
 */
final class PolicyValuesCheck implements Check {

    private static final String TRUST_DOMAIN = "cluster.local";

    /** Those that IANA registers (RFC 9110, 5789, 4918, 3253, 3648, 3744, 5323, 5842), and PURGE of caches. */
    private static final Set<String> METHODS = Set.of(
            "ACL",
            "BASELINE-CONTROL",
            "BIND",
            "CHECKIN",
            "CHECKOUT",
            "CONNECT",
            "COPY",
            "DELETE",
            "GET",
            "HEAD",
            "LABEL",
            "LINK",
            "LOCK",
            "MERGE",
            "MKACTIVITY",
            "MKCALENDAR",
            "MKCOL",
            "MKREDIRECTREF",
            "MKWORKSPACE",
            "MOVE",
            "OPTIONS",
            "ORDERPATCH",
            "PATCH",
            "POST",
            "PRI",
            "PROPFIND",
            "PROPPATCH",
            "PURGE",
            "PUT",
            "REBIND",
            "REPORT",
            "SEARCH",
            "TRACE",
            "UNBIND",
            "UNCHECKOUT",
            "UNLINK",
            "UNLOCK",
            "UPDATE",
            "UPDATEREDIRECTREF",
            "VERSION-CONTROL");

    private final boolean principals;

    /** @param principals whether principals are looked at, else methods */
    PolicyValuesCheck(boolean principals) {
        this.principals = principals;
    }

    @Override
    public void run(Input input, Findings findings) {
        for (AuthorizationPolicy policy : input.mesh().security().policies()) {
            for (int i = 0; i < policy.rules().size(); i++) {
                Rule rule = policy.rules().get(i);
                String path = "rules[" + i + "].";
                if (principals) {
                    principals(policy, rule, path, findings);
                } else {
                    methods(policy, rule, path, findings);
                }
            }
        }
    }

    private static void principals(AuthorizationPolicy policy, Rule rule, String path, Findings findings) {
        for (int i = 0; i < rule.from().size(); i++) {
            Source source = rule.from().get(i);
            String inside = path + "from[" + i + "].source.";
            add(policy, inside + "principals", source.principals().any(), PolicyValuesCheck::ofPrincipal, findings);
            add(policy, inside + "notPrincipals", source.principals().none(), PolicyValuesCheck::ofPrincipal, findings);
        }
        for (int i = 0; i < rule.when().size(); i++) {
            Condition condition = rule.when().get(i);
            if (condition.key().equals("source.principal")) {
                String inside = path + "when[" + i + "].";
                add(policy, inside + "values", condition.values().any(), PolicyValuesCheck::ofPrincipal, findings);
                add(policy, inside + "notValues", condition.values().none(), PolicyValuesCheck::ofPrincipal, findings);
            }
        }
    }

    private static void methods(AuthorizationPolicy policy, Rule rule, String path, Findings findings) {
        for (int i = 0; i < rule.to().size(); i++) {
            Operation operation = rule.to().get(i);
            String inside = path + "to[" + i + "].operation.";
            add(policy, inside + "methods", operation.methods().any(), PolicyValuesCheck::ofMethod, findings);
            add(policy, inside + "notMethods", operation.methods().none(), PolicyValuesCheck::ofMethod, findings);
        }
    }

    private static void add(
            AuthorizationPolicy policy,
            String field,
            List<String> values,
            Function<String, @Nullable Finding> judge,
            Findings findings) {
        for (int i = 0; i < values.size(); i++) {
            Finding finding = judge.apply(values.get(i));
            if (finding != null) {
                findings.add(Input.at(policy.origin(), field, finding));
            }
        }
    }

    // ---------------------------------------------------------------- principals

    private static @Nullable Finding ofPrincipal(String pattern) {
        if (pattern.startsWith("spiffe://")) {
            return principal(
                    pattern, "principals are written without spiffe://", pattern.substring("spiffe://".length()));
        }
        if (!canMatch(pattern)) {
            return principal(
                    pattern,
                    "a principal is TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT",
                    TRUST_DOMAIN + "/ns/NAMESPACE/sa/" + pattern.substring(pattern.lastIndexOf('/') + 1));
        }
        String domain = pattern.indexOf('/') < 0 ? "" : pattern.substring(0, pattern.indexOf('/'));
        if (!domain.isEmpty() && !domain.contains("*") && !domain.equals(TRUST_DOMAIN)) {
            return Finding.warning(
                            "WT3041",
                            "nobody here is of the trust domain " + domain + ": \"" + pattern + "\" takes no caller")
                    .withFix("the trust domain of a simulated mesh is " + TRUST_DOMAIN + ", as that of a mesh that says"
                            + " nothing else");
        }
        return null;
    }

    private static Finding principal(String pattern, String form, String like) {
        return Finding.warning("WT3041", "\"" + pattern + "\" takes no caller: " + form)
                .withFix("write for example " + like);
    }

    /** Whether a pattern ({@code x}, {@code x*}, {@code *x}) takes anything of the form {@code a/ns/b/sa/c}. */
    private static boolean canMatch(String pattern) {
        List<String> form = new ArrayList<>(List.of("", "ns", "", "sa", ""));
        if (pattern.startsWith("*")) {
            return fits(reversed(List.of(pattern.substring(1).split("/", -1))), reversed(form), true);
        }
        return pattern.endsWith("*")
                ? fits(List.of(pattern.substring(0, pattern.length() - 1).split("/", -1)), form, false)
                : pattern.split("/", -1).length == form.size()
                        && fits(List.of(pattern.split("/", -1)), form, false)
                        && pattern.matches("[^/]+/ns/[^/]+/sa/[^/]+");
    }

    private static List<String> reversed(List<String> parts) {
        List<String> reversed = new ArrayList<>(parts);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    /** Whether parts may begin the form; the last of them may be the beginning of a part, or its end. */
    private static boolean fits(List<String> parts, List<String> form, boolean fromTheEnd) {
        if (parts.size() > form.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            String wanted = form.get(i);
            boolean last = i == parts.size() - 1;
            if (wanted.isEmpty()
                    ? part.isEmpty() && !last
                    : last ? !isPart(part, wanted, fromTheEnd) : !part.equals(wanted)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPart(String part, String wanted, boolean end) {
        return end ? wanted.endsWith(part) : wanted.startsWith(part);
    }

    // ---------------------------------------------------------------- methods

    private static @Nullable Finding ofMethod(String pattern) {
        String upper = pattern.toUpperCase(Locale.ROOT);
        if (!pattern.equals(upper)) {
            return method(
                    pattern,
                    METHODS.contains(upper) ? "write " + upper : "write one such as GET, or a pattern such as P*");
        }
        if (pattern.contains("*")
                ? METHODS.stream().anyMatch(method -> takes(pattern, method))
                : METHODS.contains(pattern)) {
            return null;
        }
        return method(pattern, "write one such as GET or POST, which all calls of gRPC have");
    }

    private static boolean takes(String pattern, String method) {
        return pattern.startsWith("*")
                ? method.endsWith(pattern.substring(1))
                : method.startsWith(pattern.substring(0, pattern.length() - 1));
    }

    private static Finding method(String pattern, String fix) {
        return Finding.warning(
                        "WT3042",
                        "\"" + pattern
                                + "\" is no method of HTTP, and methods are compared letter by letter: no request"
                                + " has it")
                .withFix(fix);
    }
}
