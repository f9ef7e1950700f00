package dev.windtunnel.config.convert;

import dev.windtunnel.source.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A destination with all that old objects say about it. */
final class Host {
    private static final int LONGEST_LABEL = 63;

    private final String name;
    private final String namespace;
    private final int place;
    private final List<OldObject> rules = new ArrayList<>();
    private final Map<Map<String, String>, String> subsets = new LinkedHashMap<>();
    private final Map<Map<String, String>, Policy> policies = new LinkedHashMap<>();

    /** A policy for the versions with exactly these labels; {@code block} says what it is. */
    record Policy(OldObject object, Fields block) {}

    /**
     * @param name the name of the host, in full where that is known
     * @param defaultNamespace where its objects go when the name does not say
     * @param place index of the first document that mentions it
     */
    Host(String name, String defaultNamespace, int place) {
        this.name = name;
        String[] labels = name.split("\\.");
        this.namespace = isClusterName(name) ? labels[1] : defaultNamespace;
        this.place = place;
    }

    /** Whether this is the full name of a service in a cluster. */
    static boolean isClusterName(String name) {
        String[] labels = name.split("\\.", -1);
        return labels.length > 3 && labels[2].equals("svc") && !labels[0].isEmpty() && !labels[1].isEmpty();
    }

    String name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    int place() {
        return place;
    }

    /** A name for the objects about this host. */
    String objectName() {
        return isClusterName(name) ? name.substring(0, name.indexOf('.')) : label(name.replace("*", "any"));
    }

    List<OldObject> rules() {
        return rules;
    }

    Map<Map<String, String>, Policy> policies() {
        return policies;
    }

    /** The subsets so far: labels and name, in the order in which they were asked for. */
    Map<Map<String, String>, String> subsets() {
        return subsets;
    }

    /** The subset of the pods with these labels: {@code version-1} for {@code version: "1"}. */
    String subset(Map<String, String> labels) {
        return subsets.computeIfAbsent(labels, this::newSubset);
    }

    private String newSubset(Map<String, String> labels) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(labels).forEach((key, value) -> words.add(key + "-" + value));
        String wanted = label(String.join("-", words));
        String free = wanted;
        for (int i = 2; subsets.containsValue(free); i++) {
            String end = "-" + i;
            free = label(wanted.substring(0, Math.min(wanted.length(), LONGEST_LABEL - end.length()))) + end;
        }
        return free;
    }

    /** The text as a DNS label. */
    private static String label(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_LABEL)).replaceAll("^-+|-+$", "");
        return cut.isEmpty() ? "all" : cut;
    }
}
