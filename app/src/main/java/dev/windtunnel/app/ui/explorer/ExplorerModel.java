package dev.windtunnel.app.ui.explorer;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.TimelineWords;
import dev.windtunnel.app.ui.explorer.ExplorerRow.Kind;
import dev.windtunnel.app.ui.explorer.ExplorerRow.PodGlyph;
import dev.windtunnel.app.ui.shell.AdviceOf;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.topology.Versions;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.simulation.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the explorer: what a plan and its objects declare, and how it is doing just now. */
final class ExplorerModel {

    private static final int MOST_PODS = 6;
    private static final Map<String, String> ICONS = Map.of(
            "VirtualService", "mdoal-alt_route",
            "route-rule", "mdoal-alt_route",
            "DestinationRule", "mdomz-tune",
            "destination-policy", "mdomz-tune",
            "Gateway", "mdomz-router",
            "ServiceEntry", "mdomz-public",
            "PeerAuthentication", "mdoal-lock",
            "AuthorizationPolicy", "mdomz-security");

    private final Plan plan;
    private final ObjectStore store;
    private final Versions versions;

    ExplorerModel(Plan plan, ObjectStore store) {
        this.plan = plan;
        this.store = store;
        this.versions = Versions.of(plan);
    }

    /**
     * The rows.
     *
     * @param state the run now; null before the first state
     * @param waiting objects with an edit that is not in force yet
     * @param advice what the run advises
     * @param search only what contains this, in any case; empty for all
     */
    List<ExplorerRow> rows(@Nullable SessionState state, Set<ObjectKey> waiting, List<Advised> advice, String search) {
        List<ExplorerRow> rows = new ArrayList<>();
        boolean all = search.isBlank();
        String text = search.strip().toLowerCase(Locale.ROOT);
        section(rows, "Workloads", advised(workloads(state), advice), all, text, "No workloads in these files.");
        section(rows, "Services", advised(services(), advice), all, text, "No services in these files.");
        section(rows, "Rules", advised(rules(waiting), advice), all, text, "No rules: the defaults hold.");
        section(rows, "Traffic", traffic(state), all, text, "Nothing calls these services yet.");
        if (all && plan.traffic().isEmpty()) {
            rows.add(ExplorerRow.plain(Kind.ADD_TRAFFIC, "Add traffic", "", "mdoal-add", null));
        }
        section(rows, "Timeline", timeline(state), all, text, "Nothing is planned.");
        if (rows.isEmpty()) {
            rows.add(ExplorerRow.sentence("Nothing here is called " + search.strip() + "."));
        }
        return rows;
    }

    private static List<ExplorerRow> advised(List<ExplorerRow> rows, List<Advised> advice) {
        if (advice.isEmpty()) {
            return rows;
        }
        return rows.stream()
                .map(row -> row.selection() == null
                        ? row
                        : row.withAdvice(AdviceOf.words(AdviceOf.about(row.selection(), advice))))
                .toList();
    }

    private static void section(
            List<ExplorerRow> rows, String caption, List<ExplorerRow> items, boolean all, String text, String empty) {
        List<ExplorerRow> kept = new ArrayList<>();
        for (ExplorerRow item : items) {
            if (all
                    || item.name().toLowerCase(Locale.ROOT).contains(text)
                    || item.right().toLowerCase(Locale.ROOT).contains(text)) {
                kept.add(item);
            }
        }
        if (kept.isEmpty() && !all) {
            return;
        }
        rows.add(ExplorerRow.caption(caption, kept.size()));
        rows.addAll(kept);
        if (kept.isEmpty()) {
            rows.add(ExplorerRow.sentence(empty));
        }
    }

    private List<ExplorerRow> workloads(@Nullable SessionState state) {
        Map<String, List<Frame.PodFrame>> pods = new LinkedHashMap<>();
        if (state != null) {
            for (Frame.PodFrame pod : state.frame().pods()) {
                pods.computeIfAbsent(pod.workload(), key -> new ArrayList<>()).add(pod);
            }
        }
        List<ExplorerRow> rows = new ArrayList<>();
        for (WorkloadPlan workload : plan.workloads()) {
            if (workload.external()) {
                continue;
            }
            String name = workload.displayName(plan.scenario().namespace());
            List<Frame.PodFrame> own = pods.getOrDefault(name, List.of());
            List<PodGlyph> glyphs = own.stream().map(ExplorerModel::glyph).toList();
            int ready = (int)
                    own.stream().filter(pod -> pod.state().equals("READY")).count();
            boolean many = own.size() > MOST_PODS;
            boolean unwell = state != null
                    && (ready < workload.replicas() || own.stream().anyMatch(Frame.PodFrame::proxyDown));
            String right = many
                    ? (ready == own.size() ? own.size() + " pods" : ready + " of " + own.size() + " pods")
                    : own.isEmpty() && state != null ? "no pods" : "";
            rows.add(new ExplorerRow(
                    Kind.ITEM,
                    name,
                    right,
                    "",
                    versions.of(name),
                    unwell,
                    many ? List.of() : glyphs,
                    false,
                    "",
                    new Selection.Workload(name),
                    -1));
        }
        return rows;
    }

    private static PodGlyph glyph(Frame.PodFrame pod) {
        double busy = Double.isInfinite(pod.cores())
                ? (pod.inService() > 0 ? 0.25 : 0)
                : Math.min(1, pod.busyCores() / Math.max(1, pod.cores()));
        return new PodGlyph(pod.sidecar(), pod.state().equals("READY"), pod.proxyDown(), (int) Math.ceil(busy * 4));
    }

    private List<ExplorerRow> services() {
        List<ExplorerRow> rows = new ArrayList<>();
        for (Service service : plan.directory().services()) {
            String ports = String.join(
                    ", ",
                    service.ports().stream()
                            .map(port -> String.valueOf(port.port()))
                            .toList());
            rows.add(ExplorerRow.plain(
                    Kind.ITEM,
                    service.namespace().equals(plan.scenario().namespace())
                            ? service.name()
                            : service.namespace() + "/" + service.name(),
                    ports,
                    "mdoal-device_hub",
                    new Selection.Service(service.name() + "." + service.namespace())));
        }
        return rows;
    }

    private List<ExplorerRow> rules(Set<ObjectKey> waiting) {
        List<ExplorerRow> rows = new ArrayList<>();
        for (KubeObject object : store.objects()) {
            if (isRule(object)) {
                ObjectKey key = object.key();
                rows.add(ExplorerRow.plain(
                                Kind.ITEM,
                                key.name(),
                                key.kind(),
                                ICONS.getOrDefault(key.kind(), "mdoal-description"),
                                new Selection.Rule(key))
                        .withWaiting(waiting.contains(key)));
            }
        }
        return rows;
    }

    /** Istio's own objects, which in 2017 had no apiVersion, and those of the Gateway API. */
    static boolean isRule(KubeObject object) {
        return object.apiVersion().isEmpty()
                || object.group().endsWith("istio.io")
                || object.group().equals("gateway.networking.k8s.io");
    }

    private List<ExplorerRow> traffic(@Nullable SessionState state) {
        List<ExplorerRow> rows = new ArrayList<>();
        for (TrafficPlan traffic : plan.traffic()) {
            String name = traffic.traffic().name();
            SessionState.Rates rates = state == null || state.frame().nowNanos() == 0
                    ? null
                    : state.rates().get("traffic/" + name);
            rows.add(ExplorerRow.plain(
                    Kind.ITEM,
                    name,
                    rates == null ? load(traffic.traffic()) : Instants.rate(rates.requestsPerSecond()),
                    "mdomz-people",
                    new Selection.Traffic(name)));
        }
        return rows;
    }

    /** {@code 120/s Poisson}, {@code 2 users}: what is declared. */
    static String load(Traffic traffic) {
        if (traffic.load() instanceof Traffic.Closed closed) {
            return closed.users() == 1 ? "1 user" : closed.users() + " users";
        }
        Traffic.Open open = (Traffic.Open) traffic.load();
        return Instants.rate(open.stages().get(0).fromPerSecond()) + (open.poisson() ? " Poisson" : "");
    }

    private List<ExplorerRow> timeline(@Nullable SessionState state) {
        long now = state == null ? 0 : state.frame().nowNanos();
        List<ExplorerRow> rows = new ArrayList<>();
        for (TimelineEntry entry : plan.scenario().timeline()) {
            boolean done = state != null && now > 0 && now >= entry.atNanos();
            long left = (long) Math.ceil((entry.atNanos() - now) / 1e9);
            rows.add(new ExplorerRow(
                    Kind.ITEM,
                    Instants.axis(entry.atNanos() / 1e9) + " " + TimelineWords.of(entry.action()),
                    done ? "done" : "in " + left + " s",
                    done ? "mdal-flag" : "mdoal-flag",
                    -1,
                    false,
                    List.of(),
                    false,
                    "",
                    null,
                    entry.atNanos()));
        }
        return rows;
    }

    /** The selection whose row stands for another one: a pod's is its workload, an edge's is its service. */
    static Selection shownFor(Selection selection, @Nullable SessionState state) {
        if (selection instanceof Selection.Pod pod && state != null) {
            for (Frame.PodFrame each : state.frame().pods()) {
                if (each.name().equals(pod.name())) {
                    return new Selection.Workload(each.workload());
                }
            }
        }
        if (selection instanceof Selection.Edge edge) {
            String key = edge.key();
            int arrow = key.indexOf("->");
            int colon = key.lastIndexOf(':');
            return arrow >= 0 && colon > arrow ? new Selection.Service(key.substring(arrow + 2, colon)) : selection;
        }
        return selection;
    }
}
