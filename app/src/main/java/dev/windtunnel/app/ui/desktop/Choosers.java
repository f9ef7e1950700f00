package dev.windtunnel.app.ui.desktop;

import java.io.File;
import java.nio.file.Path;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** Asks for files and folders with the system's own dialogs, which not every display has. */
class Choosers {

    private final Stage owner;

    Choosers(Stage owner) {
        this.owner = owner;
    }

    /** A scenario or manifests; null for none. */
    @Nullable
    Path file() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a scenario or manifests");
        chooser.getExtensionFilters()
                .setAll(
                        new FileChooser.ExtensionFilter("YAML and JSON", "*.yaml", "*.yml", "*.json"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        File file = chooser.showOpenDialog(owner);
        return file == null ? null : file.toPath();
    }

    /**
     * A folder; null for none.
     *
     * @param title what it is for
     */
    @Nullable
    Path folder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        File folder = chooser.showDialog(owner);
        return folder == null ? null : folder.toPath();
    }
}
