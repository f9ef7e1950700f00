package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.ui.dock.EventsModel.Event;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.simulation.Closeup.Ejected;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tells of ejections and returns, each at its own instant and once, however late the screen hears of them. */
final class EjectionEvents {

    private final Set<Key> out = new LinkedHashSet<>();
    private final Map<Key, Long> back = new LinkedHashMap<>();

    private record Key(String proxy, String cluster, String pod, long startNanos) {}

    /**
     * Takes the ejections of a state.
     *
     * @param pods the names of the pods that exist
     * @param teller gets what is new
     */
    void take(List<Ejected> ejections, Set<String> pods, Consumer<Event> teller) {
        Set<Key> known = new LinkedHashSet<>();
        for (Ejected each : ejections) {
            Key key = new Key(each.proxy(), each.cluster(), each.pod(), each.startNanos());
            known.add(key);
            if (out.add(key)) {
                teller.accept(event(each.startNanos(), each.pod(), gone(each)));
            }
            if (each.endNanos() >= 0 && back.putIfAbsent(key, each.endNanos()) == null) {
                teller.accept(event(each.endNanos(), each.pod(), returned(each, pods.contains(each.pod()))));
            }
        }
        out.retainAll(known);
        back.keySet().retainAll(known);
    }

    /** The clock was dragged back. */
    void back(double seconds) {
        out.removeIf(each -> each.startNanos() / 1e9 > seconds);
        back.values().removeIf(each -> each / 1e9 > seconds);
    }

    private static Event event(long nanos, String pod, String text) {
        return new Event(nanos / 1e9, EventsModel.Kind.EJECTION, pod, text);
    }

    private static String gone(Ejected each) {
        return each.pod() + " is ejected by " + each.proxy() + ": " + reason(each.reason());
    }

    private static String returned(Ejected each, boolean there) {
        String after = " after " + Instants.latency((each.endNanos() - each.startNanos()) / 1e9);
        return there
                ? each.pod() + " is back from the ejection by " + each.proxy() + after
                : each.pod() + " left while it was ejected by " + each.proxy() + "," + after.replace(" after", " for");
    }

    /** What the detector counted. */
    static String reason(String detector) {
        return switch (detector) {
            case "consecutive_5xx" -> "5xx in a row";
            case "consecutive_gateway_failure" -> "502, 503 or 504 in a row";
            case "consecutive_local_origin_failure" -> "failures that the proxy saw in a row";
            default -> detector;
        };
    }
}
