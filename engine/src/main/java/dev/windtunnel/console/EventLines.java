package dev.windtunnel.console;

import dev.windtunnel.simulation.PodEvent;
import dev.windtunnel.simulation.Run.PodView;
import java.util.List;

/** The events of a pod as {@code kubectl describe} shows them. */
final class EventLines {

    private EventLines() {}

    static String of(PodView pod, Cluster cluster) {
        Columns columns = new Columns(0, 2);
        columns.row(List.of("  Type", "Reason", "Age", "From", "Message"));
        columns.row(List.of("  ----", "------", "----", "----", "-------"));
        for (PodEvent event : pod.events()) {
            String age = cluster.age(cluster.nowNanos() - event.lastNanos());
            String first = cluster.age(cluster.nowNanos() - event.firstNanos());
            columns.row(List.of(
                    event.warning() ? "  Warning" : "  Normal",
                    event.reason(),
                    event.count() == 1 ? age : age + " (x" + event.count() + " over " + first + ")",
                    "kubelet",
                    event.message()));
        }
        return columns.text();
    }
}
