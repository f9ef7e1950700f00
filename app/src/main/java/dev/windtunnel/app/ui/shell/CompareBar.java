package dev.windtunnel.app.ui.shell;

import atlantafx.base.theme.Styles;
import dev.windtunnel.app.rules.PolicyChanges;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Comparing.Difference;
import dev.windtunnel.app.ui.shell.Comparing.Shown;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Says, while something is compared, with what; takes no room else. */
final class CompareBar extends HBox {

    private static final String SAME =
            "The base goes on without what you edit now; both have the same random numbers. Grey is the base.";

    private final Label head = new Label();
    private final Label words = new Label(SAME);
    private final Tooltip whole = new Tooltip();

    CompareBar(Workbench bench) {
        super(8);
        getStyleClass().add("compare-bar");
        setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("strong");
        head.setGraphic(Transport.icon("mdoal-call_split", 16));
        head.setMinWidth(USE_PREF_SIZE);
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
        getChildren().setAll(head, words, rest, pills(bench.comparing()), again, end);
        whole.setWrapText(true);
        whole.setMaxWidth(560);
        bench.comparing().differences().addListener((property, before, after) -> tell(after));
        bench.comparing().branch().addListener((property, before, after) -> show(after));
        show(null);
    }

    private void show(LiveSession.@Nullable Branch branch) {
        setVisible(branch != null);
        setManaged(branch != null);
        head.setText(branch == null ? "" : "Forked at " + Instants.minutes(branch.forkNanos() / 1e9) + ".");
    }

    private void tell(List<Difference> differences) {
        String text = PolicyChanges.sentence(
                differences.stream().map(Difference::change).toList());
        words.setText(text.isEmpty() ? SAME : text);
        whole.setText(words.getText());
        words.setTooltip(text.isEmpty() ? null : whole);
    }

    private static Region pills(Comparing comparing) {
        ToggleGroup group = new ToggleGroup();
        HBox pills = new HBox();
        Shown[] all = Shown.values();
        for (Shown each : all) {
            ToggleButton button = new ToggleButton(each.text());
            button.setToggleGroup(group);
            button.setUserData(each);
            button.setMinWidth(USE_PREF_SIZE);
            button.setSelected(each == comparing.shown().get());
            button.setAccessibleText("Charts show: " + each.text());
            button.getStyleClass()
                    .add(
                            each == all[0]
                                    ? Styles.LEFT_PILL
                                    : each == all[all.length - 1] ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            pills.getChildren().add(button);
        }
        pills.getStyleClass().add("segmented");
        pills.setAlignment(Pos.CENTER_LEFT);
        pills.setMinWidth(USE_PREF_SIZE);
        group.selectedToggleProperty().addListener((property, before, after) -> {
            if (after == null) {
                group.selectToggle(before); // one of them always holds
            } else {
                comparing.shown().set((Shown) after.getUserData());
            }
        });
        comparing.shown().addListener((property, before, after) -> group.getToggles().stream()
                .filter(toggle -> toggle.getUserData() == after)
                .forEach(group::selectToggle));
        return pills;
    }
}
