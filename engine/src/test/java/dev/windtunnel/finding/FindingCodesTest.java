package dev.windtunnel.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The codes of findings in the sources of all modules. */
class FindingCodesTest {
    private static final Pattern CODE = Pattern.compile("\"(WT[0-9]+)\"");
    /** What is the beginning of a code, for a question about a whole group. */
    private static final Set<String> GROUPS = Set.of("WT0", "WT1", "WT2", "WT33", "WT005");

    /** Codes that more than one package reports, and what each of them means in all of these. */
    private static final Map<String, String> SHARED = Map.of(
            "WT0021", "the same object twice",
            "WT0046", "an entry of the timeline that comes to nothing",
            "WT0050", "a file that cannot be read",
            "WT1002", "a field that is not simulated");

    @Test
    void codesHaveFourDigits() throws IOException {
        packagesByCode().keySet().forEach(code -> assertTrue(code.matches("WT[0-3][0-9]{3}"), code));
    }

    @Test
    void aCodeHasOneMeaning() throws IOException {
        Map<String, Set<String>> shared = new LinkedHashMap<>();
        packagesByCode().forEach((code, packages) -> {
            if (packages.size() > 1) {
                shared.put(code, packages);
            }
        });
        assertEquals(new TreeSet<>(SHARED.keySet()), shared.keySet(), shared.toString());
    }

    private static Map<String, Set<String>> packagesByCode() throws IOException {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (Path sources : new Path[] {Path.of("src/main/java"), Path.of("../app/src/main/java")}) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    CODE.matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group(1))
                            .filter(code -> !GROUPS.contains(code))
                            .forEach(code -> packages.computeIfAbsent(code, each -> new TreeSet<>())
                                    .add(file.getParent().toString()));
                }
            }
        }
        assertTrue(packages.size() > 50, "the sources are not where this test looks for them");
        return packages;
    }
}
