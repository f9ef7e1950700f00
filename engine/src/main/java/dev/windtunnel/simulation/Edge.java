package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.Windows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of one workload to one service port: what a run counts of them. */
final class Edge {

    final int number;
    final EdgeStatistics statistics;
    /** What thresholds want of it; mostly nothing. */
    final List<Selections.Selected> selected;

    final @Nullable Windows windows;
    /** The pair of localities that was counted last. */
    EdgeStatistics.@Nullable Locality lastLocality;

    Edge(int number, EdgeStatistics statistics, List<Selections.Selected> selected, @Nullable Windows windows) {
        this.number = number;
        this.statistics = statistics;
        this.selected = selected;
        this.windows = windows;
    }

    /** The pair of the localities of two pods: of requests, the caller and who answered. */
    EdgeStatistics.Locality locality(Pod from, Pod to) {
        EdgeStatistics.Locality locality = lastLocality;
        if (locality == null || !locality.from.equals(from.locality) || !locality.to.equals(to.locality)) {
            locality = statistics.locality(from.locality, to.locality);
            lastLocality = locality;
        }
        return locality;
    }

    /** A workload and subset behind it. */
    EdgeStatistics.Destination destination(Pod pod, @Nullable String subset) {
        return statistics.destination(pod.displayName, pod.plan.version(), subset);
    }
}
