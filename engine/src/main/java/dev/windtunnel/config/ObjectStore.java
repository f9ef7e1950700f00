package dev.windtunnel.config;

import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the cluster, oldest first. Immutable: a change makes a new store. An object with a creationTimestamp was
 * there before those without, which are created as they are given.
 */
public final class ObjectStore {
    /** RFC 3339 times in UTC sort as their texts do. */
    private static final Comparator<KubeObject> BY_AGE = Comparator.comparing(
                    KubeObject::creationTimestamp, Comparator.nullsLast(Comparator.<String>naturalOrder()))
            .thenComparingInt(KubeObject::creationOrder);

    /** A cluster without objects. */
    public static final ObjectStore EMPTY = new ObjectStore(List.of(), 0);

    /** What {@code kubectl apply} says it did. */
    public enum Verb {
        CREATED,
        CONFIGURED,
        UNCHANGED;

        /** As kubectl prints it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A store after one object was applied, and what that did. */
    public record Applied(ObjectStore store, Verb verb) {}

    private final List<KubeObject> objects;
    private final Map<ObjectKey, List<KubeObject>> byKey;
    private final int next;

    private ObjectStore(List<KubeObject> objects, int next) {
        this.objects = objects.stream().sorted(BY_AGE).toList();
        this.next = next;
        this.byKey = new HashMap<>(objects.size() * 2);
        for (KubeObject object : this.objects) {
            byKey.computeIfAbsent(object.key(), key -> new ArrayList<>(1)).add(object);
        }
    }

    /** A cluster in which these objects, all different, were created in this order. */
    public static ObjectStore of(List<KubeObject> created) {
        List<KubeObject> numbered = new ArrayList<>(created.size());
        for (KubeObject object : created) {
            numbered.add(object.withCreationOrder(numbered.size()));
        }
        return new ObjectStore(numbered, numbered.size());
    }

    /** All objects, oldest first. */
    public List<KubeObject> objects() {
        return objects;
    }

    /** The object of this name; null when there is none. */
    public @Nullable KubeObject get(ObjectKey key) {
        List<KubeObject> found = byKey.get(key);
        return found == null ? null : found.get(0);
    }

    /**
     * The object of a name as users type it; null when there is none.
     *
     * @param kind the kind, its plural or a short name, in any case
     * @param namespace ignored for kinds that belong to no namespace
     */
    public @Nullable KubeObject find(String kind, String namespace, String name) {
        String known = Kinds.kindOf(kind);
        if (known != null) {
            return get(key(known, namespace, name));
        }
        for (KubeObject object : objects) {
            ObjectKey key = object.key();
            if (key.kind().equalsIgnoreCase(kind) && key.equals(key(key.kind(), namespace, name))) {
                return object;
            }
        }
        return null;
    }

    private static ObjectKey key(String kind, String namespace, String name) {
        return new ObjectKey(kind, Kinds.isClusterScoped(kind) ? "" : namespace, name);
    }

    /** The store after {@code kubectl apply}: a known object keeps its age. */
    public Applied apply(KubeObject object) {
        KubeObject old = same(object);
        if (old == null) {
            List<KubeObject> more = new ArrayList<>(objects);
            more.add(object.withCreationOrder(next));
            return new Applied(new ObjectStore(more, next + 1), Verb.CREATED);
        }
        return new Applied(replace(old, object), isUnchanged(old, object) ? Verb.UNCHANGED : Verb.CONFIGURED);
    }

    private @Nullable KubeObject same(KubeObject object) {
        for (KubeObject one : byKey.getOrDefault(object.key(), List.of())) {
            if (one.sameObject(object)) {
                return one;
            }
        }
        return null;
    }

    private ObjectStore replace(KubeObject old, KubeObject changed) {
        List<KubeObject> all = new ArrayList<>(objects);
        all.set(all.indexOf(old), changed.withCreationOrder(old.creationOrder()));
        return new ObjectStore(all, next);
    }

    /** The store without the object of this name; the same store when there is none. */
    public ObjectStore delete(ObjectKey key) {
        KubeObject object = get(key);
        if (object == null) {
            return this;
        }
        List<KubeObject> fewer = new ArrayList<>(objects);
        fewer.remove(object);
        return new ObjectStore(fewer, next);
    }

    /**
     * The store with one field of an object changed.
     *
     * @param path from the root of the object: {@code spec.http[0].route[0].weight}
     * @param value the new value; null removes the field
     * @throws IllegalArgumentException when there is no such object, or the path leads nowhere in it; the message says what
     *     is there
     */
    public ObjectStore patch(ObjectKey key, String path, @Nullable Node value) {
        KubeObject object = get(key);
        if (object == null) {
            throw new IllegalArgumentException("there is no " + key.text());
        }
        Node changed = Paths.set(object.root(), Paths.parse(path), value);
        if (!(changed instanceof MapNode root)) {
            throw new IllegalArgumentException("the path \"" + path + "\" replaces the whole object");
        }
        return replace(object, object.withRoot(root));
    }

    /** Whether the objects of another store say the same, wherever they stand: then nobody is told of a change. */
    public boolean saysTheSame(ObjectStore other) {
        if (objects.size() != other.objects.size()) {
            return false;
        }
        for (int i = 0; i < objects.size(); i++) {
            KubeObject one = objects.get(i);
            KubeObject two = other.objects.get(i);
            if (!one.sameObject(two) || !isUnchanged(one, two)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnchanged(KubeObject old, KubeObject now) {
        return old.apiVersion().equals(now.apiVersion()) && Nodes.sameValue(old.root(), now.root());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectStore store && objects.equals(store.objects);
    }

    @Override
    public int hashCode() {
        return Objects.hash(objects);
    }
}
