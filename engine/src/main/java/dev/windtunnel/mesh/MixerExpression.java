package dev.windtunnel.mesh;

/**
 * An expression over the attributes of a request, as rules of Mixer 0.1 write them: {@code source.labels["app"] == "web" &&
 * target.service != "a.default.svc.cluster.local"} (istio/mixer 0.1 {@code pkg/expr}).
 */
public sealed interface MixerExpression {

    /** A text, a number, {@code true} or {@code false}, as written. */
    record Literal(String text) implements MixerExpression {}

    /** An attribute by its dotted name. */
    record Attribute(String name) implements MixerExpression {}

    /** What an attribute that is a map has under a key. */
    record Item(String name, String key) implements MixerExpression {}

    /** {@code ==}, or {@code !=} where it is negated. */
    record Equal(MixerExpression left, MixerExpression right, boolean negated) implements MixerExpression {}

    /** {@code &&}. */
    record And(MixerExpression left, MixerExpression right) implements MixerExpression {}

    /** {@code ||}. */
    record Or(MixerExpression left, MixerExpression right) implements MixerExpression {}

    /** {@code |}: the right side where the left one is not known. */
    record Otherwise(MixerExpression left, MixerExpression right) implements MixerExpression {}
}
