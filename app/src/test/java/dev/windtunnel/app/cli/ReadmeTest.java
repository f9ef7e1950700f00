package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What README.md shows is what the commands print: each block that begins with a prompt is run and compared. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PROMPT = "$ ./windtunnel ";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```\\n(\\$ .*?)^```$", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^):]+)\\)");

    private record Session(String line, String printed) {}

    @TestFactory
    Stream<DynamicTest> everyCommandPrintsWhatIsShown() throws IOException {
        List<Session> sessions = sessions(Files.readString(ROOT.resolve("README.md")));
        assertTrue(sessions.size() >= 8, "only " + sessions.size() + " commands");
        return sessions.stream().map(session -> DynamicTest.dynamicTest(session.line(), () -> check(session)));
    }

    private static void check(Session session) {
        String printed = Shell.in(ROOT).run(words(session.line())).out();
        int cut = session.printed().indexOf("...\n");
        if (cut >= 0) {
            assertEquals(session.printed().substring(0, cut), printed.substring(0, Math.min(cut, printed.length())));
        } else {
            assertEquals(session.printed().stripTrailing(), printed.stripTrailing());
        }
    }

    private static List<Session> sessions(String text) {
        List<Session> sessions = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            for (String session : block.group(1).split("(?m)^(?=\\$ )")) {
                int end = session.indexOf('\n');
                if (session.startsWith(PROMPT)) {
                    sessions.add(new Session(session.substring(PROMPT.length(), end), session.substring(end + 1)));
                }
            }
        }
        return sessions;
    }

    /** The words of a line as a shell splits it: single quotes hold one together. */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words.toArray(new String[0]);
    }

    @Test
    void everyLinkOfTheDocumentsLeadsToAFile() throws IOException {
        try (Stream<Path> documents =
                Stream.concat(Stream.of(ROOT.resolve("README.md")), Files.list(ROOT.resolve("docs")))) {
            for (Path document :
                    documents.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher link = LINK.matcher(Files.readString(document));
                while (link.find()) {
                    Path target = document.resolveSibling(link.group(1));
                    assertTrue(Files.exists(target), document + " leads to " + target);
                }
            }
        }
    }
}
