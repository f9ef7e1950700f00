package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.RouteRule.Redirect;
import dev.windtunnel.mesh.RouteRule.Rewrite;
import dev.windtunnel.mesh.RouteRule.WeightedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code route-rule} documents. */
public final class RouteRules {
    private static final int ALL = 100;

    private RouteRules() {}

    /** A route rule. */
    public static void read(ObjectReading object, MeshParts parts) {
        object.root().harmless("type", "name", "namespace");
        if (!Syntax.isLabel(object.key().name())) {
            object.root()
                    .refuse("name", "\"" + object.key().name() + "\" is no name of lower-case letters, digits and -");
        }
        Block spec = object.root().blockOrEmpty("spec");
        String destination = Syntax.service(spec, "destination", true);
        Long precedence = spec.number("precedence", Integer.MIN_VALUE, Integer.MAX_VALUE);
        RouteRule.Match match = Matches.of(spec);
        RouteRule rule = new RouteRule(
                object.key(),
                destination == null ? "" : destination,
                precedence == null ? 0 : (int) precedence.longValue(),
                match,
                route(spec),
                redirect(spec),
                rewrite(spec),
                Policies.timeoutNanos(spec),
                Policies.retries(spec),
                Faults.of(spec, match),
                object.origin());
        if (spec.has("l4Fault")) {
            spec.refuse("l4Fault", "l4Fault was never supported: Istio 0.1.6 refuses the rule", "remove l4Fault");
        }
        if (rule.redirect() != null) {
            for (String field : List.of("route", "httpFault", "rewrite")) {
                if (spec.has(field)) {
                    spec.refuse(field, "redirect and " + field + " cannot be given together");
                }
            }
        }
        parts.add(rule);
    }

    private static List<WeightedVersion> route(Block spec) {
        List<WeightedVersion> versions = new ArrayList<>();
        int total = 0;
        for (Block block : spec.blocks("route")) {
            Long written = block.number("weight", 0, ALL);
            int weight = written == null ? 0 : (int) written.longValue();
            total += weight;
            Map<String, String> tags = block.textMap("tags");
            Syntax.checkTags(block, "tags", tags);
            versions.add(new WeightedVersion(Syntax.service(block, "destination", false), tags, weight));
        }
        boolean single = versions.size() == 1 && total == 0;
        if (!versions.isEmpty() && !single && total != ALL) {
            spec.refuse("route", "the weights add up to " + total + "; Istio 0.1.6 wants exactly 100");
        }
        return List.copyOf(versions);
    }

    private static @Nullable Redirect redirect(Block spec) {
        Block block = spec.block("redirect");
        if (block == null) {
            return null;
        }
        String uri = block.filledText("uri");
        String authority = block.filledText("authority");
        if (uri == null && authority == null) {
            block.refuseWhole("a redirect needs uri or authority", null);
        }
        Trap.REDIRECT_IS_301.report(spec, "redirect");
        return new Redirect(uri, authority);
    }

    private static @Nullable Rewrite rewrite(Block spec) {
        Block block = spec.block("rewrite");
        if (block == null) {
            return null;
        }
        String uri = block.filledText("uri");
        String authority = block.filledText("authority");
        if (uri == null && authority == null) {
            block.refuseWhole("a rewrite needs uri or authority", null);
        }
        return new Rewrite(uri, authority);
    }
}
