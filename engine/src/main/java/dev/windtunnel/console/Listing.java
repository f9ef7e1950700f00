package dev.windtunnel.console;

import dev.windtunnel.source.Node;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The objects of one kind, ready to be shown in any form.
 *
 * @param kind the kind
 * @param columns headers after NAME
 * @param wideColumns headers that {@code -o wide} adds
 * @param rows the objects, by namespace and name
 */
record Listing(String kind, List<String> columns, List<String> wideColumns, List<Row> rows) {

    /**
     * One object.
     *
     * @param namespace empty when it has none
     * @param cells under {@code columns}
     * @param wideCells under {@code wideColumns}
     * @param object the object itself
     */
    record Row(
            String namespace,
            String name,
            Map<String, String> labels,
            List<String> cells,
            List<String> wideCells,
            Supplier<Node> object) {}
}
