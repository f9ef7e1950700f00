package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.LineDiff;
import dev.windtunnel.app.rules.LiveFindings;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.RuleText;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.Preview;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.explain.EdgePolicy;
import dev.windtunnel.explain.Policies;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.simulation.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Does what the inspector offers for one object: findings and preview in the background, apply, revert, save. */
final class Editor {

    private final Workbench bench;
    private final Foot foot;
    private final YamlPane yaml;
    private final DiffPane diff;
    private final Consumer<List<Finding>> found;
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "windtunnel-inspector");
        thread.setDaemon(true);
        return thread;
    });
    private final PauseTransition rest = new PauseTransition(Duration.millis(150));
    private final PauseTransition longRest = new PauseTransition(Duration.millis(400));
    private final Map<ObjectKey, Long> applied = new LinkedHashMap<>();
    private @Nullable LiveSession appliedIn;
    private @Nullable Subject subject;
    private @Nullable ObjectKey key;
    private @Nullable CompletableFuture<Preview.Result> preview;
    private String looked = "";
    private String lookedText = "";
    private boolean errors;
    private boolean diffShown;

    Editor(Workbench bench, Foot foot, YamlPane yaml, DiffPane diff, Consumer<List<Finding>> found) {
        this.found = found;
        this.bench = bench;
        this.foot = foot;
        this.yaml = yaml;
        this.diff = diff;
        rest.setOnFinished(event -> look());
        longRest.setOnFinished(event -> lookAhead());
    }

    void show(@Nullable Subject about, @Nullable ObjectKey shown) {
        subject = about;
        key = shown;
        looked = "";
        lookedText = "";
        errors = false;
        yaml.show(List.of());
        found.accept(List.of());
        if (appliedIn != bench.session().get()) {
            appliedIn = bench.session().get();
            applied.clear();
        }
    }

    /** After a change of the text or of what is in force. */
    void refresh(boolean withDiff) {
        RuleDocuments documents = bench.documents().get();
        ObjectKey shown = key;
        diffShown = withDiff;
        if (documents == null || shown == null) {
            foot.show(new EditState(EditState.Kind.CLEAN, ""), false);
            return;
        }
        RuleText text = documents.text(shown);
        EditState state = EditState.of(documents, shown, since());
        foot.show(state, errors);
        String now = (text == null ? "" : text.text()) + System.identityHashCode(documents.inForce()) + withDiff;
        if (text == null || now.equals(looked)) {
            return;
        }
        looked = now;
        if (!text.text().equals(lookedText)) {
            lookedText = text.text();
            foot.say(null, false);
        }
        rest.playFromStart();
        cancelPreview();
        if (withDiff) {
            showDiff(documents, shown, text);
            boolean waits = state.kind() == EditState.Kind.WAITS;
            diff.say(waits ? "Running the next 30 s with it and without it ..." : "");
            if (waits) {
                longRest.playFromStart();
            }
        }
    }

    /** Since when what is in force is in force, in seconds. */
    double since() {
        LiveSession session = bench.session().get();
        RuleDocuments documents = bench.documents().get();
        SessionState state = bench.state().get();
        if (session == null || documents == null || state == null || key == null) {
            return 0;
        }
        long now = state.frame().nowNanos();
        long byHand = applied.getOrDefault(key, 0L);
        Scenario scenario = session.experiment().scenario();
        return Math.max(byHand <= now ? byHand : 0, EditState.changedByTimeline(scenario, documents, key, now)) / 1e9;
    }

    // ---------------------------------------------------------------- findings and policies

    private void look() {
        RuleDocuments documents = bench.documents().get();
        LiveSession session = bench.session().get();
        ObjectKey shown = key;
        RuleText text = documents == null || shown == null ? null : documents.text(shown);
        if (documents == null || session == null || text == null) {
            return;
        }
        ObjectStore store = documents.inForce();
        Scenario scenario = session.experiment().scenario();
        background.execute(() -> {
            List<Finding> all = LiveFindings.of(text, store, scenario);
            Platform.runLater(() -> {
                if (shown != null && shown.equals(key) && documents.text(shown) == text) {
                    errors = all.stream().anyMatch(each -> each.level() == Level.ERROR);
                    yaml.show(all);
                    found.accept(all);
                    foot.show(EditState.of(documents, shown, since()), errors);
                }
            });
        });
    }

    /** Finds the policies in effect, and hands them over on the FX thread. */
    void policies(Consumer<List<EdgePolicy>> screen) {
        LiveSession session = bench.session().get();
        Subject about = subject;
        if (session == null || about == null) {
            return;
        }
        session.with(Run::plan)
                .thenAcceptAsync(
                        plan -> {
                            List<EdgePolicy> policies = Policies.ofEdges(plan).stream()
                                    .filter(each -> about.source() == null
                                            || each.source().equals(about.source()))
                                    .filter(each -> about.service() == null
                                            || each.service().equals(about.service()))
                                    .toList();
                            Platform.runLater(() -> {
                                if (subject == about) {
                                    screen.accept(policies);
                                }
                            });
                        },
                        background);
    }

    // ---------------------------------------------------------------- diff and preview

    private void showDiff(RuleDocuments documents, ObjectKey shown, RuleText text) {
        String disk = documents.onDisk(shown);
        diff.show(text.place(0), LineDiff.of(disk == null ? "" : disk, text.text(), 3));
    }

    private void cancelPreview() {
        longRest.stop();
        CompletableFuture<Preview.Result> running = preview;
        preview = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void lookAhead() {
        LiveSession session = bench.session().get();
        TimelineEntry.Apply edit = edit(key);
        Subject about = subject;
        if (session == null || edit == null || about == null || !diffShown) {
            return;
        }
        CompletableFuture<Preview.Result> running = session.preview(edit, about::counts);
        preview = running;
        running.whenComplete((result, problem) -> Platform.runLater(() -> {
            if (preview == running && problem == null) {
                diff.show(result);
            } else if (preview == running) {
                diff.say("The preview ended early: " + problem.getMessage());
            }
        }));
    }

    // ---------------------------------------------------------------- apply, revert, save

    private TimelineEntry.@Nullable Apply edit(@Nullable ObjectKey of) {
        RuleDocuments documents = bench.documents().get();
        RuleText text = documents == null || of == null ? null : documents.text(of);
        return text == null || text.broken() != null
                ? null
                : new TimelineEntry.Apply(text.rootsInFile(), text.place(0));
    }

    /** Puts the edit of the shown object into force. */
    void apply() {
        ObjectKey shown = key;
        CompletableFuture<Applied> outcome = shown == null ? null : apply(shown);
        if (outcome != null) {
            outcome.thenAccept(done -> {
                if (done.of().equals(key)) {
                    foot.say(done.sentence(), done.refused());
                }
            });
        }
    }

    /** What came of putting an edit into force. */
    record Applied(ObjectKey of, String sentence, boolean refused) {}

    /** Puts the edit of an object into force; the outcome comes on the FX thread. Null when its text cannot be applied. */
    @Nullable
    CompletableFuture<Applied> apply(ObjectKey of) {
        LiveSession session = bench.session().get();
        RuleDocuments documents = bench.documents().get();
        TimelineEntry.Apply edit = edit(of);
        if (session == null || documents == null || edit == null) {
            return null;
        }
        KubeObject edited = documents.edited(of);
        KubeObject old = documents.inForce(of);
        String words = edited == null
                ? of.name()
                : of.name() + " "
                        + dev.windtunnel.app.rules.ChangeWords.of(old == null ? null : old.root(), edited.root());
        documents.seal();
        CompletableFuture<String> outcome = session.edit(edit, words);
        return outcome.thenCombine(session.with(Run::nowNanos), Map::entry)
                .thenApplyAsync(
                        done -> {
                            String said = done.getKey();
                            boolean refused = said.contains("Error [");
                            if (!refused) {
                                applied.put(of, done.getValue());
                            }
                            return new Applied(
                                    of,
                                    refused
                                            ? "Refused: " + said
                                            : "Applied at " + Instants.minutes(done.getValue() / 1e9) + ": " + words,
                                    refused);
                        },
                        Platform::runLater);
    }

    void revert() {
        RuleDocuments documents = bench.documents().get();
        if (documents != null && key != null) {
            foot.say(null, false);
            documents.revert(key);
        }
    }

    void save(boolean anyway) {
        RuleDocuments documents = bench.documents().get();
        ObjectKey shown = key;
        RuleText text = documents == null || shown == null ? null : documents.text(shown);
        if (documents == null || shown == null || text == null || !documents.unsaved(shown) && !anyway) {
            return;
        }
        byte[] bytes = documents.toSave(shown);
        byte[] expected = documents.asRead(shown);
        String name = text.place(0);
        background.execute(() -> {
            try {
                Path file = bench.file(text.file());
                Saving.Outcome outcome = Saving.save(file, expected, bytes, anyway);
                Platform.runLater(() -> saved(documents, shown, text, bytes, name, outcome));
            } catch (IOException e) {
                Platform.runLater(() -> foot.say(name + " cannot be written: " + e.getMessage(), true));
            }
        });
    }

    /**
     * Writes the files of all edits that none has.
     *
     * @return on the FX thread: why one could not be written, in a sentence; empty when all are
     */
    CompletableFuture<String> saveAll() {
        RuleDocuments documents = bench.documents().get();
        List<ObjectKey> unsaved = documents == null ? List.of() : documents.unsavedKeys();
        RuleText text = documents == null || unsaved.isEmpty() ? null : documents.text(unsaved.get(0));
        if (documents == null || text == null) {
            return CompletableFuture.completedFuture("");
        }
        ObjectKey next = unsaved.get(0);
        byte[] bytes = documents.toSave(next);
        byte[] expected = documents.asRead(next);
        String name = text.place(0);
        Path file = bench.file(text.file());
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return switch (Saving.save(file, expected, bytes, false)) {
                                    case SAVED -> "";
                                    case CHANGED_ON_DISK ->
                                        name + " was changed by somebody else, so it was not written.";
                                    case GONE -> name + " was moved or deleted.";
                                };
                            } catch (IOException e) {
                                return name + " cannot be written: " + e.getMessage();
                            }
                        },
                        background)
                .thenComposeAsync(
                        problem -> {
                            if (!problem.isEmpty()) {
                                return CompletableFuture.completedFuture(problem);
                            }
                            documents.saved(next, text.text(), bytes);
                            return saveAll();
                        },
                        Platform::runLater);
    }

    private void saved(
            RuleDocuments documents,
            ObjectKey shown,
            RuleText text,
            byte[] bytes,
            String name,
            Saving.Outcome outcome) {
        switch (outcome) {
            case SAVED -> {
                documents.saved(shown, text.text(), bytes);
                foot.say("Saved " + name + ".", false);
            }
            case CHANGED_ON_DISK -> {
                foot.say(name + " was changed by somebody else. Nothing was written; your edits are kept.", true);
                foot.choose(way("Overwrite", () -> save(true)), way("Reload, without the edits", bench::readDocuments));
            }
            case GONE -> {
                foot.say(name + " was moved or deleted. Your edits are kept.", true);
                foot.choose(way("Write it again", () -> save(true)));
            }
        }
    }

    private Button way(String text, Runnable action) {
        Button button = new Button(text);
        button.setOnAction(event -> {
            foot.say(null, false);
            action.run();
        });
        return button;
    }
}
