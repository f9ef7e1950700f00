package dev.windtunnel.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of Envoy's cases names each of them, and tests that exist; so does the page of what is modelled. */
class EnvoyCasesTest {

    private static final int CASES = 125;
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern SHOWN_BY = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    private static Map<String, String> testSources(String module) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                    .sorted()
                    .toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    @Test
    void theTestsThatShowWhatIsModelledExist() throws IOException {
        Map<String, String> sources = testSources("engine");
        sources.putAll(testSources("app"));
        Matcher names =
                Pattern.compile("`(?:\\w+/)?(\\w+Test)`").matcher(Files.readString(Path.of("../docs/fidelity.md")));
        int named = 0;
        for (; names.find(); named++) {
            assertTrue(sources.containsKey(names.group(1)), names.group(1));
        }
        assertTrue(named > 100, named + " are named");
    }

    @Test
    void everyCaseIsShownByATestOrHasAReason() throws IOException {
        Map<String, String> sources = testSources("engine");
        List<Integer> numbers = new ArrayList<>();
        int shown = 0;
        for (String line : Files.readAllLines(Path.of("../docs/envoy-cases.md"))) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            numbers.add(Integer.valueOf(row.group(1)));
            Matcher names = SHOWN_BY.matcher(row.group(2));
            boolean tested = false;
            while (names.find()) {
                String source = sources.get(names.group(1));
                assertTrue(
                        source != null && source.contains("void " + names.group(2) + "("),
                        () -> line + ": there is no such test");
                tested = true;
            }
            shown += tested ? 1 : 0;
            assertTrue(tested || row.group(2).contains(" "), () -> line + ": neither a test nor a reason");
        }
        assertEquals(IntStream.rangeClosed(1, CASES).boxed().toList(), numbers);
        assertTrue(shown > 80, shown + " are shown");
    }
}
