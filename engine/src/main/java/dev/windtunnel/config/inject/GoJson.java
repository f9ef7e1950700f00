package dev.windtunnel.config.inject;

import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** JSON on one line as Go's {@code encoding/json} writes it: keys sorted, and what HTML would take for markup escaped. */
final class GoJson {
    private GoJson() {}

    static String write(Node node) {
        if (node instanceof MapNode map) {
            List<String> members = new ArrayList<>();
            map.entries().stream()
                    .sorted(Comparator.comparing(Entry::key))
                    .forEach(entry -> members.add(write(ScalarNode.of(entry.key())) + ":" + write(entry.value())));
            return "{" + String.join(",", members) + "}";
        }
        if (node instanceof ListNode list) {
            return "["
                    + String.join(",", list.items().stream().map(GoJson::write).toList()) + "]";
        }
        return escaped(Nodes.toJson(node));
    }

    private static String escaped(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}
