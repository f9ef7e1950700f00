package dev.windtunnel.app.ui.desktop;

import static dev.windtunnel.app.ui.desktop.Desk.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.explorer.ExplorerPane;
import dev.windtunnel.app.ui.inspector.InspectorPane;
import dev.windtunnel.app.ui.shell.Comparing;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.source.ScalarNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.prefs.Preferences;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.framework.junit5.ApplicationExtension;

/** Where what stands in the window, at its usual size and in little room, and what is remembered of it. */
@ExtendWith(ApplicationExtension.class)
class LayoutTest {

    private static final Selection RULE = new Selection.Rule(new ObjectKey("VirtualService", "default", "ratings"));

    @TempDir
    private Path folder;

    private Preferences preferences;
    private Desk desk;

    @BeforeEach
    void start() {
        Bench.shop(folder, "{steps: [{work: 2ms}]}", "timeout: 2s", "");
        preferences = Preferences.userRoot().node("dev/windtunnel/layout-test");
    }

    @AfterEach
    void end() throws Exception {
        desk.close();
        preferences.removeNode();
    }

    private Desk window(int width, int height) {
        desk = new Desk(new Recovery(folder.resolve("recovery"), 1), new Memory(preferences), width, height);
        return desk;
    }

    private Desk opened(int width, int height) {
        return window(width, height).open(folder.resolve("scenario.yaml")).to(2);
    }

    private boolean isShown(String selector) {
        return Desk.on(() -> {
            Node node = desk.window.scene().getRoot().lookup(selector);
            return node != null && node.isVisible() && node.getScene() != null;
        });
    }

    private double width(String selector, Class<? extends javafx.scene.layout.Region> type) {
        return Desk.on(() -> {
            for (Node node : desk.window.scene().getRoot().lookupAll(selector)) {
                if (type.isInstance(node)) {
                    return ((javafx.scene.layout.Region) node).getWidth();
                }
            }
            return 0.0;
        });
    }

    @Test
    void theWelcomePageHasNoTransportAndNoTimeline() {
        window(1440, 900);
        assertFalse(isShown(".transport"));
        assertFalse(isShown(".timeline-strip"));
        Desk.until(() -> desk.says("each done in five minutes"));
        until(() -> desk.window.scene().getRoot().lookupAll(".lab-card").size() == 12);
        for (Node card : Desk.on(() -> desk.window.scene().getRoot().lookupAll(".lab-card"))) {
            until(() -> ((Button) card).getHeight() > 0);
            double height = Desk.on(() -> ((Button) card).getHeight());
            assertTrue(height == 104 || height == 72, "a card is " + height + " high");
        }
        desk.open(folder.resolve("scenario.yaml"));
        assertTrue(isShown(".transport"));
        assertTrue(isShown(".timeline-strip"));
    }

    @Test
    void aLabIsBegunFromItsPageAndItsStepsStandAtTheSide() {
        window(1440, 900);
        until(() -> desk.says("Start lab") || desk.says("Split 10/90"));
        desk.click("Start lab");
        until(() -> desk.bench.session().get() != null && desk.bench.state().get() != null);
        until(() -> desk.says("Lab: Split 10/90"));
        until(() -> desk.says("1 of 4"));
        desk.to(13);
        until(() -> desk.says("2 of 4"));
        assertEquals(1, Desk.on(() -> new Memory(preferences).lab(dev.windtunnel.app.ui.welcome.Lab.ALL.get(0))));
    }

    @Test
    void panesHaveTheirSizesAtFirst() {
        opened(1440, 900);
        until(() -> Math.abs(width(".explorer", javafx.scene.layout.VBox.class) - 224) < 3);
        until(() -> Math.abs(width(".inspector", InspectorPane.class) - 344) < 3);
        assertTrue(width(".explorer", ExplorerPane.class) > 200);
    }

    @Test
    void panesFoldAndComeBack() {
        opened(1440, 900);
        desk.press(KeyCode.B, KeyCode.CONTROL);
        assertFalse(isShown(".explorer-list"));
        desk.press(KeyCode.B, KeyCode.CONTROL);
        assertTrue(isShown(".explorer-list"));
        desk.press(KeyCode.DIGIT0, KeyCode.CONTROL);
        assertFalse(isShown(".explorer-list"));
        assertFalse(isShown(".charts-pane"));
        assertFalse(isShown(".dock"));
        assertTrue(isShown(".spark-strip"), "folded charts leave their figures");
        desk.press(KeyCode.DIGIT0, KeyCode.CONTROL);
        assertTrue(isShown(".charts-pane"));
        assertFalse(isShown(".spark-strip"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1100, 980})
    void inLittleRoomTheInspectorLiesOverTheTopologyWhenThereIsSomethingToInspect(int width) {
        opened(width, 700);
        assertFalse(isShown(".inspector-over"));
        Desk.run(() -> desk.bench.selection().set(RULE));
        until(() -> isShown(".inspector-over"));
        assertEquals(width >= 1000, isShown(".explorer-list"));
        double right = Desk.on(() -> {
            Node over = desk.window.scene().getRoot().lookup(".inspector-over");
            return over.localToScene(over.getLayoutBounds()).getMaxX();
        });
        assertTrue(right <= width + 1, "nothing is wider than the window: " + right);
        Desk.run(() -> desk.bench.selection().set(new Selection.Nothing()));
        until(() -> !isShown(".inspector-over"));
    }

    @Test
    void limitsOfHealthAreAskedForAndRemembered() {
        opened(1440, 900);
        desk.press(KeyCode.COMMA, KeyCode.CONTROL);
        until(() -> desk.dialog() != null);
        TextField degraded = Desk.on(() -> (TextField) desk.dialog().lookup("#degraded-from"));
        Desk.run(() -> degraded.setText("20"));
        assertTrue(Desk.on(() ->
                desk.dialog().lookupButton(javafx.scene.control.ButtonType.OK).isDisabled()));
        Desk.run(() -> degraded.setText("2.5"));
        desk.answer("OK");
        until(() -> desk.bench.healthLimits().get().degraded() == 0.025);
        assertEquals(0.025, new Memory(preferences).settings().limits().degraded());
    }

    @Test
    void theThemeIsSwitchedAndRemembered() {
        window(1440, 900);
        desk.press(KeyCode.T, KeyCode.CONTROL, KeyCode.SHIFT);
        assertTrue(Desk.on(() -> desk.bench.theme().isDark()));
        assertTrue(new Memory(preferences).dark());
    }

    @Test
    void aRequestIsShownAsWaterfallPathAndLog() {
        opened(1440, 900);
        SessionState.Outcome outcome = desk.state().outcomes().get(0);
        Desk.run(() -> desk.bench.selection().set(new Selection.Request(outcome.request())));
        until(() -> isShown("#waterfall-reason"));
        desk.click("Path");
        assertTrue(isShown(".dock-table"));
        desk.click("Log");
        until(() -> desk.window.scene().getRoot().lookupAll(".dock-table").size() >= 2);
        desk.click("Waterfall");
        assertTrue(isShown("#waterfall-reason"));
    }

    @Test
    void aForkIsComparedUntilItIsEnded() {
        opened(1440, 900);
        Desk.until(() -> !desk.says("Forked at"));
        desk.press(KeyCode.K, KeyCode.CONTROL);
        until(() -> desk.bench.comparing().base().get() != null);
        Desk.until(() -> desk.says("Forked at 0:02.000."));
        assertTrue(Desk.on(() -> desk.button("Comparing").isVisible()));
        desk.to(8);
        until(() -> desk.bench.comparing().base().get().frame().nowNanos() >= 8_000_000_000L);
        until(() -> desk.says("pairs of runs, same random numbers"));
        desk.click("Base");
        assertEquals(
                Comparing.Shown.BASE,
                Desk.on(() -> desk.bench.comparing().shown().get()));
        desk.click("End compare");
        Desk.until(() -> !desk.says("Forked at"));
        assertTrue(Desk.on(() -> desk.button("Fork").isVisible()));
        assertTrue(Desk.on(() -> desk.bench.comparing().base().get() == null));
    }

    @Test
    void whatIsDifferentIsSaidAndCopied() {
        opened(1440, 900);
        desk.click("Fork");
        until(() -> desk.bench.comparing().base().get() != null);
        Desk.until(() -> desk.says("The base goes on without what you edit now"));
        desk.session()
                .edit(
                        new TimelineEntry.Patch(Map.of(
                                "VirtualService/ratings", Map.of("spec.http[0].timeout", ScalarNode.of("300ms")))),
                        "timeout");
        desk.to(5);
        until(() -> !desk.bench.comparing().differences().get().isEmpty());
        Desk.until(() -> desk.says("Base keeps timeout of web to ratings at 2s, this run has 300ms."));
        until(() -> desk.says("pairs of runs, same random numbers"));
        desk.click("Copy as Markdown");
        String copied =
                Desk.on(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString());
        assertTrue(copied.contains("| web to ratings | timeout"), copied);
        assertTrue(copied.contains("| edit at 0:02."), copied);
    }

    @Test
    void theTopologyIsAlsoAList() {
        opened(1440, 900);
        assertFalse(isShown("#topology-list"));
        desk.press(KeyCode.L, KeyCode.CONTROL);
        until(() -> isShown("#topology-list"));
        TableView<?> list =
                Desk.on(() -> (TableView<?>) desk.window.scene().getRoot().lookup("#topology-list"));
        until(() -> Desk.on(() -> list.getItems().toString()).contains("name=web to ratings"));
        String lines = Desk.on(() -> list.getItems().toString());
        assertTrue(lines.contains("what=Share, name=ratings-v1"), lines);
        assertTrue(lines.contains("1 of 1 pod ready"), lines);
        assertTrue(Desk.on(list::isFocused), "the keyboard is in it");
        desk.press(KeyCode.DOWN);
        desk.press(KeyCode.ENTER);
        until(() -> !(desk.bench.selection().get() instanceof Selection.Nothing));
        desk.press(KeyCode.L, KeyCode.CONTROL);
        until(() -> !isShown("#topology-list"));
    }

    @Test
    void theRunAdvisesInTheFindings() {
        opened(1440, 900);
        desk.session()
                .edit(
                        new TimelineEntry.Patch(
                                Map.of("VirtualService/ratings", Map.of("spec.http[0].timeout", ScalarNode.of("1ms")))),
                        "timeout");
        desk.to(20);
        until(() -> desk.bench.findings().get().stream()
                .anyMatch(each -> each.code().equals("WT3302")
                        && each.message().startsWith("At 0:20.000: The timeout 1ms ended")));
        desk.session().goTo(1_000_000_000L);
        until(() -> desk.bench.findings().get().stream()
                .noneMatch(each -> each.code().startsWith("WT33")));
    }

    /** What only a run can find is there as the run goes, and not before it happens. */
    @Test
    void theRunFindsWhatItsFilesDoNotTell() throws Exception {
        java.nio.file.Path file = folder.resolve("found.yaml");
        java.nio.file.Files.writeString(
                file,
                """
                apiVersion: windtunnel.dev/v1
                kind: Scenario
                metadata: {name: found}
                spec:
                  run: {duration: 60s}
                  cluster: {nodes: [{name: a, zone: a}]}
                  timeline: [{at: 5s, kill: {workload: web, pods: 3}}, {at: 8s, apply: [
                    {apiVersion: v1, kind: Pod, metadata: {name: gpu, labels: {app: gpu}}, spec: {nodeSelector: {gpu: big}, containers: [{name: c, image: c}]}}]}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: c}]}}}
                """);
        window(1440, 900).open(file).to(2);
        assertTrue(desk.bench.findings().get().stream()
                .noneMatch(each -> each.code().equals("WT0046") || each.code().equals("WT2006")));
        desk.to(10);
        until(() -> desk.bench.findings().get().stream()
                .anyMatch(each -> each.code().equals("WT0046")
                        && each.message()
                                .equals("at 5s there are 2 of 3 pods of web, so the entry does less than it says")
                        && each.line() > 0));
        until(() -> desk.bench.findings().get().stream()
                .anyMatch(each -> each.code().equals("WT2006") && "gpu".equals(each.name())));
        desk.session().goTo(1_000_000_000L);
        until(() -> desk.bench.findings().get().stream()
                .noneMatch(each -> each.code().equals("WT0046") || each.code().equals("WT2006")));
    }

    @Test
    void goingBackBehindTheForkEndsIt() {
        opened(1440, 900);
        desk.to(6);
        desk.click("Fork");
        until(() -> desk.bench.comparing().branch().get() != null);
        desk.session().goTo(3_000_000_000L);
        until(() -> desk.bench.comparing().branch().get() == null);
    }

    @Test
    void comparingLeavesTheTopologyItsRoom() {
        opened(1440, 900);
        double charts = height(".chart-deck");
        double dock = height(".dock");
        desk.click("Fork");
        until(() -> desk.bench.comparing().branch().get() != null);
        until(() -> height(".dock") > dock + 60);
        until(() -> height(".topology") >= 240);
        assertTrue(height(".chart-deck") >= 140, "the charts are " + height(".chart-deck") + " high");
        desk.click("End compare");
        until(() -> Math.abs(height(".dock") - dock) < 2 && Math.abs(height(".chart-deck") - charts) < 2);
    }

    private double height(String selector) {
        return Desk.on(() -> desk.window.scene().getRoot().lookupAll(selector).stream()
                .mapToDouble(each -> each.getLayoutBounds().getHeight())
                .max()
                .orElse(0));
    }

    @Test
    void theThemeOfTheSystemHoldsUntilOneIsChosen() {
        java.util.concurrent.CompletableFuture<Boolean> system = new java.util.concurrent.CompletableFuture<>();
        desk = new Desk(new Recovery(folder.resolve("recovery"), 1), new Memory(preferences), system);
        assertFalse(Desk.on(desk.window::isDark), "nobody waits for the answer");
        system.complete(true);
        until(desk.window::isDark);
        desk.press(KeyCode.T, KeyCode.CONTROL, KeyCode.SHIFT);
        until(() -> !desk.window.isDark());
        desk.close();
        desk = new Desk(new Recovery(folder.resolve("recovery"), 1), new Memory(preferences), system);
        assertFalse(Desk.on(desk.window::isDark), "it was chosen");
    }
}
