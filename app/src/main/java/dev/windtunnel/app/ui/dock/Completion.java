package dev.windtunnel.app.ui.dock;

import dev.windtunnel.config.Kinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * What Tab makes of a console line.
 *
 * @param line the line, as far as it can only go on in one way
 * @param choices what may stand in the place of the last word, when it is not decided; none when it is, or nothing fits
 */
record Completion(String line, List<String> choices) {

    private static final List<String> PROGRAMS = List.of("curl", "exit", "istioctl", "kubectl", "sleep");
    private static final List<String> KUBECTL =
            List.of("apply", "create", "delete", "describe", "exec", "get", "replace", "rollout", "scale", "version");
    private static final List<String> ISTIOCTL_2017 =
            List.of("create", "delete", "get", "kube-inject", "replace", "version");
    private static final List<String> ISTIOCTL =
            List.of("analyze", "create", "delete", "proxy-config", "replace", "version");
    private static final List<String> PROXY_CONFIG = List.of("clusters", "endpoints", "routes");
    private static final List<String> TAKE_KINDS = List.of("get", "describe", "delete", "scale");

    /** Completes the last word of a line. */
    static Completion of(String line, Vocabulary vocabulary, boolean year2017) {
        int start = line.lastIndexOf(' ') + 1;
        String word = line.substring(start);
        List<String> before = new ArrayList<>();
        for (String each : line.substring(0, start).trim().split(" +")) {
            if (!each.isEmpty()) {
                before.add(each);
            }
        }
        List<String> fitting = new ArrayList<>();
        for (String candidate : candidates(before, word, vocabulary, year2017)) {
            if (candidate.startsWith(word)) {
                fitting.add(candidate);
            }
        }
        if (fitting.isEmpty()) {
            return new Completion(line, List.of());
        }
        String head = line.substring(0, start);
        if (fitting.size() == 1) {
            String only = fitting.get(0);
            return new Completion(head + only + (only.endsWith("/") || only.endsWith("=") ? "" : " "), List.of());
        }
        return new Completion(head + commonStart(fitting), fitting);
    }

    private static List<String> candidates(List<String> before, String word, Vocabulary vocabulary, boolean year2017) {
        if (before.isEmpty()) {
            return PROGRAMS;
        }
        String program = before.get(0);
        String last = before.get(before.size() - 1);
        if (last.equals("-f") || last.equals("--filename")) {
            return vocabulary.files();
        }
        boolean kubectl = program.equals("kubectl");
        if (!kubectl && !program.equals("istioctl")) {
            return List.of();
        }
        if (before.size() == 1) {
            return kubectl ? KUBECTL : year2017 ? ISTIOCTL_2017 : ISTIOCTL;
        }
        String verb = before.get(1);
        int place = before.size() - 2;
        return switch (verb) {
            case "exec" ->
                place == 0 || last.startsWith("-") && !last.equals("--")
                        ? vocabulary.of("Pod")
                        : last.equals("--") ? List.of("bash", "curl", "env", "hostname") : List.of("--");
            case "rollout" -> place == 0 ? List.of("status") : typed("deployment", vocabulary);
            case "proxy-config", "pc" -> place == 0 ? PROXY_CONFIG : vocabulary.of("Pod");
            case "apply", "create", "replace" -> List.of("-f");
            default -> TAKE_KINDS.contains(verb) ? ofKinds(before, place, word, verb, vocabulary) : List.of();
        };
    }

    private static List<String> ofKinds(
            List<String> before, int place, String word, String verb, Vocabulary vocabulary) {
        if (word.startsWith("-")) {
            return verb.equals("scale")
                    ? List.of("--replicas=")
                    : verb.equals("get") ? List.of("-o", "-n") : List.of("-f", "-n");
        }
        int slash = word.indexOf('/');
        if (slash > 0) {
            return typed(word.substring(0, slash), vocabulary);
        }
        if (place > 0) {
            List<String> names = vocabulary.of(Kinds.kindOf(before.get(2)));
            return verb.equals("scale") && place > 1 || names.isEmpty() && verb.equals("scale")
                    ? List.of("--replicas=")
                    : names;
        }
        TreeSet<String> kinds = new TreeSet<>();
        for (String kind : vocabulary.objects().keySet()) {
            String plural = kind.toLowerCase(Locale.ROOT) + (kind.endsWith("s") ? "" : "s");
            kinds.add(verb.equals("get") ? plural : kind.toLowerCase(Locale.ROOT));
        }
        if (verb.equals("scale")) {
            kinds.retainAll(Arrays.asList("deployment", "statefulset", "replicaset", "replicationcontroller"));
        }
        return List.copyOf(kinds);
    }

    /** {@code deployment/web}. */
    private static List<String> typed(String kind, Vocabulary vocabulary) {
        return vocabulary.of(Kinds.kindOf(kind)).stream()
                .map(name -> kind + "/" + name)
                .toList();
    }

    private static String commonStart(List<String> words) {
        String start = words.get(0);
        for (String word : words) {
            while (!word.startsWith(start)) {
                start = start.substring(0, start.length() - 1);
            }
        }
        return start;
    }
}
