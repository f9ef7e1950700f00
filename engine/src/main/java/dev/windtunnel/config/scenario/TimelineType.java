package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;
import static dev.windtunnel.config.scenario.Types.TEXT;

import dev.windtunnel.mesh.Workload;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Component;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.timeline}: when, and exactly one action. Actions on objects are in {@link ObjectActions}. */
final class TimelineType {
    private static final Key<String> WORKLOAD = Key.required("workload", NAME, "The workload, name or ns/name.");
    private static final Key<PodSelection> PODS = Key.optional(
            "pods", PodSelections.PODS, new PodSelection.All(), "N, a percentage or [name, ...]; default all.");

    private static final Key<Integer> REPLICAS =
            Key.required("replicas", Types.integer(0, Workload.MOST_PODS), "Pods wanted.");
    private static final MapType<Action> SCALE_TYPE = new MapType<>(
            "scale",
            "As kubectl scale.",
            List.of(WORKLOAD, REPLICAS),
            v -> new TimelineEntry.Scale(v.get(WORKLOAD), v.get(REPLICAS)));

    private static final MapType<Action> RESTART_TYPE = new MapType<>(
            "restart",
            "As kubectl rollout restart: pods are replaced by the strategy of their workload.",
            List.of(WORKLOAD),
            v -> new TimelineEntry.Restart(v.get(WORKLOAD)));

    private static final MapType<Action> UNREADY_TYPE = new MapType<>(
            "unready",
            "Pods run, but are not ready: they leave the endpoints of their Services.",
            List.of(WORKLOAD, PODS),
            v -> new TimelineEntry.Unready(v.get(WORKLOAD), v.get(PODS)));

    private static final Key<Long> GRACE = Key.optional(
            "grace", DURATION, "As kubectl delete pod: endpoints leave at once, the app finishes; default SIGKILL.");
    private static final MapType<Action> KILL_TYPE = new MapType<>(
            "kill",
            "Pods end.",
            List.of(WORKLOAD, PODS, GRACE),
            v -> new TimelineEntry.Kill(v.get(WORKLOAD), v.get(PODS), v.find(GRACE)));

    /** A load or a time that is changed by more is a slip of the pen. */
    private static final double MOST_FACTOR = 1_000_000;

    private static final Key<Double> SLOW_FACTOR = Key.required(
            "factor", Types.number(0, true, MOST_FACTOR), "All work and sleep takes so many times as long.");
    private static final MapType<Action> SLOW_TYPE = new MapType<>(
            "slow",
            "Pods get slower.",
            List.of(WORKLOAD, PODS, SLOW_FACTOR),
            v -> new TimelineEntry.Slow(v.get(WORKLOAD), v.get(PODS), v.get(SLOW_FACTOR)));

    private static final Key<Double> FAIL_RATE =
            Key.optional("rate", Types.PERCENT, 1.0, "Share of the requests; default 100%.");
    private static final MapType<Action> FAIL_TYPE = new MapType<Action>(
                    "fail",
                    "A share of the requests of pods goes wrong.",
                    List.of(
                            WORKLOAD,
                            PODS,
                            FAIL_RATE,
                            HandlerType.ERROR_STATUS,
                            HandlerType.ERROR_GRPC_STATUS,
                            HandlerType.RESET,
                            HandlerType.HANG,
                            HandlerType.AFTER),
                    v -> new TimelineEntry.Fail(v.get(WORKLOAD), v.get(PODS), HandlerType.error(v, v.get(FAIL_RATE))))
            .exactlyOne(HandlerType.ERROR_STATUS, HandlerType.ERROR_GRPC_STATUS, HandlerType.RESET, HandlerType.HANG);

    private static final Key<String> TRAFFIC = Key.required("traffic", NAME, "The traffic.");
    private static final Key<Double> LOAD_FACTOR =
            Key.required("factor", Types.number(0, false, MOST_FACTOR), "Its rate or users are multiplied by this.");
    private static final MapType<Action> LOAD_TYPE = new MapType<>(
            "loadFactor",
            "Traffic gets more or less.",
            List.of(TRAFFIC, LOAD_FACTOR),
            v -> new TimelineEntry.LoadFactor(v.get(TRAFFIC), v.get(LOAD_FACTOR)));

    private static final Key<String> FROM = Key.required("from", NAME, "A workload.");
    private static final Key<String> TO = Key.required("to", NAME, "A workload.");
    private static final MapType<Action> PARTITION_TYPE = new MapType<>(
            "partition",
            "Packets between two workloads vanish.",
            List.of(FROM, TO),
            v -> new TimelineEntry.Partition(v.get(FROM), v.get(TO)));

    private static final Key<String> SIDE_FROM = Key.required("from", NAME, "A zone, a node or a workload.");
    private static final Key<String> SIDE_TO = Key.required("to", NAME, "A zone, a node or a workload.");
    private static final Key<Distribution> LATENCY = Key.optional(
            "latency", Distributions.DISTRIBUTION, new Distribution.Constant(0), "Added to each way; default 0s.");
    private static final Key<Double> LOSS =
            Key.optional("loss", Types.PERCENT, 0.0, "Share of the packets that are lost and sent again; default 0%.");
    private static final MapType<Action> NETWORK_TYPE = new MapType<>(
            "networkTrouble",
            "Packets between two sides, in both directions, are late or lost.",
            List.of(SIDE_FROM, SIDE_TO, LATENCY, LOSS),
            TimelineType::network);

    private static final long DETECT_NANOS = 40_000_000_000L;
    private static final Key<Long> DETECT = Key.optional(
            "detect", DURATION, DETECT_NANOS, "From then until its pods leave the endpoints; default 40s.");
    private static final Key<String> ZONE_DOWN = Key.required("down", NAME, "The zone.");
    private static final MapType<Action> ZONE_TYPE = new MapType<>(
            "zoneDown",
            "All machines of a zone are gone without a word.",
            List.of(ZONE_DOWN, DETECT),
            v -> new TimelineEntry.ZoneDown(v.get(ZONE_DOWN), v.get(DETECT)));
    private static final Key<String> NODE_DOWN = Key.required("down", NAME, "The node.");
    private static final MapType<Action> NODE_TYPE = new MapType<>(
            "nodeDown",
            "A machine is gone without a word.",
            List.of(NODE_DOWN, DETECT),
            v -> new TimelineEntry.NodeDown(v.get(NODE_DOWN), v.get(DETECT)));

    private static final Key<Component> COMPONENT_DOWN = Key.required(
            "down",
            Types.words(Component.class),
            "istiod, or pilot: no configuration, no endpoints; ca: no certificates;"
                    + " ingress and egress: the gateways; dns: no names;"
                    + " mixer of profile envoy-2017: every request passes.");
    private static final MapType<Action> COMPONENT_TYPE = new MapType<>(
            "componentDown",
            "A part of the mesh is down.",
            List.of(COMPONENT_DOWN),
            v -> new TimelineEntry.ComponentDown(v.get(COMPONENT_DOWN)));

    private static final Key<Boolean> STATE = Key.required("state", Types.choice(Map.of("down", true)), "down.");
    private static final MapType<Action> PROXY_TYPE = new MapType<>(
            "proxyState",
            "The sidecars of a workload are down.",
            List.of(WORKLOAD, PODS, STATE),
            v -> new TimelineEntry.ProxyDown(v.get(WORKLOAD), v.get(PODS)));

    private static final MapType<Action> STALE_ROUTES_TYPE = new MapType<>(
            "staleRoutes",
            "The workload's proxies keep their routes until their pod is replaced.",
            List.of(WORKLOAD),
            v -> new TimelineEntry.StaleRoutes(v.get(WORKLOAD)));

    private static final Key<Action> APPLY = Key.optional(
            "apply", ObjectActions.APPLY, "As kubectl apply: a file, or a list of files and inline documents.");
    private static final Key<Action> DELETE =
            Key.optional("delete", ObjectActions.DELETE, "As kubectl delete: KIND/[NS/]NAME.");
    private static final Key<Action> PATCH =
            Key.optional("patch", ObjectActions.PATCH, "KIND/[NS/]NAME to path to value; null removes.");
    private static final Key<Action> SCALE = Key.optional("scale", SCALE_TYPE, "As kubectl scale.");
    private static final Key<Action> RESTART = Key.optional("restart", RESTART_TYPE, "As kubectl rollout restart.");
    private static final Key<Action> UNREADY = Key.optional("unready", UNREADY_TYPE, "Pods are not ready.");
    private static final Key<Action> NETWORK = Key.optional("network", NETWORK_TYPE, "Packets are late or lost.");
    private static final Key<Action> ZONE = Key.optional("zone", ZONE_TYPE, "A zone is gone.");
    private static final Key<Action> NODE = Key.optional("node", NODE_TYPE, "A machine is gone.");
    private static final Key<Action> COMPONENT =
            Key.optional("component", COMPONENT_TYPE, "A part of the mesh is down.");
    private static final Key<Action> KILL = Key.optional("kill", KILL_TYPE, "Pods end.");
    private static final Key<Action> SLOW = Key.optional("slow", SLOW_TYPE, "Pods get slower.");
    private static final Key<Action> FAIL =
            Key.optional("fail", FAIL_TYPE, "A share of the requests of pods goes wrong.");
    private static final Key<Action> LOAD = Key.optional("load", LOAD_TYPE, "Traffic gets more or less.");
    private static final Key<Action> PARTITION =
            Key.optional("partition", PARTITION_TYPE, "Packets between two workloads vanish.");
    private static final Key<Action> PROXY = Key.optional("proxy", PROXY_TYPE, "Sidecars are down.");
    private static final Key<Action> STALE_ROUTES =
            Key.optional("staleRoutes", STALE_ROUTES_TYPE, "Proxies keep their routes.");
    private static final Key<Action> EXEC = Key.optional(
            "exec", Types.as(TEXT, TimelineEntry.Exec::new), "A console line, such as istioctl create -f retry.yaml.");

    private static final List<Key<Action>> ACTIONS = List.of(
            APPLY,
            DELETE,
            PATCH,
            SCALE,
            RESTART,
            KILL,
            SLOW,
            FAIL,
            UNREADY,
            NETWORK,
            PARTITION,
            ZONE,
            NODE,
            LOAD,
            PROXY,
            STALE_ROUTES,
            COMPONENT,
            EXEC);

    /** What ends again; everything else is done once and stays. */
    private static final Set<String> LASTING =
            Set.of("slow", "fail", "unready", "network", "partition", "zone", "node", "load", "proxy", "component");

    private static final Key<Long> AT = Key.required("at", DURATION, "When it begins.");
    private static final Key<Long> FOR =
            Key.optional("for", POSITIVE_DURATION, Long.MAX_VALUE, "How long it lasts; default until the end.");
    private static final Key<Long> EVERY =
            Key.optional("every", POSITIVE_DURATION, 0L, "Repeats with this period; default once.");
    private static final Key<Long> UNTIL =
            Key.optional("until", DURATION, Long.MAX_VALUE, "No repetition begins from here on; default the end.");

    static final MapType<TimelineEntry> ENTRY = new MapType<TimelineEntry>(
                    "timelineEntry",
                    "What happens to the mesh, and when: exactly one action.",
                    keys(),
                    TimelineType::entry)
            .exactlyOne(ACTIONS.toArray(new Key<?>[0]));

    private TimelineType() {}

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new java.util.ArrayList<>(List.of(AT, FOR, EVERY, UNTIL));
        keys.addAll(ACTIONS);
        return keys;
    }

    private static @Nullable TimelineEntry entry(Values v) {
        for (Key<Action> kind : ACTIONS) {
            if (v.has(kind)) {
                checkTimes(v, kind);
                return new TimelineEntry(v.get(AT), v.get(FOR), v.get(EVERY), v.get(UNTIL), v.get(kind), v.place());
            }
        }
        return null;
    }

    private static @Nullable Action network(Values v) {
        if (v.map().get(LATENCY.name()) == null && v.map().get(LOSS.name()) == null) {
            v.spot().refused(v.map(), "neither latency nor loss is written, so nothing changes", "write one of them");
            return null;
        }
        return new TimelineEntry.Network(v.get(SIDE_FROM), v.get(SIDE_TO), v.get(LATENCY), v.get(LOSS));
    }

    private static void checkTimes(Values v, Key<Action> kind) {
        if (v.has(FOR) && !LASTING.contains(kind.name())) {
            v.refused(
                    FOR,
                    kind.name() + " is done once and does not end",
                    "leave `for` out, or add an entry that undoes it");
        }
        if (v.has(UNTIL) && !v.has(EVERY)) {
            v.refused(UNTIL, "`until` ends repetitions, but nothing repeats", "add `every`, or use `for`");
        }
        if (v.has(EVERY) && v.has(FOR) && v.get(FOR) > v.get(EVERY)) {
            v.refused(FOR, "it lasts longer than the time to its next repetition", "make `for` at most `every`");
        }
        if (v.has(UNTIL) && v.get(UNTIL) <= v.get(AT)) {
            v.refused(UNTIL, "it ends before it begins", "make `until` later than `at`");
        }
    }
}
