package dev.windtunnel.finding;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One remark about a user's files: what is wrong, where, and what to do about it.
 *
 * @param code {@code IST....} for Istio's own analysis messages, {@code WT0...} scenario and files, {@code WT1...} not
 *     simulated, {@code WT2...} platform, {@code WT3...} advice
 * @param level how grave it is
 * @param kind the kind of the object it is about, or null
 * @param namespace the namespace of that object, or null
 * @param name the name of that object, or null
 * @param message what is wrong, in plain words
 * @param fix what to do, as a phrase or sentence, or null
 * @param url where to read more, or null
 * @param file the file as the user named it, or null
 * @param line 1-based line, 0 when unknown
 * @param column 1-based column, 0 when unknown
 * @param path the field, as in {@code spec.http[0].route[1].weight}, or null
 */
public record Finding(
        String code,
        Level level,
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,
        String message,
        @Nullable String fix,
        @Nullable String url,
        @Nullable String file,
        int line,
        int column,
        @Nullable String path)
        implements Comparable<Finding> {

    private static final Comparator<@Nullable String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file, TEXT)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::code)
            .thenComparing(Finding::kind, TEXT)
            .thenComparing(Finding::namespace, TEXT)
            .thenComparing(Finding::name, TEXT)
            .thenComparing(Finding::path, TEXT)
            .thenComparing(Finding::message);

    public Finding {
        Objects.requireNonNull(code);
        Objects.requireNonNull(level);
        Objects.requireNonNull(message);
    }

    /** A finding that so far has only a level, a code and a message; the {@code with...} methods add the rest. */
    public static Finding of(Level level, String code, String message) {
        return new Finding(code, level, null, null, null, message, null, null, null, 0, 0, null);
    }

    /** As {@link #of} with {@link Level#ERROR}. */
    public static Finding error(String code, String message) {
        return of(Level.ERROR, code, message);
    }

    /** As {@link #of} with {@link Level#WARNING}. */
    public static Finding warning(String code, String message) {
        return of(Level.WARNING, code, message);
    }

    /** As {@link #of} with {@link Level#INFO}. */
    public static Finding info(String code, String message) {
        return of(Level.INFO, code, message);
    }

    /** This finding at another level. */
    public Finding withLevel(Level newLevel) {
        return new Finding(code, newLevel, kind, namespace, name, message, fix, url, file, line, column, path);
    }

    /** This finding about an object; parts that are unknown are null. */
    public Finding withObject(@Nullable String newKind, @Nullable String newNamespace, @Nullable String newName) {
        return new Finding(code, level, newKind, newNamespace, newName, message, fix, url, file, line, column, path);
    }

    /** This finding with what to do about it. */
    public Finding withFix(@Nullable String newFix) {
        return new Finding(code, level, kind, namespace, name, message, newFix, url, file, line, column, path);
    }

    /** This finding with a page to read. */
    public Finding withUrl(@Nullable String newUrl) {
        return new Finding(code, level, kind, namespace, name, message, fix, newUrl, file, line, column, path);
    }

    /** This finding in other words. */
    public Finding withMessage(String newMessage) {
        return new Finding(code, level, kind, namespace, name, newMessage, fix, url, file, line, column, path);
    }

    /** This finding at a place; line and column are 1-based, 0 when unknown. */
    public Finding withPlace(@Nullable String newFile, int newLine, int newColumn) {
        return new Finding(code, level, kind, namespace, name, message, fix, url, newFile, newLine, newColumn, path);
    }

    /** This finding about a field, as in {@code spec.http[0].timeout}. */
    public Finding withPath(@Nullable String newPath) {
        return new Finding(code, level, kind, namespace, name, message, fix, url, file, line, column, newPath);
    }

    /**
     * The finding as one line, {@code Error [IST0101] (VirtualService default/reviews a.yaml:12:7) message}; parts
     * that are unknown are left out, and the fix follows as a sentence.
     */
    public String text() {
        StringBuilder out =
                new StringBuilder(level.label()).append(" [").append(code).append(']');
        String subject = subject();
        if (!subject.isEmpty()) {
            out.append(" (").append(subject).append(')');
        }
        out.append(' ').append(message);
        if (fix != null && !fix.isBlank()) {
            out.append(endsSentence(message) ? " " : ". ")
                    .append(fix.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(fix, 1, fix.length());
            if (!endsSentence(fix)) {
                out.append('.');
            }
        }
        return Printable.line(out.toString());
    }

    /** The place as {@code a.yaml:12:7}, {@code a.yaml}, or empty when the file is unknown. */
    public String place() {
        if (file == null) {
            return "";
        }
        if (line <= 0) {
            return file;
        }
        return column <= 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }

    private String subject() {
        StringBuilder out = new StringBuilder(kind == null ? "" : kind);
        if (name != null) {
            append(out, namespace == null || namespace.isEmpty() ? name : namespace + "/" + name);
        }
        append(out, place());
        return out.toString();
    }

    private static void append(StringBuilder out, String part) {
        if (!part.isEmpty()) {
            out.append(out.isEmpty() ? "" : " ").append(part);
        }
    }

    private static boolean endsSentence(String text) {
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?");
    }

    /** By file, line, column and code; what is left equal by object, path and message. */
    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
