package dev.windtunnel.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees of maps, lists, texts, numbers, booleans and null as JSON or YAML.
 *
 * <p>Keys keep the order of the map. The bytes are the same on every machine and Java: numbers are written by Jackson's
 * own algorithm, because {@link Double#toString} changed with Java 19.
 */
public final class Documents {
    /** The {@code apiVersion} of every document Windtunnel writes. */
    public static final String API_VERSION = "windtunnel.dev/v1";

    private Documents() {}

    /** A new document with its {@code apiVersion} and {@code kind}, open for more keys. */
    public static Map<String, @Nullable Object> ofKind(String kind) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("apiVersion", API_VERSION);
        document.put("kind", kind);
        return document;
    }

    /**
     * The tree as JSON, ended by a line feed: what fits on a line stays on it, the rest goes two spaces deeper.
     *
     * @throws IllegalArgumentException when something else than maps with texts as keys, iterables, texts, enums,
     *     numbers, booleans and null is in it, or a number that JSON cannot write
     */
    public static String json(@Nullable Object tree) {
        return new JsonLayout(Documents::scalar).text(tree);
    }

    /**
     * The tree as one YAML document without the dashes at its start.
     *
     * @throws IllegalArgumentException as {@link #json(Object)}
     */
    public static String yaml(@Nullable Object tree) {
        YAMLFactory factory = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(text)) {
            write(generator, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object node) throws IOException {
        if (node instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(key(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (node instanceof Iterable<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else {
            writeScalar(generator, node);
        }
    }

    private static void writeScalar(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value instanceof CharSequence || value instanceof Enum<?>) {
            generator.writeString(value.toString());
        } else if (value instanceof Number) {
            generator.writeNumber(scalar(value));
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value == null) {
            generator.writeNull();
        } else {
            throw noForm(value);
        }
    }

    /** The value in JSON. */
    private static String scalar(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            return String.valueOf(value);
        } else if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(number + " has no form in JSON");
            }
            // Minus nought would show that a sum of noughts was taken in another order.
            return NumberOutput.toString(number == 0.0 ? 0.0 : number, true);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof CharSequence || value instanceof Enum<?>) {
            return JsonLayout.quoted(value.toString());
        }
        throw noForm(value);
    }

    private static IllegalArgumentException noForm(Object value) {
        return new IllegalArgumentException(
                "no document can hold a " + value.getClass().getName());
    }

    private static String key(@Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a key of a document is text, not " + key);
    }
}
