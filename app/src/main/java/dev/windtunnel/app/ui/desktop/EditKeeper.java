package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.RuleDocuments.Unsaved;
import dev.windtunnel.app.ui.shell.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps unsaved edits in the recovery file, and sees files that other programs change. Disks are for its own thread. */
final class EditKeeper {

    private final Workbench bench;
    private final Recovery recovery;
    private final Consumer<String> say;
    private final PauseTransition rest = new PauseTransition(Duration.millis(250));
    private final Runnable hear = rest::playFromStart;
    private final ExecutorService disk = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "windtunnel-recovery");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable RuleDocuments heard;
    private List<Unsaved> kept = List.of();
    private boolean warned;

    EditKeeper(Workbench bench, Recovery recovery, Consumer<String> say) {
        this.bench = bench;
        this.recovery = recovery;
        this.say = say;
        rest.setOnFinished(event -> keep());
        bench.documents().addListener((property, before, after) -> {
            if (heard != null) {
                heard.forget(hear);
            }
            heard = after;
            if (after != null) {
                after.listen(hear);
            }
            rest.playFromStart();
        });
    }

    private void keep() {
        if (disk.isShutdown()) {
            return; // closed meanwhile, and all that there was has been kept
        }
        RuleDocuments documents = bench.documents().get();
        List<Unsaved> edits = documents == null ? List.of() : documents.unsavedEdits();
        if (edits.equals(kept)) {
            return;
        }
        kept = edits;
        List<Unsaved> placed = edits.stream()
                .map(each -> new Unsaved(bench.file(each.file()).toString(), each.onDisk(), each.text()))
                .toList();
        Path scenario = bench.path();
        disk.execute(() -> {
            try {
                recovery.keep(scenario, placed);
            } catch (IOException e) {
                Platform.runLater(() -> warn(e));
            }
        });
    }

    private void warn(IOException problem) {
        if (!warned) {
            warned = true;
            say.accept("Unsaved edits cannot be kept for a crash: " + problem.getMessage());
        }
    }

    /** Keeps what there is now and waits until it is kept, a second at most. */
    void flush() {
        rest.stop();
        keep();
        disk.shutdown();
        try {
            if (!disk.awaitTermination(1, TimeUnit.SECONDS)) {
                disk.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---------------------------------------------------------------- edits of a program that ended

    /** Looks for edits that were left, and hands them over on the FX thread. */
    void left(Consumer<List<Recovery.Kept>> screen) {
        disk.execute(() -> {
            List<Recovery.Kept> found = recovery.left();
            if (!found.isEmpty()) {
                Platform.runLater(() -> screen.accept(found));
            }
        });
    }

    /** Brings edits back into the documents that are open; says which could not be. */
    void restore(Recovery.Kept edits) {
        RuleDocuments documents = bench.documents().get();
        List<String> lost = new ArrayList<>();
        for (Unsaved edit : edits.edits()) {
            if (documents == null || !restore(documents, edit)) {
                lost.add(name(edit.file()));
            }
        }
        if (lost.isEmpty()) {
            say.accept("Your edits are back. They are neither in force nor saved.");
            forget(edits);
        } else {
            say.accept(String.join(", ", lost)
                    + " has changed since, so edits of it could not be brought back. They are in " + edits.keptIn()
                    + ".");
        }
    }

    private boolean restore(RuleDocuments documents, Unsaved edit) {
        return documents.asKnown().keySet().stream()
                .filter(name -> bench.file(name).equals(Path.of(edit.file())))
                .anyMatch(name -> documents.restore(new Unsaved(name, edit.onDisk(), edit.text())));
    }

    /** The edits are not wanted. */
    void forget(Recovery.Kept edits) {
        disk.execute(() -> {
            try {
                Recovery.forget(edits);
            } catch (IOException e) {
                Platform.runLater(() -> warn(e));
            }
        });
    }

    // ---------------------------------------------------------------- files that others change

    /** Looks whether files of the open scenario have changed on the disk. */
    void lookAtFiles() {
        RuleDocuments documents = bench.documents().get();
        if (documents == null) {
            return;
        }
        Map<String, byte[]> known = documents.asKnown();
        disk.execute(() -> {
            Map<String, byte[]> changed = new LinkedHashMap<>();
            List<String> gone = new ArrayList<>();
            known.forEach((name, bytes) -> {
                Path file = bench.file(name);
                try {
                    byte[] now = Files.readAllBytes(file);
                    if (!Arrays.equals(now, bytes)) {
                        changed.put(name, now);
                    }
                } catch (IOException e) {
                    gone.add(name);
                }
            });
            if (!changed.isEmpty() || !gone.isEmpty()) {
                Platform.runLater(() -> changed(documents, changed, gone));
            }
        });
    }

    private void changed(RuleDocuments documents, Map<String, byte[]> changed, List<String> gone) {
        if (bench.documents().get() != documents) {
            return;
        }
        List<String> read = new ArrayList<>();
        List<String> mine = new ArrayList<>();
        changed.forEach((name, bytes) -> {
            if (documents.edited(name)) {
                mine.add(name(name));
            } else {
                documents.reread(name, bytes);
                read.add(name(name));
            }
        });
        if (!mine.isEmpty()) {
            say.accept(String.join(", ", mine)
                    + " was changed by another program. Your edits are kept; saving asks before it writes.");
        } else if (!read.isEmpty()) {
            say.accept(String.join(", ", read)
                    + " was changed by another program and read again. What is new in it waits" + " to be applied.");
        } else {
            say.accept(String.join(", ", gone.stream().map(EditKeeper::name).toList())
                    + " was moved or deleted. Your edits are kept; saving writes it again.");
        }
    }

    private static String name(String file) {
        return file.substring(file.replace('\\', '/').lastIndexOf('/') + 1);
    }
}
