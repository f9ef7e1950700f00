package dev.windtunnel.console;

import dev.windtunnel.Golden;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.simulation.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole sessions at the console, as the person who types them sees them: a line behind {@code $}, what it printed, its
 * messages behind {@code !} and its exit status when that is not 0.
 */
class TranscriptTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"hello, hello", "hello, refusals", "shop, shop", "shop, curl", "shop, changes", "shop, rollouts"})
    void sessionPrintsWhatItAlwaysPrinted(String mesh, String session) throws IOException {
        Experiment experiment =
                Hello.experiment(folder, mesh.equals("hello") ? Hello.scenario("", Hello.DEFAULT_RULE) : Shop.SCENARIO);
        Run run = Hello.open(experiment);
        Console console = new Console(run, files(mesh));
        StringBuilder transcript = new StringBuilder();
        for (String line : Sessions.of(session)) {
            Output output = console.execute(line).output();
            transcript.append("$ ").append(line).append('\n').append(output.stdout());
            if (!output.stdout().isEmpty() && !output.stdout().endsWith("\n")) {
                transcript.append("\\\n");
            }
            output.stderr()
                    .lines()
                    .forEach(each -> transcript.append("! ").append(each).append('\n'));
            if (output.exit() != 0) {
                transcript.append("[exit ").append(output.exit()).append("]\n");
            }
        }
        Golden.assertMatches(
                "console/" + session + ".txt", transcript.toString().replace(folder + "/", ""));
    }

    private static MemoryFiles files(String mesh) {
        MemoryFiles files = new MemoryFiles(new TreeMap<>());
        if (mesh.equals("hello")) {
            files.put("timeout.yaml", Hello.TIMEOUT_RULE);
            files.put("retry.yaml", Hello.RETRY_RULE);
            files.put("wrong.yaml", Hello.DEFAULT_RULE.replace("weight: 90", "weight: 80"));
            files.put("gone.yaml", Hello.DEFAULT_RULE.replace("route-rule", "wish"));
            files.put("broken.yaml", "type: route-rule\n  name: [x\n");
            files.put("pods.yaml", Hello.manifests());
        } else {
            Shop.FILES.forEach(files::put);
        }
        return files;
    }

    /** A folder in memory. */
    private record MemoryFiles(TreeMap<String, byte[]> texts) implements ConsoleFiles {
        void put(String name, String text) {
            texts.put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public byte[] read(String file) throws IOException {
            byte[] bytes = texts.get(file);
            if (bytes == null) {
                throw new IOException(file);
            }
            return bytes;
        }

        @Override
        public boolean isFolder(String path) {
            return texts.keySet().stream().anyMatch(name -> name.startsWith(path + "/"));
        }

        @Override
        public List<String> list(String path) {
            return texts.keySet().stream()
                    .filter(name -> name.startsWith(path + "/"))
                    .map(name -> name.substring(path.length() + 1))
                    .toList();
        }
    }
}
