package dev.windtunnel.app.ui.shell;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.session.LiveSession;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Says, while something is compared, with what; takes no room else. */
final class CompareBar extends HBox {

    private final Label head = new Label();

    CompareBar(Workbench bench) {
        super(8);
        getStyleClass().add("compare-bar");
        setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("strong");
        head.setGraphic(Transport.icon("mdoal-call_split", 16));
        head.setMinWidth(USE_PREF_SIZE);
        Label words = new Label(
                "The base goes on without what you edit now; both have the same random numbers. Grey is the base.");
        words.setMinWidth(0);
        Region rest = new Region();
        HBox.setHgrow(rest, Priority.ALWAYS);
        Button again = new Button("Fork again here");
        again.setOnAction(event -> bench.comparing().fork());
        Button end = new Button("End compare", Transport.icon("mdoal-close", 14));
        end.setOnAction(event -> bench.comparing().end());
        for (Button button : new Button[] {again, end}) {
            button.getStyleClass().add(Styles.SMALL);
            button.setMinWidth(USE_PREF_SIZE);
        }
        getChildren().setAll(head, words, rest, again, end);
        bench.comparing().branch().addListener((property, before, after) -> show(after));
        show(null);
    }

    private void show(LiveSession.@Nullable Branch branch) {
        setVisible(branch != null);
        setManaged(branch != null);
        head.setText(branch == null ? "" : "Forked at " + Instants.minutes(branch.forkNanos() / 1e9) + ".");
    }
}
