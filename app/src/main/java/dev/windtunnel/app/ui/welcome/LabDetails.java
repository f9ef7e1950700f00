package dev.windtunnel.app.ui.welcome;

import atlantafx.base.theme.Styles;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The chosen lab: what it is about, its steps, and where to begin it. */
final class LabDetails extends VBox {

    private final WelcomePane.Actions actions;

    LabDetails(WelcomePane.Actions actions) {
        super(16);
        this.actions = actions;
        getStyleClass().add("lab-details");
        setPrefWidth(304);
        setMinWidth(304);
    }

    void show(@Nullable Lab lab, int done) {
        getChildren().clear();
        if (lab == null) {
            Label none = WelcomePane.text(
                    "The scenarios of the labs are not beside this program. Open one of your own.", "muted");
            none.setWrapText(true);
            getChildren().add(none);
            return;
        }
        boolean over = done >= lab.steps().size();
        Label story = WelcomePane.text(lab.story(), "muted");
        story.setWrapText(true);
        story.setMinHeight(Region.USE_PREF_SIZE);
        LabSteps steps = new LabSteps(12);
        steps.show(lab, done);
        FontIcon play = new FontIcon("mdomz-play_arrow");
        play.setIconSize(16);
        Button begin = new Button(done == 0 ? "Start lab" : over ? "Do it again" : "Continue lab", play);
        begin.getStyleClass().add(Styles.ACCENT);
        begin.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(begin, Priority.ALWAYS);
        begin.setOnAction(event -> actions.open(lab, over));
        HBox buttons = new HBox(8, begin);
        if (done > 0 && !over) {
            Button again = new Button("Restart");
            again.setOnAction(event -> actions.open(lab, true));
            buttons.getChildren().add(again);
        }
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        Label note = WelcomePane.text("Labs are ordinary scenarios: scenarios/" + lab.scenario(), "muted", "small");
        note.setWrapText(true);
        getChildren()
                .setAll(new VBox(4, WelcomePane.text(lab.title(), "lab-title"), story), steps, buttons, rest, note);
    }
}
