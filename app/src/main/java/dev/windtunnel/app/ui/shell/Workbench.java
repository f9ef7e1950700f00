package dev.windtunnel.app.ui.shell;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
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
    private final ObjectProperty<@Nullable Selection> chartsOf = new SimpleObjectProperty<>();
    private final ObjectProperty<EdgeLabel> edgeLabel = new SimpleObjectProperty<>(EdgeLabel.SHARE);
    private final AtomicReference<@Nullable SessionState> newest = new AtomicReference<>();
    private final ReadOnlyObjectWrapper<@Nullable RuleDocuments> documents = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Set<ObjectKey>> waiting = new ReadOnlyObjectWrapper<>(Set.of());
    private final ReadOnlyObjectWrapper<List<Finding>> findings = new ReadOnlyObjectWrapper<>(List.of());
    private List<Finding> ofFiles = List.of();
    private List<Finding> ofRun = List.of();
    private final ReadOnlyObjectWrapper<List<Advised>> advice = new ReadOnlyObjectWrapper<>(List.of());
    private long lookedAtNanos = -1;
    private int lookedAtMarks;
    private boolean looking;
    private final ObjectProperty<HealthLimits> healthLimits = new SimpleObjectProperty<>(HealthLimits.USUAL);
    private final Comparing comparing;
    private final BooleanProperty chartsFolded = new SimpleBooleanProperty();
    private final DoubleProperty covered = new SimpleDoubleProperty();
    private final BooleanProperty dockExpanded = new SimpleBooleanProperty();
    private final DoubleProperty dockNeeds = new SimpleDoubleProperty();
    private @Nullable Path path;
    private Path namesFrom = Path.of("").toAbsolutePath();

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
        new FindingsWatch(this, found -> {
            ofFiles = found;
            tell();
        });
        new AdviceWatch(
                this,
                found -> {
                    if (!advice.get().equals(found)) {
                        advice.set(found);
                        tell();
                    }
                },
                found -> {
                    if (!ofRun.equals(found)) {
                        ofRun = found;
                        tell();
                    }
                });
        comparing = new Comparing(this);
    }

    private void tell() {
        List<Finding> all = new java.util.ArrayList<>(ofFiles);
        if (!advice.get().isEmpty() || !ofRun.isEmpty()) {
            all.addAll(ofRun);
            advice.get().forEach(each -> all.add(each.finding()));
            all.sort(java.util.Comparator.comparing(Finding::level).reversed());
        }
        findings.set(List.copyOf(all));
    }

    /** What there is to say about the files, about edits that are in none of them, and what the run so far has found and advises. */
    public ReadOnlyObjectProperty<List<Finding>> findings() {
        return findings.getReadOnlyProperty();
    }

    /** What the run so far advises, with the places in the mesh that it is about. */
    public ReadOnlyObjectProperty<List<Advised>> advice() {
        return advice.getReadOnlyProperty();
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

    /** What the charts are kept on, whatever is selected; null while they follow the selection. */
    public ObjectProperty<@Nullable Selection> chartsOf() {
        return chartsOf;
    }

    /** What the labels of edges say. */
    public ObjectProperty<EdgeLabel> edgeLabel() {
        return edgeLabel;
    }

    /** Whether the dock takes the whole height between timeline and status, as a waterfall needs it. */
    public BooleanProperty dockExpanded() {
        return dockExpanded;
    }

    /** The height that what the dock shows asks for, in pixels; 0 for the one that a person has chosen. */
    public DoubleProperty dockNeeds() {
        return dockNeeds;
    }

    /** From where on something is degraded, and failing. */
    public ObjectProperty<HealthLimits> healthLimits() {
        return healthLimits;
    }

    /** A fork of the run, and what became of it. */
    public Comparing comparing() {
        return comparing;
    }

    /** Whether the charts are folded away. */
    public BooleanProperty chartsFolded() {
        return chartsFolded;
    }

    /** How much of the topology's right side another pane lies over, in pixels. */
    public DoubleProperty covered() {
        return covered;
    }

    /** Where the open scenario came from; null for none. */
    public @Nullable Path path() {
        return path;
    }

    /** The texts of the open scenario's objects; null until they have been read. */
    public ReadOnlyObjectProperty<@Nullable RuleDocuments> documents() {
        return documents.getReadOnlyProperty();
    }

    /** The objects with edits that are not in force. */
    public ReadOnlyObjectProperty<Set<ObjectKey>> waiting() {
        return waiting.getReadOnlyProperty();
    }

    /** Where a file of the open scenario is, by the name that its objects have for it. */
    public Path file(String name) {
        return namesFrom.resolve(name);
    }

    /** Reads the files again, off the FX thread; edits are lost. */
    public void readDocuments() {
        LiveSession of = session.get();
        if (of == null) {
            return;
        }
        Experiment experiment = of.experiment();
        Thread reader = new Thread(() -> read(of, experiment), "windtunnel-files");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(LiveSession of, Experiment experiment) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (var object : experiment.store().objects()) {
            String name = object.file();
            if (name != null && !contents.containsKey(name)) {
                try {
                    contents.put(name, Files.readAllBytes(file(name)));
                } catch (IOException | java.nio.file.InvalidPathException e) {
                    // Gone since it was opened: its objects are shown, but have no text to edit.
                    contents.remove(name);
                }
            }
        }
        RuleDocuments read =
                new RuleDocuments(experiment.store(), experiment.scenario().namespace(), contents);
        Platform.runLater(() -> {
            if (session.get() == of) {
                read.listen(() -> waiting.set(read.waiting()));
                documents.set(read);
                waiting.set(read.waiting());
                lookedAtNanos = -1;
                look();
            }
        });
    }

    /** Has the documents know what is in force, as soon as time or an edit may have changed it. */
    private void look() {
        SessionState now = state.get();
        LiveSession of = session.get();
        RuleDocuments known = documents.get();
        if (now == null || of == null || known == null || looking) {
            return;
        }
        if (now.frame().nowNanos() == lookedAtNanos && now.marks().size() == lookedAtMarks) {
            return;
        }
        lookedAtNanos = now.frame().nowNanos();
        lookedAtMarks = now.marks().size();
        looking = true;
        of.with(dev.windtunnel.simulation.Run::objects)
                .thenAccept(objects -> Platform.runLater(() -> {
                    looking = false;
                    if (documents.get() == known && objects instanceof StoredObjects stored) {
                        known.inForce(stored.store());
                    }
                }));
    }

    /**
     * Opens an experiment; the one before is closed.
     *
     * @param from where it came from; null for nowhere
     * @param folder where the names of its files start
     */
    public void open(Experiment experiment, @Nullable Path from, Path folder) {
        close();
        path = from;
        namesFrom = folder.toAbsolutePath();
        session.set(new LiveSession(experiment, this::arrived));
        readDocuments();
    }

    /** Closes what is open. */
    public void close() {
        LiveSession open = session.get();
        if (open != null) {
            open.close();
        }
        session.set(null);
        state.set(null);
        documents.set(null);
        waiting.set(Set.of());
        looking = false;
        lookedAtNanos = -1;
        selection.set(new Selection.Nothing());
        chartsOf.set(null);
        dockExpanded.set(false);
    }

    /** On the session's thread: hands the newest state over; one that was not taken yet is replaced. */
    private void arrived(SessionState next) {
        if (newest.getAndSet(next) == null) {
            Platform.runLater(() -> {
                SessionState latest = newest.getAndSet(null);
                if (latest != null && session.get() != null) {
                    state.set(latest);
                    look();
                }
            });
        }
    }
}
