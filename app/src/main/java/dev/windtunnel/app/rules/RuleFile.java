package dev.windtunnel.app.rules;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file cut at its lines of dashes; the parts together are the file, byte for byte. */
final class RuleFile {

    final String name;
    byte[] onDisk;
    final List<Part> parts = new ArrayList<>();

    /** A document, with the comments around it. */
    static final class Part {
        final RuleFile file;
        String onDisk;
        RuleText now;

        /** The text that nobody has edited: as read, or as it followed the cluster. */
        String untouched;

        Part(RuleFile file, String text, RuleText now) {
            this.file = file;
            this.onDisk = text;
            this.now = now;
            this.untouched = text;
        }
    }

    private RuleFile(String name, byte[] onDisk) {
        this.name = name;
        this.onDisk = onDisk;
    }

    /** Null when the bytes are no UTF-8 text: such a file is shown by others, and never written. */
    static @Nullable RuleFile of(String name, byte[] bytes, String namespace) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
        RuleFile file = new RuleFile(name, bytes);
        int line = 1;
        for (String part : split(text)) {
            file.parts.add(new Part(file, part, RuleText.read(name, line, part, namespace)));
            line += lines(part);
        }
        return file;
    }

    /** Cuts before each line that begins a document. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int line = 0;
        while (line < text.length()) {
            boolean dashes = text.startsWith("---", line)
                    && (line + 3 == text.length() || Character.isWhitespace(text.charAt(line + 3)));
            if (dashes && line > from) {
                parts.add(text.substring(from, line));
                from = line;
            }
            int newline = text.indexOf('\n', line);
            line = newline < 0 ? text.length() : newline + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    static int lines(String text) {
        return (int) text.chars().filter(each -> each == '\n').count();
    }

    /** The parts below a changed one have moved. */
    void number() {
        int line = 1;
        for (Part part : parts) {
            part.now = part.now.at(line);
            line += lines(part.now.text());
        }
    }

    /** The file with one part as it is now, all others as they are on disk. */
    byte[] with(Part changed) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part == changed ? part.now.text() : part.onDisk);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
