package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Level;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.Node;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Files that a value of the scenario names. */
final class Inputs {
    private static final Rule UNREADABLE = new Rule("WT0050", Level.ERROR);

    private Inputs() {}

    /** The bytes of a file, or null with a finding at the value that names it. */
    static byte @Nullable [] read(String file, Node node, Spot spot) {
        FileAccess files = spot.reading().files();
        if (!files.exists(file)) {
            spot.report(
                    UNREADABLE, node.position(), "there is no file " + file, "paths start at the scenario's folder");
            return null;
        }
        if (files.isFolder(file)) {
            spot.report(UNREADABLE, node.position(), file + " is a folder", "name a file");
            return null;
        }
        try {
            return files.read(file);
        } catch (IOException e) {
            spot.report(UNREADABLE, node.position(), file + " cannot be read: " + reason(e), null);
            return null;
        }
    }

    static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        if (name.equals("AccessDeniedException")) {
            return "access denied";
        }
        if (name.equals("NoSuchFileException")) {
            return "it does not exist";
        }
        return e.getMessage() == null ? name : e.getMessage();
    }
}
