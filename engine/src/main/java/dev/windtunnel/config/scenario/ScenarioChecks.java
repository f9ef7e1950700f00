package dev.windtunnel.config.scenario;

import dev.windtunnel.expect.Threshold;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.ClusterSettings.NodePool;
import dev.windtunnel.scenario.External;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.scenario.RunSettings;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.scenario.Template;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.scenario.Traffic.MixEntry;
import dev.windtunnel.scenario.WorkloadSettings;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario says of things that only the mesh knows: WT0040 a workload that is not there, WT0041 a host that nobody
 * answers for or a port that its Service does not have, WT0042 a zone or node that is not there, WT0043 to WT0045 what
 * thresholds speak of, WT0046 entries of the timeline that come to nothing, WT0047 traffic that never sends, WT0048 more
 * pods than can be simulated, WT0049 a host outside with the name of a workload.
 */
public final class ScenarioChecks {
    private final Scenario scenario;
    private final Mesh mesh;
    private final @Nullable MapNode root;
    private final Findings findings;
    private final WorkloadNames workloads;
    private final Hosts hosts;
    private final Set<String> zones = new LinkedHashSet<>();
    private final Set<String> nodes = new LinkedHashSet<>();
    private final TimelineChecks timeline;
    private final CallerChecks callers;

    private ScenarioChecks(
            Scenario scenario, Mesh mesh, @Nullable MapNode root, Map<String, String> refused, Findings findings) {
        this.scenario = scenario;
        this.root = root;
        this.mesh = mesh;
        this.findings = findings;
        this.workloads = new WorkloadNames(scenario, mesh, refused);
        this.hosts = new Hosts(scenario, mesh);
        List<NodePool> pools = scenario.cluster().nodes();
        for (NodePool pool : pools) {
            zones.add(pool.zone());
            for (int i = 0; i < pool.count(); i++) {
                nodes.add(pool.counted() ? pool.name() + "-" + i : pool.name());
            }
        }
        if (pools.isEmpty()) {
            for (ClusterNode node : mesh.nodes()) {
                zones.add(node.zone());
                nodes.add(node.name());
            }
        }
        if (nodes.isEmpty()) {
            zones.add("z0");
            nodes.add("node-0");
        }
        this.callers = new CallerChecks(this, scenario, mesh, workloads);
        this.timeline = new TimelineChecks(this, scenario, mesh, workloads, zones, nodes);
    }

    /** Adds a finding for everything in the scenario that the mesh does not have, placed at the entry that says it. */
    public static void check(Scenario scenario, Mesh mesh, Findings findings) {
        new ScenarioChecks(scenario, mesh, null, Map.of(), findings).checkAll();
    }

    /** As {@link #check(Scenario, Mesh, Findings)}, each finding placed at the very value in the document. */
    public static void check(Scenario scenario, Mesh mesh, MapNode root, Findings findings) {
        check(scenario, mesh, root, Map.of(), findings);
    }

    /**
     * As {@link #check(Scenario, Mesh, MapNode, Findings)}, where a workload that the cluster does not take is told once.
     *
     * @param refused those workloads ({@code ns/name}), with where they are written
     */
    public static void check(
            Scenario scenario, Mesh mesh, MapNode root, Map<String, String> refused, Findings findings) {
        new ScenarioChecks(scenario, mesh, root, refused, findings).checkAll();
    }

    private void checkAll() {
        checkSize();
        for (WorkloadSettings settings : scenario.workloads()) {
            checkPattern(settings);
            checkPlacement(settings);
            checkCalls(settings);
        }
        scenario.external().forEach(external -> {
            checkName(external);
            checkCalls(external.behaviour());
        });
        scenario.cluster().pinnedPods().keySet().forEach(name -> {
            checkWorkload(name, scenario.place(), "spec.cluster.pins.pods[\"" + name + "\"]");
        });
        scenario.traffic().forEach(this::checkTraffic);
        scenario.timeline().forEach(this::checkTimeline);
        checkThresholds();
    }

    private void checkThresholds() {
        ThresholdChecks checks = new ThresholdChecks(scenario, mesh, workloads, zones, end());
        for (int i = 0; i < scenario.thresholds().size(); i++) {
            Threshold threshold = scenario.thresholds().get(i);
            String path = "spec.thresholds[" + i + "]";
            String text = exact(path + ".check") != null ? path + ".check" : path;
            checks.check(
                    threshold.check().metric(),
                    (level, code, message, fix) ->
                            addAt(level, code, scenario.place(), text, threshold.expression() + ": " + message, fix));
        }
    }

    /** Placed at the workload with the most pods. */
    private void checkSize() {
        long pods = 0;
        Workload largest = null;
        long most = 0;
        for (Workload workload : mesh.workloads()) {
            long own = (long) workload.replicas() * (workload.key().kind().equals("DaemonSet") ? nodes.size() : 1);
            pods += own;
            if (own > most) {
                most = own;
                largest = workload;
            }
        }
        if (pods > Workload.MOST_PODS && largest != null) {
            Origin origin = largest.origin();
            findings.add(Finding.error(
                            "WT0048",
                            "the workloads have " + pods + " pods, and at most " + Workload.MOST_PODS
                                    + " can be simulated")
                    .withObject(largest.key().kind(), largest.namespace(), largest.name())
                    .withPlace(origin.file(), origin.lineOf("replicas"), origin.columnOf("replicas"))
                    .withFix("write smaller replicas; a part of the pods with a part of the traffic often does"));
        }
    }

    private void checkPattern(WorkloadSettings settings) {
        String pattern = settings.pattern();
        if (workloads.isForRefused(pattern)) {
            return; // the workload itself has an error
        }
        if (pattern.endsWith("*")) {
            if (!workloads.fits(pattern)) {
                add(
                        Level.WARNING,
                        "WT0040",
                        settings.place(),
                        "",
                        "no workload fits \"" + pattern + "\", so this entry says nothing",
                        workloads.fix(pattern));
            }
        } else if (hosts.hasService(pattern) && !workloads.has(pattern)) {
            // A Service that has no pods is a case worth running: what its pods would do is then no mistake.
            add(
                    Level.WARNING,
                    "WT0040",
                    settings.place(),
                    "",
                    "the Service " + pattern + " has no workload of that name, so this entry says nothing",
                    workloads.fix(pattern));
        } else {
            checkWorkload(pattern, settings.place(), "");
        }
    }

    /** Pods of a host outside are called after it: two pods of one name could not be told apart. */
    private void checkName(External external) {
        String host = external.host();
        if (host.indexOf('.') >= 0 || !workloads.has(host)) {
            return;
        }
        Finding finding = Finding.error(
                        "WT0049", "the workload " + host + " has the name of this host outside the mesh, too")
                .withObject("Scenario", null, scenario.name())
                .withFix("say how the workload behaves under spec.workloads, or call the host outside otherwise")
                .withPath("spec.external[\"" + host + "\"]");
        Node hosts = root == null ? null : Paths.get(root, Paths.parse("spec.external"));
        Entry entry = hosts instanceof MapNode map ? map.entry(host) : null;
        Place place = external.behaviour().place();
        if (entry != null && entry.keyPosition().line() != 0) {
            findings.add(entry.keyPosition().on(finding));
        } else {
            findings.add(
                    place.file() == null ? finding : finding.withPlace(place.file(), place.line(), place.column()));
        }
    }

    void checkWorkload(String name, Place place, String field) {
        if (!workloads.has(name) && !workloads.wasTold(name)) {
            Level level = workloads.isOpen() ? Level.WARNING : Level.ERROR;
            add(level, "WT0040", place, field, workloads.problem(name), workloads.fix(name));
        }
    }

    private void checkPlacement(WorkloadSettings settings) {
        if (settings.placement() == null) {
            return;
        }
        for (String where : settings.placement().keySet()) {
            if (!zones.contains(where) && !nodes.contains(where)) {
                Set<String> known = new LinkedHashSet<>(zones);
                known.addAll(nodes);
                addUnknownPlace(
                        settings.place(),
                        ".placement[\"" + where + "\"]",
                        "there is no zone or node " + where,
                        where,
                        known);
            }
        }
    }

    private void checkCalls(WorkloadSettings settings) {
        if (settings.handlers() == null) {
            return;
        }
        // Where the caller is follows from the pattern; a pattern without a namespace stands for the scenario's.
        int slash = settings.pattern().indexOf('/');
        String namespace = slash < 0 ? scenario.namespace() : settings.pattern().substring(0, slash);
        for (Handler handler : settings.handlers()) {
            checkSteps(handler.steps(), namespace);
        }
    }

    private void checkSteps(List<Step> steps, String namespace) {
        for (Step step : steps) {
            if (step instanceof Step.Call call) {
                checkUrl(call.url(), namespace, call.place(), ".url");
            } else if (step instanceof Step.Chance chance) {
                checkSteps(chance.steps(), namespace);
            } else if (step instanceof Step.Parallel parallel) {
                parallel.branches().forEach(branch -> checkSteps(branch, namespace));
            }
        }
    }

    private void checkTraffic(Traffic traffic) {
        if (!traffic.fromOutside()) {
            checkWorkload(traffic.from(), traffic.place(), ".from");
            callers.checkPods(traffic);
        } else if (mesh.gateways().isEmpty()) {
            add(
                    workloads.mayGrow() ? Level.WARNING : Level.ERROR,
                    "WT0040",
                    traffic.place(),
                    ".from",
                    "no Gateway lets traffic from outside in",
                    "add a Gateway that serves its hosts");
        } else {
            callers.checkGateways(traffic);
        }
        checkSends(traffic);
        if (traffic.zone() != null && !zones.contains(traffic.zone())) {
            addUnknownPlace(traffic.place(), ".zone", "there is no zone " + traffic.zone(), traffic.zone(), zones);
        }
        int slash = traffic.from().indexOf('/');
        String namespace = slash < 0 ? scenario.namespace() : traffic.from().substring(0, slash);
        for (int i = 0; i < traffic.mix().size(); i++) {
            MixEntry entry = traffic.mix().get(i);
            String field = entry.request().tcp() != null
                    ? ".tcp.url"
                    : entry.name() == null ? ".request.url" : ".mix[" + i + "].request.url";
            String url = constantStart(entry.request().url());
            if (url != null && traffic.fromOutside()) {
                callers.checkPort(url, traffic, field);
            } else if (url != null) {
                checkUrl(url, namespace, traffic.place(), field);
            }
        }
    }

    /** The text of a url when the host and port are the same for every request, else null. */
    private static @Nullable String constantStart(Template template) {
        if (template.parts().isEmpty() || !(template.parts().get(0) instanceof Template.Literal first)) {
            return null;
        }
        if (template.isConstant()) {
            return template.text();
        }
        int path = first.text().indexOf('/', "http://".length());
        return path < 0 ? null : first.text().substring(0, path + 1);
    }

    private void checkUrl(String url, String namespace, Place place, String field) {
        Urls parts = Urls.ofAddress(url);
        if (parts == null) {
            return;
        }
        Hosts.Verdict verdict = hosts.verdict(parts.host(), parts.port(), namespace);
        if (verdict != null) {
            add(Level.WARNING, "WT0041", place, field, verdict.message(), verdict.fix());
        }
    }

    private void checkTimeline(TimelineEntry entry) {
        Place place = entry.place();
        long end = end();
        if (entry.atNanos() >= end) {
            add(
                    Level.WARNING,
                    "WT0046",
                    place,
                    ".at",
                    "the run ends at " + Durations.format(end) + ", so this never happens",
                    "make `at` earlier or run.duration longer");
        }
        timeline.check(entry.action(), place);
    }

    /** When the run ends, as far as that is known before: {@link Long#MAX_VALUE} when it ends with its requests. */
    private long end() {
        Long written = scenario.run().durationNanos();
        if (written != null) {
            return written;
        }
        return scenario.traffic().stream().anyMatch(traffic -> traffic.requests() == Long.MAX_VALUE)
                ? RunSettings.DEFAULT_DURATION_NANOS
                : Long.MAX_VALUE;
    }

    /** Traffic that will not make a single request. */
    private void checkSends(Traffic traffic) {
        long end = Math.min(end(), traffic.stopNanos());
        if (traffic.startNanos() >= end) {
            add(
                    Level.WARNING,
                    "WT0047",
                    traffic.place(),
                    ".start",
                    "the traffic starts at " + Durations.format(traffic.startNanos()) + " and "
                            + (end == traffic.stopNanos() ? "stops at " : "the run ends at ") + Durations.format(end)
                            + ": it sends nothing",
                    "make `start` earlier");
        } else if (traffic.load() instanceof Traffic.Open open
                && open.stages().stream().allMatch(stage -> stage.fromPerSecond() == 0 && stage.toPerSecond() == 0)) {
            add(
                    Level.WARNING,
                    "WT0047",
                    traffic.place(),
                    ".load",
                    "the rate is 0: the traffic sends nothing",
                    "write a rate such as 10/s");
        }
    }

    void addUnknownPlace(Place place, String field, String message, String name, Set<String> known) {
        String fix = Spelling.closest(name, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("there are "
                        + String.join(", ", known.stream().limit(12).toList()));
        add(Level.ERROR, "WT0042", place, field, message, fix);
    }

    void add(Level level, String code, Place place, String field, String message, String fix) {
        addAt(level, code, place, place.path() + field, message, fix);
    }

    private void addAt(Level level, String code, Place place, String path, String message, String fix) {
        Finding finding = Finding.of(level, code, message)
                .withObject("Scenario", null, scenario.name())
                .withFix(fix)
                .withPath(path.isEmpty() ? null : path);
        Position exact = exact(path);
        if (exact != null) {
            findings.add(exact.on(finding));
        } else {
            findings.add(
                    place.file() == null ? finding : finding.withPlace(place.file(), place.line(), place.column()));
        }
    }

    /** Where a value stands in the document, or null when that is not at hand. */
    private @Nullable Position exact(String path) {
        if (root == null || path.isEmpty()) {
            return null;
        }
        Node value = Paths.get(root, Paths.parse(path));
        return value == null || value.position().line() == 0 ? null : value.position();
    }
}
