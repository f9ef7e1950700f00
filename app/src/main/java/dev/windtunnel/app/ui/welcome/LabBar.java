package dev.windtunnel.app.ui.welcome;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Workbench;
import java.util.function.ObjIntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The step of a lab that comes next; it goes on by itself when the step has been done. */
public final class LabBar extends HBox {

    private final Workbench bench;
    private final ObjIntConsumer<Lab> remember;
    private final Label number = new Label();
    private final Label text = new Label();
    private @Nullable Lab lab;
    private int done;

    /**
     * A bar without a lab.
     *
     * @param remember told of each step that has been done
     */
    public LabBar(Workbench bench, ObjIntConsumer<Lab> remember) {
        super(12);
        this.bench = bench;
        this.remember = remember;
        getStyleClass().add("lab-bar");
        setAlignment(Pos.CENTER_LEFT);
        number.getStyleClass().add("strong");
        number.setMinWidth(USE_PREF_SIZE);
        text.setWrapText(true);
        setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        Button leave = new Button("Leave lab", new FontIcon("mdoal-close"));
        leave.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
        leave.setMinWidth(USE_PREF_SIZE);
        leave.setOnAction(event -> follow(null, 0));
        getChildren().setAll(number, text, leave);
        bench.state().addListener((property, before, after) -> look(after));
        bench.selection()
                .addListener((property, before, after) -> look(bench.state().get()));
        follow(null, 0);
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
        int now = current.done(done, new Lab.Progress(state, bench.selection().get()));
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
        int steps = current.steps().size();
        boolean over = done >= steps;
        number.setText(over ? current.title() + ": done" : current.title() + ", step " + (done + 1) + " of " + steps);
        text.setText(
                over
                        ? "All " + steps + " steps. Go on as you like, or leave the lab."
                        : current.steps().get(done).text());
    }
}
