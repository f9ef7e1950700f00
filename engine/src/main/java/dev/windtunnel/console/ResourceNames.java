package dev.windtunnel.console;

import dev.windtunnel.config.Kinds;
import dev.windtunnel.config.KubeObject;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What kubectl calls resources in its messages. */
final class ResourceNames {

    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("Deployment", "apps"),
            Map.entry("ReplicaSet", "apps"),
            Map.entry("StatefulSet", "apps"),
            Map.entry("DaemonSet", "apps"),
            Map.entry("HorizontalPodAutoscaler", "autoscaling"),
            Map.entry("PodDisruptionBudget", "policy"),
            Map.entry("Rollout", "argoproj.io"),
            Map.entry("EnvoyFilter", "networking.istio.io"),
            Map.entry("WorkloadEntry", "networking.istio.io"),
            Map.entry("RequestAuthentication", "security.istio.io"),
            Map.entry("VirtualService", "networking.istio.io"),
            Map.entry("DestinationRule", "networking.istio.io"),
            Map.entry("Gateway", "networking.istio.io"),
            Map.entry("ServiceEntry", "networking.istio.io"),
            Map.entry("Sidecar", "networking.istio.io"),
            Map.entry("PeerAuthentication", "security.istio.io"),
            Map.entry("AuthorizationPolicy", "security.istio.io"));

    private ResourceNames() {}

    /** {@code deployments}, {@code route-rules}. */
    static String plural(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (lower.equals("endpoints")) {
            return lower;
        }
        if (lower.endsWith("y") && !lower.endsWith("ay")) {
            return lower.substring(0, lower.length() - 1) + "ies";
        }
        return lower.endsWith("s") ? lower + "es" : lower + "s";
    }

    private static String group(String kind, @Nullable KubeObject object) {
        return object != null ? object.group() : GROUPS.getOrDefault(kind, "");
    }

    /** {@code deployment.apps}: today's name of one object of a kind. */
    static String singular(String kind, @Nullable KubeObject object) {
        String group = group(kind, object);
        return kind.toLowerCase(Locale.ROOT) + (group.isEmpty() ? "" : "." + group);
    }

    /** {@code deployments.apps "x" not found}, as both eras say it. */
    static String notFound(String kind, String name, boolean is2017) {
        String group = group(kind, null);
        String shown = group.equals("apps") && is2017 ? "extensions" : group;
        return "Error from server (NotFound): " + plural(kind) + (shown.isEmpty() ? "" : "." + shown) + " \"" + name
                + "\" not found";
    }

    /** What a change of an object prints: {@code service "x" created}, today {@code service/x created}. */
    static String changed(KubeObject object, String verb, boolean is2017) {
        String kind = object.key().kind();
        String name = object.key().name();
        return is2017
                ? kind.toLowerCase(Locale.ROOT) + " \"" + name + "\" " + verb
                : singular(kind, object) + "/" + name + " " + verb;
    }

    /** What a deletion prints; the name is in quotes in both eras. */
    static String deleted(String kind, @Nullable KubeObject object, String name, boolean is2017) {
        return (is2017 ? kind.toLowerCase(Locale.ROOT) : singular(kind, object)) + " \"" + name + "\" deleted";
    }

    /**
     * The kind of a word in the manner of kubectl.
     *
     * @throws ConsoleException when the server has no such kind
     */
    static String kind(String word, Cluster cluster) {
        String known = Kinds.kindOf(word);
        if (known != null) {
            return known;
        }
        for (KubeObject object : cluster.store().objects()) {
            String kind = object.key().kind();
            if (kind.equalsIgnoreCase(word) || plural(kind).equalsIgnoreCase(word)) {
                return kind;
            }
        }
        throw new ConsoleException("error: the server doesn't have a resource type \"" + word + "\"");
    }
}
