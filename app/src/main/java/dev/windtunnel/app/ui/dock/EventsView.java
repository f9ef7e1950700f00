package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.dock.EventsModel.Event;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import javafx.css.PseudoClass;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;

/** The timeline, edits, pods that come and go, and problems, the latest on top. */
final class EventsView {

    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final TableView<Event> table = DockTable.of("Events");
    private EventsModel model = new EventsModel();
    private boolean filling;

    EventsView(Workbench bench) {
        table.setPlaceholder(DockTable.sentence(EventsModel.sentence()));
        table.getColumns().add(DockTable.text("Time", 84, "mono number", each -> Instants.minutes(each.seconds())));
        table.getColumns()
                .add(DockTable.text("Kind", 96, "", each -> each.kind().text()));
        table.getColumns().add(DockTable.column("What happened", 800, "code", (cell, each) -> {
            cell.setText(each.text());
            cell.pseudoClassStateChanged(FAILED, each.kind() == EventsModel.Kind.PROBLEM);
        }));
        table.getSelectionModel().selectedItemProperty().addListener((property, before, after) -> {
            if (!filling && after != null && !after.object().isEmpty()) {
                bench.selection().set(new Selection.Pod(after.object()));
            }
        });
    }

    Region pane() {
        return table;
    }

    void opened() {
        model = new EventsModel();
        fill();
    }

    void take(SessionState state) {
        if (model.take(state)) {
            fill();
        }
    }

    private void fill() {
        filling = true;
        table.getItems().setAll(model.rows());
        filling = false;
    }
}
