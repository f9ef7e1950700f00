package dev.windtunnel.source;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.ScalarNode.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one map. Each method returns the value of a key, or null (an empty list or map) when the key is
 * absent, null or wrong; what is wrong becomes a finding at the value's place. {@link #finish} then reports the keys
 * that nobody asked for. Belongs to one thread.
 */
public final class Fields {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final String TEXT = "a text";
    private static final int LISTED_KEYS = 16;

    private final MapNode node;
    private final String path;
    private final Findings findings;
    private final Context context;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> read = new LinkedHashSet<>();
    private boolean lenientCase;

    /**
     * @param path the path of the map in its document, empty for the document itself
     * @param context whose findings these are
     */
    public Fields(MapNode node, String path, Findings findings, Context context) {
        this.node = node;
        this.path = path;
        this.findings = findings;
        this.context = context;
    }

    /**
     * From now on {@code perTryTimeout} is also found as {@code per_try_timeout} and the other way round, here and
     * below.
     */
    public Fields lenientCase() {
        lenientCase = true;
        return this;
    }

    /** The map that is read. */
    public MapNode node() {
        return node;
    }

    /** The path of the map in its document. */
    public String path() {
        return path;
    }

    /** Where the map stands. */
    public Position position() {
        return node.position();
    }

    /** Whose findings these are. */
    public Context context() {
        return context;
    }

    /** Where the findings go. */
    public Findings findings() {
        return findings;
    }

    /** The path of a key of this map, or of an element: {@code spec.http[0]}. */
    public String pathOf(String key) {
        return path.isEmpty() ? key : path + (WORD.matcher(key).matches() ? "." + key : "[\"" + key + "\"]");
    }

    /** Whether a key has a value other than null; it counts as asked for. */
    public boolean has(String key) {
        return get(key) != null;
    }

    /** The value of a key as it is, or null when the key is absent or its value is null. */
    public @Nullable Node get(String key) {
        Entry entry = entry(key);
        return entry == null || entry.value() instanceof ScalarNode scalar && scalar.isNull() ? null : entry.value();
    }

    /** The entry of a key, its value null or not, or null when the key is absent. */
    public @Nullable Entry entry(String key) {
        asked.add(key);
        Entry entry = node.entry(key);
        if (entry == null && lenientCase) {
            entry = node.entry(otherCase(key));
        }
        if (entry != null) {
            read.add(entry.key());
        }
        return entry;
    }

    /** Keys that are known and are not read. */
    public void ignore(String... keys) {
        for (String key : keys) {
            entry(key);
        }
    }

    /** Everything below this map is known and is not read: {@link #finish} will find nothing. */
    public void ignoreRest() {
        node.entries().forEach(entry -> read.add(entry.key()));
    }

    /** A text. */
    public @Nullable String string(String key) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        String text = value instanceof ScalarNode scalar ? scalar.asString() : null;
        return text != null ? text : this.<String>wrongType(key, value, TEXT);
    }

    /** A text, or {@code fallback} when there is none. */
    public String string(String key, String fallback) {
        String value = string(key);
        return value == null ? fallback : value;
    }

    /** A text that has to be there; when it is missing, a finding and the empty text. */
    public String requiredString(String key) {
        if (get(key) == null) {
            missing(key);
            return "";
        }
        return string(key, "");
    }

    /** A text or a number or a truth value, as its text: for names and versions that people leave unquoted. */
    public @Nullable String scalarText(String key) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        return value instanceof ScalarNode scalar ? scalar.text() : this.<String>wrongType(key, value, TEXT);
    }

    /** {@code true} or {@code false}. */
    public @Nullable Boolean bool(String key) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        Boolean bool = value instanceof ScalarNode scalar ? scalar.asBoolean() : null;
        return bool != null ? bool : this.<Boolean>wrongType(key, value, "true or false");
    }

    /** {@code true} or {@code false}, or {@code fallback} when there is neither. */
    public boolean bool(String key, boolean fallback) {
        Boolean value = bool(key);
        return value == null ? fallback : value;
    }

    /** A whole number from {@code min} to {@code max}; {@code 5.0} is one. */
    public @Nullable Long integer(String key, long min, long max) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        Long whole = whole(value);
        if (whole == null) {
            return wrongType(key, value, "a whole number");
        }
        if (whole < min || whole > max) {
            return this.<Long>outOfRange(
                    key,
                    value,
                    wantedRange(
                                    Long.toString(min),
                                    Long.toString(max),
                                    min == Long.MIN_VALUE,
                                    max == Long.MAX_VALUE || max == Integer.MAX_VALUE && whole < min)
                            + ", got " + whole);
        }
        return whole;
    }

    /** A whole number from {@code min} to {@code max}, or {@code fallback} when there is none. */
    public long integer(String key, long min, long max, long fallback) {
        Long value = integer(key, min, max);
        return value == null ? fallback : value;
    }

    private static @Nullable Long whole(Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            return null;
        }
        Double number = scalar.asDouble();
        if (scalar.type() == Type.FLOAT && number != null && number == Math.rint(number) && Math.abs(number) < 0x1p53) {
            return number.longValue();
        }
        return scalar.asLong();
    }

    /** A number, whole or not. */
    public @Nullable Double number(String key) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        Double number = value instanceof ScalarNode scalar ? scalar.asDouble() : null;
        if (number == null || number.isNaN() || number.isInfinite()) {
            return wrongType(key, value, number == null ? "a number" : "a finite number");
        }
        return number;
    }

    /** A number from {@code min} to {@code max}. */
    public @Nullable Double number(String key, double min, double max) {
        Node value = get(key);
        Double number = number(key);
        if (value == null || number == null) {
            return null;
        }
        if (number < min || number > max) {
            return this.<Double>outOfRange(
                    key,
                    value,
                    wantedRange(
                                    JsonWriter.scalar(ScalarNode.of(min)),
                                    JsonWriter.scalar(ScalarNode.of(max)),
                                    min == -Double.MAX_VALUE || min == Double.NEGATIVE_INFINITY,
                                    max == Double.MAX_VALUE || max == Double.POSITIVE_INFINITY)
                            + ", got " + value);
        }
        return number;
    }

    private static String wantedRange(String min, String max, boolean anyMin, boolean anyMax) {
        if (anyMin) {
            return "wanted a number up to " + max;
        }
        return anyMax ? "wanted a number from " + min : "wanted a number from " + min + " to " + max;
    }

    /** A map, ready to be read; the caller finishes it too. */
    public @Nullable Fields map(String key) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        return value instanceof MapNode map ? child(map, pathOf(key)) : this.<Fields>wrongType(key, value, "a map");
    }

    /** The elements of a list as they are. */
    public List<Node> list(String key) {
        Node value = get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof ListNode list) {
            return list.items();
        }
        wrongType(key, value, "a list");
        return List.of();
    }

    /**
     * The elements of a list of maps, each ready to be read and to be finished; elements that are no maps are left out.
     */
    public List<Fields> maps(String key) {
        List<Fields> children = new ArrayList<>();
        List<Node> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            String itemPath = pathOf(key) + "[" + i + "]";
            if (items.get(i) instanceof MapNode map) {
                children.add(child(map, itemPath));
            } else {
                wrongTypeAt(items.get(i), itemPath, "a map");
            }
        }
        return children;
    }

    /** A map whose keys are names that users choose, each value a map: by name, in order; the others are left out. */
    public Map<String, Fields> mapsByName(String key) {
        Map<String, Fields> children = new LinkedHashMap<>();
        Fields map = map(key);
        if (map == null) {
            return children;
        }
        for (Entry entry : map.node.entries()) {
            if (entry.value() instanceof MapNode value) {
                children.put(entry.key(), map.child(value, map.pathOf(entry.key())));
            } else if (entry.value() instanceof ScalarNode scalar && scalar.isNull()) {
                MapNode empty = new MapNode(scalar.position(), scalar.start(), scalar.end(), List.of());
                children.put(entry.key(), map.child(empty, map.pathOf(entry.key())));
            } else {
                wrongTypeAt(entry.value(), map.pathOf(entry.key()), "a map");
            }
        }
        return children;
    }

    /** A reader for a map below this one, with the same findings, context and leniency. */
    public Fields child(MapNode map, String childPath) {
        Fields child = new Fields(map, childPath, findings, context);
        child.lenientCase = lenientCase;
        return child;
    }

    /** A list of texts; elements that are none are findings and are read as their text where they have one. */
    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        List<Node> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            addText(items.get(i), pathOf(key) + "[" + i + "]").ifPresent(texts::add);
        }
        return texts;
    }

    /**
     * A map of texts, as labels are; values that are none are findings and are read as their text where they have one.
     */
    public Map<String, String> stringMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        Fields map = map(key);
        if (map != null) {
            for (Entry entry : map.node.entries()) {
                addText(entry.value(), map.pathOf(entry.key())).ifPresent(text -> texts.put(entry.key(), text));
            }
        }
        return texts;
    }

    private Optional<String> addText(Node value, String valuePath) {
        if (value instanceof ScalarNode scalar && scalar.type() == Type.STRING) {
            return Optional.of(scalar.text());
        }
        wrongTypeAt(value, valuePath, TEXT);
        return value instanceof ScalarNode scalar && !scalar.isNull() ? Optional.of(scalar.text()) : Optional.empty();
    }

    /** One of a few words, as it is written in {@code allowed}. */
    public @Nullable String oneOf(String key, String... allowed) {
        Node value = get(key);
        String text = string(key);
        if (value == null || text == null) {
            return null;
        }
        List<String> words = Arrays.asList(allowed);
        if (words.contains(text)) {
            return text;
        }
        String fix = Spelling.closest(text, words)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse(null);
        report(
                context.outOfRange(),
                value.position(),
                pathOf(key),
                "wanted " + String.join(" or ", words) + ", got " + value.describe(),
                fix);
        return null;
    }

    /** One of the constants of an enum, written as its name in any of {@code UPPER_CASE}, {@code camelCase}. */
    public <E extends Enum<E>> @Nullable E oneOf(String key, Class<E> type) {
        E[] constants = type.getEnumConstants();
        Node value = get(key);
        if (value instanceof ScalarNode scalar && scalar.asString() != null) {
            for (E constant : constants) {
                if (plain(constant.name()).equals(plain(scalar.text()))) {
                    return constant;
                }
            }
        }
        // No constant is meant: the words decide what to say about it.
        oneOf(
                key,
                Arrays.stream(constants)
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
        return null;
    }

    private static String plain(String word) {
        return word.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** A duration with its unit, in nanoseconds; see {@link Durations}. */
    public @Nullable Long duration(String key) {
        return value(key, "a duration such as 250ms or 1m30s", Durations::parse);
    }

    /** A percentage, {@code 10%} or {@code 0.1}, as a fraction of 1. */
    public @Nullable Double percent(String key) {
        return value(key, "a percentage such as 10% or 0.1", Quantities::percent);
    }

    /** A rate, {@code 50/s}, in events per second. */
    public @Nullable Double rate(String key) {
        return value(key, "a rate such as 50/s or 3000/m", Quantities::rate);
    }

    /** A size in bytes, {@code 2kB}. */
    public @Nullable Long bytes(String key) {
        return value(key, "a size such as 512, 2kB or 1MiB", Quantities::bytes);
    }

    /** Processor time in cores, {@code 500m}. */
    public @Nullable Double cpu(String key) {
        return value(key, "an amount of cpu such as 2, 0.5 or 500m", Quantities::cpu);
    }

    /** Reads a text into a value, or says why not. */
    @FunctionalInterface
    public interface Parser<T> {
        /** The value of a text. */
        T parse(String text) throws ValueException;
    }

    /** A text or number that {@code parser} understands; {@code wanted} is what to say when it is a map or a list. */
    public <T> @Nullable T value(String key, String wanted, Parser<T> parser) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ScalarNode scalar) || scalar.type() == Type.BOOL) {
            return this.<T>wrongType(key, value, wanted);
        }
        try {
            return parser.parse(scalar.text());
        } catch (ValueException e) {
            Rule rule = e.isOutOfRange() ? context.outOfRange() : context.wrongType();
            report(rule, value.position(), pathOf(key), e.reason(), null);
            return null;
        }
    }

    /** Reports that a key has to be there. */
    public void missing(String key) {
        asked.add(key);
        report(context.missing(), node.position(), pathOf(key), "\"" + key + "\" is missing", "add it");
    }

    /** Reports a value of the wrong type; returns null for the caller to return. */
    public <T> @Nullable T wrongType(String key, Node value, String wanted) {
        wrongTypeAt(value, pathOf(key), wanted);
        return null;
    }

    /** Reports a value of the wrong type at a path that is not a key of this map. */
    public void wrongTypeAt(Node value, String valuePath, String wanted) {
        String fix = null;
        if (wanted.equals(TEXT) && value instanceof ScalarNode scalar && !scalar.isNull()) {
            fix = "put it in quotes: \"" + scalar.text() + "\"";
        }
        report(context.wrongType(), value.position(), valuePath, "wanted " + wanted + ", got " + value.describe(), fix);
    }

    /** Reports a value that is not allowed, with what was wanted; returns null for the caller to return. */
    public <T> @Nullable T outOfRange(String key, Node value, String message) {
        report(context.outOfRange(), value.position(), pathOf(key), message, null);
        return null;
    }

    /** Reports anything about this object. */
    public void report(Rule rule, Position at, String fieldPath, String message, @Nullable String fix) {
        findings.add(context.finding(rule, at, fieldPath, message, fix));
    }

    /** Reports every key that nobody asked for, with the key that was probably meant. */
    public void finish() {
        for (Entry entry : node.entries()) {
            if (read.contains(entry.key())) {
                continue;
            }
            String fix = Spelling.closest(entry.key(), asked)
                    .map(known -> "did you mean \"" + known + "\"?")
                    .orElseGet(() -> asked.isEmpty() || asked.size() > LISTED_KEYS
                            ? "remove it"
                            : "remove it; the keys here are " + String.join(", ", asked));
            report(
                    context.unknownKey(),
                    entry.keyPosition(),
                    pathOf(entry.key()),
                    "unknown key \"" + entry.key() + "\"" + (path.isEmpty() ? "" : " in " + path),
                    fix);
        }
    }

    /** {@code perTryTimeout} for {@code per_try_timeout} and the other way round. */
    static String otherCase(String key) {
        StringBuilder out = new StringBuilder(key.length() + 4);
        boolean snake = key.indexOf('_') >= 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (snake && c == '_' && i + 1 < key.length()) {
                out.append(Character.toUpperCase(key.charAt(++i)));
            } else if (!snake && Character.isUpperCase(c)) {
                out.append('_').append(Character.toLowerCase(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
