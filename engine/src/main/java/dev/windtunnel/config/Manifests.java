package dev.windtunnel.config;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns documents into the objects of a cluster: lists are unwrapped, missing namespaces filled in, what the cluster writes
 * itself is left out, and documents that are no objects are skipped with a remark.
 */
public final class Manifests {
    private static final String OUR_GROUP = "windtunnel.dev/";

    private final String defaultNamespace;
    private final Findings findings;
    private final List<KubeObject> objects = new ArrayList<>();
    private final Map<String, List<Position>> skipped = new LinkedHashMap<>();

    private Manifests(String defaultNamespace, Findings findings) {
        this.defaultNamespace = defaultNamespace;
        this.findings = findings;
    }

    /**
     * The objects of these documents in order; those that occur twice are all there. Documents of our own group, such as a
     * Scenario, are left to their own reader. Reports WT0020 (no manifest) once per folder.
     */
    public static List<KubeObject> objects(List<Document> documents, String defaultNamespace, Findings findings) {
        Manifests manifests = new Manifests(defaultNamespace, findings);
        for (Document document : documents) {
            manifests.read(document.root(), null);
        }
        manifests.reportSkipped();
        return List.copyOf(manifests.objects);
    }

    /** As {@link #objects}; of objects that occur twice the later one wins, with a Warning WT0021 that names both places. */
    public static ObjectStore store(List<Document> documents, String defaultNamespace, Findings findings) {
        Map<String, KubeObject> byName = new LinkedHashMap<>();
        for (KubeObject object : objects(documents, defaultNamespace, findings)) {
            String name = Kinds.storedGroup(object) + "/" + object.key().text();
            KubeObject earlier = byName.put(name, object);
            if (earlier != null) {
                findings.add(about(
                                object,
                                Finding.warning(
                                        "WT0021",
                                        "this object is also in " + earlier.place() + "; the one in " + object.place()
                                                + " wins"))
                        .withFix("remove one of the two"));
            }
        }
        return ObjectStore.of(List.copyOf(byName.values()));
    }

    private void read(Node node, @Nullable String listedKind) {
        if (!(node instanceof MapNode root)) {
            skip(node);
            return;
        }
        String apiVersion = text(root, "apiVersion");
        String kind = text(root, "kind");
        String type = text(root, "type");
        Node items = root.get("items");
        if (apiVersion == null
                && type != null
                && (Kinds.VERSION_01.contains(type) && kind == null
                        || root.get("name") != null && root.get("spec") != null)) {
            readVersion01(root);
        } else if (kind != null && kind.endsWith("List") && items instanceof ListNode list) {
            String itemKind = kind.equals("List") ? null : kind.substring(0, kind.length() - "List".length());
            list.items().forEach(item -> readItem(item, kind, itemKind));
        } else if (kind != null && kind.equals("List") && items != null && isGiven(root, "items")) {
            refuse(items, kind, null, "items", "the items of a List have to be a list, got " + items.describe(), null);
        } else if (apiVersion != null && apiVersion.startsWith(OUR_GROUP)) {
            return;
        } else if (apiVersion == null && listedKind == null
                || kind == null && listedKind == null
                || apiVersion != null && apiVersion.startsWith("kustomize.config.k8s.io/")) {
            skip(node);
        } else {
            readObject(root, kind == null ? String.valueOf(listedKind) : kind, apiVersion == null ? "v1" : apiVersion);
        }
    }

    private void readItem(Node item, String listKind, @Nullable String itemKind) {
        if (item instanceof MapNode) {
            read(item, itemKind);
        } else {
            findings.add(item.position()
                    .on(Finding.warning(
                                    "WT0020",
                                    "this item of a " + listKind + " is no manifest and is skipped: wanted a map, got "
                                            + item.describe())
                            .withFix("remove it")));
        }
    }

    private static boolean isGiven(MapNode map, String key) {
        Node value = map.get(key);
        return value != null && !(value instanceof ScalarNode scalar && scalar.isNull());
    }

    private void refuse(
            Node at, String kind, @Nullable String name, String path, String message, @Nullable String fix) {
        findings.add(at.position()
                .on(Finding.error("IST0106", message)
                        .withObject(kind, null, name)
                        .withPath(path)
                        .withFix(fix)));
    }

    /** Whether a name in the metadata is a text, or is not written; says so when it is not. */
    private boolean isText(MapNode metadata, String kind, String field) {
        Node value = metadata.get(field);
        if (value == null || !isGiven(metadata, field) || text(metadata, field) != null) {
            return true;
        }
        refuse(
                value,
                kind,
                null,
                "metadata." + field,
                "the metadata." + field + " of this " + kind + " has to be a text, got " + value.describe(),
                value instanceof ScalarNode scalar ? "put it in quotes: \"" + scalar.text() + "\"" : null);
        return false;
    }

    /** The envelope of Istio 0.1: type, name and spec. The namespace came from the command line, not from the file. */
    private void readVersion01(MapNode root) {
        String type = String.valueOf(text(root, "type"));
        String name = text(root, "name");
        if (name == null) {
            boolean missing = root.get("name") == null;
            findings.add(root.position()
                    .on(Finding.error(
                                    "IST0106",
                                    missing
                                            ? "this " + type + " has no name, so istioctl refuses it"
                                            : "the name of this " + type + " has to be a text")
                            .withObject(type, null, null)
                            .withPath("name")
                            .withFix("give it a name")));
            return;
        }
        add(new ObjectKey(type, defaultNamespace, name), "", root);
    }

    private void readObject(MapNode root, String kind, String apiVersion) {
        MapNode metadata = root.get("metadata") instanceof MapNode map ? map : MapNode.EMPTY;
        boolean named = isText(metadata, kind, "name");
        if (!isText(metadata, kind, "namespace") || !named) {
            return;
        }
        String name = text(metadata, "name");
        if (name == null || name.isEmpty()) {
            findings.add(root.position()
                    .on(Finding.error("IST0106", "this " + kind + " has no metadata.name, so the cluster refuses it")
                            .withObject(kind, null, null)
                            .withPath("metadata.name")
                            .withFix("give it a name")));
            return;
        }
        String namespace = text(metadata, "namespace");
        if (Kinds.isClusterScoped(kind)) {
            namespace = "";
        } else if (namespace == null || namespace.isEmpty()) {
            namespace = defaultNamespace;
        }
        add(new ObjectKey(kind, namespace, name), apiVersion, withoutClusterFields(root, kind));
    }

    private void add(ObjectKey key, String apiVersion, MapNode root) {
        Position at = root.position();
        String file = at.file().isEmpty() ? null : at.file();
        objects.add(new KubeObject(key, apiVersion, root, file, at.line(), at.column(), objects.size()));
    }

    /** Status and managed fields are written by the cluster; the address of a Pod and the version of a Node are worth keeping. */
    private static MapNode withoutClusterFields(MapNode root, String kind) {
        MapNode kept = root;
        Node status = root.get("status");
        if (status != null) {
            kept = kept.without("status");
            if (kind.equals("Node") && status instanceof MapNode map && map.get("nodeInfo") instanceof MapNode info) {
                Node version = info.get("kubeletVersion");
                kept = version == null
                        ? kept
                        : kept.with(
                                "status",
                                MapNode.EMPTY.with("nodeInfo", MapNode.EMPTY.with("kubeletVersion", version)));
            }
            Node ip = kind.equals("Pod") && status instanceof MapNode map ? map.get("podIP") : null;
            if (ip != null) {
                kept = kept.with("status", MapNode.EMPTY.with("podIP", ip));
            }
        }
        if (kept.get("metadata") instanceof MapNode metadata && metadata.get("managedFields") != null) {
            kept = kept.with("metadata", metadata.without("managedFields"));
        }
        return kept;
    }

    private void skip(Node node) {
        String file = node.position().file();
        int slash = file.lastIndexOf('/');
        skipped.computeIfAbsent(slash < 0 ? "" : file.substring(0, slash), folder -> new ArrayList<>())
                .add(node.position());
    }

    private void reportSkipped() {
        for (Map.Entry<String, List<Position>> entry : skipped.entrySet()) {
            List<Position> places = entry.getValue();
            String folder = entry.getKey().isEmpty() ? "this folder" : entry.getKey();
            String message = places.size() == 1
                    ? "this document is no manifest and is skipped"
                    : places.size() + " documents in " + folder
                            + " are no manifests and are skipped; this is the first";
            findings.add(places.get(0).on(Finding.info("WT0020", message)));
        }
    }

    private static Finding about(KubeObject object, Finding finding) {
        ObjectKey key = object.key();
        return object.position().on(finding.withObject(key.kind(), key.namespace(), key.name()));
    }

    private static @Nullable String text(MapNode map, String key) {
        return map.get(key) instanceof ScalarNode scalar ? scalar.asString() : null;
    }
}
