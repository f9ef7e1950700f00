package dev.windtunnel.expect;

import org.jspecify.annotations.Nullable;

/**
 * A threshold with what was observed.
 *
 * @param threshold the statement
 * @param ok whether it held
 * @param observed the figure in the unit of its metric; NaN for no data
 * @param note why there is no figure; null when there is one
 */
public record ThresholdResult(Threshold threshold, boolean ok, double observed, @Nullable String note) {}
