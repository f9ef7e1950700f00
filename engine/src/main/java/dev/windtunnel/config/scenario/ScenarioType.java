package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.expect.Threshold;
import dev.windtunnel.finding.Level;
import dev.windtunnel.scenario.External;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.scenario.RunSettings;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.LoadFactor;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.scenario.WorkloadSettings;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Paths;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.Spelling;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The whole document. */
final class ScenarioType {
    static final String API_VERSION = "windtunnel.dev/v1";

    private static final Rule DANGLING = new Rule("WT0014", Level.ERROR);

    private static final Key<String> DESCRIPTION = Key.optional("description", WORD, "", "Free text.");
    private static final Key<Profile> PROFILE = Key.optional(
            "profile", Types.choice(profiles()), Profile.ISTIO_1_30, "Which Istio and Envoy; default istio-1.30.");
    private static final Key<Boolean> LENIENT =
            Key.optional("lenient0.1", BOOL, false, "Take incomplete rules of Istio 0.1; default false.");
    private static final Key<Boolean> PROFILE_OPTIONS = Key.optional(
            "profileOptions",
            new MapType<>(
                    "profileOptions", "Single differences from the profile.", List.of(LENIENT), v -> v.get(LENIENT)),
            false,
            "Single differences from the profile.");
    private static final Key<String> NAMESPACE =
            Key.optional("namespace", NAME, "default", "For documents that name none; default `default`.");
    private static final Key<List<String>> RESOURCES = Key.optional(
            "resources", Types.list(NAME), List.of(), "Manifests: files, folders or globs, relative to the scenario.");
    private static final Key<RunSettings> RUN =
            Key.optional("run", RunType.RUN, RunType.DEFAULT, "How long, how often, from which seed.");
    private static final Key<ClusterType.Draft> CLUSTER = Key.optional(
            "cluster", ClusterType.CLUSTER, new ClusterType.Draft(null), "Nodes, network, proxies and platform.");
    private static final Key<List<WorkloadSettings>> WORKLOADS = Key.optional(
            "workloads",
            WorkloadType.WORKLOADS,
            List.of(),
            "How pods behave, by workload: name, ns/name, ns/*, reviews-*, *; the most specific wins, key by key.");
    private static final Key<List<External>> EXTERNAL =
            Key.optional("external", WorkloadType.EXTERNALS, List.of(), "What answers outside the mesh, by host.");
    private static final Key<List<Traffic>> TRAFFIC = Key.optional(
            "traffic",
            Types.checked(Types.list(TrafficType.TRAFFIC), ScenarioType::distinct),
            List.of(),
            "Who asks what, how often.");
    private static final Key<List<TimelineEntry>> TIMELINE =
            Key.optional("timeline", Types.list(TimelineType.ENTRY), List.of(), "What happens to the mesh, and when.");
    private static final Key<List<Threshold>> THRESHOLDS =
            Key.optional("thresholds", Types.list(ThresholdType.THRESHOLD), List.of(), "What has to hold.");

    /** A scenario without its name and place. */
    private static final MapType<Values> SPEC = new MapType<>(
            "spec",
            "The scenario.",
            List.of(
                    DESCRIPTION,
                    PROFILE,
                    PROFILE_OPTIONS,
                    NAMESPACE,
                    RESOURCES,
                    RUN,
                    CLUSTER,
                    WORKLOADS,
                    EXTERNAL,
                    TRAFFIC,
                    TIMELINE,
                    THRESHOLDS),
            v -> v);

    private static final Key<String> VERSION =
            Key.required("apiVersion", Types.choice(Map.of(API_VERSION, API_VERSION)), API_VERSION + ".");
    private static final Key<String> KIND =
            Key.required("kind", Types.choice(Map.of("Scenario", "Scenario")), "Scenario.");
    private static final Key<String> METADATA_NAME =
            Key.optional("name", NAME, "Name of the scenario; default that of its file.");
    private static final Key<Map<String, String>> LABELS =
            Key.optional("labels", Types.map(WORD), "Labels, for your own use.");
    private static final Key<Map<String, String>> ANNOTATIONS =
            Key.optional("annotations", Types.map(WORD), "Annotations, for your own use.");
    private static final Key<Optional<String>> METADATA = Key.optional(
            "metadata",
            new MapType<>(
                    "metadata",
                    "Its name.",
                    List.of(METADATA_NAME, LABELS, ANNOTATIONS),
                    v -> Optional.ofNullable(v.find(METADATA_NAME))),
            Optional.empty(),
            "Its name.");
    private static final Key<Values> SPEC_KEY = Key.optional("spec", SPEC, "The scenario.");

    static final MapType<Scenario> SCENARIO = new MapType<>(
            "scenario", "A Windtunnel scenario.", List.of(VERSION, KIND, METADATA, SPEC_KEY), ScenarioType::scenario);

    private ScenarioType() {}

    private static LinkedHashMap<String, Profile> profiles() {
        LinkedHashMap<String, Profile> profiles = new LinkedHashMap<>();
        for (Profile profile : Profile.values()) {
            profiles.put(profile.id(), profile);
        }
        return profiles;
    }

    private static Scenario scenario(Values document) {
        Values v = document.find(SPEC_KEY);
        if (v == null) {
            v = new Values(document.map(), document.spot(), Map.of());
        }
        String name = document.get(METADATA).orElse(document.spot().reading().defaultName());
        Profile profile = v.get(PROFILE);
        checkLoadFactors(v);
        return new Scenario(
                name,
                v.get(DESCRIPTION),
                profile,
                v.get(PROFILE_OPTIONS),
                v.get(NAMESPACE),
                v.get(RESOURCES),
                v.get(RUN),
                v.get(CLUSTER).settings(profile),
                v.get(WORKLOADS),
                v.get(EXTERNAL),
                v.get(TRAFFIC),
                v.get(TIMELINE),
                v.get(THRESHOLDS),
                document.place());
    }

    private static List<Traffic> distinct(List<Traffic> traffic, Node node, Spot spot) {
        Set<String> names = new LinkedHashSet<>();
        for (Traffic one : traffic) {
            if (!names.add(one.name())) {
                String file = one.place().file();
                Position position = new Position(
                        file == null ? "" : file,
                        one.place().line(),
                        one.place().column());
                spot.refused(position, "two traffics are called " + one.name(), "give each its own name");
            }
        }
        return traffic;
    }

    /** A load factor has to name a traffic of this scenario; one that could not be read counts as there. */
    private static void checkLoadFactors(Values v) {
        if (!(v.map().get(TRAFFIC.name()) instanceof ListNode written)
                || written.items().size() == v.get(TRAFFIC).size()) {
            List<String> names = v.get(TRAFFIC).stream().map(Traffic::name).toList();
            for (TimelineEntry entry : v.get(TIMELINE)) {
                if (entry.action() instanceof LoadFactor load && !names.contains(load.traffic())) {
                    reportUnknown(v, entry, load.traffic(), names);
                }
            }
        }
    }

    private static void reportUnknown(Values spec, TimelineEntry entry, String name, List<String> names) {
        String fix = Spelling.closest(name, names)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse(names.isEmpty() ? "add the traffic" : "the traffics are " + String.join(", ", names));
        String path = entry.place().path() + ".load.traffic";
        String inSpec = path.substring(spec.spot().path().length() + 1);
        Node value = Paths.get(spec.map(), Paths.parse(inSpec));
        Position position = value == null ? spec.map().position() : value.position();
        Reading reading = spec.spot().reading();
        reading.findings().add(reading.context().finding(DANGLING, position, path, "there is no traffic " + name, fix));
    }
}
