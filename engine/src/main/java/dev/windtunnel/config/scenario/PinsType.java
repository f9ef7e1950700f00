package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.NAME;

import dev.windtunnel.scenario.ClusterSettings.PinnedPod;
import dev.windtunnel.scenario.ClusterSettings.PinnedService;
import dev.windtunnel.source.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code cluster.pins}: names, addresses and ages that tables show instead of made-up ones. */
final class PinsType {
    /** Pods by workload and services by name. */
    record Pins(Map<String, List<PinnedPod>> pods, Map<String, PinnedService> services) {}

    static final Pins NONE = new Pins(Map.of(), Map.of());

    private static final Type<String> ADDRESS = Types.checked(Types.TEXT, PinsType::address);

    private static final Key<String> POD_NAME = Key.optional("name", NAME, "Name of the pod.");
    private static final Key<String> IP = Key.optional("ip", ADDRESS, "Its address.");
    private static final Key<Long> AGE = Key.optional("age", DURATION, "Its age at the start of the run.");
    private static final Key<Integer> RESTARTS =
            Key.optional("restarts", Types.integer(0, Integer.MAX_VALUE), "Restarts of its containers.");
    private static final MapType<PinnedPod> POD = new MapType<>(
            "pinnedPod",
            "What is known of a pod.",
            List.of(POD_NAME, IP, AGE, RESTARTS),
            v -> new PinnedPod(v.find(POD_NAME), v.find(IP), v.find(AGE), v.find(RESTARTS)));

    private static final Key<String> CLUSTER_IP = Key.optional("clusterIP", ADDRESS, "Its cluster address.");
    private static final Key<Map<Integer, Integer>> NODE_PORTS = Key.optional(
            "nodePorts",
            Types.checked(Types.map(Types.integer(1, 65_535)), PinsType::ports),
            Map.of(),
            "Node ports by service port.");
    private static final MapType<PinnedService> SERVICE = new MapType<>(
            "pinnedService",
            "What is known of a Service.",
            List.of(CLUSTER_IP, AGE, NODE_PORTS),
            v -> new PinnedService(v.find(CLUSTER_IP), v.find(AGE), v.get(NODE_PORTS)));

    private static final Key<Map<String, List<PinnedPod>>> PODS =
            Key.optional("pods", Types.map(Types.list(POD)), Map.of(), "By workload; handed out in order of creation.");
    private static final Key<Map<String, PinnedService>> SERVICES =
            Key.optional("services", Types.map(SERVICE), Map.of(), "By the name of the Service.");

    static final MapType<Pins> PINS = new MapType<>(
            "pins",
            "Names, addresses and ages that tables show.",
            List.of(PODS, SERVICES),
            v -> new Pins(v.get(PODS), v.get(SERVICES)));

    private PinsType() {}

    private static @Nullable String address(String text, Node node, Spot spot) {
        String[] parts = text.split("\\.", -1);
        boolean good = parts.length == 4;
        for (String part : parts) {
            good &= part.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(part) <= 255;
        }
        if (!good) {
            spot.refused(node, "\"" + text + "\" is no IPv4 address", "write for example 10.1.40.9");
            return null;
        }
        return text;
    }

    private static @Nullable Map<Integer, Integer> ports(Map<String, Integer> byText, Node node, Spot spot) {
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> entry : byText.entrySet()) {
            if (!entry.getKey().matches("[1-9][0-9]{0,4}") || Integer.parseInt(entry.getKey()) > 65_535) {
                spot.refusedKey(node, entry.getKey(), "\"" + entry.getKey() + "\" is no port", "write PORT: NODEPORT");
                return null;
            }
            ports.put(Integer.valueOf(entry.getKey()), entry.getValue());
        }
        return Collections.unmodifiableMap(ports);
    }
}
