package dev.windtunnel.expect;

import org.jspecify.annotations.Nullable;

/**
 * A statement that a run has to meet.
 *
 * @param name its name; null when not written
 * @param expression the text as written
 * @param check the parsed text
 * @param reference the figure that it comes from, as written; null when not
 * @param referenceValue the same in the unit of the metric (seconds, fraction, number); null when not written
 * @param source where the reference comes from; null when not written
 */
public record Threshold(
        @Nullable String name,
        String expression,
        Expression check,
        @Nullable String reference,
        @Nullable Double referenceValue,
        @Nullable String source) {}
