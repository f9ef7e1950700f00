package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.MixerExpression;
import dev.windtunnel.mesh.MixerRules;
import dev.windtunnel.mesh.MixerRules.Aspect;
import dev.windtunnel.mesh.MixerRules.Rule;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of Mixer 0.1. Its files say neither scope nor subject, those come from the command line; here both are kept
 * in an object {@code mixer-rule} named {@code SCOPE:SUBJECT} with what the file says in its {@code spec}.
 */
public final class MixerRuleObjects {

    /** Their kind. */
    public static final String KIND = "mixer-rule";

    private static final Pattern SUBJECT = Pattern.compile("global|[-a-z0-9]+(\\.[-a-z0-9]+)?\\.svc\\.cluster\\.local");

    private static final List<String> SILENT = List.of("metrics", "access-logs", "application-logs");

    private MixerRuleObjects() {}

    /** The object of a file's content. */
    public static MapNode document(String scope, String subject, MapNode file) {
        MapNode spec = file.with("scope", ScalarNode.of(scope)).with("subject", ScalarNode.of(subject));
        return file.withEntries(List.of())
                .with("type", ScalarNode.of(KIND))
                .with("name", ScalarNode.of(name(scope, subject)))
                .with("spec", spec);
    }

    /** The name of the object of a scope and a subject. */
    public static String name(String scope, String subject) {
        return scope + ":" + subject;
    }

    /** Rules. */
    public static void read(ObjectReading object, MeshParts parts) {
        object.root().harmless("type", "name", "namespace");
        Block spec = object.root().blockOrEmpty("spec");
        spec.harmless("revision");
        String scope = spec.text("scope", MixerRules.GLOBAL);
        String subject = spec.text("subject", MixerRules.GLOBAL);
        if (!SUBJECT.matcher(subject).matches()) {
            spec.refuse(
                    "subject",
                    "\"" + subject + "\" is no subject of Mixer",
                    "write global, NAMESPACE.svc.cluster.local or SERVICE.NAMESPACE.svc.cluster.local");
        }
        if (!spec.has("rules")) {
            spec.refuseWhole("these rules of Mixer have no rules", "write rules: with a list");
        }
        Map<String, Block> adapters = new LinkedHashMap<>();
        for (Block adapter : spec.blocks("adapters")) {
            adapters.put(adapter.text("kind", "") + "/" + adapter.text("name", "default"), adapter);
            adapter.harmless("impl");
        }
        List<Rule> rules = new ArrayList<>();
        for (Block rule : spec.blocks("rules")) {
            rules.add(rule(rule, adapters));
        }
        parts.add(new MixerRules(object.key(), scope, subject, List.copyOf(rules)));
    }

    private static Rule rule(Block block, Map<String, Block> adapters) {
        List<Aspect> aspects = new ArrayList<>();
        for (Block aspect : block.blocks("aspects")) {
            Aspect read = aspect(aspect, adapters);
            if (read != null) {
                aspects.add(read);
            }
        }
        List<Rule> inner = new ArrayList<>();
        for (Block rule : block.blocks("rules")) {
            inner.add(rule(rule, adapters));
        }
        String selector = block.filledText("selector");
        return new Rule(
                selector == null ? null : expression(block, "selector", selector),
                List.copyOf(aspects),
                List.copyOf(inner));
    }

    private static @Nullable MixerExpression expression(Block block, String field, String text) {
        try {
            return MixerSyntax.parse(text);
        } catch (IllegalArgumentException e) {
            block.refuse(field, "this is no expression of Mixer: " + e.getMessage());
            return null;
        }
    }

    private static @Nullable Aspect aspect(Block block, Map<String, Block> adapters) {
        String kind = block.requiredText("kind", "the kind of an aspect is missing");
        Block adapter = adapters.get(kind + "/" + block.text("adapter", "default"));
        Block settings = adapter == null ? null : adapter.block("params");
        if (kind == null) {
            return null;
        }
        switch (kind) {
            case "denials" -> {
                block.harmless("params");
                Block error = settings == null ? null : settings.block("error");
                return new MixerRules.Denials(error == null ? RpcStatus.DENIED : RpcStatus.of(error));
            }
            case "lists" -> {
                return lists(block, adapter, settings);
            }
            case "quotas" -> {
                if (settings != null) {
                    settings.harmless("minDeduplicationDuration");
                }
                return new MixerRules.Quotas(quotas(block.blockOrEmpty("params")));
            }
            default -> {
                block.harmlessRest();
                if (SILENT.contains(kind)) {
                    block.notSimulatedSo(Level.INFO, "kind", kind + " of Mixer change no request");
                } else if (!kind.equals("attributes")) {
                    block.refuse(
                            "kind",
                            "Mixer has no aspect \"" + kind + "\"",
                            "there are denials, lists, quotas, metrics, access-logs, application-logs and attributes");
                }
                return null;
            }
        }
    }

    private static @Nullable Aspect lists(Block block, @Nullable Block adapter, @Nullable Block settings) {
        Block params = block.blockOrEmpty("params");
        String text = params.text("checkExpression", "source.ip");
        MixerExpression value = expression(params, "checkExpression", text);
        boolean blacklist = params.isTrue("blacklist");
        if (settings != null && settings.has("providerUrl")) {
            settings.notSimulatedSo("providerUrl", "nobody fetches the list, so this aspect lets every request pass");
            settings.harmless("refreshInterval", "ttl");
            return null;
        }
        if (adapter == null) {
            block.report(
                    Level.WARNING,
                    "WT3030",
                    "kind",
                    "no adapter of this name and kind is declared, so the list is empty",
                    "write adapters: [{name: " + block.text("adapter", "default")
                            + ", kind: lists, impl: genericListChecker, params: {listEntries: [...]}}] beside rules");
        }
        List<String> entries = settings == null ? List.of() : settings.texts("listEntries");
        return value == null ? null : new MixerRules.Lists(blacklist, value, List.copyOf(entries));
    }

    private static List<MixerRules.Quota> quotas(Block params) {
        List<MixerRules.Quota> quotas = new ArrayList<>();
        for (Block each : params.blocks("quotas")) {
            String name = each.requiredText("descriptorName", "the descriptorName of a quota is missing");
            Long most = each.number("maxAmount", 0, Integer.MAX_VALUE);
            Long expiration = each.anyDurationNanos("expiration");
            Map<String, MixerExpression> labels = new LinkedHashMap<>();
            each.textMap("labels").forEach((label, text) -> {
                MixerExpression value = expression(each, "labels", text);
                if (value != null) {
                    labels.put(label, value);
                }
            });
            if (name != null && !name.equals(MixerRules.REQUEST_COUNT)) {
                each.report(
                        Level.WARNING,
                        "WT3031",
                        "descriptorName",
                        "proxies of Istio 0.1 ask for RequestCount alone, so nothing is ever taken from " + name,
                        "write descriptorName: RequestCount");
            }
            quotas.add(new MixerRules.Quota(
                    name == null ? "" : name, most == null ? 0 : most, expiration == null ? 0 : expiration, labels));
        }
        return List.copyOf(quotas);
    }
}
