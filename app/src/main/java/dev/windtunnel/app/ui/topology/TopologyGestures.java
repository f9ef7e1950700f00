package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.ActionMenu;
import dev.windtunnel.app.ui.shell.AdviceOf;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Mouse and keys on the picture: drag moves, the wheel zooms, a click selects, arrows walk. */
final class TopologyGestures {

    private static final double STEP = 1.25;
    private static final double SLACK = 4;

    private final TopologyCanvas canvas;
    private final Workbench bench;
    private final Tooltip card = new Tooltip();
    private final ActionMenu actions;
    private @Nullable Selection over;
    private double pressedX;
    private double pressedY;
    private View pressedView;
    private boolean dragged;

    TopologyGestures(TopologyCanvas canvas, Workbench bench) {
        this.canvas = canvas;
        this.bench = bench;
        this.actions = new ActionMenu(bench);
        this.pressedView = canvas.view();
        card.setShowDelay(Duration.millis(350));
        card.setShowDuration(Duration.INDEFINITE);
        card.setWrapText(true);
        card.setMaxWidth(400);
        card.setOnShowing(event -> describe());
        canvas.setOnMousePressed(this::pressed);
        canvas.setOnMouseDragged(this::dragged);
        canvas.setOnMouseReleased(this::released);
        canvas.setOnMouseMoved(event -> hover(canvas.at(event.getX(), event.getY())));
        canvas.setOnMouseExited(event -> hover(null));
        canvas.setOnScroll(this::scrolled);
        canvas.setOnZoom(event -> canvas.view(canvas.view().zoomed(event.getZoomFactor(), event.getX(), event.getY())));
        canvas.setOnKeyPressed(this::key);
        canvas.setOnContextMenuRequested(this::menu);
        canvas.setOnKeyTyped(this::typed);
    }

    private void pressed(MouseEvent event) {
        canvas.requestFocus();
        pressedX = event.getX();
        pressedY = event.getY();
        pressedView = canvas.view();
        dragged = false;
    }

    private void dragged(MouseEvent event) {
        double dx = event.getX() - pressedX;
        double dy = event.getY() - pressedY;
        if (dragged || Math.hypot(dx, dy) > SLACK) {
            dragged = true;
            hover(null);
            canvas.setCursor(Cursor.CLOSED_HAND);
            canvas.view(pressedView.moved(dx, dy));
        }
    }

    private void released(MouseEvent event) {
        canvas.setCursor(Cursor.DEFAULT);
        if (!dragged && event.getButton() == MouseButton.PRIMARY) {
            Selection hit = canvas.at(event.getX(), event.getY());
            bench.selection().set(hit == null ? new Selection.Nothing() : hit);
            if (event.getClickCount() == 2) {
                bench.chartsOf().set(hit); // beside everything, they follow the selection again
            }
        }
    }

    /** What can be done to what is below the mouse, or from the keyboard to what is selected. */
    private void menu(ContextMenuEvent event) {
        Selection about = event.isKeyboardTrigger() ? null : canvas.at(event.getX(), event.getY());
        if (about == null) {
            about = bench.selection().get();
        } else {
            bench.selection().set(about);
        }
        hover(null);
        actions.show(about, canvas, event.getScreenX(), event.getScreenY());
        event.consume();
    }

    private void hover(@Nullable Selection next) {
        if (next == null ? over == null : next.equals(over)) {
            return;
        }
        over = next;
        canvas.setCursor(next == null ? Cursor.DEFAULT : Cursor.HAND);
        card.hide();
        if (next == null) {
            Tooltip.uninstall(canvas, card);
        } else {
            describe();
            Tooltip.install(canvas, card);
        }
    }

    private void describe() {
        if (over != null) {
            String advice = AdviceOf.words(AdviceOf.about(over, bench.advice().get()));
            card.setText(Sentences.of(canvas.wiring().topology(), canvas.figures(), over)
                    + (advice.isEmpty() ? "" : "\n" + advice));
        }
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0) {
            double factor = StrictMath.pow(STEP, event.getDeltaY() / 40);
            canvas.view(canvas.view().zoomed(factor, event.getX(), event.getY()));
        } else if (event.getDeltaX() != 0) {
            canvas.view(canvas.view().moved(event.getDeltaX(), 0));
        }
        event.consume();
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        Walk.Step step =
                switch (event.getCode()) {
                    case LEFT -> Walk.Step.LEFT;
                    case RIGHT -> Walk.Step.RIGHT;
                    case UP -> Walk.Step.UP;
                    case DOWN -> Walk.Step.DOWN;
                    default -> null;
                };
        if (step != null) {
            Selection next = new Walk(canvas.wiring(), canvas.figures())
                    .next(bench.selection().get(), step);
            if (next != null) {
                bench.selection().set(next);
            }
            event.consume();
        }
    }

    private void typed(KeyEvent event) {
        switch (event.getCharacter()) {
            case "+" -> canvas.zoom(STEP);
            case "-" -> canvas.zoom(1 / STEP);
            case "0" -> canvas.fit();
            default -> {
                return;
            }
        }
        event.consume();
    }
}
