package dev.windtunnel.app.ui.dock;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench;
import java.util.function.ObjLongConsumer;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The waterfall of one request, and in words why it ended as it did. */
final class WaterfallView {

    private final Workbench bench;
    private final BorderPane pane = new BorderPane();
    private final Label title = new Label();
    private final Label subtitle = new Label();
    private final Button copy = new Button("Copy as trace command", icon("mdoal-content_copy", 16));
    private final WaterfallCanvas canvas;
    private final VBox verdict = new VBox(8);
    private final ScrollPane side = new ScrollPane(verdict);
    private final Label waiting = DockTable.sentence("");
    private final ToggleGroup view = new ToggleGroup();
    private final RequestLogView log = new RequestLogView();
    private final ObjLongConsumer<String> told;
    private long shown = -1;
    private boolean there;

    /**
     * The view of no request yet.
     *
     * @param told gets why a request ended as it did, when its life is known
     */
    WaterfallView(Workbench bench, Runnable onClose, ObjLongConsumer<String> told) {
        this.told = told;
        this.bench = bench;
        this.canvas = new WaterfallCanvas(bench.theme());
        title.getStyleClass().add("title");
        subtitle.getStyleClass().addAll("muted", "small");
        copy.getStyleClass().add(Styles.FLAT);
        copy.setOnAction(event -> copyCommand());
        Button close = new Button(null, icon("mdoal-close", 16));
        close.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON);
        close.setTooltip(new Tooltip("Close (Esc)"));
        close.setAccessibleText("Close the waterfall");
        close.setOnAction(event -> onClose.run());
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        HBox head = new HBox(title, subtitle, rest, views(), copy, close);
        head.getStyleClass().addAll("pane-head", "waterfall-head");
        head.setAlignment(Pos.CENTER_LEFT);
        pane.setTop(head);
        verdict.getStyleClass().add("verdict");
        side.setFitToWidth(true);
        side.setPrefWidth(300);
        side.setMinWidth(220);
        side.getStyleClass().add("verdict-scroll");
        pane.setCenter(new StackPane(waiting));
        pane.setMinHeight(160);
        pane.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                onClose.run();
            }
        });
    }

    /** The three ways to look at a request. */
    private HBox views() {
        HBox pills = new HBox();
        pills.getStyleClass().add("segmented");
        pills.setAlignment(Pos.CENTER_LEFT);
        String[] names = {"Waterfall", "Path", "Log"};
        String[] tips = {"Every try, wait and timer on one axis", "Every hop, with its rule", "What happened, in order"
        };
        for (int i = 0; i < names.length; i++) {
            ToggleButton button = new ToggleButton(names[i]);
            button.setToggleGroup(view);
            button.setSelected(i == 0);
            button.setTooltip(new Tooltip(tips[i]));
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.getStyleClass().add(i == 0 ? Styles.LEFT_PILL : i == 2 ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            pills.getChildren().add(button);
        }
        view.selectedToggleProperty().addListener((property, before, after) -> {
            if (after == null) {
                view.selectToggle(before); // one of them always holds
            } else if (there) {
                pane.setCenter(chosen());
            }
        });
        return pills;
    }

    private Region chosen() {
        return switch (view.getSelectedToggle() instanceof ToggleButton button ? button.getText() : "") {
            case "Path" -> log.hops();
            case "Log" -> log.log();
            default -> canvas.pane();
        };
    }

    private static FontIcon icon(String literal, int size) {
        FontIcon icon = new FontIcon(literal);
        icon.setIconSize(size);
        return icon;
    }

    Region pane() {
        return pane;
    }

    boolean isOpen() {
        return shown >= 0;
    }

    void closed() {
        shown = -1;
    }

    /** Finds the life of a request and shows it. */
    void show(long request, String traffic) {
        LiveSession session = bench.session().get();
        if (session == null || shown == request) {
            return;
        }
        shown = request;
        there = false;
        title.setText("Request " + request);
        subtitle.setText(traffic);
        boolean plain = bench.path() != null && editsOf(bench.state().get()) == 0;
        copy.setVisible(plain);
        copy.setManaged(plain);
        waiting.setText("Running again to see request " + request + " ...");
        pane.setCenter(new StackPane(waiting));
        pane.setRight(null);
        session.trace(request)
                .whenComplete((life, problem) -> Platform.runLater(() -> {
                    if (shown == request && bench.session().get() == session) {
                        arrived(life, problem, traffic);
                    }
                }));
    }

    private static int editsOf(@Nullable SessionState state) {
        int edits = 0;
        for (Mark mark : state == null ? java.util.List.<Mark>of() : state.marks()) {
            edits += mark.kind() == Mark.Kind.EDIT ? 1 : 0;
        }
        return edits;
    }

    private void arrived(@Nullable RequestLife life, @Nullable Throwable problem, String traffic) {
        if (life == null || problem != null || life.spans().isEmpty()) {
            waiting.setText(
                    problem != null
                            ? "The run could not be repeated: " + problem.getMessage()
                            : "Request " + shown + " is not in this run any more.");
            return;
        }
        subtitle.setText((traffic.isEmpty() ? "" : traffic + ", ") + "started at "
                + Instants.minutes(life.spans().get(0).startNanos() / 1e9));
        Waterfall model = Waterfall.of(life);
        canvas.show(model);
        if (model.over()) {
            told.accept(model.sentence(), shown);
        }
        tell(model);
        log.show(life);
        there = true;
        pane.setCenter(chosen());
        pane.setRight(side);
    }

    private void tell(Waterfall model) {
        Label head = new Label(model.verdict(), icon(model.failed() ? "mdal-error" : "mdal-check_circle", 16));
        head.getStyleClass().addAll("verdict-title", model.failed() ? "failed" : "fine");
        Label sentence = new Label(model.sentence());
        sentence.setWrapText(true);
        sentence.setId("waterfall-reason");
        verdict.getChildren().setAll(head, sentence);
        VBox ledger = new VBox();
        ledger.setStyle("-fx-padding: 8 0 0 0;");
        for (Waterfall.Entry entry : model.ledger()) {
            Label what = new Label(entry.what());
            Label time = new Label(entry.time());
            time.getStyleClass().add("strong");
            time.setMinWidth(Region.USE_PREF_SIZE);
            Region rest = new Region();
            HBox.setHgrow(rest, Priority.ALWAYS);
            HBox line = new HBox(8, what, rest, time);
            line.getStyleClass().add("ledger-line");
            ledger.getChildren().add(line);
        }
        verdict.getChildren().add(ledger);
        if (model.worksForNobody()) {
            Label words = new Label("work for which nobody waits any more");
            words.getStyleClass().addAll("small", "muted");
            words.setWrapText(true);
            HBox legend = new HBox(8, canvas.hatched(), words);
            legend.setAlignment(Pos.CENTER_LEFT);
            verdict.getChildren().add(legend);
        }
    }

    private void copyCommand() {
        ClipboardContent content = new ClipboardContent();
        content.putString("windtunnel trace " + bench.path() + " --request " + shown);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
