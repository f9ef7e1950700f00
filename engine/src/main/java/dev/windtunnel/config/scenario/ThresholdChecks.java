package dev.windtunnel.config.scenario;

import dev.windtunnel.expect.Expression.Filter;
import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Metric;
import dev.windtunnel.expect.Expression.Target;
import dev.windtunnel.expect.ThresholdParser;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.scenario.Traffic.MixEntry;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Spelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether thresholds speak of what there is: WT0043 a target or filter that names nothing, WT0044 a figure that its target
 * does not have, WT0045 a name that could mean several things, WT0046 a time after the end of the run.
 */
final class ThresholdChecks {

    /** Takes what is found about one threshold. */
    interface Reporter {
        void add(Level level, String code, String message, String fix);
    }

    private static final Set<Kind> OF_SERVICES_AND_EDGES =
            EnumSet.of(Kind.ATTEMPTS, Kind.UNSENT, Kind.AMPLIFICATION, Kind.CROSS_ZONE);
    private static final Set<Kind> OF_WORKLOADS_AND_PODS = EnumSet.of(Kind.EJECTIONS, Kind.UTILIZATION, Kind.QUEUE_MAX);
    /** Figures of websockets, and what has them. */
    private static final String OWNERS_OF_OPEN = "traffic with websockets, workloads and pods";

    private static final int LISTED = 8;

    private final List<Traffic> traffic;
    private final WorkloadNames workloads;
    private final Set<String> trafficNames = new LinkedHashSet<>();
    private final Set<String> services = new LinkedHashSet<>();
    private final Set<String> externals = new LinkedHashSet<>();
    private final Set<String> versions = new LinkedHashSet<>();
    private final Set<String> subsets = new LinkedHashSet<>();
    private final Set<String> zones = new LinkedHashSet<>();
    private final long endNanos;

    /** Checks for one scenario that ends at {@code endNanos}, as far as that is known before. */
    ThresholdChecks(Scenario scenario, Mesh mesh, WorkloadNames workloads, Set<String> zones, long endNanos) {
        this.traffic = scenario.traffic();
        this.workloads = workloads;
        this.zones.addAll(zones);
        mesh.declaredEndpoints()
                .map(ServiceEntry.Endpoint::zone)
                .filter(zone -> !zone.isEmpty())
                .forEach(this.zones::add);
        this.endNanos = endNanos;
        mesh.workloads().forEach(workload -> {
            String version = workload.labels().get("version");
            if (version != null) {
                versions.add(version);
            }
            String[] locality =
                    workload.labels().getOrDefault("istio-locality", "").split("[./]", -1);
            if (locality.length > 1) {
                this.zones.add(locality[1]);
            }
        });
        mesh.destinationRules().forEach(rule -> rule.subsets().forEach(subset -> subsets.add(subset.name())));
        traffic.forEach(each -> trafficNames.add(each.name()));
        mesh.services().forEach(service -> services.add(service.name() + "." + service.namespace()));
        scenario.external().forEach(external -> externals.add(external.host()));
        mesh.serviceEntries().forEach(entry -> externals.addAll(entry.hosts()));
    }

    /** Reports what is wrong with a metric. */
    void check(Metric metric, Reporter reporter) {
        List<Target> meanings = meanings(metric.target());
        // What the timeline applies may bring services and workloads that are not there yet.
        Level level = workloads.mayGrow() ? Level.WARNING : Level.ERROR;
        if (meanings.isEmpty()) {
            String workload = workload(metric.target());
            if (workload != null && workloads.wasTold(workload)) {
                return;
            }
            reporter.add(level, "WT0043", unknown(metric.target()), fix(metric.target()));
            return;
        }
        if (meanings.size() > 1) {
            reporter.add(
                    Level.INFO,
                    "WT0045",
                    name(meanings.get(0)) + " is meant, and there is also "
                            + String.join(
                                    " and ",
                                    meanings.subList(1, meanings.size()).stream()
                                            .map(ThresholdChecks::name)
                                            .toList()),
                    "write " + name(meanings.get(0)) + " or " + name(meanings.get(1)));
        }
        checkFigure(metric, meanings.get(0), reporter);
        checkSessions(kind(metric.function()), meanings.get(0), reporter);
        if (metric.function() instanceof Function.Recovery recovery) {
            checkTime("after", recovery.afterNanos(), reporter);
        }
        for (Filter filter : metric.filters()) {
            checkFilter(filter, meanings.get(0), level, reporter);
        }
    }

    // ---------------------------------------------------------------- targets

    /** What a target may mean, the first what it does mean; empty when nothing has that name. */
    private List<Target> meanings(Target target) {
        List<Target> meanings = new ArrayList<>();
        if (target instanceof Target.Any any) {
            for (Target each : List.of(
                    new Target.Traffic(any.name()),
                    new Target.Service(any.name()),
                    new Target.Workload(any.name()),
                    new Target.Pod(any.name()))) {
                if (exists(each)) {
                    meanings.add(each);
                }
            }
            // A pod that is a workload by itself has one name, and is one thing.
            if (meanings.size() > 1
                    && meanings.get(meanings.size() - 1) instanceof Target.Pod
                    && meanings.get(meanings.size() - 2) instanceof Target.Workload) {
                meanings.remove(meanings.size() - 1);
            }
        } else if (exists(target)) {
            meanings.add(target);
        }
        return meanings;
    }

    private boolean exists(Target target) {
        if (target instanceof Target.Traffic wanted) {
            return trafficNames.contains(wanted.name());
        }
        if (target instanceof Target.Service wanted) {
            return services.stream().anyMatch(wanted::means)
                    || externals.stream().anyMatch(host -> covers(host, wanted.name()));
        }
        if (target instanceof Target.Workload wanted) {
            return workloads.has(wanted.name()) || externals.contains(wanted.name());
        }
        if (target instanceof Target.Pod wanted) {
            return workloads.mayHavePod(wanted.name());
        }
        return target instanceof Target.Edge edge
                && (exists(new Target.Workload(edge.client())) && exists(new Target.Service(edge.service())));
    }

    private static boolean covers(String host, String name) {
        return host.equals(name) || host.startsWith("*") && name.endsWith(host.substring(1));
    }

    private String unknown(Target target) {
        if (target instanceof Target.Any any) {
            return workloads.isRefused(any.name())
                    ? workloads.problem(any.name())
                    : "there is no traffic, service, workload or pod " + any.name();
        }
        if (target instanceof Target.Traffic wanted) {
            return "there is no traffic " + wanted.name();
        }
        if (target instanceof Target.Service wanted) {
            return "there is no service " + wanted.name();
        }
        if (target instanceof Target.Workload wanted) {
            return workloads.problem(wanted.name());
        }
        if (target instanceof Target.Pod wanted) {
            return "there is no workload with a pod " + wanted.name();
        }
        Target.Edge edge = (Target.Edge) target;
        return exists(new Target.Workload(edge.client()))
                ? "there is no service " + edge.service()
                : workloads.problem(edge.client());
    }

    /** The workload that has to be there for a target; null when it is not known to be one. */
    private @Nullable String workload(Target target) {
        if (target instanceof Target.Workload wanted) {
            return wanted.name();
        }
        if (target instanceof Target.Any any) {
            return any.name();
        }
        return target instanceof Target.Edge edge && !exists(new Target.Workload(edge.client())) ? edge.client() : null;
    }

    private String fix(Target target) {
        if (target instanceof Target.Traffic wanted) {
            return near(wanted.name(), "the traffic is", trafficNames);
        }
        if (target instanceof Target.Service wanted) {
            return near(wanted.name(), "the services are", serviceNames());
        }
        if (target instanceof Target.Workload wanted) {
            return workloads.fix(wanted.name());
        }
        if (target instanceof Target.Pod wanted) {
            return workloads.fix(wanted.name());
        }
        if (target instanceof Target.Edge edge) {
            return exists(new Target.Workload(edge.client()))
                    ? near(edge.service(), "the services are", serviceNames())
                    : workloads.fix(edge.client());
        }
        String name = ((Target.Any) target).name();
        if (workloads.isRefused(name)) {
            return workloads.fix(name);
        }
        Set<String> all = new LinkedHashSet<>(trafficNames);
        all.addAll(serviceNames());
        all.addAll(workloads.names());
        return near(name, "there are", all);
    }

    private Set<String> serviceNames() {
        Set<String> names = new LinkedHashSet<>();
        services.forEach(service -> names.add(service.substring(0, service.indexOf('.'))));
        names.addAll(services);
        names.addAll(externals);
        return names;
    }

    private static String near(String wanted, String intro, Set<String> known) {
        return Spelling.closest(wanted, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> {
                    if (known.isEmpty()) {
                        return "add one, or take the threshold out";
                    }
                    List<String> names = known.stream().limit(LISTED).toList();
                    return intro + " " + String.join(", ", names)
                            + (known.size() > LISTED ? " and " + (known.size() - LISTED) + " more" : "");
                });
    }

    private static String name(Target target) {
        if (target instanceof Target.Traffic each) {
            return "traffic/" + each.name();
        }
        if (target instanceof Target.Service each) {
            return "service/" + each.name();
        }
        return target instanceof Target.Workload each
                ? "workload/" + each.name()
                : "pod/" + ((Target.Pod) target).name();
    }

    // ---------------------------------------------------------------- figures

    private static Kind kind(Function function) {
        if (function instanceof Function.Plain plain) {
            return plain.kind();
        }
        if (function instanceof Function.StandardDeviation deviation) {
            return deviation.inner();
        }
        if (function instanceof Function.UpperConfidence confidence) {
            return confidence.inner();
        }
        return ((Function.Recovery) function).inner();
    }

    private static void checkFigure(Metric metric, Target target, Reporter reporter) {
        Kind kind = kind(metric.function());
        boolean ofPods = target instanceof Target.Workload || target instanceof Target.Pod;
        boolean ofEdges = target instanceof Target.Service || target instanceof Target.Edge;
        String owner = null;
        if (OF_WORKLOADS_AND_PODS.contains(kind) && !ofPods) {
            owner = "workload";
        } else if (OF_SERVICES_AND_EDGES.contains(kind) && !ofEdges && !(ofPods && kind == Kind.ATTEMPTS)) {
            owner = "service";
        } else if (kind == Kind.RETRIES && ofPods) {
            owner = "service";
        }
        if (owner != null) {
            String figure = ThresholdParser.name(kind);
            reporter.add(
                    Level.ERROR,
                    "WT0044",
                    figure + " is a figure of "
                            + (owner.equals("workload") ? "workloads and pods" : "services and CLIENT->SERVICE")
                            + ", and the target is a "
                            + (target instanceof Target.Traffic ? "traffic" : ofPods ? "workload or pod" : "service"),
                    "write " + figure + "(" + owner + "/NAME)");
        }
    }

    /** Sessions are of traffic that asks for websockets; how many are open is known of pods, too. */
    private void checkSessions(Kind kind, Target target, Reporter reporter) {
        if (kind != Kind.OPEN && kind != Kind.CUT) {
            return;
        }
        boolean known = target instanceof Target.Traffic wanted
                ? traffic.stream()
                        .filter(each -> each.name().equals(wanted.name()))
                        .flatMap(each -> each.mix().stream())
                        .anyMatch(entry -> entry.request().session() != null)
                : kind == Kind.OPEN && (target instanceof Target.Workload || target instanceof Target.Pod);
        if (!known) {
            String figure = ThresholdParser.name(kind);
            reporter.add(
                    Level.ERROR,
                    "WT0044",
                    figure + " is a figure of " + (kind == Kind.OPEN ? OWNERS_OF_OPEN : "traffic with websockets"),
                    "write " + figure + "(traffic/NAME) of a traffic whose url is ws://");
        }
    }

    // ---------------------------------------------------------------- filters

    private void checkFilter(Filter filter, Target target, Level level, Reporter reporter) {
        if (filter instanceof Filter.From from) {
            checkTime("from", from.nanos(), reporter);
        } else if (filter instanceof Filter.Version wanted) {
            checkName("version", wanted.version(), versions, level, reporter);
        } else if (filter instanceof Filter.Subset wanted) {
            checkName("subset", wanted.subset(), subsets, level, reporter);
        } else if (filter instanceof Filter.Zone wanted) {
            checkName("zone", wanted.zone(), zones, level, reporter);
        } else if (filter instanceof Filter.FromZone wanted) {
            checkName("zone", wanted.zone(), zones, level, reporter);
        } else if (filter instanceof Filter.Workload wanted && !workloads.has(wanted.workload())) {
            if (!workloads.wasTold(wanted.workload())) {
                String name = wanted.workload();
                reporter.add(level, "WT0043", workloads.problem(name), workloads.fix(name));
            }
        } else if (filter instanceof Filter.RequestName wanted) {
            Set<String> names = new LinkedHashSet<>();
            for (Traffic each : traffic) {
                if (!(target instanceof Target.Traffic only) || only.name().equals(each.name())) {
                    each.mix().stream().map(MixEntry::name).forEach(name -> {
                        if (name != null) {
                            names.add(name);
                        }
                    });
                }
            }
            if (!names.contains(wanted.name())) {
                reporter.add(
                        Level.ERROR,
                        "WT0043",
                        "no entry of the mix is called " + wanted.name(),
                        names.isEmpty()
                                ? "give the traffic a mix with names, or take the filter out"
                                : near(wanted.name(), "the entries are", names));
            }
        }
    }

    private static void checkName(String what, String name, Set<String> known, Level level, Reporter reporter) {
        if (!known.contains(name)) {
            reporter.add(
                    level,
                    "WT0043",
                    "there is no " + what + " " + name,
                    known.isEmpty()
                            ? "nothing has a " + what + ": take the filter out"
                            : near(name, "the " + what + "s are", known));
        }
    }

    private void checkTime(String what, long nanos, Reporter reporter) {
        if (nanos >= endNanos) {
            reporter.add(
                    Level.WARNING,
                    "WT0046",
                    what + " is " + Durations.format(nanos) + ", and the run ends at " + Durations.format(endNanos)
                            + ", so there is nothing to judge",
                    "give it an earlier time, or the run a longer duration");
        }
    }
}
