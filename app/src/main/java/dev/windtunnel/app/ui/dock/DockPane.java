package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The lower part of the window: requests and their waterfall, findings, events, console. */
public final class DockPane extends BorderPane {

    private final Workbench bench;
    private final RequestsView requests;
    private final FindingsView findings;
    private final EventsView events;
    private final ConsoleView console;
    private final CompareView compare;
    private final ToggleGroup group = new ToggleGroup();
    private final HBox head = new HBox();
    private final HBox tools = new HBox();
    private final Tab requestsTab;
    private final Tab findingsTab;
    private final Tab eventsTab;
    private final Tab consoleTab;
    private final Tab compareTab;

    /** The parts of the dock. */
    public enum Part {
        REQUESTS,
        FINDINGS,
        EVENTS,
        CONSOLE
    }

    private static final class Tab {
        final ToggleButton button;
        final Label count = new Label();
        final Region content;

        Tab(String text, Region content) {
            this.content = content;
            this.button = new ToggleButton(text);
            button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
            button.getStyleClass().add("dock-tab");
            count.getStyleClass().add("count");
            tell(0);
        }

        void tell(int number) {
            count.setText(String.valueOf(number));
            button.setGraphic(number > 0 ? count : null);
        }
    }

    /** The dock of a workbench. */
    public DockPane(Workbench bench) {
        this.bench = bench;
        requests = new RequestsView(bench);
        findings = new FindingsView(bench);
        events = new EventsView(bench);
        console = new ConsoleView(bench);
        compare = new CompareView(bench);
        requestsTab = new Tab("Requests", requests.pane());
        findingsTab = new Tab("Findings", findings.pane());
        eventsTab = new Tab("Events", events.pane());
        compareTab = new Tab("Compare", compare.pane());
        consoleTab = new Tab("Console", console.pane());
        getStyleClass().add("dock");
        head.getStyleClass().add("dock-head");
        head.setAlignment(Pos.CENTER_LEFT);
        for (Tab tab : new Tab[] {requestsTab, findingsTab, eventsTab, consoleTab, compareTab}) {
            tab.button.setToggleGroup(group);
            tab.button.setOnAction(event -> choose(tab));
            head.getChildren().add(tab.button);
        }
        tools.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(tools, Priority.ALWAYS);
        head.getChildren().add(tools);
        setTop(head);
        choose(requestsTab);
        bench.session().addListener((property, before, after) -> opened(after));
        bench.state().addListener((property, before, after) -> arrived(after));
        bench.selection().addListener((property, before, after) -> {
            if (after instanceof Selection.Request) {
                choose(requestsTab);
            }
        });
        bench.findings().addListener((property, before, after) -> {
            findings.show(after);
            findingsTab.tell(findings.count());
        });
        compareTab.button.setVisible(false);
        compareTab.button.setManaged(false);
        bench.comparing().branch().addListener((property, before, after) -> {
            compareTab.button.setVisible(after != null);
            compareTab.button.setManaged(after != null);
            if (after != null) {
                choose(compareTab);
            } else if (group.getSelectedToggle() == compareTab.button) {
                choose(requestsTab);
            }
        });
        opened(bench.session().get());
    }

    /** Shows a part. */
    public void show(Part part) {
        choose(
                switch (part) {
                    case REQUESTS -> requestsTab;
                    case FINDINGS -> findingsTab;
                    case EVENTS -> eventsTab;
                    case CONSOLE -> consoleTab;
                });
    }

    /** Goes to the next finding, and to the object that it is about. */
    public void nextFinding() {
        choose(findingsTab);
        findings.next();
    }

    private void choose(Tab tab) {
        group.selectToggle(tab.button);
        if (getCenter() != tab.content) {
            setCenter(tab.content);
        }
        bench.dockNeeds().set(tab == compareTab ? CompareView.HEIGHT : 0);
        bench.dockExpanded().set(tab == requestsTab && requests.isWaterfallOpen());
        tools.getChildren().clear();
        if (tab == requestsTab) {
            tools.getChildren().add(requests.tools());
        } else if (tab == compareTab) {
            tools.getChildren().add(compare.tools());
        } else if (tab == consoleTab) {
            console.focus();
        }
    }

    private void opened(@Nullable LiveSession session) {
        requests.opened(session);
        findings.opened(session);
        events.opened();
        console.opened(session);
        requestsTab.tell(0);
        findingsTab.tell(findings.count());
    }

    private void arrived(@Nullable SessionState state) {
        if (state == null) {
            return;
        }
        if (requests.take(state)) {
            requestsTab.tell(requests.samples());
        }
        events.take(state);
    }
}
