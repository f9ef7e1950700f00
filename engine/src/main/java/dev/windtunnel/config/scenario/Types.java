package dev.windtunnel.config.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Quantities;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.Spelling;
import dev.windtunnel.source.ValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The types that scenarios are made of: texts, numbers, durations and the other values of contract 1.1, lists and maps. */
final class Types {
    /** A text. */
    static final Type<String> TEXT = new Type<>() {
        @Override
        public @Nullable String read(Node node, Spot spot) {
            String text = node instanceof ScalarNode scalar ? scalar.asString() : null;
            if (text == null) {
                spot.wrongType(node, "a text");
            }
            return text;
        }

        @Override
        public ObjectNode schema(Definitions definitions) {
            return Schemas.type("string");
        }
    };

    /** A text, or a number or truth value taken as it is written: people leave {@code version: 2} unquoted. */
    static final Type<String> WORD = new Type<>() {
        @Override
        public @Nullable String read(Node node, Spot spot) {
            if (node instanceof ScalarNode scalar && !scalar.isNull()) {
                return scalar.text();
            }
            spot.wrongType(node, "a text");
            return null;
        }

        @Override
        public ObjectNode schema(Definitions definitions) {
            ObjectNode schema = Definitions.node();
            schema.putArray("type").add("string").add("number").add("boolean");
            return schema;
        }
    };

    /** A name: a word that is not empty. */
    static final Type<String> NAME = checked(WORD, (name, node, spot) -> {
        if (name.isBlank()) {
            spot.refused(node, "a name must not be empty", "write a name");
            return null;
        }
        return name;
    });

    /** True or false. */
    static final Type<Boolean> BOOL = new Type<>() {
        @Override
        public @Nullable Boolean read(Node node, Spot spot) {
            Boolean value = node instanceof ScalarNode scalar ? scalar.asBoolean() : null;
            if (value == null) {
                spot.wrongType(node, "true or false");
            }
            return value;
        }

        @Override
        public ObjectNode schema(Definitions definitions) {
            return Schemas.type("boolean");
        }
    };

    /** A number in the patterns of the schema. */
    private static final String DECIMAL = "([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?";

    /** A duration in nanoseconds. */
    static final Type<Long> DURATION = scalar(
            "a duration such as 250us, 5ms or 1m30s",
            Types::duration,
            Schemas.text("^\\s*\\+?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+\\s*$"));

    /** A duration above zero, in nanoseconds. */
    static final Type<Long> POSITIVE_DURATION = checked(DURATION, (nanos, node, spot) -> {
        if (nanos == 0) {
            spot.refused(node, "this duration must be longer than zero", "write for example 10s");
            return null;
        }
        return nanos;
    });

    /** A rate in events per second. */
    static final Type<Double> RATE = scalar(
            "a rate such as 50/s or 3000/m",
            Quantities::rate,
            Schemas.text("^\\s*\\+?" + DECIMAL + "\\s*/\\s*[smh]\\s*$"));

    /** The most requests that a traffic may make in a second. */
    private static final double MOST_PER_SECOND = 10_000_000;

    /** A rate of requests, up to ten million a second. */
    static final Type<Double> REQUEST_RATE = checked(RATE, (perSecond, node, spot) -> {
        if (perSecond > MOST_PER_SECOND) {
            spot.refused(node, "wanted a rate of at most 10000000/s, got " + node, "write a lower rate");
            return null;
        }
        return perSecond;
    });

    /** A share as a fraction of 1. */
    static final Type<Double> PERCENT = scalar(
            "a percentage such as 10% or 0.1",
            Quantities::percent,
            Schemas.anyOf(
                    Schemas.text("^\\s*\\+?" + DECIMAL + "\\s*%?\\s*$"),
                    Schemas.type("number").put("minimum", 0).put("maximum", 1)));

    /** A size in bytes. */
    static final Type<Long> BYTES = scalar(
            "a size such as 512, 2kB or 1MiB",
            Quantities::bytes,
            Schemas.anyOf(
                    Schemas.text("^\\s*\\+?" + DECIMAL + "\\s*([kKmMgGtT]?[iI]?[bB]?)\\s*$"),
                    Schemas.type("number").put("minimum", 0)));

    /** Checks or changes a value that has been read; null refuses it, with a finding. */
    @FunctionalInterface
    interface Check<A, B> {
        @Nullable
        B apply(A value, Node node, Spot spot);
    }

    private Types() {}

    private static long duration(String text) throws ValueException {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')) {
            throw new ValueException("a bare number is no duration: write " + text + "ms or " + text + "s");
        }
        if (text.strip().indexOf(' ') >= 0) {
            throw new ValueException("wanted a duration such as 250ms or 1m30s, got \"" + shortened(text) + "\"");
        }
        return Durations.parse(text);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    /** Reads the text of a scalar. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws ValueException;
    }

    static <T> Type<T> scalar(String wanted, Parser<T> parser, ObjectNode schema) {
        return new Type<>() {
            @Override
            public @Nullable T read(Node node, Spot spot) {
                if (!(node instanceof ScalarNode scalar) || scalar.type() == ScalarNode.Type.BOOL) {
                    spot.wrongType(node, wanted);
                    return null;
                }
                try {
                    return parser.parse(scalar.text());
                } catch (ValueException e) {
                    spot.report(spot.reading().context().wrongType(), node.position(), e.reason(), null);
                    return null;
                }
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                return schema.deepCopy();
            }
        };
    }

    /** A whole number within bounds. */
    static Type<Long> whole(long least, long most) {
        return new Type<>() {
            @Override
            public @Nullable Long read(Node node, Spot spot) {
                Long value = node instanceof ScalarNode scalar ? wholeOf(scalar) : null;
                if (value == null) {
                    spot.wrongType(node, "a whole number");
                    return null;
                }
                if (value < least || value > most) {
                    String bounds = most == Long.MAX_VALUE || most == Integer.MAX_VALUE && value < least
                            ? "of at least " + least
                            : "from " + least + " to " + most;
                    spot.refused(node, "wanted a whole number " + bounds + ", got " + value, null);
                    return null;
                }
                return value;
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                ObjectNode schema = Schemas.type("integer");
                if (least != Long.MIN_VALUE) {
                    schema.put("minimum", least);
                }
                if (most != Long.MAX_VALUE) {
                    schema.put("maximum", most);
                }
                return schema;
            }
        };
    }

    private static @Nullable Long wholeOf(ScalarNode scalar) {
        Double number = scalar.asDouble();
        if (scalar.type() == ScalarNode.Type.FLOAT
                && number != null
                && number == Math.rint(number)
                && Math.abs(number) < 0x1p53) {
            return number.longValue();
        }
        return scalar.asLong();
    }

    /** A whole number within bounds. */
    static Type<Integer> integer(int least, int most) {
        return checked(whole(least, most), (value, node, spot) -> Math.toIntExact(value));
    }

    /** A whole number of at least {@code least}, or {@code unlimited}, which is {@link Integer#MAX_VALUE}. */
    static Type<Integer> integerOrUnlimited(int least) {
        return or(choice(Map.of("unlimited", Integer.MAX_VALUE)), integer(least, Integer.MAX_VALUE), Types::isNumber);
    }

    /** Whether a value is the word {@code unlimited}. */
    static boolean isUnlimited(Node node) {
        return node instanceof ScalarNode scalar && scalar.text().equals("unlimited");
    }

    static boolean isNumber(Node node) {
        return node instanceof ScalarNode scalar && scalar.asDouble() != null;
    }

    /** A finite number of at least {@code least}, or more than it when {@code above}. */
    static Type<Double> number(double least, boolean above) {
        return number(least, above, Double.MAX_VALUE);
    }

    /** A finite number of at least {@code least}, or more than it when {@code above}, and at most {@code most}. */
    static Type<Double> number(double least, boolean above, double most) {
        return new Type<>() {
            @Override
            public @Nullable Double read(Node node, Spot spot) {
                Double value = node instanceof ScalarNode scalar ? scalar.asDouble() : null;
                if (value == null || value.isNaN() || value.isInfinite()) {
                    spot.wrongType(node, value == null ? "a number" : "a finite number");
                    return null;
                }
                if (value < least || above && value == least || value > most) {
                    String bound = (above ? "above " : "of at least ")
                            + ScalarNode.of(least)
                            + (most == Double.MAX_VALUE ? "" : " and at most " + ScalarNode.of(most));
                    spot.refused(node, "wanted a number " + bound + ", got " + node, null);
                    return null;
                }
                return value;
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                ObjectNode schema = Schemas.type("number").put(above ? "exclusiveMinimum" : "minimum", least);
                return most == Double.MAX_VALUE ? schema : schema.put("maximum", most);
            }
        };
    }

    /** One of a few words. */
    static <T> Type<T> choice(Map<String, T> words) {
        List<String> names = words.keySet().stream().sorted().toList();
        return choice(names, words);
    }

    /** One of a few words, listed in their order. */
    static <T> Type<T> choice(LinkedHashMap<String, T> words) {
        return choice(List.copyOf(words.keySet()), words);
    }

    private static <T> Type<T> choice(List<String> names, Map<String, T> words) {
        return new Type<>() {
            @Override
            public @Nullable T read(Node node, Spot spot) {
                String text = node instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : null;
                T value = text == null ? null : words.get(text);
                if (text == null) {
                    spot.wrongType(node, String.join(" or ", names));
                } else if (value == null) {
                    String fix = Spelling.closest(text, names)
                            .map(name -> "did you mean \"" + name + "\"?")
                            .orElse(null);
                    spot.refused(node, "wanted " + String.join(" or ", names) + ", got " + node.describe(), fix);
                }
                return value;
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                ObjectNode schema = Definitions.node();
                ArrayNode list = schema.putArray("enum");
                names.forEach(list::add);
                return schema;
            }
        };
    }

    /** One of the constants of an enum, written in lower case. */
    static <E extends Enum<E>> Type<E> words(Class<E> constants) {
        LinkedHashMap<String, E> words = new LinkedHashMap<>();
        for (E constant : constants.getEnumConstants()) {
            words.put(constant.name().toLowerCase(java.util.Locale.ROOT), constant);
        }
        return choice(words);
    }

    /** A list; elements that are wrong are left out, with their findings. */
    static <T> Type<List<T>> list(Type<T> element) {
        return new Type<>() {
            @Override
            public @Nullable List<T> read(Node node, Spot spot) {
                if (!(node instanceof ListNode list)) {
                    spot.wrongType(node, "a list");
                    return null;
                }
                List<T> values = new ArrayList<>(list.items().size());
                for (int i = 0; i < list.items().size(); i++) {
                    T value = element.read(list.items().get(i), spot.index(i));
                    if (value != null) {
                        values.add(value);
                    }
                }
                return Collections.unmodifiableList(values);
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                ObjectNode schema = Schemas.type("array");
                schema.set("items", element.schema(definitions));
                return schema;
            }
        };
    }

    /** A list with one element at least. */
    static <T> Type<List<T>> nonEmpty(Type<List<T>> list) {
        return checked(list, (values, node, spot) -> {
            if (node instanceof ListNode items && items.items().isEmpty()) {
                spot.refused(node, "this list must not be empty", "write one element at least");
                return null;
            }
            return values;
        });
    }

    /** A map whose keys users choose, in the order written. */
    static <T> Type<Map<String, T>> map(Type<T> value) {
        return new Type<>() {
            @Override
            public @Nullable Map<String, T> read(Node node, Spot spot) {
                if (!(node instanceof MapNode map)) {
                    spot.wrongType(node, "a map");
                    return null;
                }
                Map<String, T> values = new LinkedHashMap<>();
                for (Entry entry : map.entries()) {
                    T read = value.read(entry.value(), spot.key(entry.key()));
                    if (read != null) {
                        values.put(entry.key(), read);
                    }
                }
                return Collections.unmodifiableMap(values);
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                ObjectNode schema = Schemas.type("object");
                schema.set("additionalProperties", value.schema(definitions));
                return schema;
            }
        };
    }

    /** A type whose values are checked or changed; its schema stays. */
    static <A, B> Type<B> checked(Type<A> type, Check<A, B> check) {
        return new Type<>() {
            @Override
            public @Nullable B read(Node node, Spot spot) {
                A value = type.read(node, spot);
                return value == null ? null : check.apply(value, node, spot);
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                return type.schema(definitions);
            }
        };
    }

    /** A type whose values are changed. */
    static <A, B> Type<B> as(Type<A> type, Function<A, B> change) {
        return checked(type, (value, node, spot) -> change.apply(value));
    }

    /** Two types; the second reads what {@code second} says, the first everything else. */
    static <T> Type<T> or(Type<? extends T> first, Type<? extends T> other, java.util.function.Predicate<Node> second) {
        return new Type<>() {
            @Override
            public @Nullable T read(Node node, Spot spot) {
                return second.test(node) ? other.read(node, spot) : first.read(node, spot);
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                return Schemas.anyOf(first.schema(definitions), other.schema(definitions));
            }
        };
    }

    /** A scalar or a map. */
    static <T> Type<T> orMap(Type<? extends T> scalar, Type<? extends T> map) {
        return or(scalar, map, MapNode.class::isInstance);
    }

    /** A type that is known later: for what contains itself. */
    static <T> Type<T> later(Supplier<Type<T>> type) {
        return new Type<>() {
            @Override
            public @Nullable T read(Node node, Spot spot) {
                return type.get().read(node, spot);
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                return type.get().schema(definitions);
            }
        };
    }
}
