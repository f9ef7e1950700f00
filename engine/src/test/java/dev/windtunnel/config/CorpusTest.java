package dev.windtunnel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real manifests and Istio's own verdicts, where a copy of them is at hand. */
class CorpusTest {
    private static final Path CORPUS = Path.of(System.getProperty("windtunnel.corpus", "../../shared/corpus"));
    private static final Set<String> KINDS =
            Set.of("DestinationRule", "Gateway", "ServiceEntry", "VirtualService", "WorkloadEntry");

    /** An IPv6 address that lost its quotes on the way here. */
    private static final Set<String> DAMAGED = Set.of("315.yaml");

    @Test
    void everyManifestReadsUnderEveryProfile() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS));
        for (Path file : manifests()) {
            for (Profile profile : Profile.values()) {
                assertNotNull(read(file, profile, new Findings()), file.toString());
            }
        }
    }

    @Test
    void verdictsAgreeWithIstiosOwn() throws IOException {
        Path cases = CORPUS.resolve("istio-validation");
        assumeTrue(Files.isDirectory(cases));
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (String row : Files.readAllLines(cases.resolve("istio-validation.tsv"))) {
            String[] cells = row.split("\t", -1);
            if (!KINDS.contains(cells[1]) || DAMAGED.contains(cells[0])) {
                continue;
            }
            Findings findings = new Findings();
            read(cases.resolve(cells[0]), Profile.ISTIO_1_30, findings);
            boolean valid = !findings.hasErrors();
            if (valid != cells[2].equals("valid")) {
                wrong.add(row + " " + findings.sorted());
            }
            checked++;
        }
        assertEquals(List.of(), wrong);
        assertEquals(true, checked > 100);
    }

    private static Mesh read(Path file, Profile profile, Findings findings) throws IOException {
        List<Document> documents = YamlReader.read(file.toString(), Files.readAllBytes(file), findings);
        ObjectStore store = Manifests.store(documents, "default", findings);
        return MeshReader.read(store, profile, true, findings);
    }

    private static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
