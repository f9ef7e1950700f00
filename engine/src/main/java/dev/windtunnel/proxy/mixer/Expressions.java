package dev.windtunnel.proxy.mixer;

import dev.windtunnel.mesh.MixerExpression;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions. What an attribute is needed for that a request has not is not known, and a selector that is not
 * known takes no request.
 */
final class Expressions {

    private Expressions() {}

    /** Whether an expression is true. */
    static boolean isTrue(@Nullable MixerExpression expression, Attributes request) {
        return expression == null || "true".equals(value(expression, request));
    }

    /** The value of an expression; null when it is not known. */
    static @Nullable String value(MixerExpression expression, Attributes request) {
        if (expression instanceof MixerExpression.Literal literal) {
            return literal.text();
        } else if (expression instanceof MixerExpression.Attribute attribute) {
            return request.text(attribute.name());
        } else if (expression instanceof MixerExpression.Item item) {
            return request.item(item.name(), item.key());
        } else if (expression instanceof MixerExpression.Equal equal) {
            String left = value(equal.left(), request);
            String right = value(equal.right(), request);
            return left == null || right == null ? null : Boolean.toString(left.equals(right) != equal.negated());
        } else if (expression instanceof MixerExpression.And and) {
            return both(value(and.left(), request), and.right(), request, "false");
        } else if (expression instanceof MixerExpression.Or or) {
            return both(value(or.left(), request), or.right(), request, "true");
        } else if (expression instanceof MixerExpression.Otherwise otherwise) {
            String left = value(otherwise.left(), request);
            return left == null ? value(otherwise.right(), request) : left;
        }
        return null;
    }

    /** The left side alone where that settles it; an unknown one makes the whole unknown. */
    private static @Nullable String both(
            @Nullable String left, MixerExpression right, Attributes request, String settled) {
        return left == null || left.equals(settled) ? left : value(right, request);
    }
}
