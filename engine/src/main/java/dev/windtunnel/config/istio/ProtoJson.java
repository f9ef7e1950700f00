package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of Envoy's own messages as the JSON form of protocol buffers has them: a whole number also as a text, a constant
 * of an enum by its name or its number (protobuf.dev, ProtoJSON).
 */
final class ProtoJson {
    private static final int LONGEST_NUMBER = 30;

    private ProtoJson() {}

    /** A whole number from {@code min} to {@code max}: {@code 50}, {@code 50.0} or {@code "50"}; null when it is none. */
    static @Nullable Long number(Block owner, String field, long min, long max) {
        String text = text(owner.node(field));
        if (text == null) {
            return owner.number(field, min, max);
        }
        Long number = whole(text);
        if (number == null) {
            owner.refuse(field, "wanted a whole number, got the text \"" + text + "\"");
            return null;
        }
        if (number < min || number > max) {
            owner.refuse(field, "wanted a number from " + min + " to " + max + ", got \"" + text + "\"");
            return null;
        }
        return number;
    }

    /** One of the constants of an enum, whose numbers are 0, 1, 2 ... in this order; null when it is none. */
    static @Nullable String constant(Block owner, String field, String... constants) {
        if (owner.node(field) instanceof ScalarNode scalar && scalar.asDouble() != null) {
            Long number = owner.number(field, 0, constants.length - 1L);
            return number == null ? null : constants[(int) (long) number];
        }
        return owner.word(field, constants);
    }

    /**
     * The {@code code} of an {@code envoy.type.v3.HttpStatus}, by its number or its name; null when it is not written or is
     * none of those that Envoy knows.
     */
    static @Nullable Integer status(Block owner, String field) {
        Block status = owner.block(field);
        String name = status == null ? null : text(status.node("code"));
        Long number = status == null ? null : name == null ? status.number("code", 100, 599) : StatusNames.code(name);
        if (status == null || number == null && name == null) {
            return null;
        }
        if (number == null || !StatusNames.isKnown(number)) {
            List<String> near = StatusNames.near(name);
            status.refuse(
                    "code",
                    "Envoy has no status " + (name == null ? number : "\"" + name + "\""),
                    near.isEmpty()
                            ? "write one of the numbers of HTTP, as 429 or 503"
                            : "did you mean \"" + near.get(0) + "\"?");
            return null;
        }
        return (int) (long) number;
    }

    private static @Nullable String text(@Nullable Node value) {
        return value instanceof ScalarNode scalar ? scalar.asString() : null;
    }

    private static @Nullable Long whole(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs(number.scale()) > LONGEST_NUMBER ? null : (Long) number.longValueExact();
        } catch (ArithmeticException | NumberFormatException none) {
            return null;
        }
    }
}
