package dev.windtunnel.app.ui.desktop;

import static dev.windtunnel.app.ui.desktop.Desk.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.chart.TimelineStrip;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.simulation.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** The sentences of the desktop, on the assembled window. */
@ExtendWith(ApplicationExtension.class)
class WindowTest {

    private static final ObjectKey RATINGS = new ObjectKey("VirtualService", "default", "ratings");
    private static final String EDGE = "web->ratings.default:9080";

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeEach
    void start() {
        Bench.shop(folder, "{steps: [{work: 2ms}], errors: [{rate: 30%, status: 503}]}", "timeout: 2s", "");
        desk = new Desk(folder.resolve("recovery"));
        Desk.until(() -> desk.says("Windtunnel"));
        desk.open(folder.resolve("scenario.yaml"));
    }

    @AfterEach
    void end() {
        List<Throwable> defects = desk.window.dialogs().defects();
        desk.close();
        assertEquals(List.of(), defects);
    }

    private long now() {
        return desk.state().frame().nowNanos();
    }

    private double share(String version) {
        SessionState.Rates rates = desk.state().rates().get(EDGE);
        return rates.shares().entrySet().stream()
                .filter(each -> each.getKey().contains(version))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private Path mesh() {
        return folder.resolve("mesh.yaml");
    }

    private void select() {
        Desk.run(() -> desk.bench.selection().set(new Selection.Rule(RATINGS)));
        Desk.settle();
    }

    private void slide(int percent) {
        Desk.until(() -> desk.window.scene().getRoot().lookup("#weight-0") != null);
        Slider slider = desk.find("#weight-0", Slider.class);
        Desk.run(() -> slider.setValue(percent));
    }

    // ---------------------------------------------------------------- transport

    @Test
    void itPlaysPausesStepsAndChangesSpeed() {
        assertTrue(desk.says("Ready at 0:00") || now() == 0);
        desk.press(KeyCode.SPACE);
        until(() -> now() > 300_000_000L);
        assertTrue(desk.state().playing());
        until(() -> desk.button("Pause") != null);
        desk.press(KeyCode.SPACE);
        until(() -> !desk.state().playing());
        long stood = now();
        long completed = desk.state().frame().answered();
        desk.press(KeyCode.PERIOD);
        until(() -> desk.state().frame().answered() == completed + 1);
        assertTrue(now() >= stood);
        long failed = failed();
        desk.press(KeyCode.COMMA);
        until(() -> failed() == failed + 1);
        desk.press(KeyCode.EQUALS);
        desk.press(KeyCode.EQUALS);
        until(() -> desk.state().speed() == 10);
        desk.press(KeyCode.MINUS);
        until(() -> desk.state().speed() < 4);
        desk.press(KeyCode.HOME);
        until(() -> now() == 0);
    }

    private long failed() {
        return desk.state().frame().traffic().stream()
                .mapToLong(Frame.TrafficFrame::failed)
                .sum();
    }

    @Test
    void theClockIsDraggedBackToTheSameRun() {
        desk.to(30);
        Frame then = desk.state().frame();
        desk.to(90);
        TimelineStrip strip = desk.find(".timeline-strip", TimelineStrip.class);
        drag(strip, 90, 30);
        until(() -> now() < 60_000_000_000L && !desk.state().playing());
        desk.to(30);
        // Where a mouse lets go is no exact instant: to the same one from there.
        if (now() > then.nowNanos()) {
            desk.session().goTo(then.nowNanos());
        }
        until(() -> now() == then.nowNanos() && !desk.state().playing());
        assertEquals(then, desk.state().frame());
    }

    private void drag(TimelineStrip strip, double from, double to) {
        double end = desk.session().experiment().scenario().run().durationNanos() / 1e9;
        Desk.run(() -> {
            double left = 92;
            double width = strip.getWidth() - left - 24;
            for (var each : List.of(
                    Map.entry(MouseEvent.MOUSE_PRESSED, from),
                    Map.entry(MouseEvent.MOUSE_DRAGGED, to),
                    Map.entry(MouseEvent.MOUSE_RELEASED, to))) {
                double x = left + width * each.getValue() / end;
                javafx.event.Event.fireEvent(
                        strip,
                        new MouseEvent(
                                each.getKey(),
                                x,
                                12,
                                x,
                                12,
                                MouseButton.PRIMARY,
                                1,
                                false,
                                false,
                                false,
                                false,
                                true,
                                false,
                                false,
                                false,
                                false,
                                true,
                                null));
            }
        });
    }

    @Test
    void itRunsUntilAConditionHolds() {
        desk.to(3);
        desk.click("Run until...");
        until(() -> desk.dialog() != null);
        TextField text = (TextField) desk.dialog().lookup(".text-field");
        Desk.run(() -> text.setText("errors(ratings)"));
        assertTrue(Desk.on(() ->
                desk.dialog().lookupButton(javafx.scene.control.ButtonType.OK).isDisabled()));
        Desk.run(() -> text.setText("errors(ratings) > 12%"));
        desk.answer("OK");
        until(() -> !desk.state().playing() && now() > 3_000_000_000L);
        assertTrue(desk.state().rates().get(EDGE).errorRate() > 0.12);
    }

    @Test
    void arrowsMoveTheClockAndAFreshSeedIsShown() {
        desk.to(5);
        TimelineStrip strip = desk.find(".timeline-strip", TimelineStrip.class);
        Desk.run(strip::requestFocus);
        desk.press(KeyCode.LEFT);
        until(() -> now() == 4_000_000_000L);
        desk.press(KeyCode.RIGHT, KeyCode.SHIFT);
        until(() -> now() == 14_000_000_000L);
        desk.session().restart(99);
        until(() -> desk.says("seed 99"));
        desk.to(3);
        desk.press(KeyCode.HOME);
        until(() -> now() == 0);
        assertEquals(99, desk.state().seed(), "the same seed is that of the run, not of the file");
    }

    // ---------------------------------------------------------------- rules

    @Test
    void anEditOfAWeightThroughTheFormIsInTheNumbers() throws Exception {
        desk.to(20);
        assertEquals(0.5, share("v2"), 0.12);
        select();
        slide(0);
        assertEquals("Apply now", desk.button("Apply now").getText());
        Desk.until(() -> desk.says("Not in force yet"));
        assertEquals(0.5, share("v2"), 0.12);
        desk.press(KeyCode.ENTER, KeyCode.CONTROL);
        until(() -> desk.says("Applied at"));
        desk.to(40);
        assertEquals(1, share("v2"), 1e-9);
        assertEquals(1, desk.state().marks().size());

        // In force, not on the disk.
        String before = Files.readString(mesh());
        assertTrue(before.contains("subset: v1}, weight: 50}"));
        Desk.until(() -> desk.says("In force, not saved"));
        desk.press(KeyCode.S, KeyCode.CONTROL);
        until(() -> desk.says("Saved mesh.yaml"));
        String after = Files.readString(mesh());
        assertEquals(
                before.replace("subset: v1}, weight: 50}", "subset: v1}, weight: 0}")
                        .replace("subset: v2}, weight: 50}", "subset: v2}, weight: 100}"),
                after,
                "every other byte stays");
    }

    @Test
    void editsAreUndoneRedoneAndReverted() {
        select();
        String untouched = desk.documents().text(RATINGS).text();
        slide(20);
        String edited = desk.documents().text(RATINGS).text();
        assertNotEquals(untouched, edited);
        desk.press(KeyCode.Z, KeyCode.CONTROL);
        assertEquals(untouched, desk.documents().text(RATINGS).text());
        assertEquals(50, Math.round(desk.find("#weight-0", Slider.class).getValue()));
        desk.press(KeyCode.Z, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals(edited, desk.documents().text(RATINGS).text());
        desk.click("Revert");
        assertEquals(untouched, desk.documents().text(RATINGS).text());
        assertFalse(desk.bench.waiting().get().contains(RATINGS));
    }

    @Test
    void aBrokenTextKeepsTheLastGoodRulesAndFindingsComeWhileTyping() {
        desk.to(2);
        select();
        tab("YAML");
        CodeArea area = desk.find(".code-area", CodeArea.class);
        String good = Desk.on(area::getText);
        Desk.run(() -> area.replaceText(good.replace("subset: v2}, weight", "subset: v9}, weight")));
        until(() -> desk.says("IST0101"));
        Desk.run(() -> area.replaceText(good.replace("hosts: [ratings]", "hosts: [ratings")));
        until(() -> desk.says("does not parse; the rules of"));
        assertTrue(desk.button("Apply anyway").isDisabled());
        desk.to(12);
        assertEquals(0.5, share("v2"), 0.15, "the rules in force stay in force");
        Desk.run(() -> area.replaceText(good));
        until(() -> !desk.says("does not parse"));
    }

    private void tab(String name) {
        Desk.run(() -> desk.window.scene().getRoot().lookupAll(".tab-pane").stream()
                .map(javafx.scene.control.TabPane.class::cast)
                .forEach(pane -> pane.getTabs().stream()
                        .filter(each -> name.equals(each.getText()))
                        .forEach(each -> pane.getSelectionModel().select(each))));
        Desk.settle();
    }

    // ---------------------------------------------------------------- dock

    @Test
    void aRowOpensTheWaterfallWithTheReason() {
        desk.to(10);
        TableView<?> table = desk.find(".table-view", TableView.class);
        until(() -> !table.getItems().isEmpty());
        Desk.run(() -> {
            for (int i = 0; i < table.getItems().size(); i++) {
                if (((Outcome) table.getItems().get(i)).failed()) {
                    table.getSelectionModel().select(i);
                    return;
                }
            }
        });
        until(() -> desk.window.scene().getRoot().lookup("#waterfall-reason") != null);
        String reason = desk.find("#waterfall-reason", Label.class).getText();
        assertTrue(reason.contains("ratings-v2 answered 503"), reason);
    }

    @Test
    void aRequestThatIsClosedGivesBackWhatWasSelected() {
        desk.to(2);
        select();
        long number = desk.state().outcomes().get(0).request();
        Desk.run(() -> desk.bench.selection().set(new Selection.Request(number)));
        until(() -> desk.window.scene().getRoot().lookup("#waterfall-reason") != null);
        Desk.settle();
        desk.press(KeyCode.ESCAPE);
        assertEquals(
                new Selection.Rule(RATINGS),
                Desk.on(() -> desk.bench.selection().get()));
    }

    @Test
    void savingTheSessionFromTheFormDoesNotWriteTheFileOfTheRule() throws Exception {
        String before = Files.readString(mesh());
        desk.to(1);
        select();
        slide(60);
        Desk.run(() -> desk.find("#weight-0", Slider.class).requestFocus());
        desk.press(KeyCode.S, KeyCode.CONTROL, KeyCode.SHIFT);
        desk.answer("Cancel");
        assertEquals(before, Files.readString(mesh()));
        assertFalse(desk.documents().unsavedEdits().isEmpty());
    }

    @Test
    void manifestsThatNothingCallsRunOnSoThatTheConsoleCanCallThem() {
        desk.open(mesh());
        desk.press(KeyCode.SPACE);
        until(() -> now() > 300_000_000L);
        assertFalse(desk.state().frame().over());
    }

    @Test
    void aConsoleLineIsCarriedOutOnTheRunningMesh() {
        desk.to(1);
        desk.press(KeyCode.DIGIT4, KeyCode.CONTROL);
        TextField line = desk.find("#console-line", TextField.class);
        Desk.run(() -> {
            line.setText("kubectl delete virtualservice ratings");
            line.fireEvent(new javafx.event.ActionEvent());
        });
        until(() -> desk.state().marks().size() == 1);
        until(() -> desk.documents().inForce(RATINGS) == null);
    }

    @Test
    void everyKeyOfTheTableDoesWhatItSays() {
        desk.to(3);
        desk.press(KeyCode.F1);
        until(() -> desk.dialog() != null);
        DialogPane keys = desk.dialog();
        String table = ((TextArea) keys.getContent()).getText();
        desk.answer("OK");
        for (String key : List.of("Space", ".", ",", "Home", "+ -", "Ctrl+Enter", "Ctrl+Z", "F1", "Ctrl+Shift+S")) {
            assertTrue(table.lines().anyMatch(each -> each.startsWith(key)), key + " in\n" + table);
        }
        Map<KeyCode, String> parts = new LinkedHashMap<>();
        parts.put(KeyCode.DIGIT2, "Findings");
        parts.put(KeyCode.DIGIT3, "Events");
        parts.put(KeyCode.DIGIT4, "Console");
        parts.put(KeyCode.DIGIT1, "Requests");
        parts.forEach((key, name) -> {
            Desk.run(() -> desk.window.scene().getRoot().requestFocus());
            desk.press(key, KeyCode.CONTROL);
            assertTrue(((javafx.scene.control.ToggleButton) desk.button(name)).isSelected(), name);
        });
        desk.press(KeyCode.F, KeyCode.CONTROL);
        TextField search = desk.find(".explorer-search", TextField.class);
        assertTrue(Desk.on(search::isFocused));
        desk.press(KeyCode.SPACE);
        assertFalse(desk.state().playing(), "a key that is typed plays nothing");
        Desk.run(() -> desk.window.scene().getRoot().requestFocus());
        desk.press(KeyCode.F);
        desk.press(KeyCode.W, KeyCode.CONTROL);
        until(() -> desk.bench.session().get() == null);
    }

    // ---------------------------------------------------------------- from screen to CI

    @Test
    void theLiveSessionIsSavedAsAScenarioThroughTheMenu() throws Exception {
        desk.to(5);
        select();
        slide(0);
        desk.press(KeyCode.ENTER, KeyCode.CONTROL);
        until(() -> desk.says("Applied at"));
        desk.to(15);
        desk.press(KeyCode.S, KeyCode.CONTROL, KeyCode.SHIFT);
        until(() -> desk.dialog() != null);
        Path target = folder.resolve("kept");
        Files.createDirectories(target);
        Files.writeString(target.resolve("scenario.yaml"), "mine");
        Desk.run(() -> ((TextField) desk.dialog().lookup("#save-folder")).setText(target.toString()));
        desk.answer("Save");
        until(() -> desk.dialog() != null
                && "These files are there already.".equals(desk.dialog().getHeaderText()));
        assertEquals("mine", Files.readString(target.resolve("scenario.yaml")));
        desk.answer("Replace them");
        until(() -> desk.window.notice().sentence().startsWith("Saved. It runs with: windtunnel run"));
        var again = new dev.windtunnel.experiment.ExperimentRunner(
                        Bench.load(target.resolve("scenario.yaml")),
                        dev.windtunnel.experiment.ExperimentRunner.Settings.DEFAULT)
                .run(dev.windtunnel.experiment.ExperimentRunner.Progress.NONE);
        assertEquals(
                (double) desk.state().frame().requests(),
                again.result().totals().requests());
        assertEquals(
                (double) desk.state().frame().answered(),
                again.result().totals().completed());
    }
}
