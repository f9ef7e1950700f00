package dev.windtunnel.app.cli;

import dev.windtunnel.report.Documents;
import dev.windtunnel.scenario.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the version, and the stacks this version can simulate. */
@Command(name = "version", description = "Print the version and the Istio profiles it simulates.")
final class VersionCommand implements Callable<Integer> {
    /** The values of a scenario's {@code spec.profile}, the default first. */
    private static final List<String> PROFILES =
            Arrays.stream(Profile.values()).map(Profile::id).toList();

    private final Surroundings surroundings;

    @Mixin
    private OutputOption output;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String version = version();
        Map<String, @Nullable Object> document = Documents.ofKind("Version");
        document.put("version", version);
        document.put("profiles", PROFILES);
        surroundings.out().print(output.text(document, () -> sentence(version)));
        return ExitStatus.OK.code();
    }

    private static String sentence(String version) {
        return "windtunnel " + version + " (Istio profiles " + String.join(", ", PROFILES) + ")\n";
    }

    /** The version in the pom, which the build writes into a resource. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing beside " + VersionCommand.class);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
