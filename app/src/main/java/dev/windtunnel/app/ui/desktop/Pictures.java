package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Workbench;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.util.Duration;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Pictures of a window. */
final class Pictures {

    private static final Duration SETTLED = Duration.millis(700);

    private Pictures() {}

    /** Has the open scenario run to an instant, waits until all stands still, and hands over the picture; the welcome page
     * when none is open.
     */
    static void at(long nanos, Workbench bench, Scene scene, Consumer<byte[]> done) {
        LiveSession session = bench.session().get();
        if (session == null) {
            settled(scene, done);
            return;
        }
        bench.state().addListener(new ChangeListener<>() {
            @Override
            public void changed(
                    ObservableValue<? extends @Nullable SessionState> property,
                    @Nullable SessionState before,
                    @Nullable SessionState after) {
                boolean there = after != null
                        && !after.playing()
                        && (after.frame().over() || after.frame().nowNanos() >= nanos);
                if (there) {
                    bench.state().removeListener(this);
                    settled(scene, done);
                }
            }
        });
        session.runUntil(nanos);
    }

    /** Layouts run in the background and charts draw ten times a second: a moment later all stands still. */
    private static void settled(Scene scene, Consumer<byte[]> done) {
        PauseTransition pause = new PauseTransition(SETTLED);
        pause.setOnFinished(event -> done.accept(png(scene)));
        pause.play();
    }

    /** A scene as PNG; on the FX thread. */
    static byte[] png(Scene scene) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
