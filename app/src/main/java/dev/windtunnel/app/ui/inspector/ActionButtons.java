package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.ObjectActions.Offer;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

/** What can be done to the shown pod or workload, as buttons. */
final class ActionButtons extends FlowPane {

    private List<Offer> shown = List.of();

    ActionButtons() {
        super(4, 4);
        getStyleClass().add("action-buttons");
        FormRows.show(this, false);
    }

    /** Shows these offers, for this session. */
    void show(List<Offer> offers, LiveSession session) {
        if (Objects.equals(offers, shown)) {
            return;
        }
        shown = offers;
        getChildren().clear();
        for (Offer offer : offers) {
            Button button = new Button(offer.text());
            button.setAccessibleText(offer.sentence());
            button.setTooltip(new Tooltip(offer.sentence()));
            button.setOnAction(event -> offer.perform(session));
            getChildren().add(button);
        }
        FormRows.show(this, !offers.isEmpty());
    }

    /** Nothing is shown any more. */
    void clear() {
        shown = List.of();
        getChildren().clear();
        FormRows.show(this, false);
    }
}
