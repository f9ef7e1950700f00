package dev.windtunnel.expect;

import java.util.List;

/** Where the figures of a run come from. */
public interface FigureSource {
    /**
     * A figure.
     *
     * @param function a {@link Expression.Function.Plain} or {@link Expression.Function.Recovery}
     * @param target of what
     * @param filters of which part
     * @return the figure in the unit of its kind (seconds, a fraction of 1, per second, a number); NaN when no request
     *     matches
     */
    double figure(Expression.Function function, Expression.Target target, List<Expression.Filter> filters);
}
