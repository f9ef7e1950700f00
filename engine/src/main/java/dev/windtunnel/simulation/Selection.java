package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression;
import java.util.List;

/**
 * A part of the requests of a target, as a threshold names it.
 *
 * @param target traffic, service, workload, pod or edge
 * @param filters what a request has to have
 * @param windowed whether outcomes are wanted second by second
 */
public record Selection(Expression.Target target, List<Expression.Filter> filters, boolean windowed) {}
