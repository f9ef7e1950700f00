package dev.windtunnel.config.convert;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.source.Context;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code route-rule} and {@code destination-policy} of Istio 0.1, and RouteRule, DestinationPolicy and EgressRule of
 * {@code config.istio.io/v1alpha2}, into {@code networking.istio.io/v1}. The rules of one destination become one
 * VirtualService, its versions and policies one DestinationRule, both in the namespace of the destination and where the
 * first old document about it stood. What old and new language do not say alike is a Warning WT31xx.
 */
public final class RouteRuleConverter {
    private static final String API_VERSION = "networking.istio.io/v1";

    private final OldDocuments old;
    private final boolean literal;
    private final String defaultNamespace;
    private final Findings findings;
    private final Set<String> names = new HashSet<>();
    private final Map<Integer, List<Node>> made = new LinkedHashMap<>();

    private RouteRuleConverter(
            List<Node> documents, ConversionStyle style, String defaultNamespace, Findings findings) {
        this.old = new OldDocuments(documents, defaultNamespace, findings);
        this.literal = style == ConversionStyle.LITERAL;
        this.defaultNamespace = defaultNamespace;
        this.findings = findings;
    }

    /**
     * The documents with old objects converted and all others as they were. When the findings have errors (a rule without
     * destination, a value of a wrong type) the result is incomplete.
     *
     * @param defaultNamespace where objects are that do not say; in Istio 0.1 none did
     */
    public static List<Node> convert(
            List<Document> documents, ConversionStyle style, String defaultNamespace, Findings findings) {
        List<Node> roots = documents.stream().map(Document::root).toList();
        Findings own = new Findings();
        List<Node> converted = new RouteRuleConverter(roots, style, defaultNamespace, own).convert();
        findings.addAll(withoutMoot(own.list()));
        return converted;
    }

    /** How a rule acted and how it will act does not matter when no request reaches it. */
    private static List<Finding> withoutMoot(List<Finding> findings) {
        Set<List<@Nullable String>> dead = new HashSet<>();
        for (Finding finding : findings) {
            if (Remark.DEAD.isOf(finding)) {
                dead.add(object(finding));
            }
        }
        return findings.stream()
                .filter(finding ->
                        finding.level() == Level.ERROR || Remark.DEAD.isOf(finding) || !dead.contains(object(finding)))
                .toList();
    }

    private static List<@Nullable String> object(Finding finding) {
        return Arrays.asList(finding.kind(), finding.namespace(), finding.name());
    }

    /** The documents as one YAML text. */
    public static String toYaml(List<Node> documents) {
        return documents.stream().map(Nodes::toYaml).collect(Collectors.joining("---\n"));
    }

    private List<Node> convert() {
        old.nodes().forEach(this::lookAtOther);
        convertHosts();
        List<Node> converted = new ArrayList<>();
        for (int place = 0; place < old.nodes().size(); place++) {
            Node node = old.nodes().get(place);
            if (OldObject.of(node, defaultNamespace, place, new Findings()) == null) {
                converted.add(node);
            }
            OldObject object = old.at(place);
            if (object != null && object.kind() == OldObject.Kind.EGRESS) {
                converted.add(
                        document("ServiceEntry", object.name(), object.namespace(), EgressConversion.convert(object)));
            }
            converted.addAll(made.getOrDefault(place, List.of()));
        }
        reportServicesWithoutRule();
        return List.copyOf(converted);
    }

    private void convertHosts() {
        // Routes may name hosts that have no rule of their own: these are known when all routes are converted.
        Map<Host, Map<String, @Nullable Object>> routes = new LinkedHashMap<>();
        for (Host host : List.copyOf(old.hosts().all())) {
            if (!host.rules().isEmpty()) {
                routes.put(host, VirtualServiceConversion.convert(host, old.hosts(), old.services(), literal));
            }
        }
        for (Host host : old.hosts().all()) {
            List<Node> documents = made.computeIfAbsent(host.place(), place -> new ArrayList<>());
            Map<String, @Nullable Object> virtualService = routes.get(host);
            Map<String, @Nullable Object> destinationRule = new DestinationRuleConversion(host, literal).convert();
            String name = freeName(host);
            if (virtualService != null) {
                documents.add(document("VirtualService", name, host.namespace(), virtualService));
            }
            if (destinationRule != null) {
                documents.add(document("DestinationRule", name, host.namespace(), destinationRule));
            }
            host.policies().values().forEach(policy -> {
                policy.block().ignore("tags", "destination", "source");
                policy.block().finish();
            });
        }
    }

    /** What is there beside the old objects: names that are taken, and old kinds that nothing is known about. */
    private void lookAtOther(Node node) {
        if (!(node instanceof MapNode root)) {
            return;
        }
        String kind = text(root, "kind");
        String namespace = text(root, "metadata.namespace");
        if (kind.equals("VirtualService") || kind.equals("DestinationRule")) {
            names.add((namespace.isEmpty() ? defaultNamespace : namespace) + "/" + text(root, "metadata.name"));
        }
        Fields fields = new Fields(root, "", findings, Context.manifest(kind.isEmpty() ? null : kind, null, null));
        if (kind.equals("VirtualService") && Paths.get(root, Paths.parse("spec.hosts")) instanceof ListNode hosts) {
            hosts.items().stream()
                    .map(host -> String.valueOf(Nodes.toPlain(host)))
                    .filter(old.hosts()::contains)
                    .forEach(host -> Remark.OTHER_OBJECT.about(fields, host));
        }
        if (text(root, "apiVersion").isEmpty() && text(root, "type").equals("ingress-rule")) {
            Remark.NOT_CONVERTED.about(
                    fields, "an ingress-rule is made from an Ingress: convert that one to a Gateway");
        } else if (text(root, "apiVersion").equals("config.istio.io/v1alpha2")
                && OldObject.of(root, defaultNamespace, 0, new Findings()) == null) {
            Remark.NOT_CONVERTED.about(
                    fields, "objects of Mixer are not converted: " + kind + " has no counterpart in routing");
        }
    }

    private void reportServicesWithoutRule() {
        if (literal || old.hosts().all().isEmpty()) {
            return;
        }
        for (Callers.Service service : old.services().all()) {
            if (old.hosts().all().stream().noneMatch(host -> service.is(host.name()))) {
                Context context = Context.manifest("Service", service.namespace(), service.name());
                Remark.NO_RULE.about(new Fields(service.root(), "", findings, context));
            }
        }
    }

    private String freeName(Host host) {
        String name = host.objectName();
        String free = name;
        for (int i = 2; !names.add(host.namespace() + "/" + free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private static Node document(String kind, String name, String namespace, Map<String, @Nullable Object> spec) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("apiVersion", API_VERSION);
        document.put("kind", kind);
        document.put("metadata", metadata);
        document.put("spec", spec);
        return Nodes.fromPlain(document, Position.NONE);
    }

    private static String text(MapNode root, String path) {
        return Paths.get(root, Paths.parse(path)) instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
    }
}
