package dev.windtunnel.console;

import dev.windtunnel.simulation.PodEvent;
import java.util.List;

/** Events as {@code kubectl describe} shows them. */
final class EventLines {

    private EventLines() {}

    /** Those that somebody has told of, the oldest first. */
    static String of(List<PodEvent> events, String from, Cluster cluster) {
        Columns columns = new Columns(0, 2);
        columns.row(List.of("  Type", "Reason", "Age", "From", "Message"));
        columns.row(List.of("  ----", "------", "----", "----", "-------"));
        for (PodEvent event : events) {
            String age = cluster.age(cluster.nowNanos() - event.lastNanos());
            String first = cluster.age(cluster.nowNanos() - event.firstNanos());
            columns.row(List.of(
                    event.warning() ? "  Warning" : "  Normal",
                    event.reason(),
                    event.count() == 1 ? age : age + " (x" + event.count() + " over " + first + ")",
                    from,
                    event.message()));
        }
        return columns.text();
    }
}
