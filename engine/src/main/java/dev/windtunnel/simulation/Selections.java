package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.measure.Collector;
import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.measure.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The selections of a run's thresholds, each with what it has collected. A run without any pays nothing for them. */
final class Selections {

    private static final long SECOND = 1_000_000_000L;

    /** A selection and what it collected. */
    static final class Selected {
        final Selection selection;
        final Collector collector = new Collector();
        final @Nullable Windows windows;

        Selected(Selection selection) {
            this.selection = selection;
            this.windows = selection.windowed() ? new Windows(SECOND) : null;
        }
    }

    private final Map<Selection, Selected> all = new LinkedHashMap<>();
    private final List<List<Selected>> byTraffic = new ArrayList<>();
    private final List<Selected> byPod = new ArrayList<>();

    Selections(List<Selection> selections, List<String> trafficNames) {
        for (Selection selection : selections) {
            all.computeIfAbsent(selection, Selected::new);
        }
        for (String name : trafficNames) {
            List<Selected> mine = new ArrayList<>();
            for (Selected selected : all.values()) {
                if (selected.selection.target() instanceof Expression.Target.Traffic traffic
                        && traffic.name().equals(name)) {
                    mine.add(selected);
                }
            }
            byTraffic.add(mine);
        }
        for (Selected selected : all.values()) {
            Expression.Target target = selected.selection.target();
            if (target instanceof Expression.Target.Workload || target instanceof Expression.Target.Pod) {
                byPod.add(selected);
            }
        }
    }

    /** The selections that want requests of an edge. */
    List<Selected> ofEdge(EdgeStatistics edge) {
        List<Selected> mine = new ArrayList<>();
        for (Selected selected : all.values()) {
            if (Targets.isEdgeOf(selected.selection.target(), edge.source, edge.service)) {
                mine.add(selected);
            }
        }
        return mine;
    }

    List<Selected> ofTraffic(int traffic) {
        return byTraffic.get(traffic);
    }

    List<Selected> ofPods() {
        return byPod;
    }

    Map<Selection, Selected> all() {
        return all;
    }

    /** Records an outcome where it passes the filters. */
    static void record(
            List<Selected> selections, Observation outcome, long latencyNanos, long endNanos, boolean error) {
        for (int i = 0; i < selections.size(); i++) {
            Selected selected = selections.get(i);
            if (outcome.passes(selected.selection.filters())) {
                selected.collector.record(latencyNanos, error, outcome.tries, outcome.unsent);
                if (selected.windows != null) {
                    Windows.Window window = selected.windows.at(endNanos);
                    window.completed++;
                    window.errors += error ? 1 : 0;
                    window.latency.record(latencyNanos);
                }
            }
        }
    }
}
