package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.experiment.Experiment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What all panes of the window share: the open scenario, the session that runs it, its latest state, and the selection.
 * Everything here belongs to the FX thread; states arrive there at most as often as it can take them.
 */
public final class Workbench {

    private final Theme theme;
    private final ReadOnlyObjectWrapper<@Nullable LiveSession> session = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable SessionState> state = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<Selection> selection = new SimpleObjectProperty<>(new Selection.Nothing());
    private final ObjectProperty<EdgeLabel> edgeLabel = new SimpleObjectProperty<>(EdgeLabel.SHARE);
    private final AtomicReference<@Nullable SessionState> newest = new AtomicReference<>();
    private @Nullable Path path;

    /** What the labels of edges say. */
    public enum EdgeLabel {
        SHARE("Share"),
        RATE("Rate"),
        P95("p95"),
        ERRORS("Errors"),
        AMPLIFICATION("Amplification");

        private final String text;

        EdgeLabel(String text) {
            this.text = text;
        }

        /** The name on the screen. */
        public String text() {
            return text;
        }
    }

    /** A workbench without a scenario. */
    public Workbench(Theme theme) {
        this.theme = theme;
    }

    /** The theme. */
    public Theme theme() {
        return theme;
    }

    /** The session of the open scenario; null when none is open. */
    public ReadOnlyObjectProperty<@Nullable LiveSession> session() {
        return session.getReadOnlyProperty();
    }

    /** The newest state of the session; null before the first. */
    public ReadOnlyObjectProperty<@Nullable SessionState> state() {
        return state.getReadOnlyProperty();
    }

    /** The one selection. */
    public ObjectProperty<Selection> selection() {
        return selection;
    }

    /** What the labels of edges say. */
    public ObjectProperty<EdgeLabel> edgeLabel() {
        return edgeLabel;
    }

    /** Where the open scenario came from; null for none. */
    public @Nullable Path path() {
        return path;
    }

    /** Opens an experiment; the one before is closed. */
    public void open(Experiment experiment, @Nullable Path from) {
        close();
        path = from;
        session.set(new LiveSession(experiment, this::arrived));
    }

    /** Closes what is open. */
    public void close() {
        LiveSession open = session.get();
        if (open != null) {
            open.close();
        }
        session.set(null);
        state.set(null);
        selection.set(new Selection.Nothing());
    }

    /** On the session's thread: hands the newest state over; one that was not taken yet is replaced. */
    private void arrived(SessionState next) {
        if (newest.getAndSet(next) == null) {
            Platform.runLater(() -> {
                SessionState latest = newest.getAndSet(null);
                if (latest != null && session.get() != null) {
                    state.set(latest);
                }
            });
        }
    }
}
