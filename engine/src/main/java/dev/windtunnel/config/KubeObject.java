package dev.windtunnel.config;

import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import org.jspecify.annotations.Nullable;

/**
 * One object as it was given to the cluster.
 *
 * @param key kind, namespace and name; the namespace of what belongs to no namespace is empty
 * @param apiVersion as written; empty for the documents of Istio 0.1, which have none
 * @param root the whole document without what the cluster itself writes into it
 * @param file the file as the user named it; null when it comes from no file
 * @param line first line, from 1; 0 when unknown
 * @param column first column, from 1; 0 when unknown
 * @param creationOrder place in the order of creation; the store gives it
 */
public record KubeObject(
        ObjectKey key,
        String apiVersion,
        MapNode root,
        @Nullable String file,
        int line,
        int column,
        int creationOrder) {

    /** The API group: {@code apps} of {@code apps/v1}; empty for the core group and for Istio 0.1. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The version: {@code v1} of {@code apps/v1}. */
    public String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    /** Where it begins. */
    public Position position() {
        return file == null ? Position.NONE : new Position(file, line, column);
    }

    /** {@code a.yaml:12}, or how else to name the place. */
    String place() {
        return file == null ? "a document without a file" : file + ":" + line;
    }

    /** {@code metadata.creationTimestamp} as written; null when it is not. */
    @Nullable
    String creationTimestamp() {
        Node metadata = root.get("metadata");
        Node stamp = metadata instanceof MapNode map ? map.get("creationTimestamp") : null;
        return stamp instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : null;
    }

    /** Whether both are the same object of the cluster, in whatever version of its API group it is written. */
    boolean sameObject(KubeObject other) {
        return key.equals(other.key) && Kinds.storedGroup(this).equals(Kinds.storedGroup(other));
    }

    KubeObject withCreationOrder(int order) {
        return new KubeObject(key, apiVersion, root, file, line, column, order);
    }

    /** The same object with another content. */
    public KubeObject withRoot(MapNode newRoot) {
        return new KubeObject(key, apiVersion, newRoot, file, line, column, creationOrder);
    }
}
