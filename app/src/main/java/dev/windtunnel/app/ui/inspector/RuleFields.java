package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.RetryConditions;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.RuleText;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one rule as the form shows and sets them: by path, in the text of the file. */
final class RuleFields {

    private final RuleDocuments documents;
    private final ObjectKey key;

    RuleFields(RuleDocuments documents, ObjectKey key) {
        this.documents = documents;
        this.key = key;
    }

    /** Where the fields of one route stand. */
    record Route(
            String path,
            String timeout,
            String attempts,
            String perTryTimeout,
            @Nullable String retryOn,
            String delayPercent,
            String fixedDelay,
            String abortPercent,
            String abortStatus,
            boolean modern) {}

    ObjectKey key() {
        return key;
    }

    boolean isDestinationRule() {
        return key.kind().equals("DestinationRule");
    }

    /** The routes in order; a rule of 2017 is one. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        if (key.kind().equals("route-rule")) {
            routes.add(new Route(
                    "spec",
                    "spec.httpReqTimeout.simpleTimeout.timeout",
                    "spec.httpReqRetries.simpleRetry.attempts",
                    "spec.httpReqRetries.simpleRetry.perTryTimeout",
                    null,
                    "spec.httpFault.delay.percent",
                    "spec.httpFault.delay.fixedDelay",
                    "spec.httpFault.abort.percent",
                    "spec.httpFault.abort.httpStatus",
                    false));
        } else if (node("spec.http") instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                String at = "spec.http[" + i + "]";
                routes.add(new Route(
                        at,
                        at + ".timeout",
                        at + ".retries.attempts",
                        at + ".retries.perTryTimeout",
                        at + ".retries.retryOn",
                        at + ".fault.delay"
                                + (text(at + ".fault.delay.percent") != null ? ".percent" : ".percentage.value"),
                        at + ".fault.delay.fixedDelay",
                        at + ".fault.abort"
                                + (text(at + ".fault.abort.percent") != null ? ".percent" : ".percentage.value"),
                        at + ".fault.abort.httpStatus",
                        true));
            }
        }
        return routes;
    }

    /** Whether a route is retried on what Istio retries, because it does not say on what. */
    boolean isRetriedByDefault(Route route) {
        String path = route.retryOn();
        String written = path == null ? null : text(path);
        return path != null && (written == null || written.isBlank()) && !isWithoutRetries(route);
    }

    /** Whether a route's requests are never retried. */
    boolean isWithoutRetries(Route route) {
        return "0".equals(text(route.attempts()));
    }

    /** On what a route's requests are retried, whether it is written or not; null for nothing. */
    @Nullable
    String retriedOn(Route route) {
        String path = route.retryOn();
        return path == null ? null : isRetriedByDefault(route) ? RetryConditions.ISTIO_DEFAULT : text(path);
    }

    /** What a route's requests have in common: {@code Requests with end-user: jason go to}. */
    String caption(Route route) {
        Node match = node(route.path() + ".match");
        String name = text(route.path() + ".name");
        String to = text("spec.destination");
        String service = to != null
                ? to.split("\\.")[0]
                : node("spec.hosts") instanceof ListNode hosts
                                && !hosts.items().isEmpty()
                                && hosts.items().get(0) instanceof ScalarNode host
                        ? host.text()
                        : key.name();
        if (match == null) {
            return "Every request to " + service + " goes to";
        }
        return "Requests to " + service + (name == null ? " that match " : ", " + name + ", that match ")
                + describe(match) + " go to";
    }

    private static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.text();
        }
        List<String> parts = new ArrayList<>();
        if (node instanceof ListNode list) {
            list.items().forEach(item -> parts.add(describe(item)));
            return String.join(" or ", parts);
        }
        for (var entry : ((MapNode) node).entries()) {
            parts.add(entry.key() + " " + describe(entry.value()));
        }
        return String.join(", ", parts);
    }

    // ---------------------------------------------------------------- destinations

    /** How many destinations a route has. */
    int destinations(Route route) {
        return node(route.path() + ".route") instanceof ListNode list
                ? list.items().size()
                : 0;
    }

    /** How a destination is called: its version or subset, or its host. */
    String destination(Route route, int index) {
        String at = route.path() + ".route[" + index + "]";
        if (!route.modern()) {
            String version = text(at + ".tags.version");
            Node tags = node(at + ".tags");
            return version != null ? version : tags == null ? "all" : describe(tags);
        }
        String subset = text(at + ".destination.subset");
        String host = text(at + ".destination.host");
        return subset != null ? subset : host == null ? "?" : host;
    }

    /** The weights of a route as the text has them. */
    int[] weights(Route route) {
        return weights(route, documents.edited(key));
    }

    /** The weights in force; of another length when the route in force has other destinations. */
    int[] weightsInForce(Route route) {
        return weights(route, documents.inForce(key));
    }

    private int[] weights(Route route, @Nullable KubeObject object) {
        Node list = object == null ? null : Paths.get(object.root(), Paths.parse(route.path() + ".route"));
        if (!(list instanceof ListNode routes)) {
            return new int[0];
        }
        int[] weights = new int[routes.items().size()];
        for (int i = 0; i < weights.length; i++) {
            Node weight = routes.items().get(i) instanceof MapNode map ? map.get("weight") : null;
            Long value = weight instanceof ScalarNode scalar ? scalar.asLong() : null;
            weights[i] = value != null ? (int) Math.max(0, Math.min(1_000_000, value)) : weights.length == 1 ? 100 : 0;
        }
        return weights;
    }

    /** Writes the weights that differ. */
    void setWeights(Route route, int[] weights, @Nullable String tag) {
        String first = tag == null ? "weights " + route.path() : tag;
        int[] now = weights(route);
        for (int i = 0; i < weights.length; i++) {
            if (i < now.length && now[i] != weights[i]) {
                documents.set(key, route.path() + ".route[" + i + "].weight", ScalarNode.of(weights[i]), first);
            }
        }
        if (tag == null) {
            documents.seal();
        }
    }

    /** The subsets that have a policy of their own, by their places. */
    List<Integer> subsetsWithPolicy() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < size("spec.subsets"); i++) {
            if (node("spec.subsets[" + i + "].trafficPolicy") != null) {
                found.add(i);
            }
        }
        return found;
    }

    // ---------------------------------------------------------------- values

    @Nullable
    Node node(String path) {
        KubeObject object = documents.edited(key);
        return object == null ? null : Paths.get(object.root(), Paths.parse(path));
    }

    /** A value as it is written; null when it is not. */
    @Nullable
    String text(String path) {
        return node(path) instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : null;
    }

    /** A value in force; null when there is none. */
    @Nullable
    String inForce(String path) {
        KubeObject object = documents.inForce(key);
        Node node = object == null ? null : Paths.get(object.root(), Paths.parse(path));
        return node instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : null;
    }

    /** The line of a value in its document; 0 when it is not written. */
    int line(String path) {
        Node node = node(path);
        return node == null ? 0 : node.position().line();
    }

    /** {@code reviews.yaml:22}; null when it is not written. */
    @Nullable
    String place(String path) {
        RuleText text = documents.text(key);
        int line = line(path);
        return line == 0 || text == null ? null : text.place(line);
    }

    /** Sets a value as a person types it; blank removes it. Null when it was done, else why it cannot be. */
    @Nullable
    String set(String path, @Nullable String typed, boolean isText) {
        String value = typed == null ? "" : typed.strip();
        try {
            documents.set(
                    key, path, value.isEmpty() ? null : isText ? ScalarNode.of(value) : ScalarNode.plain(value), null);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * Sets some values, then removes others, as one edit that is taken back at once.
     *
     * @return null when it was done, else why it cannot be
     */
    @Nullable
    String change(Map<String, Node> set, List<String> remove) {
        String tag = "change " + key.text();
        documents.seal();
        try {
            set.forEach((path, value) -> documents.set(key, path, value, tag));
            for (String path : remove) {
                if (node(path) != null) {
                    documents.set(key, path, null, tag);
                }
            }
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        } finally {
            documents.seal();
        }
    }

    /** Sets an entry of a map of texts, whatever its name looks like; the map is written when there is none. */
    @Nullable
    String setEntry(String map, String name, String value) {
        return node(map) == null
                ? change(Map.of(map, new Maps().with(name, ScalarNode.of(value)).node()), List.of())
                : set(map + "[\"" + name + "\"]", value, true);
    }

    /** Makes a map to be written. */
    static final class Maps {
        private MapNode map = MapNode.of(List.of());

        Maps with(String key, Node value) {
            map = map.with(key, value);
            return this;
        }

        MapNode node() {
            return map;
        }
    }

    /** How many elements a list has; 0 when there is none. */
    int size(String path) {
        return node(path) instanceof ListNode list ? list.items().size() : 0;
    }

    /** The entries of a map of texts. */
    Map<String, String> entries(String path) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (node(path) instanceof MapNode map) {
            map.entries().forEach(entry -> {
                if (entry.value() instanceof ScalarNode scalar) {
                    entries.put(entry.key(), scalar.text());
                }
            });
        }
        return entries;
    }

    /** The elements of a list of texts. */
    List<String> elements(String path) {
        List<String> elements = new ArrayList<>();
        if (node(path) instanceof ListNode list) {
            list.items().forEach(item -> {
                if (item instanceof ScalarNode scalar) {
                    elements.add(scalar.text());
                }
            });
        }
        return elements;
    }

    /** Sets a list of texts; an empty one removes it. */
    @Nullable
    String setElements(String path, List<String> elements) {
        try {
            documents.set(
                    key,
                    path,
                    elements.isEmpty()
                            ? null
                            : ListNode.of(elements.stream().map(ScalarNode::of).toList()),
                    null);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** What the form is made of: when it changes, the form is made anew. */
    String shape() {
        StringBuilder shape = new StringBuilder(key.text());
        if (documents.edited(key) == null) {
            return shape.append(" broken").toString();
        }
        if (isDestinationRule()) {
            shape.append(text("spec.host"));
            balancer(shape, "spec.trafficPolicy.loadBalancer");
            for (int subset : subsetsWithPolicy()) {
                String at = "spec.subsets[" + subset + "]";
                shape.append('|').append(subset).append(text(at + ".name"));
                balancer(shape, at + ".trafficPolicy.loadBalancer");
            }
        }
        for (Route route : routes()) {
            shape.append('|').append(caption(route));
            for (int i = 0; i < destinations(route); i++) {
                shape.append(',').append(destination(route, i));
            }
            shape.append(';')
                    .append(entries(route.path() + ".headers.request.set"))
                    .append(elements(route.path() + ".headers.request.remove"))
                    .append(text(route.path() + ".mirror.host") != null);
        }
        return shape.toString();
    }

    private void balancer(StringBuilder shape, String at) {
        String locality = at + ".localityLbSetting";
        shape.append(';').append(node(at + ".warmupDurationSecs") != null);
        for (int i = 0; i < size(locality + ".distribute"); i++) {
            shape.append(entries(locality + ".distribute[" + i + "].to").keySet());
        }
        shape.append(size(locality + ".failover"));
    }
}
