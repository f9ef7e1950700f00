package dev.windtunnel.app.session;

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
import dev.windtunnel.scenario.TimelineEntry.ProxyDown;
import dev.windtunnel.scenario.TimelineEntry.Restart;
import dev.windtunnel.scenario.TimelineEntry.Scale;
import dev.windtunnel.scenario.TimelineEntry.Slow;
import dev.windtunnel.scenario.TimelineEntry.StaleRoutes;
import dev.windtunnel.scenario.TimelineEntry.Unready;
import dev.windtunnel.scenario.TimelineEntry.ZoneDown;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What an entry of the timeline does, in two or three words: the label of its flag. */
public final class TimelineWords {

    private TimelineWords() {}

    /** The words of an action: {@code reviews 70/30}, {@code pricing 10x slower}. */
    public static String of(Action action) {
        if (action instanceof Apply apply) {
            return apply(apply);
        } else if (action instanceof Delete delete) {
            return "delete " + name(delete.object());
        } else if (action instanceof Patch patch) {
            return patch(patch);
        } else if (action instanceof Scale scale) {
            return name(scale.workload()) + " to " + scale.replicas() + (scale.replicas() == 1 ? " pod" : " pods");
        } else if (action instanceof Restart restart) {
            return "restart " + name(restart.workload());
        } else if (action instanceof Unready unready) {
            return name(unready.workload()) + " not ready";
        } else if (action instanceof Network network) {
            return trouble(network);
        } else if (action instanceof ZoneDown down) {
            return "zone " + down.zone() + " down";
        } else if (action instanceof NodeDown down) {
            return "node " + down.node() + " down";
        } else if (action instanceof ComponentDown down) {
            return component(down) + " down";
        } else if (action instanceof Kill kill) {
            return "kill " + name(kill.workload());
        } else if (action instanceof Slow slow) {
            return slow.factor() >= 1
                    ? name(slow.workload()) + " " + number(slow.factor()) + "x slower"
                    : name(slow.workload()) + " " + number(1 / slow.factor()) + "x faster";
        } else if (action instanceof Fail fail) {
            return name(fail.workload()) + " fails " + number(fail.error().fraction() * 100) + " %";
        } else if (action instanceof LoadFactor load) {
            return load.traffic() + " x" + number(load.factor());
        } else if (action instanceof Partition partition) {
            return name(partition.from()) + " cut from " + name(partition.to());
        } else if (action instanceof ProxyDown down) {
            return "proxies of " + name(down.workload()) + " down";
        } else if (action instanceof StaleRoutes stale) {
            return "stale routes of " + name(stale.workload());
        } else if (action instanceof Exec exec) {
            return exec.line();
        }
        throw new IllegalStateException("an action without words: " + action);
    }

    /** The words for the end of an action that lasts: {@code pricing as before}. */
    public static String ended(Action action) {
        if (action instanceof Slow slow) {
            return name(slow.workload()) + " as before";
        } else if (action instanceof Fail fail) {
            return name(fail.workload()) + " as before";
        } else if (action instanceof LoadFactor load) {
            return load.traffic() + " as before";
        } else if (action instanceof Partition partition) {
            return name(partition.from()) + " joined to " + name(partition.to());
        } else if (action instanceof ProxyDown down) {
            return "proxies of " + name(down.workload()) + " up";
        } else if (action instanceof Unready unready) {
            return name(unready.workload()) + " ready again";
        } else if (action instanceof Network network) {
            return "network " + network.from() + "-" + network.to() + " as before";
        } else if (action instanceof ZoneDown down) {
            return "zone " + down.zone() + " back";
        } else if (action instanceof NodeDown down) {
            return "node " + down.node() + " back";
        } else if (action instanceof ComponentDown down) {
            return component(down) + " back";
        }
        return "end of " + of(action);
    }

    private static String trouble(Network network) {
        String way = network.from() + "-" + network.to();
        return network.loss() > 0
                ? way + " loses " + number(network.loss() * 100) + " %"
                : way + " " + number(network.latency().meanNanos() / 1e6) + " ms later";
    }

    private static String component(ComponentDown down) {
        return down.component().name().toLowerCase(Locale.ROOT);
    }

    private static String apply(Apply apply) {
        Set<String> names = new LinkedHashSet<>();
        List<String> weights = new ArrayList<>();
        for (MapNode document : apply.documents()) {
            if (document.get("metadata") instanceof MapNode metadata
                    && metadata.get("name") instanceof ScalarNode name) {
                names.add(name.text());
            }
            weights(document, weights);
        }
        if (names.size() == 1 && weights.size() > 1 && weights.size() <= 4) {
            return names.iterator().next() + " " + String.join("/", weights);
        }
        if (names.isEmpty() || names.size() > 2) {
            return "apply " + apply.documents().size() + (apply.documents().size() == 1 ? " object" : " objects");
        }
        return "apply " + String.join(", ", names);
    }

    private static void weights(Node node, List<String> weights) {
        if (node instanceof MapNode map) {
            for (Entry entry : map.entries()) {
                if (entry.key().equals("weight") && entry.value() instanceof ScalarNode weight) {
                    weights.add(weight.text());
                } else {
                    weights(entry.value(), weights);
                }
            }
        } else if (node instanceof ListNode list) {
            list.items().forEach(item -> weights(item, weights));
        }
    }

    private static String patch(Patch patch) {
        Set<String> names = new LinkedHashSet<>();
        List<String> values = new ArrayList<>();
        boolean onlyWeights = true;
        for (Map.Entry<String, Map<String, Node>> object : patch.fields().entrySet()) {
            names.add(name(object.getKey()));
            for (Map.Entry<String, Node> field : object.getValue().entrySet()) {
                onlyWeights &= field.getKey().endsWith("weight");
                values.add(field.getValue() instanceof ScalarNode value ? value.text() : "");
            }
        }
        String all = names.size() > 2 ? names.size() + " objects" : String.join(", ", names);
        return onlyWeights && names.size() == 1 && !values.isEmpty() && values.size() <= 4
                ? all + " " + String.join("/", values)
                : "patch " + all;
    }

    private static String name(String object) {
        return object.substring(object.lastIndexOf('/') + 1);
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
