package dev.windtunnel.app.ui.welcome;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Workbench;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The lab that is being done, at the side: its steps, which go on by themselves when they have been done. */
public final class LabPane extends VBox {

    private final Workbench bench;
    private final ObjIntConsumer<Lab> remember;
    private final Label title = new Label();
    private final Label count = new Label();
    private final LabSteps steps = new LabSteps(8);
    private final Label over = new Label("Go on as you like.");
    private final Hyperlink next = new Hyperlink();
    private Consumer<Lab> begin = any -> {};
    private @Nullable Lab lab;
    private int done;

    /**
     * A pane without a lab, which takes no room.
     *
     * @param remember told of each step that has been done
     */
    public LabPane(Workbench bench, ObjIntConsumer<Lab> remember) {
        super(8);
        this.bench = bench;
        this.remember = remember;
        getStyleClass().add("lab-pane");
        setMinHeight(USE_PREF_SIZE);
        title.getStyleClass().add("caption");
        count.getStyleClass().add("caption");
        count.setMinWidth(USE_PREF_SIZE);
        over.getStyleClass().addAll("small", "muted");
        FontIcon cross = new FontIcon("mdoal-close");
        cross.setIconSize(14);
        Button leave = new Button(null, cross);
        leave.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON, "lab-leave");
        leave.setTooltip(new Tooltip("Leave the lab, keep the scenario"));
        leave.setAccessibleText("Leave the lab");
        leave.setOnAction(event -> follow(null, 0));
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        HBox head = new HBox(8, title, rest, count, leave);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(head, steps, over, next);
        next.getStyleClass().add("small");
        next.setWrapText(true);
        next.setOnAction(event -> {
            Lab after = lab == null ? null : lab.next();
            if (after != null) {
                begin.accept(after);
            }
        });
        bench.state().addListener((property, before, after) -> look(after));
        bench.selection()
                .addListener((property, before, after) -> look(bench.state().get()));
        bench.edgeLabel()
                .addListener((property, before, after) -> look(bench.state().get()));
        follow(null, 0);
    }

    /** Has another lab opened when this one is done and the person wants the next. */
    public void onNext(Consumer<Lab> open) {
        begin = open;
    }

    /** Begins a lab, or goes on with it behind the steps that have been done; null leaves it. */
    public void follow(@Nullable Lab next, int doneBefore) {
        lab = next;
        done = next != null && doneBefore >= next.steps().size() ? 0 : doneBefore;
        show();
    }

    private void look(@Nullable SessionState state) {
        Lab current = lab;
        if (current == null || state == null || done >= current.steps().size()) {
            return;
        }
        int now = current.done(
                done,
                new Lab.Progress(
                        state, bench.selection().get(), bench.edgeLabel().get()));
        if (now > done) {
            done = now;
            remember.accept(current, done);
            show();
        }
    }

    private void show() {
        Lab current = lab;
        setVisible(current != null);
        setManaged(current != null);
        if (current == null) {
            return;
        }
        int all = current.steps().size();
        title.setText("Lab: " + current.title());
        count.setText(done >= all ? "done" : (done + 1) + " of " + all);
        over.setVisible(done >= all);
        over.setManaged(done >= all);
        Lab after = current.next();
        next.setText(after == null ? "" : "Next lab: " + after.title());
        next.setVisible(done >= all && after != null);
        next.setManaged(next.isVisible());
        steps.show(current, done);
    }
}
