package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.console.Console;
import dev.windtunnel.console.ConsoleFiles;
import dev.windtunnel.simulation.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The console on the run of a session. Lines are carried out on the session's thread, one after another; what they change
 * are edits of the run, so that it is replayed with them. A run that starts again gets a new console.
 */
final class ConsoleRunner {

    private static final int MOST_FILES = 200;

    private final LiveSession session;
    private final ConsoleFiles files;
    // of the session's thread
    private @Nullable Run of;
    private @Nullable Console console;

    ConsoleRunner(LiveSession session, @Nullable Path scenario) {
        this.session = session;
        Path parent = scenario == null ? null : scenario.toAbsolutePath().getParent();
        this.files = ConsoleFiles.of(
                FileAccess.disk(InputStream.nullInputStream()), parent == null ? "." : parent.toString());
    }

    CompletableFuture<Console.Line> execute(String line) {
        return session.edit(run -> console(run).execute(line));
    }

    private Console console(Run run) {
        if (console == null || of != run) {
            of = run;
            console = new Console(run, files);
        }
        return console;
    }

    /** The names that lines can use now. */
    CompletableFuture<Vocabulary> vocabulary() {
        return session.with(run -> Vocabulary.of(run, manifests()));
    }

    /** YAML files beside the scenario, and one folder further down. */
    private List<String> manifests() {
        List<String> found = new ArrayList<>();
        try {
            for (String name : files.list(".")) {
                if (files.isFolder(name)) {
                    for (String inner : files.list(name)) {
                        add(found, name + "/" + inner);
                    }
                } else {
                    add(found, name);
                }
            }
        } catch (IOException e) {
            return found; // a folder that cannot be read has nothing to offer
        }
        return found;
    }

    private static void add(List<String> found, String name) {
        if (found.size() < MOST_FILES && (name.endsWith(".yaml") || name.endsWith(".yml"))) {
            found.add(name);
        }
    }
}
