package dev.windtunnel.app.ui.shell;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.StopCondition;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TextInputDialog;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Play, pause, step, run until, speed and the clock. */
public final class Transport {

    private static final double SLOWEST = -2;
    private static final double FASTEST = 3;

    private final Workbench bench;
    private final HBox bar = new HBox();
    private final Button play = new Button("Play", icon("mdomz-play_arrow", 18));
    private final Button restart = new Button(null, icon("mdomz-replay", 18));
    private final SplitMenuButton step = new SplitMenuButton();
    private final Button until = new Button("Run until...", icon("mdoal-last_page", 18));
    private final Button fork = new Button("Fork", icon("mdoal-call_split", 16));
    private final Slider speed = new Slider(SLOWEST, FASTEST, 0);
    private final Label speedText = new Label("1x");
    private final Label clock = new Label("00:00:00.000");

    Transport(Workbench bench) {
        this.bench = bench;
        bar.getStyleClass().add("transport");
        restart.setTooltip(new Tooltip("Restart with the same seed (Home)"));
        restart.setAccessibleText("Restart with the same seed");
        restart.getStyleClass().add(Styles.BUTTON_ICON);
        restart.setOnAction(event -> restart());
        play.getStyleClass().add(Styles.ACCENT);
        play.setMinWidth(88);
        play.setOnAction(event -> toggle());
        step.setText("Step");
        step.setGraphic(icon("mdomz-skip_next", 18));
        step.setOnAction(event -> step());
        step.getItems()
                .setAll(
                        item("Next request answered", () -> withSession(LiveSession::stepRequest)),
                        item("Next failed request", () -> withSession(LiveSession::stepFailure)),
                        item("Next event", () -> withSession(LiveSession::stepEvent)),
                        item("Next timeline entry", () -> withSession(LiveSession::stepTimeline)));
        until.setOnAction(event -> askUntil());
        speed.setPrefWidth(140);
        speed.setAccessibleText("Speed");
        speed.valueProperty().addListener((property, before, after) -> speedChanged(after.doubleValue()));
        clock.getStyleClass().add("clock");
        clock.setMinWidth(168);
        speedText.setMinWidth(64);
        Label speedLabel = new Label("Speed");
        speedLabel.getStyleClass().add("muted");
        Region left = spacer(24);
        Region rest = spacer(24);
        HBox.setHgrow(rest, Priority.ALWAYS);
        fork.setMinWidth(Region.USE_PREF_SIZE);
        fork.setTooltip(new Tooltip("Freeze this run and compare what you edit with it (Ctrl+K)"));
        fork.setOnAction(event -> fork());
        bench.comparing().branch().addListener((property, before, after) -> {
            fork.setText(after == null ? "Fork" : "Comparing");
            if (after == null) {
                fork.getStyleClass().remove("comparing");
            } else {
                fork.getStyleClass().add("comparing");
            }
        });
        bar.getChildren().setAll(restart, play, step, until, left, speedLabel, speed, speedText, clock, rest, fork);
        bench.state().addListener((property, before, after) -> show(after));
        bench.session().addListener((property, before, after) -> show(null));
        show(null);
    }

    HBox bar() {
        return bar;
    }

    /** An icon by its literal, of so many pixels. */
    public static FontIcon icon(String literal, int size) {
        FontIcon icon = new FontIcon(literal);
        icon.setIconSize(size);
        return icon;
    }

    private static Region spacer(double width) {
        Region spacer = new Region();
        spacer.setMinWidth(width);
        return spacer;
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> action.run());
        return item;
    }

    private void show(@Nullable SessionState state) {
        boolean open = bench.session().get() != null;
        bar.getChildren().forEach(node -> node.setDisable(!open));
        boolean playing = state != null && state.playing();
        String words = playing ? "Pause" : "Play";
        if (!words.equals(play.getText()) || play.getGraphic() == null) {
            // A new icon is styled anew, which is too much for every state.
            play.setText(words);
            play.setGraphic(icon(playing ? "mdomz-pause" : "mdomz-play_arrow", 18));
        }
        clock.setText(Instants.clock(state == null ? 0 : state.frame().nowNanos()));
    }

    /** Plays, or pauses. */
    public void toggle() {
        SessionState state = bench.state().get();
        withSession(session -> {
            if (state != null && state.playing()) {
                session.pause();
            } else {
                session.play();
            }
        });
    }

    /** Goes on to the next request that is answered. */
    public void step() {
        withSession(LiveSession::stepRequest);
    }

    /** Goes on to the next request that fails. */
    public void stepFailure() {
        withSession(LiveSession::stepFailure);
    }

    /** Freezes the run to compare with it; ends the comparison when there is one. */
    public void fork() {
        if (bench.comparing().branch().get() == null) {
            bench.comparing().fork();
        } else {
            bench.comparing().end();
        }
    }

    /** From the start again, with the same seed. */
    public void restart() {
        SessionState state = bench.state().get();
        withSession(session -> session.restart(
                state == null ? session.experiment().scenario().run().seed() : state.seed()));
    }

    /** A notch of the speed up, or down. */
    public void faster(int notches) {
        speed.setValue(Math.max(SLOWEST, Math.min(FASTEST, Math.round(speed.getValue() * 2) / 2.0 + notches * 0.5)));
    }

    private void speedChanged(double exponent) {
        double factor = exponent >= FASTEST - 0.01 ? Double.POSITIVE_INFINITY : StrictMath.pow(10, exponent);
        speedText.setText(Double.isInfinite(factor) ? "fast" : Instants.factor(factor));
        withSession(session -> session.setSpeed(factor));
    }

    /** Asks for an instant and runs up to it. */
    public void askUntil() {
        SessionState state = bench.state().get();
        TextInputDialog dialog = new TextInputDialog(
                state == null ? "60s" : Math.round(state.frame().nowNanos() / 1e9 + 30) + "s");
        dialog.setTitle("Run until");
        dialog.setGraphic(null);
        dialog.setHeaderText("Run as fast as it goes, to an instant such as 90s or 1:42, or until a condition holds"
                + " over the last 10 s, such as errors(" + example() + ") > 5%.");
        dialog.initOwner(bar.getScene().getWindow());
        bench.theme().dress(dialog.getDialogPane().getScene());
        Label wrong = new Label();
        wrong.getStyleClass().addAll("bad-text", "small");
        wrong.setWrapText(true);
        wrong.setMinHeight(32);
        wrong.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> wrong(dialog.getEditor().getText()),
                        dialog.getEditor().textProperty()));
        dialog.getDialogPane().setContent(new VBox(8, dialog.getEditor(), wrong));
        dialog.getDialogPane()
                .lookupButton(ButtonType.OK)
                .disableProperty()
                .bind(wrong.textProperty().isNotEmpty());
        dialog.setOnHidden(event -> {
            String text = dialog.getResult();
            if (text == null || !wrong(text).isEmpty()) {
                return;
            }
            Long nanos = Instants.parse(text);
            withSession(session -> {
                if (nanos != null) {
                    session.runUntil(nanos);
                } else {
                    session.runUntil(StopCondition.parse(text));
                }
            });
        });
        dialog.show();
    }

    /** A name to put into the example. */
    private String example() {
        LiveSession session = bench.session().get();
        return session == null || session.experiment().scenario().traffic().isEmpty()
                ? "web"
                : session.experiment().scenario().traffic().get(0).name();
    }

    /** Why a text is neither an instant nor a condition; empty when it is one. */
    private String wrong(String text) {
        if (Instants.parse(text) != null) {
            return "";
        }
        try {
            StopCondition condition = StopCondition.parse(text);
            LiveSession session = bench.session().get();
            return session == null
                    ? ""
                    : condition.unknown(
                            session.experiment().scenario().traffic().stream()
                                    .map(each -> each.name())
                                    .toList(),
                            session.experiment().plan().directory().services().stream()
                                    .map(each -> each.name() + "." + each.namespace())
                                    .toList());
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            return why == null ? "This is neither an instant nor a condition." : why;
        }
    }

    private void withSession(java.util.function.Consumer<LiveSession> action) {
        LiveSession session = bench.session().get();
        if (session != null) {
            action.accept(session);
        }
    }
}
