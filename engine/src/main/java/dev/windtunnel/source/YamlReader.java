package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML, and JSON as the YAML that it is, into trees that know where everything stands. Whatever the text is,
 * reading it ends with documents and findings and never with an exception: WT0001 not YAML, WT0002 a key twice, WT0003
 * nested too deep, WT0004 too many aliases, WT0005 not text, WT0006 too large, WT0007 (a Warning) a key such as
 * {@code on} that is read as true or false. After a document that cannot be read the next one,
 * behind its {@code ---}, is read as if nothing had happened.
 */
public final class YamlReader {
    /** The largest file that is read, in bytes or chars. */
    public static final int MAX_SIZE = 64 * 1024 * 1024;

    /** A file with more broken documents than this is not a file of documents. */
    private static final int MAX_BROKEN = 50;

    private final String file;
    private final String text;
    private final boolean rewritten;
    private final Findings findings;
    private final List<Document> documents = new ArrayList<>();

    /** Where reading can start anew after a failure: at or behind the start of the document that failed. */
    private int resumeFrom;

    private YamlReader(String file, String original, Findings findings) {
        this.file = file;
        this.text = TextCheck.yamlOfJson(original);
        this.rewritten = !text.equals(original);
        this.findings = findings;
    }

    /**
     * All documents of a text, in order; those that are empty or that cannot be read are left out.
     *
     * @param file the name for positions and findings, as the user gave it
     */
    public static List<Document> read(String file, String text, Findings findings) {
        if (text.length() > MAX_SIZE) {
            findings.add(tooLarge(file));
            return List.of();
        }
        Finding unreadable = TextCheck.check(file, text);
        if (unreadable != null) {
            findings.add(unreadable);
            return List.of();
        }
        YamlReader reader = new YamlReader(file, text, findings);
        reader.readAll();
        return List.copyOf(reader.documents);
    }

    /** As {@link #read(String, String, Findings)}, from bytes: UTF-8, or UTF-16 with a byte order mark. */
    public static List<Document> read(String file, byte[] bytes, Findings findings) {
        if (bytes.length > MAX_SIZE) {
            findings.add(tooLarge(file));
            return List.of();
        }
        Charset charset = StandardCharsets.UTF_8;
        if (bytes.length >= 2
                && (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF
                        || bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)) {
            charset = StandardCharsets.UTF_16;
        }
        try {
            return read(
                    file, charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), findings);
        } catch (CharacterCodingException e) {
            findings.add(new Position(file, 1, 1)
                    .on(Finding.error("WT0005", "this file is no UTF-8 text")
                            .withFix("save it as UTF-8, or leave it out of the resources")));
            return List.of();
        }
    }

    private static Finding tooLarge(String file) {
        return new Position(file, 1, 1)
                .on(Finding.error("WT0006", "this file is larger than " + MAX_SIZE / (1024 * 1024) + " MB")
                        .withFix("split it, or leave out what has nothing to do with traffic"));
    }

    private void readAll() {
        int base = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? 1 : 0;
        int line = 0;
        int counted = base;
        for (int broken = 0; base >= 0; broken++) {
            if (broken == MAX_BROKEN) {
                findings.add(new Position(file, line + 1, 1)
                        .on(Finding.error("WT0001", "the rest of this file is not read: too much of it is no YAML")
                                .withFix("check that this is a YAML file at all")));
                return;
            }
            SourceText source = new SourceText(file, text, base, line, rewritten);
            if (readFrom(source, base)) {
                return;
            }
            base = TextCheck.nextDocument(text, resumeFrom);
            if (base >= 0) {
                line += TextCheck.lines(text, counted, base);
                counted = base;
            }
        }
    }

    /** Reads documents until the end, true, or until one cannot be read, false. */
    private boolean readFrom(SourceText source, int base) {
        resumeFrom = base;
        TreeBuilder builder = new TreeBuilder(source, findings);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try (StringReader input = new StringReader(text)) {
            input.skip(base);
            ParserImpl parser = new ParserImpl(new StreamReader(input), options);
            while (true) {
                Event event = parser.getEvent();
                if (event.is(Event.ID.StreamEnd)) {
                    return true;
                }
                take(event, source, builder);
            }
        } catch (Refusal e) {
            findings.add(Problems.withTemplateHint(e.finding(), text, resumeFrom));
        } catch (MarkedYAMLException e) {
            findings.add(
                    Problems.withTemplateHint(Problems.explain(e, source, builder.openBracket()), text, resumeFrom));
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException | IOException e) {
            // Not expected from the parser, but a broken file must not look like a defect of this program.
            findings.add(Problems.withTemplateHint(unexplained(e), text, resumeFrom));
        }
        return false;
    }

    private void take(Event event, SourceText source, TreeBuilder builder) throws Refusal {
        switch (event.getEventId()) {
            case DocumentStart -> {
                resumeFrom = Math.max(resumeFrom, source.offset(event.getStartMark()));
                builder.begin();
            }
            case DocumentEnd -> {
                resumeFrom = Math.max(resumeFrom, source.offset(event.getStartMark()));
                add(builder.root());
            }
            case Scalar -> builder.scalar((ScalarEvent) event);
            case Alias -> builder.alias((AliasEvent) event);
            case MappingStart, SequenceStart -> builder.open((CollectionStartEvent) event);
            case MappingEnd, SequenceEnd -> builder.close((CollectionEndEvent) event);
            default -> {
                // The start of the stream; comments are not asked for.
            }
        }
    }

    private void add(@Nullable Node root) {
        if (root != null && !(root instanceof ScalarNode scalar && scalar.isNull())) {
            documents.add(new Document(root, file, documents.size()));
        }
    }

    private Finding unexplained(Exception e) {
        int line = TextCheck.lines(text, 0, resumeFrom) + 1;
        return new Position(file, line, 1)
                .on(Finding.error("WT0001", "the document that begins here is no YAML: " + e.getMessage()));
    }
}
