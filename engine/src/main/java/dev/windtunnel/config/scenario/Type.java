package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.source.Node;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at a place of a Scenario: how it is read and how its JSON Schema looks, so that the two cannot differ.
 *
 * @param <T> what it is read into
 */
interface Type<T> {
    /** The value, or null when it is wrong; then there is a finding that says so. */
    @Nullable
    T read(Node node, Spot spot);

    /** The schema of the values that {@link #read} takes. */
    ObjectNode schema(Definitions definitions);
}
