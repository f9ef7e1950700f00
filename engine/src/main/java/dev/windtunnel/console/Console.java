package dev.windtunnel.console;

import dev.windtunnel.analysis.Checks;
import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.config.inject.InjectionOptions;
import dev.windtunnel.config.inject.KubeInject;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.plan.Sidecars;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.Run.PodView;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.ValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A console on a run: carries out one line after another, and the clock moves as far as each takes. */
public final class Console {

    private static final long ROLLOUT_STEP_NANOS = 100_000_000L;
    private static final long ROLLOUT_DEADLINE_NANOS = 600_000_000_000L;

    private final Run run;
    private final PodFiles files;
    private final Map<ObjectKey, Long> created = new HashMap<>();
    /** The pod in which a shell is open: plain curl lines run there. */
    private @Nullable Integer inside;

    /**
     * A line and what came of it.
     *
     * @param line as typed
     * @param atNanos when it began
     * @param output what it printed
     */
    public record Line(String line, long atNanos, Output output) {}

    /**
     * A console.
     *
     * @param run best one that never ends, see {@link Run#open}
     */
    public Console(Run run, ConsoleFiles files) {
        this.run = run;
        this.files = new PodFiles(files);
    }

    /** What {@code kubectl get} prints of a run; {@code words} are those behind {@code get}. */
    public static Output get(Run run, List<String> words) {
        try {
            return Getting.get(new Cluster(run, Map.of()), words);
        } catch (ConsoleException e) {
            return e.output();
        }
    }

    /** What {@code kubectl describe} prints of a run; {@code words} are those behind {@code describe}. */
    public static Output describe(Run run, List<String> words) {
        try {
            return Describing.describe(new Cluster(run, Map.of()), words);
        } catch (ConsoleException e) {
            return e.output();
        }
    }

    /**
     * A running pod by its own name, or the first of a workload; with {@code ns/} in front when it is not in the
     * scenario's namespace. Null when there is none.
     */
    public static @Nullable PodView podFor(Run run, String name) {
        Cluster cluster = new Cluster(run, Map.of());
        int slash = name.indexOf('/');
        String namespace = slash < 0 ? cluster.defaultNamespace() : name.substring(0, slash);
        String plain = name.substring(slash + 1);
        PodView pod = cluster.pod(namespace, plain);
        if (pod != null) {
            return running(pod) ? pod : null;
        }
        for (PodView each : cluster.pods()) {
            if (each.workload().name().equals(plain)
                    && each.namespace().equals(namespace)
                    && each.state().equals("READY")) {
                return each;
            }
        }
        return null;
    }

    private static boolean running(PodView pod) {
        return pod.state().equals("READY")
                || pod.state().equals("UNREADY")
                || pod.state().equals("TERMINATING");
    }

    /** Carries out a line; an empty one and a comment do nothing. */
    public Line execute(String line) {
        long at = run.nowNanos();
        Output output;
        try {
            output = perform(Words.of(line));
        } catch (ConsoleException e) {
            output = e.output();
        }
        return new Line(line, at, output);
    }

    private Cluster cluster() {
        return new Cluster(run, created);
    }

    private Output perform(List<String> words) {
        if (words.isEmpty()) {
            return Output.NOTHING;
        }
        return switch (words.get(0)) {
            case "kubectl" -> kubectl(globalOptionsLast(words));
            case "istioctl" -> istioctl(globalOptionsLast(words));
            case "curl" -> inPod(words);
            case "sleep" -> sleep(words);
            case "exit" -> {
                inside = null;
                yield Output.NOTHING;
            }
            default ->
                inside != null
                        ? inPod(words)
                        : Output.failed(
                                words.get(0)
                                        + ": command not found; the console knows kubectl, istioctl, curl, sleep and exit",
                                127);
        };
    }

    /** {@code kubectl -n foo get pods} is {@code kubectl get pods -n foo}. */
    private static List<String> globalOptionsLast(List<String> words) {
        if (words.size() > 3 && (words.get(1).equals("-n") || words.get(1).equals("--namespace"))) {
            List<String> moved = new ArrayList<>();
            moved.add(words.get(0));
            moved.add(words.get(3));
            moved.add("-n");
            moved.add(words.get(2));
            moved.addAll(words.subList(4, words.size()));
            return moved;
        }
        if (words.size() > 2
                && (words.get(1).startsWith("--namespace=") || words.get(1).startsWith("-n="))) {
            List<String> moved = new ArrayList<>();
            moved.add(words.get(0));
            moved.add(words.get(2));
            moved.add(words.get(1));
            moved.addAll(words.subList(3, words.size()));
            return moved;
        }
        return words;
    }

    private Output sleep(List<String> words) {
        if (words.size() != 2) {
            throw new ConsoleException("sleep: wants one duration, for example sleep 5s");
        }
        String text = words.get(1);
        boolean bare = text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
        try {
            run.advanceTo(Math.addExact(run.nowNanos(), Durations.parse(bare ? text + "s" : text)));
        } catch (ValueException | ArithmeticException e) {
            throw new ConsoleException("sleep: invalid time interval '" + text + "'");
        }
        return Output.NOTHING;
    }

    // ---------------------------------------------------------------- kubectl

    private Output kubectl(List<String> words) {
        if (words.size() < 2) {
            throw new ConsoleException(
                    "kubectl: there are get, describe, apply, create, replace, delete, scale, rollout,"
                            + " exec and version");
        }
        if (ObjectCommands.understands(words)) {
            return change(words);
        }
        List<String> rest = words.subList(2, words.size());
        return switch (words.get(1)) {
            case "get" -> Getting.get(cluster(), rest);
            case "describe" -> Describing.describe(cluster(), rest);
            case "rollout" -> rollout(rest);
            case "exec" -> exec(rest);
            case "version" ->
                Output.of(
                        cluster().is2017()
                                ? "Client Version: v1.7.0\nServer Version: v1.7.0\n"
                                : "Client Version: v1.33.0\nServer Version: v1.33.0\n");
            default ->
                Output.failed("error: unknown command \"" + words.get(1) + "\" for \"kubectl\"; the console knows"
                        + " get, describe, apply, create, replace, delete, scale, rollout, exec and version");
        };
    }

    private Output change(List<String> words) {
        StoredObjects objects = (StoredObjects) run.objects();
        Cluster before = cluster();
        ObjectCommands.Effect effect = ObjectCommands.effect(words, objects, files.users(), before.deletablePods());
        for (Action action : effect.actions()) {
            ObjectStore old = ((StoredObjects) run.objects()).store();
            run.edit(action);
            for (KubeObject object : ((StoredObjects) run.objects()).store().objects()) {
                if (old.get(object.key()) == null) {
                    created.put(object.key(), run.nowNanos());
                }
            }
        }
        return effect.output();
    }

    private Output rollout(List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-n", "--namespace")
                .value("--timeout")
                .flag("-w", "--watch")
                .parse(words);
        List<String> positional = arguments.positional();
        boolean history = !positional.isEmpty() && positional.get(0).equals("history");
        if (positional.isEmpty() || !history && !positional.get(0).equals("status")) {
            throw new ConsoleException(
                    "error: the console knows rollout status, history, restart, undo, pause and resume");
        }
        String target = String.join("/", positional.subList(1, positional.size()));
        int slash = target.indexOf('/');
        if (slash < 0) {
            throw new ConsoleException("error: write rollout " + positional.get(0) + " deployment/NAME");
        }
        Cluster cluster = cluster();
        String kind = ResourceNames.kind(target.substring(0, slash), cluster);
        String name = target.substring(slash + 1);
        String namespace = arguments.value("-n", cluster.defaultNamespace());
        WorkloadPlan workload = workload(cluster, kind, namespace, name);
        if (workload == null) {
            throw new ConsoleException(ResourceNames.notFound(kind, name, cluster.is2017()));
        }
        return history ? Rollouts.history(cluster, workload) : waitFor(kind, namespace, name);
    }

    private static @Nullable WorkloadPlan workload(Cluster cluster, String kind, String namespace, String name) {
        for (WorkloadPlan workload : cluster.workloads(kind)) {
            if (workload.name().equals(name) && workload.namespace().equals(namespace)) {
                return workload;
            }
        }
        return null;
    }

    private Output waitFor(String kind, String namespace, String name) {
        long deadline = run.nowNanos() + ROLLOUT_DEADLINE_NANOS;
        StringBuilder out = new StringBuilder();
        String shown = "";
        while (true) {
            Cluster cluster = cluster();
            WorkloadPlan workload = workload(cluster, kind, namespace, name);
            if (workload == null) {
                throw new ConsoleException(ResourceNames.notFound(kind, name, cluster.is2017()));
            }
            String what = kind.toLowerCase(java.util.Locale.ROOT) + " \"" + name + "\"";
            String progress = Rollouts.progress(cluster, workload);
            if (progress == null) {
                return Output.of(out + what + " successfully rolled out\n");
            }
            if (!progress.equals(shown)) {
                shown = progress;
                out.append("Waiting for ")
                        .append(cluster.is2017() ? "" : what + " ")
                        .append("rollout to finish: ")
                        .append(progress)
                        .append("...\n");
            }
            if (run.nowNanos() >= deadline) {
                return new Output(out.toString(), "error: " + what + " exceeded its progress deadline\n", 1);
            }
            run.advanceTo(run.nowNanos() + ROLLOUT_STEP_NANOS);
        }
    }

    private Output exec(List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-n", "--namespace")
                .value("-c", "--container")
                .flag("-i", "--stdin")
                .flag("-t", "--tty")
                .stopsAtCommand()
                .parse(words);
        List<String> positional = arguments.positional();
        if (positional.isEmpty()) {
            throw new ConsoleException("error: you must say in which pod: kubectl exec POD -- COMMAND");
        }
        Cluster cluster = cluster();
        PodView pod = podToExec(cluster, arguments.value("-n", cluster.defaultNamespace()), positional.get(0));
        List<String> command = new ArrayList<>(positional.subList(1, positional.size()));
        if (arguments.dashes()) {
            command.addAll(arguments.afterDashes());
        }
        if (command.isEmpty()) {
            throw new ConsoleException("error: you must specify at least one command for the container");
        }
        Output notice = notice(cluster, pod, arguments.value("-c"));
        return notice.exit() != 0 ? notice : notice.then(runIn(pod, command));
    }

    private static PodView podToExec(Cluster cluster, String namespace, String name) {
        int slash = name.indexOf('/');
        PodView pod = cluster.pod(namespace, name.substring(slash + 1));
        if (slash > 0 && !name.startsWith("pod")) {
            String workload = name.substring(slash + 1);
            pod = cluster.pods().stream()
                    .filter(each -> each.workload().name().equals(workload)
                            && each.namespace().equals(namespace)
                            && each.state().equals("READY"))
                    .findFirst()
                    .orElse(null);
        }
        if (pod == null) {
            throw new ConsoleException(ResourceNames.notFound("Pod", name.substring(slash + 1), cluster.is2017()));
        }
        if (!running(pod)) {
            throw new ConsoleException("error: unable to upgrade connection: container not found in pod " + pod.name()
                    + " (" + cluster.status(pod) + ")");
        }
        return pod;
    }

    /** What kubectl says about the container that it takes when there is a choice. */
    private static Output notice(Cluster cluster, PodView pod, @Nullable String container) {
        List<String> containers = cluster.containers(pod);
        if (container != null) {
            return containers.contains(container)
                    ? Output.NOTHING
                    : Output.failed("Error from server (BadRequest): container " + container + " is not valid for pod "
                            + pod.name());
        }
        if (containers.size() < 2) {
            return Output.NOTHING;
        }
        return new Output(
                "",
                cluster.is2017()
                        ? "Defaulting container name to " + containers.get(0) + ".\nUse 'kubectl describe pod/"
                                + pod.name() + "' to see all of the containers in this pod.\n"
                        : "Defaulted container \"" + containers.get(0) + "\" out of: " + String.join(", ", containers)
                                + "\n",
                0);
    }

    private Output inPod(List<String> words) {
        PodView pod = inside == null ? null : run.pods().get(inside);
        if (pod == null) {
            throw new ConsoleException(
                    "curl: say in which pod: kubectl exec POD -- curl ..., or open a shell there with"
                            + " kubectl exec -it POD bash");
        }
        if (!running(pod)) {
            inside = null;
            throw new ConsoleException("command terminated with exit code 137: pod " + pod.name() + " is gone", 137);
        }
        return runIn(pod, words);
    }

    private Output runIn(PodView pod, List<String> command) {
        List<String> rest = command.subList(1, command.size());
        switch (command.get(0)) {
            case "curl" -> {
                Output output = Curl.run(run, pod, files, rest);
                return inside != null || output.exit() == 0
                        ? output
                        : output.then(new Output("", "command terminated with exit code " + output.exit() + "\n", 0));
            }
            case "bash", "sh", "/bin/bash", "/bin/sh" -> {
                inside = pod.id();
                return Output.NOTHING;
            }
            case "hostname" -> {
                return Output.of(pod.name() + "\n");
            }
            case "env", "printenv" -> {
                return Output.of(environment(pod));
            }
            case "cat" -> {
                return cat(pod, rest);
            }
            default -> {
                return Output.failed(
                        command.get(0) + ": not found; a virtual pod has curl, bash, cat, env and hostname", 127);
            }
        }
    }

    /** Shows what curl wrote; the pod's image is not known, and the user's own files are not in the pod. */
    private Output cat(PodView pod, List<String> names) {
        Output output = Output.NOTHING;
        for (String name : names) {
            try {
                output = output.then(Output.of(new String(files.readWritten(pod, name), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                output = output.then(Output.failed("cat: " + name + ": No such file or directory"));
            }
        }
        return output;
    }

    private static String environment(PodView pod) {
        StringBuilder text = new StringBuilder("HOSTNAME=" + ResponseText.variable("HOSTNAME", pod) + "\n");
        var container = Sidecars.appContainer(Cluster.declared(pod));
        if (container != null) {
            new TreeMap<>(container.env()).forEach((name, value) -> {
                if (!name.equals("HOSTNAME")) {
                    text.append(name).append('=').append(value).append('\n');
                }
            });
        }
        return text.toString();
    }

    // ---------------------------------------------------------------- istioctl

    private Output istioctl(List<String> words) {
        if (words.size() < 2) {
            throw new ConsoleException("istioctl: there are create, replace, delete, get, mixer, analyze, proxy-config,"
                    + " kube-inject and version");
        }
        if (ObjectCommands.understands(words)) {
            return change(words);
        }
        List<String> rest = words.subList(2, words.size());
        return switch (words.get(1)) {
            case "get" ->
                cluster().is2017()
                        ? Getting.istioctl(cluster(), rest)
                        : Output.failed("Error: unknown command \"get\" for \"istioctl\": use kubectl get");
            case "mixer" ->
                cluster().is2017()
                        ? MixerCommand.get(cluster(), rest)
                        : Output.failed("Error: unknown command \"mixer\" for \"istioctl\": Mixer is of Istio 0.1");
            case "version" -> Output.of(version());
            case "analyze" -> analyze();
            case "proxy-config", "pc" ->
                cluster().is2017()
                        ? Output.failed(
                                "Error: unknown command \"" + words.get(1) + "\" for \"istioctl\": 0.1 had none")
                        : ProxyConfigs.print(cluster(), rest);
            case "kube-inject" -> kubeInject(rest);
            default -> Output.failed("Error: unknown command \"" + words.get(1) + "\" for \"istioctl\"");
        };
    }

    private String version() {
        if (!cluster().is2017()) {
            return "client version: 1.30.0\ncontrol plane version: 1.30.0\ndata plane version: 1.30.0\n";
        }
        String block =
                "Version: 0.1.6\nGitRevision: dab2033\nGitBranch: master\nUser: windtunnel\nGolangVersion: go1.8\n";
        return "istioctl version:\n\n" + block
                + "KubeInjectHub: docker.io/istio\nKubeInjectTag: 0.1\n\napiserver version:\n\n" + block;
    }

    private Output analyze() {
        StoredObjects objects = (StoredObjects) run.objects();
        Findings findings = new Findings();
        var mesh = MeshReader.read(
                objects.store(),
                objects.scenario().profile(),
                objects.scenario().lenient01(),
                findings);
        Checks.run(
                mesh, objects.store(), objects.scenario().profile(), Sidecars.of(mesh, objects.scenario()), findings);
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings.sorted()) {
            text.append(finding.text()).append('\n');
        }
        if (text.length() == 0) {
            return Output.of("\u2714 No validation issues found when analyzing namespace: "
                    + objects.scenario().namespace() + ".\n");
        }
        boolean errors = !findings.atLeast(Level.ERROR).isEmpty();
        return errors
                ? new Output(
                        text.toString(),
                        "Error: Analyzers found issues when analyzing namespace: "
                                + objects.scenario().namespace() + ".\n",
                        1)
                : Output.of(text.toString());
    }

    private Output kubeInject(List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-f", "--filename")
                .value("--hub")
                .value("--tag")
                .value("--setVersionString")
                .value("--includeIPRanges")
                .value("--coreDump")
                .parse(words);
        if (!cluster().is2017()) {
            throw new ConsoleException(
                    "Error: this is the kube-inject of Istio 0.1.6; today the sidecar is injected when a"
                            + " pod is created");
        }
        String file = arguments.value("-f");
        if (file == null) {
            throw new ConsoleException("Error: filename not specified (see --filename or -f)");
        }
        String ranges = arguments.value("--includeIPRanges");
        if (ranges != null && !ranges.isEmpty() && !InjectionOptions.areRanges(ranges)) {
            throw new ConsoleException("Error: --includeIPRanges " + ranges + ": " + InjectionOptions.WANTED_RANGES);
        }
        InjectionOptions defaults = InjectionOptions.DEFAULT;
        InjectionOptions options = new InjectionOptions(
                arguments.value("--hub", InjectionOptions.DEFAULT_HUB),
                arguments.value("--tag", InjectionOptions.DEFAULT_TAG),
                defaults.verbosity(),
                defaults.sidecarProxyUid(),
                arguments.value("--setVersionString", InjectionOptions.DEFAULT_VERSION),
                !"false".equals(arguments.value("--coreDump")),
                ranges);
        try {
            Findings findings = new Findings();
            String text = new String(files.users().read(file), StandardCharsets.UTF_8);
            String injected = KubeInject.inject(file, text, options, findings);
            StringBuilder remarks = new StringBuilder();
            findings.sorted().forEach(finding -> remarks.append(finding.text()).append('\n'));
            return new Output(injected, remarks.toString(), findings.hasErrors() ? 1 : 0);
        } catch (IOException e) {
            throw new ConsoleException("Error: open " + file + ": no such file or directory");
        }
    }

    /** Opens a shell in a pod, so that plain curl lines run there. */
    public void enter(PodView pod) {
        inside = pod.id();
    }
}
