package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.console.Listing.Row;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code kubectl get}. */
final class Getting {

    private static final List<String> ALL =
            List.of("Pod", "Service", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");
    private static final List<String> RULES = List.of("route-rule", "VirtualService", "DestinationRule");

    /** The options that a {@code get} line takes. */
    static Arguments.Syntax syntax() {
        return new Arguments.Syntax()
                .value("-o", "--output")
                .value("-n", "--namespace")
                .value("-l", "--selector")
                .flag("-A", "--all-namespaces")
                .flag("--no-headers")
                .flag("--show-labels");
    }

    private final Cluster cluster;
    private final Arguments arguments;
    private final String namespace;
    private final boolean everywhere;
    private final String form;
    private final Predicate<Map<String, String>> selector;

    private Getting(Cluster cluster, Arguments arguments) {
        this.cluster = cluster;
        this.arguments = arguments;
        this.namespace = arguments.value("-n", cluster.defaultNamespace());
        this.everywhere = arguments.has("-A");
        this.form = arguments.value("-o", "");
        String labels = arguments.value("-l");
        this.selector = labels == null ? any -> true : LabelSelector.of(labels);
        if (!List.of("", "wide", "json", "yaml", "name").contains(form)) {
            throw new ConsoleException(
                    "error: output format \"" + form + "\" not recognized; there are wide, json, yaml and name");
        }
    }

    /** What a {@code get} line prints; {@code words} are those behind {@code get}. */
    static Output get(Cluster cluster, List<String> words) {
        Getting getting = new Getting(cluster, syntax().parse(words));
        return getting.run(getting.arguments.positional());
    }

    /** One kind that was asked for, and the names; no names mean all of them. */
    private record Wanted(String kind, List<String> names) {}

    private Output run(List<String> positional) {
        if (positional.isEmpty()) {
            throw new ConsoleException("error: you must say which resources: get pods, get services, get all, ...");
        }
        List<Wanted> wanted = wanted(positional);
        List<Listing> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Resources resources = new Resources(cluster);
        boolean named = false;
        for (Wanted each : wanted) {
            Listing listing = filtered(resources.of(each.kind()));
            if (!each.names().isEmpty()) {
                named = true;
                List<Row> rows = new ArrayList<>();
                for (String name : each.names()) {
                    Row row = row(listing, name);
                    if (row == null) {
                        missing.add(ResourceNames.notFound(each.kind(), name, cluster.is2017()));
                    } else {
                        rows.add(row);
                    }
                }
                listing = new Listing(listing.kind(), listing.columns(), listing.wideColumns(), rows);
            }
            found.add(listing);
        }
        Output shown = show(found, wanted.size() > 1, named);
        if (!missing.isEmpty()) {
            return shown.then(Output.failed(String.join("\n", missing)));
        }
        return shown;
    }

    private List<Wanted> wanted(List<String> positional) {
        List<Wanted> wanted = new ArrayList<>();
        if (positional.get(0).indexOf('/') > 0) {
            for (String word : positional) {
                int slash = word.indexOf('/');
                if (slash < 0) {
                    throw new ConsoleException(
                            "error: there is no need to specify a resource type as a separate argument"
                                    + " when passing arguments in resource/name form");
                }
                wanted.add(new Wanted(
                        ResourceNames.kind(word.substring(0, slash), cluster), List.of(word.substring(slash + 1))));
            }
            return wanted;
        }
        List<String> names = positional.subList(1, positional.size());
        for (String word : positional.get(0).split(",")) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "all" -> ALL.forEach(kind -> wanted.add(new Wanted(kind, names)));
                case "routes" -> RULES.forEach(kind -> wanted.add(new Wanted(kind, names)));
                default -> wanted.add(new Wanted(ResourceNames.kind(word, cluster), names));
            }
        }
        return wanted;
    }

    private Listing filtered(Listing listing) {
        List<Row> rows = listing.rows().stream()
                .filter(row -> everywhere
                        || row.namespace().isEmpty()
                        || row.namespace().equals(namespace))
                .filter(row -> selector.test(row.labels()))
                .toList();
        return new Listing(listing.kind(), listing.columns(), listing.wideColumns(), rows);
    }

    private static @Nullable Row row(Listing listing, String name) {
        for (Row row : listing.rows()) {
            if (row.name().equals(name)) {
                return row;
            }
        }
        return null;
    }

    // ---------------------------------------------------------------- forms

    private Output show(List<Listing> listings, boolean several, boolean named) {
        List<Row> rows = new ArrayList<>();
        listings.forEach(listing -> rows.addAll(listing.rows()));
        if (form.equals("json") || form.equals("yaml")) {
            return Output.of(documents(rows, named && !several));
        }
        if (rows.isEmpty()) {
            return named ? Output.NOTHING : new Output("", nothing() + "\n", 0);
        }
        StringBuilder text = new StringBuilder();
        for (Listing listing : listings) {
            if (listing.rows().isEmpty()) {
                continue;
            }
            if (form.equals("name")) {
                listing.rows().forEach(row -> text.append(prefix(listing.kind()))
                        .append(row.name())
                        .append('\n'));
            } else {
                text.append(text.length() == 0 ? "" : "\n").append(table(listing, several));
            }
        }
        return Output.of(text.toString());
    }

    private String nothing() {
        return cluster.is2017()
                ? "No resources found."
                : "No resources found" + (everywhere ? "" : " in " + namespace + " namespace.");
    }

    private String prefix(String kind) {
        return (cluster.is2017() ? ResourceNames.plural(kind) : ResourceNames.singular(kind, null)) + "/";
    }

    private String table(Listing listing, boolean several) {
        Columns columns = Columns.ofKubectl(cluster.is2017());
        boolean wide = form.equals("wide");
        boolean namespaces = everywhere
                && listing.rows().stream().noneMatch(row -> row.namespace().isEmpty());
        List<String> headers = new ArrayList<>();
        if (namespaces) {
            headers.add("NAMESPACE");
        }
        headers.add("NAME");
        headers.addAll(listing.columns());
        if (wide) {
            headers.addAll(listing.wideColumns());
        }
        if (arguments.has("--show-labels")) {
            headers.add("LABELS");
        }
        if (!arguments.has("--no-headers")) {
            columns.row(headers);
        }
        for (Row row : listing.rows()) {
            List<String> cells = new ArrayList<>();
            if (namespaces) {
                cells.add(row.namespace());
            }
            cells.add(several ? prefix(listing.kind()) + row.name() : row.name());
            cells.addAll(row.cells());
            if (wide) {
                cells.addAll(row.wideCells());
            }
            if (arguments.has("--show-labels")) {
                cells.add(Resources.pairs(row.labels()));
            }
            columns.row(cells);
        }
        return columns.text();
    }

    private String documents(List<Row> rows, boolean single) {
        Node document;
        if (single && rows.size() == 1) {
            document = rows.get(0).object().get();
        } else {
            List<Node> items = new ArrayList<>();
            rows.forEach(row -> items.add(row.object().get()));
            document = MapNode.of(List.of(
                    Entry.of("apiVersion", ScalarNode.of("v1")),
                    Entry.of("kind", ScalarNode.of("List")),
                    Entry.of("items", new ListNode(Position.NONE, Node.NO_OFFSET, Node.NO_OFFSET, items))));
        }
        if (form.equals("json")) {
            return Nodes.toJson(document) + "\n";
        }
        String yaml = Nodes.toYaml(document);
        return yaml.endsWith("\n") ? yaml : yaml + "\n";
    }

    // ---------------------------------------------------------------- istioctl get

    /** What {@code istioctl get TYPE [NAME]} of 0.1 prints. */
    static Output istioctl(Cluster cluster, List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-o", "--output")
                .value("-n", "--namespace")
                .parse(words);
        List<String> positional = arguments.positional();
        if (positional.isEmpty() || positional.size() > 2) {
            throw new ConsoleException("Error: provide a configuration type and at most one name:"
                    + " istioctl get route-rules, istioctl get route-rule NAME");
        }
        String kind = ResourceNames.kind(positional.get(0), cluster);
        String namespace = arguments.value("-n", cluster.defaultNamespace());
        List<KubeObject> objects = new ArrayList<>();
        for (KubeObject object : cluster.store().objects()) {
            if (object.key().kind().equals(kind) && object.key().namespace().equals(namespace)) {
                objects.add(object);
            }
        }
        if (positional.size() == 2) {
            return oneSpec(kind, positional.get(1), objects);
        }
        if (objects.isEmpty()) {
            return new Output("", "No resources found.\n", 0);
        }
        objects.sort(java.util.Comparator.comparing(object -> object.key().name()));
        StringBuilder text = new StringBuilder();
        for (KubeObject object : objects) {
            if (!"yaml".equals(arguments.value("-o"))) {
                text.append(object.key().name()).append('\n');
                continue;
            }
            text.append("type: ")
                    .append(kind)
                    .append("\nname: ")
                    .append(object.key().name());
            text.append("\nnamespace: ").append(namespace).append("\nspec:\n");
            Node spec = object.root().get("spec");
            for (String line : spec == null ? new String[0] : Nodes.toYaml(spec).split("\n")) {
                text.append("  ").append(line).append('\n');
            }
            text.append("---\n");
        }
        return Output.of(text.toString());
    }

    private static Output oneSpec(String kind, String name, List<KubeObject> objects) {
        for (KubeObject object : objects) {
            Node spec = object.root().get("spec");
            if (object.key().name().equals(name) && spec != null) {
                String yaml = Nodes.toYaml(spec);
                return Output.of(yaml.endsWith("\n") ? yaml : yaml + "\n");
            }
        }
        throw new ConsoleException(
                "Error: the server could not find the requested resource: " + kind + " \"" + name + "\"");
    }
}
