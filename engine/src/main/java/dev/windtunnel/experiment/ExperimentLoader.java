package dev.windtunnel.experiment;

import dev.windtunnel.analysis.Checks;
import dev.windtunnel.analysis.Suppressions;
import dev.windtunnel.cluster.ObjectNames;
import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.MeshReader;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.config.RefusedWorkloads;
import dev.windtunnel.config.ResourceFile;
import dev.windtunnel.config.ResourceFiles;
import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.config.scenario.ScenarioChecks;
import dev.windtunnel.config.scenario.ScenarioFile;
import dev.windtunnel.config.scenario.ScenarioFiles;
import dev.windtunnel.config.scenario.ScenarioReader;
import dev.windtunnel.console.ConsoleFiles;
import dev.windtunnel.console.ConsoleLines;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.PlanCompiler;
import dev.windtunnel.plan.Sidecars;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads experiments: the Scenario document with what the command line changes in it, the manifests that it names, what
 * is applied on top, all checks, and the plan.
 */
public final class ExperimentLoader {

    private final FileAccess files;
    private final Path workingDirectory;
    private final InputStream stdin;
    private final InputLog log;

    /**
     * A loader.
     *
     * @param files the files that scenarios are read from
     * @param workingDirectory where relative paths start
     * @param stdin what {@code -} reads
     */
    public ExperimentLoader(FileAccess files, Path workingDirectory, InputStream stdin) {
        this.log = new InputLog(workingDirectory);
        this.files = log.watch(files);
        this.workingDirectory = workingDirectory;
        this.stdin = stdin;
    }

    /** All files that were read until now, by this loader or in runs of its experiments; absolute. */
    public Set<Path> inputs() {
        return log.files();
    }

    /**
     * The experiments at a path, in order.
     *
     * @param path a Scenario file, a folder, or {@code -}
     * @param plain whether manifests without a Scenario do as well
     * @param problems gets what makes it impossible to run: Errors in the Scenario itself
     * @return the experiments that can run; those with problems are left out
     */
    public List<Experiment> load(String path, boolean plain, Overrides overrides, Findings problems) {
        List<ScenarioFile> found =
                plain ? ScenarioFiles.loadOrPlain(path, files, problems) : ScenarioFiles.load(path, files, problems);
        List<Experiment> experiments = new ArrayList<>();
        for (ScenarioFile file : found) {
            Findings own = new Findings();
            Experiment experiment = load(file, overrides, own);
            problems.addAll(spoken(own.list()));
            if (experiment != null) {
                experiments.add(experiment);
            }
        }
        return experiments;
    }

    private @Nullable Experiment load(ScenarioFile file, Overrides overrides, Findings problems) {
        Findings findings = new Findings();
        Declared declared = declared(file, overrides, problems, findings);
        if (declared == null || problems.hasErrors()) {
            // What the scenario refers to may be missing because the manifests are wrong.
            problems.addAll(findings.atLeast(Level.ERROR));
            return null;
        }
        Scenario scenario = declared.scenario();
        Plan plan = PlanCompiler.compile(scenario, declared.mesh(), findings);
        List<Finding> kept = spoken(Suppressions.keep(declared.store(), findings.sorted()));
        return new Experiment(
                declared.root(),
                scenario,
                declared.store(),
                declared.mesh(),
                plan,
                new StoredObjects(
                        declared.store(), scenario, List.of(new ConsoleLines(ConsoleFiles.of(files, file.folder())))),
                kept);
    }

    /** What a scenario and its manifests declare, read and checked. */
    private record Declared(MapNode root, Scenario scenario, ObjectStore store, Mesh mesh) {}

    /** Null when the Scenario document or what is changed in it cannot be read. */
    private @Nullable Declared declared(ScenarioFile file, Overrides overrides, Findings problems, Findings findings) {
        List<String> manifestSets = new ArrayList<>();
        MapNode root = changed(file.root(), overrides, manifestSets, problems);
        Scenario scenario =
                problems.hasErrors() ? null : ScenarioReader.read(root, file.folder(), files, file.name(), problems);
        if (scenario == null) {
            return null;
        }
        moveMilder(problems, findings);
        List<Document> documents = new ArrayList<>();
        for (ResourceFile resource : resourceFiles(resources(root, scenario), file.folder(), problems)) {
            // A scenario may lie in the folder that it names; its own documents come below.
            if (!isSame(resource.name(), file.file())) {
                documents.addAll(YamlReader.read(shown(resource.name()), resource.text(), findings));
            }
        }
        documents.addAll(file.others());
        for (MapNode rules : scenario.cluster().mixerRules()) {
            documents.add(new Document(rules, rules.position().file(), 0));
        }
        ObjectStore store = Manifests.store(documents, scenario.namespace(), findings);
        store = applyOnTop(store, scenario, overrides, problems, findings);
        for (String set : manifestSets) {
            store = setInManifest(store, set, scenario, problems);
        }
        if (problems.hasErrors()) {
            return null;
        }
        Mesh mesh = MeshReader.read(store, scenario.profile(), scenario.lenient01(), findings);
        Checks.run(mesh, store, scenario.profile(), Sidecars.of(mesh, scenario), findings);
        Findings references = new Findings();
        ScenarioChecks.check(
                scenario, mesh, root, RefusedWorkloads.places(store, mesh, scenario.profile()), references);
        checkConsoleLines(scenario, references);
        problems.addAll(references);
        moveMilder(problems, findings);
        return new Declared(root, scenario, store, mesh);
    }

    /** WT0046: console lines of the timeline that nobody carries out. */
    private static void checkConsoleLines(Scenario scenario, Findings findings) {
        for (TimelineEntry entry : scenario.timeline()) {
            if (entry.action() instanceof TimelineEntry.Exec exec) {
                String refusal = ConsoleLines.refusal(exec.line());
                Place place = entry.place();
                if (refusal != null) {
                    findings.add(Finding.error("WT0046", refusal)
                            .withObject("Scenario", null, scenario.name())
                            .withFix("write such a line, or an entry with another action")
                            .withPath(place.path() + ".exec")
                            .withPlace(place.file(), place.line(), place.column()));
                }
            }
        }
    }

    // ---------------------------------------------------------------- looking without running

    /**
     * What there is to say about scenarios and manifests. Each scenario is looked at by itself; all paths without one are
     * one cluster together.
     *
     * @param paths files, folders or {@code -}
     * @param namespace where objects are that do not say; null for the scenario's own
     * @param unusable gets what makes it impossible to look at a path: there is nothing, or it cannot be read
     */
    public Inspection inspect(List<String> paths, @Nullable String namespace, Overrides overrides, Findings unusable) {
        List<ScenarioFile> scenarios = new ArrayList<>();
        List<ScenarioFile> plain = new ArrayList<>();
        Findings findings = new Findings();
        for (String path : paths) {
            Findings own = new Findings();
            for (ScenarioFile file : ScenarioFiles.loadOrPlain(path, files, own)) {
                (file.written() ? scenarios : plain).add(file);
            }
            for (Finding finding : own.list()) {
                (finding.code().startsWith("WT005") ? unusable : findings).add(finding);
            }
        }
        if (!plain.isEmpty()) {
            scenarios.add(together(plain));
        }
        int objects = 0;
        boolean canRun = true;
        SortedMap<String, Integer> ignored = new TreeMap<>();
        for (ScenarioFile file : scenarios) {
            MapNode root = namespace == null
                    ? file.root()
                    : (MapNode) Paths.set(file.root(), Paths.parse("spec.namespace"), ScalarNode.of(namespace));
            Findings problems = new Findings();
            Findings own = new Findings();
            Declared declared = declared(file.withRoot(root), overrides, problems, own);
            for (Finding problem : problems.list()) {
                boolean isOfCommandLine =
                        problem.file() == null || problem.file().startsWith("--");
                (!file.written() && isOfCommandLine ? unusable : own).add(problem);
            }
            canRun &= !file.written() || !problems.hasErrors();
            if (declared == null) {
                findings.addAll(own);
                continue;
            }
            if (file.written() && !problems.hasErrors()) {
                PlanCompiler.compile(declared.scenario(), declared.mesh(), own);
            }
            findings.addAll(Suppressions.keep(declared.store(), own.list()));
            objects += declared.store().objects().size();
            MeshReader.ignoredKinds(declared.store(), declared.scenario().profile())
                    .forEach((kind, count) -> ignored.merge(kind, count, Integer::sum));
        }
        return new Inspection(spoken(findings.sorted()), objects, ignored, canRun);
    }

    /** One scenario that says nothing, with all files and folders that came without one. */
    private static ScenarioFile together(List<ScenarioFile> plain) {
        ScenarioFile first = plain.get(0);
        List<Document> documents = new ArrayList<>();
        List<Node> folders = new ArrayList<>();
        for (ScenarioFile file : plain) {
            documents.addAll(file.others());
            if (Paths.get(file.root(), Paths.parse("spec.resources")) != null) {
                folders.add(ScalarNode.of(file.folder()));
            }
        }
        Node root = first.root();
        if (!folders.isEmpty()) {
            root = Paths.set(root, Paths.parse("spec.resources"), ListNode.of(folders));
        }
        return new ScenarioFile(first.name(), first.file(), "", (MapNode) root, documents, false);
    }

    /** Warnings and infos about a scenario are no problem: they go with the other findings. */
    private static void moveMilder(Findings problems, Findings findings) {
        if (problems.hasErrors()) {
            return;
        }
        for (Finding finding : problems.list()) {
            findings.add(finding);
        }
        problems.clear();
    }

    // ---------------------------------------------------------------- the Scenario document

    private static MapNode changed(MapNode root, Overrides overrides, List<String> manifestSets, Findings problems) {
        Node result = root;
        if (overrides.profile() != null) {
            String option = "--profile " + overrides.profile();
            result = set(
                    result, "spec.profile", Nodes.fromPlain(overrides.profile(), position(option)), option, problems);
        }
        if (overrides.seed() != null) {
            String option = "--seed " + overrides.seed();
            result =
                    set(result, "spec.run.seed", Nodes.fromPlain(overrides.seed(), position(option)), option, problems);
        }
        for (String text : overrides.sets()) {
            String option = "--set " + text;
            int equals = assignment(text);
            if (equals <= 0) {
                problems.add(Finding.error("WT0071", option + ": wanted PATH=VALUE")
                        .withFix("for example --set 'traffic[curl].load.rate=100/s'"));
            } else if (isManifestPath(text.substring(0, equals))) {
                manifestSets.add(text);
            } else {
                String path = text.substring(0, equals);
                String full = path.startsWith("spec.") || path.startsWith("metadata.") ? path : "spec." + path;
                try {
                    Node value = Paths.value(text.substring(equals + 1), position(option));
                    result = set(result, full, value, option, problems);
                } catch (IllegalArgumentException e) {
                    problems.add(Finding.error("WT0071", option + ": " + e.getMessage())
                            .withFix("write the value as in YAML"));
                }
            }
        }
        return result instanceof MapNode map ? map : root;
    }

    /**
     * Where a value of the command line stands: there is no better place than the option itself. {@link #spoken} makes
     * words of it.
     */
    private static Position position(String option) {
        return new Position(option, 1, 1);
    }

    /** The findings, those about values of the command line with the option in their message. */
    private static List<Finding> spoken(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.file() != null && finding.file().startsWith("--")
                        ? finding.withPlace(null, 0, 0).withMessage(finding.file() + ": " + finding.message())
                        : finding)
                .toList();
    }

    /** The equals sign between path and value: the first one outside quotes and brackets. */
    private static int assignment(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '[') {
                depth++;
            } else if (!quoted && c == ']') {
                depth--;
            } else if (!quoted && depth == 0 && c == '=') {
                return i;
            }
        }
        return -1;
    }

    /** {@code VirtualService/reviews:spec...}: a kind, a slash, a name, a colon. */
    private static boolean isManifestPath(String path) {
        int colon = path.indexOf(':');
        int slash = path.indexOf('/');
        return slash > 0 && colon > slash && (path.indexOf('[') > slash - 1 || path.indexOf('[') < 0);
    }

    private static Node set(Node root, String path, @Nullable Node value, String option, Findings problems) {
        try {
            return Paths.set(root, Paths.parse(path), value);
        } catch (IllegalArgumentException e) {
            problems.add(wrongPath(option, e));
            return root;
        }
    }

    private static Finding wrongPath(String option, IllegalArgumentException problem) {
        return Finding.error("WT0071", option + ": " + problem.getMessage())
                .withFix("paths are dotted keys, [2] for an index, [name] for an element by name");
    }

    // ---------------------------------------------------------------- manifests

    private static List<ResourceFiles.Resource> resources(MapNode root, Scenario scenario) {
        List<ResourceFiles.Resource> resources = new ArrayList<>();
        Node listed = Paths.get(root, Paths.parse("spec.resources"));
        for (int i = 0; i < scenario.resources().size(); i++) {
            Position position =
                    listed instanceof ListNode list && i < list.items().size()
                            ? list.items().get(i).position()
                            : Position.NONE;
            resources.add(new ResourceFiles.Resource(scenario.resources().get(i), position));
        }
        return resources;
    }

    private List<ResourceFile> resourceFiles(List<ResourceFiles.Resource> resources, String folder, Findings problems) {
        Path base = folder.isEmpty() ? workingDirectory : workingDirectory.resolve(folder);
        List<ResourceFile> found = ResourceFiles.read(base, resources, stdin, problems);
        found.forEach(file -> log.add(file.name()));
        return found;
    }

    private boolean isSame(String one, String other) {
        try {
            return Files.isSameFile(workingDirectory.resolve(one), workingDirectory.resolve(other));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** A file as its user would name it: relative to the working directory where it is below it. */
    private String shown(String name) {
        Path path = Path.of(name);
        return path.isAbsolute() && path.startsWith(workingDirectory)
                ? workingDirectory.relativize(path).toString()
                : name;
    }

    private ObjectStore applyOnTop(
            ObjectStore store, Scenario scenario, Overrides overrides, Findings problems, Findings findings) {
        ObjectStore result = store;
        for (String file : overrides.files()) {
            for (KubeObject object : onTop(file, scenario, problems, findings)) {
                result = result.apply(object).store();
            }
        }
        for (String delete : overrides.deletes()) {
            KubeObject object = ObjectNames.find(result, delete, scenario.namespace());
            if (object == null) {
                problems.add(Finding.error("WT0072", "--delete " + delete + ": there is no such object")
                        .withFix("write KIND/NAME or KIND/NAMESPACE/NAME of an object of the manifests"));
            } else {
                result = result.delete(object.key());
            }
        }
        return result;
    }

    /** The objects that {@code -f} names; when there is nothing to apply, that is said. */
    private List<KubeObject> onTop(String file, Scenario scenario, Findings problems, Findings findings) {
        Findings own = new Findings();
        List<ResourceFile> read = resourceFiles(List.of(ResourceFiles.Resource.of(file)), "", own);
        for (Finding finding : own.list()) {
            problems.add(
                    finding.file() == null ? finding.withMessage("-f " + file + ": " + finding.message()) : finding);
        }
        List<Document> documents = new ArrayList<>();
        for (ResourceFile each : read) {
            documents.addAll(YamlReader.read(shown(each.name()), each.text(), findings));
        }
        boolean named =
                read.size() == 1 && (file.equals("-") || isSame(read.get(0).name(), file));
        for (Document document : documents) {
            if (ScenarioFiles.isScenario(document)) {
                Finding ignored = Finding.of(
                                named ? Level.ERROR : Level.WARNING,
                                "WT0074",
                                "-f " + file + ": a Scenario cannot be applied on top of another, only manifests can")
                        .withFix("change the Scenario with --set, or run the other one");
                (named ? problems : findings).add(document.root().position().on(ignored));
            }
        }
        List<KubeObject> objects = Manifests.objects(documents, scenario.namespace(), findings);
        if (objects.isEmpty() && !own.hasErrors()) {
            findings.add(Finding.warning("WT0075", "-f " + file + ": there is no object in it, so nothing is applied")
                    .withFix("check the name, and what stands in it")
                    .withPlace(read.isEmpty() ? file : shown(read.get(0).name()), 0, 0));
        }
        return objects;
    }

    private static ObjectStore setInManifest(ObjectStore store, String set, Scenario scenario, Findings problems) {
        int equals = assignment(set);
        String path = set.substring(0, equals);
        int colon = path.indexOf(':');
        KubeObject object = ObjectNames.find(store, path.substring(0, colon), scenario.namespace());
        if (object == null) {
            problems.add(Finding.error("WT0072", "--set " + set + ": there is no object " + path.substring(0, colon))
                    .withFix("write KIND/NAME or KIND/NAMESPACE/NAME of an object of the manifests"));
            return store;
        }
        try {
            return store.patch(
                    object.key(),
                    path.substring(colon + 1),
                    Paths.value(set.substring(equals + 1), position("--set " + set)));
        } catch (IllegalArgumentException e) {
            problems.add(wrongPath("--set " + set, e));
            return store;
        }
    }

    /** The level from which findings make a run fail; null for never. */
    public static @Nullable Level failureLevel(Scenario scenario) {
        return scenario.run().failureThreshold();
    }
}
