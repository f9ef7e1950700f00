package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.AuthorizationPolicy.Action;
import dev.windtunnel.mesh.AuthorizationPolicy.Rule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AuthorizationPolicies ({@code pkg/config/validation/validation.go}); the rules are in {@link AuthorizationRules}. */
public final class AuthorizationPolicies {
    private static final String DRY_RUN = "istio.io/dry-run";

    private AuthorizationPolicies() {}

    /** An AuthorizationPolicy. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata metadata = Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = PodSelectors.labels(spec);
        boolean elsewhere = PodSelectors.hasTargets(spec);
        String word = spec.word("action", "ALLOW", "DENY", "AUDIT", "CUSTOM");
        Action action = word == null ? Action.ALLOW : Action.valueOf(word);
        String provider = provider(spec, action);
        List<Rule> rules = AuthorizationRules.of(spec);
        if (rules.isEmpty() && (action == Action.DENY || action == Action.CUSTOM)) {
            spec.refuse(
                    "rules", action + " without rules never takes a request", "write rules: [{}] to mean all requests");
        }
        boolean dryRun = "true".equals(metadata.annotations().get(DRY_RUN));
        if (action == Action.DENY && rules.stream().anyMatch(AuthorizationRules::asksOnlyHttp)) {
            spec.report(
                    Level.WARNING,
                    "IST0133",
                    "rules",
                    "a DENY rule that asks for nothing but HTTP attributes closes all connections to TCP ports",
                    "name the ports that it is for");
        }
        if (!elsewhere) {
            parts.add(new AuthorizationPolicy(
                    object.key(), selector, action, provider, rules, dryRun, object.creationOrder(), object.origin()));
        }
    }

    private static @Nullable String provider(Block spec, Action action) {
        Block block = spec.block("provider");
        if (block == null) {
            if (action == Action.CUSTOM) {
                spec.refuse(
                        "provider",
                        "CUSTOM needs a provider, who is asked",
                        "name one of meshConfig.extensionProviders");
            }
            return null;
        }
        if (action != Action.CUSTOM) {
            spec.refuse("provider", "only CUSTOM has a provider");
        }
        return block.requiredText("name", "the provider has no name");
    }
}
