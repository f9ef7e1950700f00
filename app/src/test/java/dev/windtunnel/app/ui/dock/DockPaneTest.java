package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.app.ui.explorer.ExplorerPane;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.app.ui.theme.Theme;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class DockPaneTest {

    @TempDir
    static Path folder;

    private Workbench bench;
    private DockPane dock;

    @Start
    void start(Stage stage) {
        Theme theme = new Theme(false);
        bench = new Workbench(theme);
        dock = new DockPane(bench);
        Scene scene = new Scene(new SplitPane(new ExplorerPane(bench), dock), 1200, 600);
        theme.style(scene);
        stage.setScene(scene);
        stage.show();
        bench.open(
                Bench.shop(folder, "{steps: [{work: 2ms}], errors: [{rate: 100%, status: 503}]}", "", ""),
                folder.resolve("scenario.yaml"),
                folder);
    }

    @AfterEach
    void close() {
        WaitForAsyncUtils.waitForAsyncFx(2000, bench::close);
    }

    private static void until(BooleanSupplier condition) throws Exception {
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> {
            boolean[] holds = new boolean[1];
            WaitForAsyncUtils.waitForAsyncFx(2000, () -> holds[0] = condition.getAsBoolean());
            return holds[0];
        });
    }

    private LiveSession session() {
        return java.util.Objects.requireNonNull(bench.session().get());
    }

    @Test
    void aFailedRequestOpensItsWaterfallWithTheReason() throws Exception {
        session().runUntil(5_000_000_000L);
        until(() -> {
            SessionState state = bench.state().get();
            return state != null && state.outcomes().stream().anyMatch(Outcome::failed) && !state.playing();
        });
        Platform.runLater(() -> {
            SessionState state = java.util.Objects.requireNonNull(bench.state().get());
            long failed = state.outcomes().stream()
                    .filter(Outcome::failed)
                    .findFirst()
                    .orElseThrow()
                    .request();
            bench.selection().set(new Selection.Request(failed));
        });
        until(() -> dock.lookup("#waterfall-reason") != null);
        Node reason = dock.lookup("#waterfall-reason");
        assertTrue(((Label) reason).getText().contains("ratings-v2 answered 503"), ((Label) reason).getText());
        assertTrue(bench.dockExpanded().get());
    }

    @Test
    void aConsoleLineChangesPodsAndIsAnEdit() throws Exception {
        until(() -> bench.state().get() != null);
        Platform.runLater(() -> {
            dock.show(DockPane.Part.CONSOLE);
            TextField line = (TextField) dock.lookup("#console-line");
            line.setText("kubectl scale deployment/web --replicas=4");
            line.fireEvent(new javafx.event.ActionEvent());
        });
        until(() -> bench.state().get() != null
                && bench.state().get().frame().pods().stream()
                                .filter(pod -> pod.workload().equals("web"))
                                .count()
                        == 4);
        assertEquals(1, session().recording().get(5, TimeUnit.SECONDS).edits().size());
        assertTrue(bench.state().get().marks().stream()
                .anyMatch(mark -> mark.text().equals("web to 4 pods")));
    }

    @Test
    void theFirstLongOutputOfTheConsoleIsShownToItsEnd() throws Exception {
        until(() -> bench.state().get() != null);
        Platform.runLater(() -> {
            dock.show(DockPane.Part.CONSOLE);
            TextField line = (TextField) dock.lookup("#console-line");
            line.setText("kubectl scale deployment/web --replicas=60");
            line.fireEvent(new javafx.event.ActionEvent());
            line.setText("kubectl get pods");
            line.fireEvent(new javafx.event.ActionEvent());
        });
        until(() -> dock.lookup(".console-output") instanceof javafx.scene.control.TextArea output
                && output.getText().contains("web-")
                && output.lookup(".scroll-pane") instanceof javafx.scene.control.ScrollPane scroll
                && scroll.getVvalue() > 0.98);
    }
}
