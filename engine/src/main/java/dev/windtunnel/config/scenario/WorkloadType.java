package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.DURATION;

import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.External;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.WorkloadSettings;
import dev.windtunnel.scenario.WorkloadSettings.Model;
import dev.windtunnel.scenario.WorkloadSettings.OnCancel;
import dev.windtunnel.scenario.WorkloadSettings.Shutdown;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Quantities;
import dev.windtunnel.source.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entries of {@code spec.workloads} and {@code spec.external}. */
final class WorkloadType {
    private static final int LONGEST_HOST = 253;
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern ADDRESS_6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final Pattern PATTERN = Pattern.compile("(?:[A-Za-z0-9._-]+/)?(?:[A-Za-z0-9._-]+\\*?|\\*)");

    private static final Type<Double> CORES = Types.or(
            Types.scalar(
                    "an amount of cpu such as 2, 0.5 or 500m",
                    WorkloadType::cores,
                    Schemas.anyOf(
                            Schemas.type("number").put("exclusiveMinimum", 0),
                            Schemas.text(
                                    "^\\s*\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?\\s*[numk]?\\s*$"))),
            Types.choice(Map.of("unlimited", Double.POSITIVE_INFINITY)),
            Types::isUnlimited);

    private static final Key<Boolean> SIDECAR =
            Key.optional("sidecar", BOOL, "Wins over everything else that decides on injection.");
    private static final Key<Double> CPU = Key.optional(
            "cpu", CORES, "Cores of one pod; default the container's limits.cpu, else requests.cpu, else unlimited.");
    private static final Key<Integer> CONCURRENCY = Key.optional(
            "concurrency", Types.integerOrUnlimited(1), "Requests in service at a time in one pod; default unlimited.");
    private static final Key<Integer> QUEUE = Key.optional(
            "queue",
            Types.integerOrUnlimited(0),
            "Waiting places; beyond them the app answers 503; default unlimited.");
    private static final Key<Model> MODEL = Key.optional(
            "model",
            Types.words(Model.class),
            "threads: a request holds its place until it is answered; async: only while in work; default threads.");
    private static final Key<OnCancel> ON_CANCEL = Key.optional(
            "onCancel",
            Types.words(OnCancel.class),
            "When the caller hangs up; default continue for threads, stop for async.");
    private static final Key<Long> STARTUP = Key.optional("startup", DURATION, "Created to ready; default 1s.");
    private static final Key<Shutdown> SHUTDOWN =
            Key.optional("shutdown", Types.words(Shutdown.class), "On SIGTERM; default finish.");
    private static final Key<Map<String, Integer>> PLACEMENT =
            Key.optional("placement", Types.map(Types.integer(0, 1_000_000)), "Zone or node: number of pods.");
    private static final Key<List<String>> FORWARD_HEADERS =
            Key.optional("forwardHeaders", Types.list(CallerTypes.HEADER_NAME), "Headers that are copied into calls.");
    private static final Key<Connection> CONNECTION =
            Key.optional("connection", CallerTypes.CONNECTION, "How it calls others.");
    private static final Key<List<Handler>> HANDLERS = Key.optional(
            "handlers",
            Types.list(HandlerType.HANDLER),
            "First match wins, none matching is answered 404; default one that works 1 ms and answers 200.");

    private static final List<Key<?>> KEYS = List.of(
            SIDECAR,
            CPU,
            CONCURRENCY,
            QUEUE,
            MODEL,
            ON_CANCEL,
            STARTUP,
            SHUTDOWN,
            PLACEMENT,
            FORWARD_HEADERS,
            CONNECTION,
            HANDLERS);

    private static final MapType<WorkloadSettings> WORKLOAD = new MapType<>(
            "workload",
            "How the pods of a workload behave.",
            KEYS,
            v -> settings(v, v.spot().step()));

    /** {@code spec.workloads}: by pattern, in file order. */
    static final Type<List<WorkloadSettings>> WORKLOADS = Types.checked(Types.map(WORKLOAD), WorkloadType::patterns);

    private static final Key<Distribution> LATENCY =
            Key.optional("latency", Distributions.DISTRIBUTION, "One way, in place of network.external.");
    private static final Key<Integer> ADDRESSES =
            Key.optional("addresses", Types.integer(1, 10_000), 1, "Endpoints behind the name; default 1.");

    private static final MapType<External> EXTERNAL =
            new MapType<>("external", "A host outside the mesh.", externalKeys(), WorkloadType::external);

    /** {@code spec.external}: by host, in file order. */
    static final Type<List<External>> EXTERNALS = Types.checked(Types.map(EXTERNAL), WorkloadType::externals);

    private WorkloadType() {}

    private static List<Key<?>> externalKeys() {
        List<Key<?>> keys = new ArrayList<>(List.of(LATENCY, ADDRESSES));
        keys.addAll(KEYS);
        return keys;
    }

    private static double cores(String text) throws ValueException {
        double cores = Quantities.cpu(text);
        if (!(cores > 0)) {
            throw new ValueException("a pod without any cpu never works: write an amount above 0");
        }
        return cores;
    }

    private static WorkloadSettings settings(Values v, String pattern) {
        return new WorkloadSettings(
                pattern,
                v.find(SIDECAR),
                v.find(CPU),
                v.find(CONCURRENCY),
                v.find(QUEUE),
                v.find(MODEL),
                v.find(ON_CANCEL),
                v.find(STARTUP),
                v.find(SHUTDOWN),
                v.find(PLACEMENT),
                v.find(FORWARD_HEADERS),
                v.find(CONNECTION),
                v.find(HANDLERS),
                v.place());
    }

    private static External external(Values v) {
        String host = v.spot().step();
        return new External(host, v.find(LATENCY), v.get(ADDRESSES), settings(v, host));
    }

    private static List<External> externals(Map<String, External> byHost, Node node, Spot spot) {
        for (String host : byHost.keySet()) {
            if (!isHost(host)) {
                spot.refusedKey(
                        node,
                        host,
                        "\"" + host + "\" is no host",
                        "write a name, an address or *.example.com, without scheme and port");
            }
        }
        return List.copyOf(byHost.values());
    }

    /** A name, an address, or all names below a domain. */
    private static boolean isHost(String text) {
        return text.length() <= LONGEST_HOST && HOST.matcher(text).matches()
                || text.indexOf(':') >= 0 && ADDRESS_6.matcher(text).matches();
    }

    private static List<WorkloadSettings> patterns(Map<String, WorkloadSettings> byPattern, Node node, Spot spot) {
        for (WorkloadSettings settings : byPattern.values()) {
            if (!isPattern(settings.pattern())) {
                spot.refusedKey(
                        node,
                        settings.pattern(),
                        "\"" + settings.pattern() + "\" names no workloads",
                        "write name, ns/name, ns/*, name-* or *");
            }
        }
        return List.copyOf(byPattern.values());
    }

    /** A name with at most one namespace before it, and at most one {@code *}, at the end. */
    static boolean isPattern(@Nullable String text) {
        return text != null && PATTERN.matcher(text).matches();
    }
}
