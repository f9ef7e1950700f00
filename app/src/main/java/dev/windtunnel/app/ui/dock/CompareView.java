package dev.windtunnel.app.ui.dock;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.Comparison;
import dev.windtunnel.app.session.Comparison.Question;
import dev.windtunnel.app.session.Comparison.Result;
import dev.windtunnel.app.session.Comparison.Row;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.chart.Target;
import dev.windtunnel.app.ui.shell.Comparing.Difference;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Transport;
import dev.windtunnel.app.ui.shell.Workbench;
import java.util.List;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The differences since a fork, with intervals that become narrower as pairs of runs finish in the background. */
final class CompareView {

    /** A run that plays is looked at again after so much virtual time. */
    private static final long AGAIN_NANOS = 10_000_000_000L;

    /** What has not gone on for this long has no figures worth a word. */
    private static final long LEAST_NANOS = 1_000_000_000L;

    /** So high that all its figures are seen. */
    static final double HEIGHT = 280;

    /** Until there is something to say. */
    private static final String SINCE = "Differences since the fork";

    private static final PseudoClass SHOWN = PseudoClass.getPseudoClass("shown");

    private final Workbench bench;
    private final BorderPane pane = new BorderPane();
    private final TableView<Row> table = DockTable.of("Differences since the fork");
    private final TableView<Difference> changes = DockTable.of("What is different in both runs");
    private final TableColumn<Row, Row> intervals;
    private final Button copy = new Button("Copy as Markdown", Transport.icon("mdoal-content_copy", 14));
    private final Label sentence = new Label();
    private final Label note = new Label();
    private @Nullable Comparison running;
    private @Nullable Question asked;
    private boolean over = true;
    private IntervalScale scale = IntervalScale.of(List.of());
    private long editsAsked;

    CompareView(Workbench bench) {
        this.bench = bench;
        table.getColumns().add(DockTable.text("Since the fork", 168, "", Row::figure));
        table.getColumns().add(DockTable.text("Base", 72, "number", row -> CompareModel.value(row, row.base())));
        table.getColumns().add(DockTable.column("This run", 72, "number now", (cell, row) -> {
            cell.setText(CompareModel.value(row, row.now()));
        }));
        table.getColumns().add(DockTable.column("Change", 80, "number change", (cell, row) -> {
            cell.setText(CompareModel.change(row, row.change()));
            cell.pseudoClassStateChanged(SHOWN, CompareModel.isShown(row));
        }));
        table.getColumns().add(DockTable.text("95 % interval", 152, "", CompareModel::interval));
        intervals = DockTable.column(
                "In % of base",
                IntervalPicture.WIDTH + 16,
                "interval",
                (cell, row) -> cell.setGraphic(
                        IntervalPicture.of(row, scale, bench.theme().palette().get())));
        table.getColumns().add(intervals);
        table.setPlaceholder(
                DockTable.sentence("The first pair of runs is under way, or the run has not gone on since the fork."));
        changes.getColumns()
                .add(DockTable.text("Edge", 152, "", each -> each.change().edge()));
        changes.getColumns()
                .add(DockTable.text("Field", 168, "", each -> each.change().field()));
        changes.getColumns()
                .add(DockTable.text("Base", 72, "number", each -> each.change().base()));
        changes.getColumns().add(DockTable.text("This run", 72, "number now", each -> each.change()
                .now()));
        changes.getColumns().add(DockTable.text("From", 128, "", Difference::from));
        changes.setPlaceholder(DockTable.sentence("Nothing yet. Edit a rule, and what it changes stands here."));
        changes.getSelectionModel().selectedItemProperty().addListener((property, before, after) -> {
            if (after != null && after.change().rule() != null) {
                Selection rule = new Selection.Rule(after.change().rule());
                Platform.runLater(() -> bench.selection().set(rule));
            }
        });
        sentence.getStyleClass().add("strong");
        sentence.setText(SINCE);
        note.getStyleClass().addAll("muted", "small");
        note.setMinWidth(0);
        sentence.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(12, sentence, note);
        head.getStyleClass().add("compare-head");
        Label caption = new Label("What is different");
        caption.getStyleClass().add("strong");
        HBox changesHead = new HBox(caption);
        changesHead.getStyleClass().add("compare-head");
        BorderPane left = new BorderPane(table, head, null, null, null);
        BorderPane right = new BorderPane(changes, changesHead, null, null, null);
        SplitPane both = new SplitPane(left, right);
        both.setDividerPositions(0.55);
        left.setMinWidth(320);
        right.setMinWidth(240);
        pane.setCenter(both);
        copy.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setTooltip(new Tooltip("Puts both tables on the clipboard as Markdown"));
        copy.setDisable(true);
        copy.setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(markdown());
            Clipboard.getSystemClipboard().setContent(content);
        });
        bench.comparing().differences().addListener((property, before, after) -> changes.getItems()
                .setAll(after));
        bench.theme().palette().addListener((property, before, after) -> table.refresh());
        bench.comparing().branch().addListener((property, before, after) -> clear());
        bench.state().addListener((property, before, after) -> look());
        bench.selection().addListener((property, before, after) -> look());
    }

    Region pane() {
        return pane;
    }

    Region tools() {
        return copy;
    }

    private String markdown() {
        return CompareModel.markdown(
                sentence.getText(),
                note.getText(),
                table.getItems(),
                bench.comparing().differences().get());
    }

    private void clear() {
        if (running != null) {
            running.cancel();
        }
        running = null;
        asked = null;
        over = true;
        table.getItems().clear();
        copy.setDisable(true);
        sentence.setText(SINCE);
        note.setText("");
        look();
    }

    /** Asks again when the selection is another, when the run stands somewhere else, or has gone on for a while. */
    private void look() {
        LiveSession.Branch fork = bench.comparing().branch().get();
        SessionState state = bench.state().get();
        LiveSession session = bench.session().get();
        if (fork == null || state == null || session == null || state.busyUntilNanos() >= 0) {
            return;
        }
        Target target = Target.of(
                bench.selection().get(), state, session.experiment().scenario().namespace());
        long now = state.frame().nowNanos();
        if (target == null || now < fork.forkNanos() + LEAST_NANOS) {
            return;
        }
        Question before = asked;
        boolean same = before != null && before.target().equals(target.key());
        boolean later = before == null || now - before.toNanos() >= AGAIN_NANOS || now < before.toNanos();
        boolean stands = !state.playing() && before != null && now != before.toNanos();
        boolean edited = before != null && edits(state) != editsAsked;
        if (same && !(over && later) && !stands && !edited) {
            return;
        }
        editsAsked = edits(state);
        Question next = new Question(target.key(), fork.seed(), fork.edits(), fork.edits(), fork.forkNanos(), now);
        asked = next;
        over = false;
        if (running != null) {
            running.cancel();
        }
        session.with(run -> List.copyOf(run.edits()))
                .thenAccept(edits -> Platform.runLater(() -> {
                    if (asked == next) {
                        Question whole = new Question(
                                next.target(), next.seed(), next.base(), edits, next.forkNanos(), next.toNanos());
                        asked = whole;
                        running = Comparison.start(
                                session.experiment(), whole, result -> Platform.runLater(() -> show(target, result)));
                    }
                }));
    }

    private static long edits(SessionState state) {
        return state.marks().stream()
                .filter(mark -> mark.kind() == SessionState.Mark.Kind.EDIT)
                .count();
    }

    private void show(Target target, Result result) {
        if (result.question() != asked) {
            return;
        }
        over = result.pairs() >= Comparison.PAIRS;
        scale = IntervalScale.of(result.rows());
        intervals.setText(scale.title());
        table.getItems().setAll(result.rows());
        copy.setDisable(false);
        sentence.setText(CompareModel.sentence(target.name(), result));
        note.setText(result.pairs() + " of " + Comparison.PAIRS + " pairs of runs, same random numbers; "
                + Instants.minutes(result.question().forkNanos() / 1e9) + " to "
                + Instants.minutes(result.question().toNanos() / 1e9) + ", requests " + target.phrase());
        if (over) {
            look(); // the run may have gone on meanwhile
        }
    }
}
