package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.ui.shell.Instants;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;

/** Two tables of one request: its hops, and what happened one after another. */
final class RequestLogView {

    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final TableView<RequestLog.Hop> hops = DockTable.of("Hops of the request");
    private final TableView<RequestLog.Line> log = DockTable.of("Log of the request");

    RequestLogView() {
        hops.getColumns()
                .add(DockTable.text(
                        "Hop", 260, "", each -> "    ".repeat(each.depth()) + each.from() + " to " + each.to()));
        hops.getColumns().add(DockTable.column("Code", 72, "code", (cell, each) -> {
            cell.setText(each.code());
            cell.pseudoClassStateChanged(FAILED, each.bad());
        }));
        hops.getColumns().add(DockTable.text("Flags", 64, "mono", RequestLog.Hop::flags));
        hops.getColumns().add(DockTable.text("Tries", 56, "number", each -> String.valueOf(each.tries())));
        hops.getColumns().add(DockTable.text("Took", 76, "number", each -> Instants.latency(each.seconds())));
        hops.getColumns().add(DockTable.text("Last try went to", 160, "", RequestLog.Hop::pod));
        hops.getColumns().add(DockTable.text("Governed by", 280, "", RequestLog.Hop::rule));
        log.getColumns()
                .add(DockTable.text(
                        "After", 84, "mono number", each -> String.format(Locale.ROOT, "%.3f s", each.seconds())));
        log.getColumns().add(DockTable.text("Who", 220, "", RequestLog.Line::who));
        log.getColumns().add(DockTable.column("What", 500, "code", RequestLogView::what));
    }

    private static void what(TableCell<RequestLog.Line, RequestLog.Line> cell, RequestLog.Line line) {
        cell.setText(line.what());
        cell.pseudoClassStateChanged(FAILED, line.bad());
    }

    void show(RequestLife life) {
        hops.getItems().setAll(RequestLog.hops(life));
        log.getItems().setAll(RequestLog.lines(life));
    }

    Region hops() {
        return hops;
    }

    Region log() {
        return log;
    }
}
