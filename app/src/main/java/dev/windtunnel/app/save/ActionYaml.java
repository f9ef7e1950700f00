package dev.windtunnel.app.save;

import dev.windtunnel.scenario.Handler.ErrorRate;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Apply;
import dev.windtunnel.scenario.TimelineEntry.ComponentDown;
import dev.windtunnel.scenario.TimelineEntry.Delete;
import dev.windtunnel.scenario.TimelineEntry.Exec;
import dev.windtunnel.scenario.TimelineEntry.Fail;
import dev.windtunnel.scenario.TimelineEntry.Kill;
import dev.windtunnel.scenario.TimelineEntry.LoadFactor;
import dev.windtunnel.scenario.TimelineEntry.Network;
import dev.windtunnel.scenario.TimelineEntry.NodeDown;
import dev.windtunnel.scenario.TimelineEntry.Partition;
import dev.windtunnel.scenario.TimelineEntry.Patch;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.scenario.TimelineEntry.ProxyDown;
import dev.windtunnel.scenario.TimelineEntry.Restart;
import dev.windtunnel.scenario.TimelineEntry.Scale;
import dev.windtunnel.scenario.TimelineEntry.Slow;
import dev.windtunnel.scenario.TimelineEntry.StaleRoutes;
import dev.windtunnel.scenario.TimelineEntry.Unready;
import dev.windtunnel.scenario.TimelineEntry.ZoneDown;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Actions as the entries of {@code spec.timeline} that bring them about. */
final class ActionYaml {

    private ActionYaml() {}

    /** An entry: when, the action, and how long it lasts. */
    static MapNode entry(Run.Edit edit) {
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.of("at", ScalarNode.of(Durations.format(edit.atNanos()))));
        entries.add(action(edit.action()));
        if (edit.forNanos() < Long.MAX_VALUE) {
            entries.add(Entry.of("for", ScalarNode.of(Durations.format(edit.forNanos()))));
        }
        return MapNode.of(entries);
    }

    private static Entry action(Action action) {
        if (action instanceof Apply apply) {
            return Entry.of("apply", ListNode.of(apply.documents()));
        } else if (action instanceof Delete delete) {
            return Entry.of("delete", ScalarNode.of(delete.object()));
        } else if (action instanceof Patch patch) {
            List<Entry> objects = new ArrayList<>();
            patch.fields().forEach((object, fields) -> {
                List<Entry> values = new ArrayList<>();
                fields.forEach((path, value) -> values.add(Entry.of(path, value)));
                objects.add(Entry.of(object, MapNode.of(values)));
            });
            return Entry.of("patch", MapNode.of(objects));
        } else if (action instanceof Scale scale) {
            return of("scale", workload(scale.workload()), Entry.of("replicas", ScalarNode.of(scale.replicas())));
        } else if (action instanceof Restart restart) {
            return of("restart", workload(restart.workload()));
        } else if (action instanceof Unready unready) {
            return of("unready", workload(unready.workload()), pods(unready.pods()));
        } else if (action instanceof Network network) {
            return of(
                    "network",
                    Entry.of("from", ScalarNode.of(network.from())),
                    Entry.of("to", ScalarNode.of(network.to())),
                    Entry.of("latency", DistributionYaml.of(network.latency())),
                    network.loss() > 0 ? Entry.of("loss", ScalarNode.of(percent(network.loss()))) : NOTHING);
        } else if (action instanceof ZoneDown down) {
            return of("zone", Entry.of("down", ScalarNode.of(down.zone())), detect(down.detectNanos()));
        } else if (action instanceof NodeDown down) {
            return of("node", Entry.of("down", ScalarNode.of(down.node())), detect(down.detectNanos()));
        } else if (action instanceof ComponentDown down) {
            String component = down.component().name().toLowerCase(Locale.ROOT);
            return of("component", Entry.of("down", ScalarNode.of(component)));
        } else if (action instanceof Kill kill) {
            Long grace = kill.graceNanos();
            return grace == null
                    ? of("kill", workload(kill.workload()), pods(kill.pods()))
                    : of(
                            "kill",
                            workload(kill.workload()),
                            pods(kill.pods()),
                            Entry.of("grace", ScalarNode.of(Durations.format(grace))));
        } else if (action instanceof Slow slow) {
            return of(
                    "slow",
                    workload(slow.workload()),
                    pods(slow.pods()),
                    Entry.of("factor", ScalarNode.of(slow.factor())));
        } else if (action instanceof Fail fail) {
            ErrorRate error = fail.error();
            Integer grpcStatus = error.grpcStatus();
            return of(
                    "fail",
                    workload(fail.workload()),
                    pods(fail.pods()),
                    Entry.of("rate", ScalarNode.of(percent(error.fraction()))),
                    switch (error.failure()) {
                        case STATUS ->
                            grpcStatus == null
                                    ? Entry.of("status", ScalarNode.of(error.status()))
                                    : Entry.of("grpcStatus", ScalarNode.of(grpcStatus));
                        case RESET -> Entry.of("reset", ScalarNode.of(true));
                        case HANG -> Entry.of("hang", ScalarNode.of(true));
                    },
                    error.afterSteps() ? Entry.of("after", ScalarNode.of("steps")) : NOTHING);
        } else if (action instanceof LoadFactor load) {
            return of(
                    "load",
                    Entry.of("traffic", ScalarNode.of(load.traffic())),
                    Entry.of("factor", ScalarNode.of(load.factor())));
        } else if (action instanceof Partition partition) {
            return of(
                    "partition",
                    Entry.of("from", ScalarNode.of(partition.from())),
                    Entry.of("to", ScalarNode.of(partition.to())));
        } else if (action instanceof ProxyDown down) {
            return of("proxy", workload(down.workload()), pods(down.pods()), Entry.of("state", ScalarNode.of("down")));
        } else if (action instanceof StaleRoutes stale) {
            return of("staleRoutes", workload(stale.workload()));
        } else if (action instanceof Exec exec) {
            return Entry.of("exec", ScalarNode.of(exec.line()));
        }
        throw new IllegalStateException("an action that a timeline has no entry for: " + action);
    }

    /** What is the default, and so is not written. */
    private static final Entry NOTHING = Entry.of("", ScalarNode.NULL);

    private static Entry of(String name, Entry... entries) {
        List<Entry> written = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.key().isEmpty()) {
                written.add(entry);
            }
        }
        return Entry.of(name, MapNode.of(written));
    }

    private static Entry detect(long nanos) {
        return Entry.of("detect", ScalarNode.of(Durations.format(nanos)));
    }

    private static Entry workload(String name) {
        return Entry.of("workload", ScalarNode.of(name));
    }

    private static Entry pods(PodSelection pods) {
        if (pods instanceof PodSelection.Count count) {
            return Entry.of("pods", ScalarNode.of(count.count()));
        } else if (pods instanceof PodSelection.Fraction fraction) {
            return Entry.of("pods", ScalarNode.of(percent(fraction.fraction())));
        } else if (pods instanceof PodSelection.Named named) {
            List<Node> names = new ArrayList<>();
            named.names().forEach(name -> names.add(ScalarNode.of(name)));
            return Entry.of("pods", ListNode.of(names));
        }
        return NOTHING;
    }

    private static String percent(double fraction) {
        return BigDecimal.valueOf(fraction)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }
}
