package dev.windtunnel.console;

import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.cluster.Templates;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Apply;
import dev.windtunnel.scenario.TimelineEntry.Delete;
import dev.windtunnel.scenario.TimelineEntry.Kill;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.scenario.TimelineEntry.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The kubectl and istioctl lines that change objects. A line is not carried out here: what comes back says which actions
 * it means and what it prints, so that a console and a timeline do the same.
 */
final class ObjectCommands {

    /** A line that changes objects: the actions that it means, in order, and what it prints. */
    record Effect(List<Action> actions, Output output) {}

    /** The pods that a line can delete; they are no objects of the store. */
    interface Pods {
        /** The workload ({@code ns/name}) of a pod; null when there is no such pod. */
        @Nullable
        String workload(String namespace, String name);

        /** The pods of a namespace whose labels are wanted, by their workload ({@code ns/name}). */
        Map<String, PodSelection> selected(String namespace, Predicate<Map<String, String>> wanted);
    }

    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final List<String> KUBECTL = List.of("apply", "create", "replace", "delete", "scale");
    private static final List<String> ISTIOCTL = List.of("create", "replace", "delete");
    private static final List<String> MIXER = List.of("create", "delete");

    private final StoredObjects objects;
    private final ConsoleFiles files;
    private final Pods pods;

    private final boolean is2017;
    private ObjectStore store;
    private final List<Action> actions = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private int exit;

    private ObjectCommands(StoredObjects objects, ConsoleFiles files, Pods pods) {
        this.objects = objects;
        this.files = files;
        this.pods = pods;
        this.is2017 = objects.scenario().profile() == Profile.ENVOY_2017;
        this.store = objects.store();
    }

    /** Whether a line is one that changes objects. */
    static boolean understands(List<String> words) {
        if (words.size() < 2) {
            return false;
        }
        boolean rollout =
                words.get(1).equals("rollout") && words.size() > 2 && RolloutCommand.VERBS.contains(words.get(2));
        boolean mixer = words.get(1).equals("mixer")
                && words.size() > 3
                && words.get(2).equals("rule")
                && MIXER.contains(words.get(3));
        return words.get(0).equals("kubectl") && (KUBECTL.contains(words.get(1)) || rollout)
                || words.get(0).equals("istioctl") && (ISTIOCTL.contains(words.get(1)) || mixer);
    }

    /** What a line means that {@link #understands} takes. */
    static Effect effect(List<String> words, StoredObjects objects, ConsoleFiles files, Pods pods) {
        ObjectCommands commands = new ObjectCommands(objects, files, pods);
        try {
            List<String> rest = words.subList(2, words.size());
            if (words.get(0).equals("kubectl")) {
                commands.kubectl(words.get(1), rest);
            } else {
                new IstioctlCommand(commands, files).carryOut(words.get(1), rest);
            }
        } catch (ConsoleException e) {
            commands.fail(e);
        }
        return new Effect(
                List.copyOf(commands.actions),
                new Output(commands.out.toString(), commands.err.toString(), commands.exit));
    }

    void fail(ConsoleException problem) {
        Output output = problem.output();
        err.append(output.stderr());
        exit = output.exit();
    }

    /** An object that a line names; null when there is none. */
    @Nullable
    KubeObject find(String kind, String name, Arguments arguments) {
        return store.find(kind, namespace(arguments), name);
    }

    /** Whether there is an object of this kind, namespace and name. */
    boolean has(ObjectKey key) {
        return store.get(key) != null;
    }

    /** Whether Istio is that of 2017. */
    boolean is2017() {
        return is2017;
    }

    List<Templates.Revision> revisions(KubeObject object) {
        return objects.revisions(object.key());
    }

    /** Adds an action that a line means. */
    void does(Action action) {
        actions.add(action);
    }

    /** Adds a line to what is printed. */
    void says(String line) {
        out.append(line).append('\n');
    }

    /** The namespace that a line is about. */
    String namespace(Arguments arguments) {
        return arguments.value("-n", objects.scenario().namespace());
    }

    // ---------------------------------------------------------------- files

    /** The objects of the files that a line names. */
    List<KubeObject> read(Arguments arguments, String program) {
        return new ObjectFiles(files).read(arguments.values("-f"), namespace(arguments), program);
    }

    /** What keeps the cluster from taking an object; empty when it takes it. */
    String refusal(KubeObject object) {
        Findings findings = new Findings();
        return MeshReader.accepts(
                        object, objects.scenario().profile(), objects.scenario().lenient01(), findings)
                ? ""
                : ObjectFiles.texts(findings);
    }

    /** Stores an object. */
    void put(KubeObject object) {
        store = store.apply(object).store();
        String file = object.file() == null ? "" : object.file();
        actions.add(new Apply(List.of(named(object)), file));
    }

    /** The document with its namespace written out, where it has one to write. */
    private static dev.windtunnel.source.MapNode named(KubeObject object) {
        if (object.apiVersion().isEmpty() || object.key().namespace().isEmpty()) {
            return object.root();
        }
        dev.windtunnel.source.Node metadata = object.root().get("metadata");
        return metadata instanceof dev.windtunnel.source.MapNode map
                ? object.root()
                        .with(
                                "metadata",
                                map.with(
                                        "namespace",
                                        dev.windtunnel.source.ScalarNode.of(
                                                object.key().namespace())))
                : object.root();
    }

    /** Takes an object out. */
    void remove(KubeObject object) {
        store = store.delete(object.key());
        ObjectKey key = object.key();
        actions.add(new Delete(key.text()));
    }

    // ---------------------------------------------------------------- kubectl

    private void kubectl(String verb, List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-f", "--filename")
                .value("-n", "--namespace")
                .value("-l", "--selector")
                .value("--replicas")
                .value("--grace-period")
                .value("--timeout")
                .flag("--all")
                .flag("--force")
                .flag("--now")
                .flag("--record")
                .flag("--wait")
                .flag("--ignore-not-found")
                .flag("-R", "--recursive")
                .value("--to-revision")
                .parse(words);
        switch (verb) {
            case "rollout" -> new RolloutCommand(this, arguments, is2017).carryOut();
            case "delete" -> delete(arguments);
            case "scale" -> scale(arguments);
            default -> {
                for (KubeObject object : read(arguments, verb)) {
                    write(verb, object);
                }
            }
        }
    }

    private void write(String verb, KubeObject object) {
        boolean there = store.get(object.key()) != null;
        String name = object.key().name();
        String plural = ResourceNames.plural(object.key().kind());
        if (verb.equals("create") && there) {
            problem("Error from server (AlreadyExists): error when creating \"" + object.file() + "\": " + plural
                    + " \"" + name + "\" already exists");
            return;
        }
        if (verb.equals("replace") && !there) {
            problem(ResourceNames.notFound(object.key().kind(), name, is2017));
            return;
        }
        String refusal = refusal(object);
        if (!refusal.isEmpty()) {
            problem("Error from server (BadRequest): error when "
                    + (there ? "applying patch to" : "creating") + " \"" + object.file()
                    + "\": the request is denied: " + refusal);
            return;
        }
        String done =
                switch (verb) {
                    case "create" -> "created";
                    case "replace" -> "replaced";
                    default -> store.apply(object).verb().text();
                };
        // kubectl 1.7 said "configured" whether or not there was anything to do.
        String shown = is2017 && done.equals("unchanged") ? "configured" : done;
        put(object);
        out.append(ResourceNames.changed(object, shown, is2017)).append('\n');
    }

    void problem(String message) {
        err.append(message).append('\n');
        exit = 1;
    }

    private void delete(Arguments arguments) {
        if (!arguments.values("-f").isEmpty()) {
            for (KubeObject object : read(arguments, "delete")) {
                deleteObject(
                        object.key().kind(),
                        object.key().namespace(),
                        object.key().name(),
                        arguments);
            }
            return;
        }
        List<String> positional = arguments.positional();
        if (positional.isEmpty()) {
            throw new ConsoleException("error: you must say what to delete: delete KIND NAME, or delete -f FILE");
        }
        if (positional.get(0).indexOf('/') > 0) {
            for (String word : positional) {
                int slash = word.indexOf('/');
                deleteObject(
                        kind(word.substring(0, Math.max(0, slash))),
                        namespace(arguments),
                        word.substring(slash + 1),
                        arguments);
            }
            return;
        }
        String kind = kind(positional.get(0));
        List<String> names = new ArrayList<>(positional.subList(1, positional.size()));
        String selector = arguments.value("-l");
        if (names.isEmpty() && (arguments.has("--all") || selector != null && !selector.isBlank())) {
            var wanted = LabelSelector.of(selector == null ? "" : selector);
            if (kind.equals("Pod")) {
                deletePods(arguments, wanted);
                return;
            }
            for (KubeObject object : store.objects()) {
                if (object.key().kind().equals(kind)
                        && (object.key().namespace().isEmpty()
                                || object.key().namespace().equals(namespace(arguments)))
                        && wanted.test(Cluster.texts(Cluster.field(object.root(), "metadata", "labels")))) {
                    names.add(object.key().name());
                }
            }
            if (names.isEmpty()) {
                err.append("No resources found\n");
            }
        } else if (names.isEmpty()) {
            throw new ConsoleException("error: resource(s) were provided, but no name was specified");
        }
        for (String name : names) {
            deleteObject(kind, namespace(arguments), name, arguments);
        }
    }

    private void deletePods(Arguments arguments, Predicate<Map<String, String>> wanted) {
        Map<String, PodSelection> selected = pods.selected(namespace(arguments), wanted);
        if (selected.isEmpty()) {
            err.append("No resources found\n");
        }
        selected.forEach((workload, pods) -> {
            actions.add(new Kill(workload, pods, grace(arguments)));
            List<String> names = pods instanceof PodSelection.Named named ? named.names() : List.of(workload);
            names.forEach(name ->
                    out.append(ResourceNames.deleted("Pod", null, name, is2017)).append('\n'));
        });
    }

    String kind(String word) {
        String kind = dev.windtunnel.config.Kinds.kindOf(word);
        if (kind != null) {
            return kind;
        }
        for (KubeObject object : store.objects()) {
            if (object.key().kind().equalsIgnoreCase(word)
                    || ResourceNames.plural(object.key().kind()).equalsIgnoreCase(word)) {
                return object.key().kind();
            }
        }
        throw new ConsoleException("error: the server doesn't have a resource type \"" + word + "\"");
    }

    private void deleteObject(String kind, String namespace, String name, Arguments arguments) {
        KubeObject object = store.find(kind, namespace, name);
        if (object == null && kind.equals("Pod")) {
            String workload = pods.workload(namespace, name);
            if (workload != null) {
                Long grace = grace(arguments);
                actions.add(new Kill(workload, new PodSelection.Named(List.of(name)), grace));
                out.append(ResourceNames.deleted("Pod", null, name, is2017)).append('\n');
                return;
            }
        }
        if (object == null) {
            if (!arguments.has("--ignore-not-found")) {
                problem(ResourceNames.notFound(kind, name, is2017));
            }
            return;
        }
        remove(object);
        out.append(ResourceNames.deleted(kind, object, name, is2017)).append('\n');
    }

    private static @Nullable Long grace(Arguments arguments) {
        String text = arguments.value("--grace-period");
        long seconds = arguments.has("--now") ? 1 : DEFAULT_GRACE_SECONDS;
        if (text != null) {
            seconds = number(text, "--grace-period");
        }
        boolean atOnce = seconds == 0 || arguments.has("--force");
        return atOnce ? null : seconds < 0 ? DEFAULT_GRACE_SECONDS * 1_000_000_000L : seconds * 1_000_000_000L;
    }

    static long number(String text, String option) {
        try {
            long value = Long.parseLong(text);
            if (Math.abs(value) <= Integer.MAX_VALUE) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new ConsoleException("error: invalid argument \"" + text + "\" for \"" + option + "\" flag");
    }

    private void scale(Arguments arguments) {
        String wanted = arguments.value("--replicas");
        if (wanted == null) {
            throw new ConsoleException(
                    "error: the --replicas=COUNT flag is required, and COUNT must be greater than or" + " equal to 0");
        }
        long replicas = number(wanted, "--replicas");
        if (replicas < 0) {
            throw new ConsoleException(
                    "error: the --replicas=COUNT flag is required, and COUNT must be greater than or" + " equal to 0");
        }
        if (replicas > Workload.MOST_PODS) {
            throw new ConsoleException(
                    "error: --replicas=" + replicas + ": at most " + Workload.MOST_PODS + " pods can be simulated");
        }
        List<String> positional = arguments.positional();
        String kind;
        List<String> names;
        if (positional.size() >= 2) {
            kind = kind(positional.get(0));
            names = positional.subList(1, positional.size());
        } else if (positional.size() == 1 && positional.get(0).indexOf('/') > 0) {
            int slash = positional.get(0).indexOf('/');
            kind = kind(positional.get(0).substring(0, slash));
            names = List.of(positional.get(0).substring(slash + 1));
        } else {
            throw new ConsoleException("error: you must say what to scale: scale deployment NAME --replicas=N");
        }
        for (String name : names) {
            KubeObject object = store.find(kind, namespace(arguments), name);
            if (object == null) {
                problem(ResourceNames.notFound(kind, name, is2017));
                continue;
            }
            actions.add(new Scale(object.key().namespace() + "/" + name, (int) replicas));
            out.append(ResourceNames.changed(object, "scaled", is2017)).append('\n');
        }
    }
}
