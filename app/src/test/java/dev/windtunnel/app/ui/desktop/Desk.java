package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Workbench;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.prefs.AbstractPreferences;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.testfx.util.WaitForAsyncUtils;

/** The assembled window for tests, with a memory and a recovery folder of its own. */
final class Desk implements AutoCloseable {

    final Window window;
    final Workbench bench;
    private final CompletableFuture<byte[]> over = new CompletableFuture<>();

    /** Preferences that nobody else sees. */
    private static final class Forgetful extends AbstractPreferences {
        private final TreeMap<String, String> values = new TreeMap<>();

        Forgetful() {
            super(null, "");
        }

        @Override
        protected void putSpi(String key, String value) {
            values.put(key, value);
        }

        @Override
        protected String getSpi(String key) {
            return values.get(key);
        }

        @Override
        protected void removeSpi(String key) {
            values.remove(key);
        }

        @Override
        protected void removeNodeSpi() {
            values.clear();
        }

        @Override
        protected String[] keysSpi() {
            return values.keySet().toArray(new String[0]);
        }

        @Override
        protected String[] childrenNamesSpi() {
            return new String[0];
        }

        @Override
        protected AbstractPreferences childSpi(String name) {
            return new Forgetful();
        }

        @Override
        protected void syncSpi() {
            // nowhere to go
        }

        @Override
        protected void flushSpi() {
            // nowhere to go
        }
    }

    /** A window without a scenario. */
    Desk(Path recovery) {
        this(new Recovery(recovery, ProcessHandle.current().pid()), new Memory(new Forgetful()), 1280, 800);
    }

    /** One whose unsaved edits are kept so. */
    Desk(Recovery recovery) {
        this(recovery, new Memory(new Forgetful()), 1280, 800);
    }

    /** One of the size of the pictures. */
    static Desk large(Path recovery) {
        return new Desk(new Recovery(recovery, ProcessHandle.current().pid()), new Memory(new Forgetful()), 1440, 900);
    }

    Desk(Recovery recovery, Memory memory, int width, int height) {
        this(recovery, memory, width, height, false, CompletableFuture.completedFuture(false));
    }

    /** One in which nobody has said which theme, and the system is asked. */
    Desk(Recovery recovery, Memory memory, CompletableFuture<Boolean> systemIsDark) {
        this(recovery, memory, 1280, 800, null, systemIsDark);
    }

    private Desk(
            Recovery recovery,
            Memory memory,
            int width,
            int height,
            Boolean dark,
            CompletableFuture<Boolean> systemIsDark) {
        window = on(() -> {
            Window made = new Window(
                    new Desktop.Request(
                            null, null, Path.of(""), Path.of("..", "scenarios"), null, 0, width, height, dark),
                    memory,
                    systemIsDark,
                    recovery,
                    over);
            // The display of tests has no dialogs of a system: nobody chooses anything.
            made.choosers(new Choosers(made.stage()) {
                @Override
                Path file() {
                    return null;
                }

                @Override
                Path folder(String title) {
                    return null;
                }
            });
            made.open();
            return made;
        });
        bench = window.bench();
    }

    /** Opens a scenario and waits until it is there. */
    Desk open(Path path) {
        LiveSession before = bench.session().get();
        run(() -> window.open(path));
        until(() -> bench.session().get() != null
                && bench.session().get() != before
                && bench.documents().get() != null
                && bench.state().get() != null);
        return this;
    }

    LiveSession session() {
        return Objects.requireNonNull(bench.session().get());
    }

    RuleDocuments documents() {
        return Objects.requireNonNull(bench.documents().get());
    }

    SessionState state() {
        return on(() -> Objects.requireNonNull(bench.state().get()));
    }

    /** Runs to an instant, and waits until the screen knows. */
    Desk to(double seconds) {
        session().runUntil(Math.round(seconds * 1e9));
        until(() -> bench.state().get().frame().nowNanos() >= Math.round(seconds * 1e9)
                && !bench.state().get().playing());
        return this;
    }

    boolean isOver() {
        return over.isDone();
    }

    // ---------------------------------------------------------------- hands and eyes

    /** Presses a key where the focus is. */
    Desk press(KeyCode code, KeyCode... with) {
        run(() -> {
            Scene scene = window.scene();
            Node focus = scene.getFocusOwner();
            boolean shift = false;
            boolean control = false;
            for (KeyCode each : with) {
                shift |= each == KeyCode.SHIFT;
                control |= each == KeyCode.CONTROL;
            }
            Node target = focus == null ? scene.getRoot() : focus;
            javafx.event.Event.fireEvent(
                    target, new KeyEvent(KeyEvent.KEY_PRESSED, "", code.getName(), code, shift, control, false, false));
            javafx.event.Event.fireEvent(
                    target,
                    new KeyEvent(KeyEvent.KEY_RELEASED, "", code.getName(), code, shift, control, false, false));
        });
        settle();
        return this;
    }

    <T extends Node> T find(String selector, Class<T> type) {
        return on(() -> type.cast(Objects.requireNonNull(
                window.scene().getRoot().lookup(selector), "nothing on the screen is " + selector)));
    }

    /** The button, tab or link with these words. */
    ButtonBase button(String words) {
        return on(() -> Objects.requireNonNull(
                button(window.scene().getRoot(), words), "no button on the screen says " + words));
    }

    private static ButtonBase button(Node node, String words) {
        if (node instanceof ButtonBase button && words.equals(button.getText()) && button.isVisible()) {
            return button;
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                ButtonBase found = button(child, words);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    Desk click(String words) {
        ButtonBase button = button(words);
        run(button::fire);
        settle();
        return this;
    }

    /** Whether a label or a text on the screen contains these words. */
    boolean says(String words) {
        return on(() -> says(window.scene().getRoot(), words));
    }

    private static boolean says(Node node, String words) {
        if (node instanceof Label label
                && label.isVisible()
                && String.valueOf(label.getText()).contains(words)) {
            return true;
        }
        return node instanceof Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(child -> says(child, words));
    }

    /** The dialog that is open; null when there is none. */
    DialogPane dialog() {
        return on(() -> javafx.stage.Window.getWindows().stream()
                .filter(each -> each instanceof Stage && each != window.stage())
                .map(each -> each.getScene().getRoot())
                .filter(DialogPane.class::isInstance)
                .map(DialogPane.class::cast)
                .reduce((first, last) -> last)
                .orElse(null));
    }

    /** Answers the dialog that is open, or will be in a moment. */
    Desk answer(String words) {
        until(() -> dialog() != null);
        DialogPane pane = dialog();
        run(() -> {
            Node found = pane.getButtonTypes().stream()
                    .filter(each -> each.getText().equals(words))
                    .map(pane::lookupButton)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no button says " + words + " but " + pane.getButtonTypes()));
            ((Button) found).fire();
        });
        settle();
        return this;
    }

    static void settle() {
        WaitForAsyncUtils.waitForFxEvents(2);
    }

    static void until(BooleanSupplier condition) {
        try {
            WaitForAsyncUtils.waitFor(15, TimeUnit.SECONDS, () -> on(condition::getAsBoolean));
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("it did not come to be in 15 s", e);
        }
    }

    static <T> T on(Callable<T> work) {
        if (Platform.isFxApplicationThread()) {
            try {
                return work.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            if (e.getCause() instanceof Error problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the screen does not answer", e);
        }
    }

    static void run(Runnable work) {
        on(() -> {
            work.run();
            return null;
        });
    }

    /** Ends without asking, as a program does that is killed: what waits is lost unless it was kept. */
    @Override
    public void close() {
        run(() -> {
            for (javafx.stage.Window each : java.util.List.copyOf(javafx.stage.Window.getWindows())) {
                each.hide();
            }
            bench.close();
        });
    }
}
