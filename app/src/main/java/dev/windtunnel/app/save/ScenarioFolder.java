package dev.windtunnel.app.save;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a saved scenario into a folder, and reads it again to see that it can run. Not for the FX thread. */
public final class ScenarioFolder {

    private ScenarioFolder() {}

    /** The files in a folder that saving would replace, by path in it. */
    public static List<String> inTheWay(SavedScenario saved, Path folder) {
        List<String> found = new ArrayList<>();
        Stream.concat(saved.files().keySet().stream(), saved.references().stream())
                .filter(each -> Files.exists(folder.resolve(each)))
                .forEach(found::add);
        return found;
    }

    /**
     * Writes the files.
     *
     * @param from folder of the scenario that was opened, where what it names is copied from
     * @param overwrite whether files may be replaced that are there
     * @return what keeps it from running as the session did; empty when nothing does
     * @throws FileAlreadyExistsException when a file is there and may not be replaced; nothing was written
     * @throws IOException when something cannot be written or read
     */
    public static String write(SavedScenario saved, Path folder, Path from, boolean overwrite, Experiment ran)
            throws IOException {
        List<String> there = overwrite ? List.of() : inTheWay(saved, folder);
        if (!there.isEmpty()) {
            throw new FileAlreadyExistsException(there.get(0));
        }
        for (Map.Entry<String, byte[]> each : saved.files().entrySet()) {
            Path file = folder.resolve(each.getKey());
            Files.createDirectories(parent(file));
            Files.write(file, each.getValue());
        }
        for (String each : saved.references()) {
            copy(from.resolve(each), folder.resolve(each));
        }
        return problem(folder, ran);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path each : all.filter(Files::isRegularFile).toList()) {
                    copy(each, to.resolve(from.relativize(each).toString()));
                }
            }
        } else if (!from.toAbsolutePath().normalize().equals(to.toAbsolutePath().normalize())) {
            Files.createDirectories(parent(to));
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String problem(Path folder, Experiment ran) {
        Findings problems = new Findings();
        InputStream nothing = InputStream.nullInputStream();
        List<Experiment> loaded = new ExperimentLoader(FileAccess.disk(nothing), folder, nothing)
                .load(folder.resolve("scenario.yaml").toString(), false, Overrides.NONE, problems);
        if (loaded.size() != 1) {
            return problems.sorted().stream().map(each -> each.text()).reduce("", (all, each) -> all + each + "\n");
        }
        var before = ran.store().objects();
        var after = loaded.get(0).store().objects();
        boolean same = before.size() == after.size();
        for (int i = 0; same && i < before.size(); i++) {
            same = before.get(i).key().equals(after.get(i).key())
                    && dev.windtunnel.source.Nodes.sameValue(
                            before.get(i).root(), after.get(i).root());
        }
        return same ? "" : "The folder holds other objects than ran; choose one that holds nothing else.";
    }
}
