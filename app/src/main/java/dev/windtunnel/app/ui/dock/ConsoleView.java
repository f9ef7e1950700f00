package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.console.Console;
import dev.windtunnel.console.Output;
import dev.windtunnel.scenario.Profile;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** One line at a time against the running mesh: history with Up and Down, completion with Tab. */
final class ConsoleView {

    private static final int MOST_CHARACTERS = 200_000;
    private static final String FIRST =
            "kubectl, istioctl, curl and sleep, as in windtunnel exec. Tab completes, Up repeats.\n";

    private final Workbench bench;
    private final BorderPane pane = new BorderPane();
    private final TextArea output = new TextArea(FIRST);
    private final TextField input = new TextField();
    private final History history = new History();
    private @Nullable ConsoleRunner runner;

    ConsoleView(Workbench bench) {
        this.bench = bench;
        output.setEditable(false);
        output.setAccessibleText("Output of the console");
        output.getStyleClass().add("console-output");
        input.setId("console-line");
        input.setAccessibleText("Console line");
        input.setPromptText("kubectl get pods");
        input.getStyleClass().add("console-input");
        input.setOnAction(event -> execute());
        input.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        HBox.setHgrow(input, Priority.ALWAYS);
        Label prompt = new Label("$");
        prompt.getStyleClass().addAll("mono", "muted");
        HBox line = new HBox(8, prompt, input);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("console-line");
        pane.setCenter(output);
        pane.setBottom(line);
    }

    Region pane() {
        return pane;
    }

    void focus() {
        input.requestFocus();
    }

    void opened(@Nullable LiveSession session) {
        runner = session == null ? null : new ConsoleRunner(session, bench.path());
        output.setText(FIRST);
    }

    private void execute() {
        String line = input.getText();
        ConsoleRunner to = runner;
        if (line.isBlank() || to == null) {
            return;
        }
        history.add(line);
        input.clear();
        to.execute(line)
                .whenComplete((result, problem) -> Platform.runLater(() -> {
                    if (runner == to) {
                        print(line, result, problem);
                    }
                }));
    }

    private void print(String line, Console.@Nullable Line result, @Nullable Throwable problem) {
        if (result == null) {
            append("$ " + line + "\n" + (problem == null ? "" : problem.getMessage()) + "\n");
            return;
        }
        Output text = result.output();
        StringBuilder all = new StringBuilder(Instants.minutes(result.atNanos() / 1e9))
                .append(" $ ")
                .append(line)
                .append('\n');
        addLines(all, text.stdout());
        addLines(all, text.stderr());
        append(all.toString());
    }

    /** What ends without a line feed, as curl's -w does, does not run into what comes next. */
    private static void addLines(StringBuilder all, String text) {
        all.append(text);
        if (all.charAt(all.length() - 1) != '\n') {
            all.append('\n');
        }
    }

    private void append(String text) {
        output.appendText(text);
        int over = output.getLength() - MOST_CHARACTERS;
        if (over > 0) {
            output.deleteText(0, output.getText().indexOf('\n', over) + 1);
        }
        toEnd();
        Scene scene = output.getScene();
        if (scene != null) {
            // New lines, and bars that they bring, have their place only after the next layout.
            scene.addPostLayoutPulseListener(new Runnable() {
                @Override
                public void run() {
                    scene.removePostLayoutPulseListener(this);
                    toEnd();
                }
            });
        }
    }

    private void toEnd() {
        output.positionCaret(output.getLength());
        output.applyCss();
        output.layout();
        output.setScrollTop(Double.MAX_VALUE);
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.UP) {
            replace(history.up(input.getText()));
            event.consume();
        } else if (event.getCode() == KeyCode.DOWN) {
            replace(history.down(input.getText()));
            event.consume();
        } else if (event.getCode() == KeyCode.TAB
                && !event.isShiftDown()
                && !input.getText().isBlank()) {
            complete();
            event.consume();
        }
    }

    private void replace(String line) {
        input.setText(line);
        input.end();
    }

    private void complete() {
        ConsoleRunner to = runner;
        LiveSession session = bench.session().get();
        if (to == null || session == null) {
            return;
        }
        String typed = input.getText();
        boolean year2017 = session.experiment().scenario().profile() == Profile.ENVOY_2017;
        to.vocabulary()
                .thenAccept(vocabulary -> Platform.runLater(() -> {
                    if (runner != to || !input.getText().equals(typed)) {
                        return;
                    }
                    Completion completion = Completion.of(typed, vocabulary, year2017);
                    if (completion.line().equals(typed) && !completion.choices().isEmpty()) {
                        append(String.join("  ", completion.choices()) + "\n");
                    } else {
                        replace(completion.line());
                    }
                }));
    }
}
