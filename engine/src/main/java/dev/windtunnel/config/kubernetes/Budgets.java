package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.source.ScalarNode;

/**
 * PodDisruptionBudgets ({@code policy/validation/validation.go}): kubectl shows them, and nothing here evicts pods that
 * they would hold back.
 */
public final class Budgets {
    private Budgets() {}

    /** A PodDisruptionBudget; it makes nothing. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        checkNumber(spec, "minAvailable");
        checkNumber(spec, "maxUnavailable");
        if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
            spec.refuse(
                    "maxUnavailable", "a budget has minAvailable or maxUnavailable, and not both", "keep one of them");
        }
        Selectors.check(spec);
        spec.harmlessRest();
        object.root().notSimulatedSo(Level.INFO, "spec", "no pod is evicted, so no budget holds any back");
    }

    private static void checkNumber(Block spec, String field) {
        if (!spec.has(field)) {
            return;
        }
        String text = spec.node(field) instanceof ScalarNode scalar ? scalar.text() : "";
        if (!text.matches("[0-9]{1,9}|[0-9]{1,3}%") || text.endsWith("%") && percent(text) > 100) {
            spec.refuse(field, field + " has to be a number of pods from 0, or a percentage up to 100%");
        }
    }

    private static int percent(String text) {
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }
}
