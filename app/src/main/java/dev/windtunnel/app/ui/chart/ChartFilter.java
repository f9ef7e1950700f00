package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.Series;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.simulation.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose requests the charts show.
 *
 * @param from who calls; empty for everybody
 * @param to whom; empty for all
 * @param requests target of latency, codes and tries: a traffic or an edge
 * @param edge target of the split; null when no edge was used yet
 * @param workloads whose load is shown
 */
record ChartFilter(String from, String to, String requests, @Nullable String edge, List<String> workloads) {

    /** Whose latency and codes these are: the service's, or the traffic's when it is a traffic. */
    String subject() {
        return requests.startsWith("traffic/") || to.isEmpty() ? from : to;
    }

    /** What the head of the charts says: {@code from web, to reviews}. */
    String text() {
        return to.isEmpty() ? "from " + from : from.isEmpty() ? "to " + to : "from " + from + ", to " + to;
    }

    /** The same in a sentence: {@code from web to reviews}. */
    String phrase() {
        return text().replace(",", "");
    }

    /**
     * What a selection asks for; null when there is no traffic at all.
     *
     * @param namespace namespace that names leave out
     */
    static @Nullable ChartFilter of(Selection selection, SessionState state, String namespace) {
        Frame frame = state.frame();
        if (selection instanceof Selection.Edge edge) {
            for (Frame.EdgeFrame each : frame.edges()) {
                if (each.key().equals(edge.key())) {
                    return ofEdge(each, namespace, null);
                }
            }
        } else if (selection instanceof Selection.Service service) {
            Frame.EdgeFrame edge = busiest(frame, each -> each.service().equals(service.name()));
            if (edge != null) {
                return ofEdge(edge, namespace, null);
            }
        } else if (selection instanceof Selection.Workload workload) {
            return ofWorkload(frame, workload.name(), namespace, state);
        } else if (selection instanceof Selection.Pod pod) {
            for (Frame.PodFrame each : frame.pods()) {
                if (each.name().equals(pod.name())) {
                    return ofWorkload(frame, each.workload(), namespace, state);
                }
            }
        } else if (selection instanceof Selection.Rule rule) {
            Frame.EdgeFrame edge = busiest(frame, each -> shortName(each.service(), namespace)
                    .equals(rule.key().name()));
            if (edge != null) {
                return ofEdge(edge, namespace, null);
            }
        } else if (selection instanceof Selection.Traffic traffic) {
            for (Frame.TrafficFrame each : frame.traffic()) {
                if (each.name().equals(traffic.name())) {
                    return ofTraffic(frame, each, state, namespace);
                }
            }
        }
        return frame.traffic().isEmpty()
                ? null
                : ofTraffic(frame, frame.traffic().get(0), state, namespace);
    }

    private static @Nullable ChartFilter ofWorkload(Frame frame, String name, String namespace, SessionState state) {
        Frame.EdgeFrame to = busiest(frame, each -> each.destinations().stream()
                .anyMatch(d -> d.workload().equals(name)));
        if (to != null) {
            return ofEdge(to, namespace, name);
        }
        Frame.EdgeFrame out = busiest(frame, each -> each.source().equals(name));
        if (out != null) {
            return ofEdge(out, namespace, name);
        }
        return frame.traffic().isEmpty()
                ? null
                : ofTraffic(frame, frame.traffic().get(0), state, namespace);
    }

    private static ChartFilter ofEdge(Frame.EdgeFrame edge, String namespace, @Nullable String workload) {
        List<String> workloads = new ArrayList<>();
        if (workload != null) {
            workloads.add(workload);
        } else {
            edge.destinations().stream()
                    .map(Frame.DestinationFrame::workload)
                    .distinct()
                    .forEach(workloads::add);
        }
        return new ChartFilter(edge.source(), shortName(edge.service(), namespace), edge.key(), edge.key(), workloads);
    }

    /** A traffic's latency and codes, and the split that its requests come to: the edge with the most destinations. */
    private static ChartFilter ofTraffic(
            Frame frame, Frame.TrafficFrame traffic, SessionState state, String namespace) {
        Frame.EdgeFrame split = frame.edges().stream()
                .max(Comparator.<Frame.EdgeFrame>comparingInt(edge -> branches(edge, state))
                        .thenComparing(edge -> edge.source().equals(traffic.from())))
                .orElse(null);
        if (split == null) {
            return new ChartFilter(traffic.name(), "", "traffic/" + traffic.name(), null, List.of());
        }
        ChartFilter edge = ofEdge(split, namespace, null);
        return new ChartFilter(traffic.name(), edge.to(), "traffic/" + traffic.name(), edge.edge(), edge.workloads());
    }

    private static int branches(Frame.EdgeFrame edge, SessionState state) {
        Series series = state.series().get(edge.key());
        int set = series == null
                ? 0
                : series.weights().stream()
                        .mapToInt(each -> each.shares().size())
                        .max()
                        .orElse(0);
        return Math.max(edge.destinations().size(), set);
    }

    private static Frame.@Nullable EdgeFrame busiest(Frame frame, Predicate<Frame.EdgeFrame> wanted) {
        return frame.edges().stream()
                .filter(wanted)
                .max(Comparator.comparingLong(Frame.EdgeFrame::requests))
                .orElse(null);
    }

    /** A service's name without the namespace that names leave out. */
    static String shortName(String service, String namespace) {
        return service.endsWith("." + namespace)
                ? service.substring(0, service.length() - namespace.length() - 1)
                : service;
    }
}
