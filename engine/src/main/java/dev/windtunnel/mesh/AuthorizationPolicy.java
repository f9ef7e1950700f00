package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An AuthorizationPolicy as declared ({@code security.istio.io} v1, v1beta1).
 *
 * @param key its name
 * @param selector labels of the pods; empty for all of the namespace, or of the mesh when it is the root namespace
 * @param action what happens to requests that a rule takes
 * @param provider of CUSTOM, who is asked; null for the others
 * @param rules rules, any of which takes a request; none takes nothing
 * @param dryRun whether it only counts ({@code istio.io/dry-run})
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record AuthorizationPolicy(
        ObjectKey key,
        Map<String, String> selector,
        Action action,
        @Nullable String provider,
        List<Rule> rules,
        boolean dryRun,
        int creationOrder,
        Origin origin) {

    /** What a policy does. */
    public enum Action {
        ALLOW,
        DENY,
        AUDIT,
        CUSTOM
    }

    /** All three lists have to hold; one that is empty holds. Of sources and operations one is enough. */
    public record Rule(List<Source> from, List<Operation> to, List<Condition> when) {}

    /** Values of which one has to fit, and values of which none may; an empty list asks nothing. */
    public record Values(List<String> any, List<String> none) {

        /** Nothing asked. */
        public static final Values ABSENT = new Values(List.of(), List.of());

        /** Whether nothing is asked. */
        public boolean isAbsent() {
            return any.isEmpty() && none.isEmpty();
        }
    }

    /** Who asks: all members have to hold. */
    public record Source(
            Values principals,
            Values requestPrincipals,
            Values namespaces,
            Values serviceAccounts,
            Values ipBlocks,
            Values remoteIpBlocks) {}

    /** What is asked: all members have to hold. */
    public record Operation(Values hosts, Values ports, Values methods, Values paths) {}

    /** A further attribute, for example {@code request.headers[x]}. */
    public record Condition(String key, Values values) {}
}
