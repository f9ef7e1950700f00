package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** What there is to say about the files; a row selects the object that it is about. */
final class FindingsView {

    private final Workbench bench;
    private final TableView<Finding> table = DockTable.of("Findings");
    private final Label sentence = DockTable.sentence("");
    private boolean filling;

    FindingsView(Workbench bench) {
        this.bench = bench;
        table.setPlaceholder(sentence);
        table.getColumns().add(DockTable.column("Level", 96, "", (cell, finding) -> {
            boolean advice = isAdvice(finding);
            FontIcon icon = new FontIcon(advice ? "mdoal-lightbulb" : icon(finding.level()));
            icon.setIconSize(14);
            icon.getStyleClass().add("level-" + finding.level().label().toLowerCase(java.util.Locale.ROOT));
            cell.setGraphic(icon);
            cell.setText(advice ? "Advice" : finding.level().label());
        }));
        table.getColumns().add(DockTable.text("Code", 84, "mono", Finding::code));
        table.getColumns().add(DockTable.text("Object", 208, "", FindingsView::object));
        table.getColumns().add(DockTable.column("Place", 184, "mono", (cell, finding) -> {
            cell.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            cell.setText(finding.place());
        }));
        table.getColumns().add(DockTable.column("Message", 600, "", (cell, finding) -> {
            Tooltip whole = new Tooltip(message(finding));
            whole.setWrapText(true);
            whole.setMaxWidth(560);
            cell.setTooltip(whole);
            cell.setText(message(finding));
        }));
        table.getSelectionModel().selectedItemProperty().addListener((property, before, after) -> selected(after));
    }

    Region pane() {
        return table;
    }

    int count() {
        return table.getItems().size();
    }

    void opened(@Nullable LiveSession session) {
        filling = true;
        table.getItems()
                .setAll(session == null ? List.of() : session.experiment().findings());
        table.getSelectionModel().clearSelection();
        filling = false;
        sentence.setText(
                session == null
                        ? ""
                        : sentence(session.experiment().store().objects().size()));
    }

    /** Takes what there is to say now; keeps the row that was selected. */
    void show(List<Finding> findings) {
        Finding selected = table.getSelectionModel().getSelectedItem();
        filling = true;
        table.getItems().setAll(findings);
        findings.stream()
                .filter(each -> selected != null && isSame(each, selected))
                .findFirst()
                .ifPresent(table.getSelectionModel()::select);
        filling = false;
    }

    /** Advice of a run says the same with other numbers as it goes on. */
    private static boolean isSame(Finding one, Finding other) {
        return one.equals(other)
                || isAdvice(one)
                        && one.code().equals(other.code())
                        && one.place().equals(other.place())
                        && object(one).equals(object(other));
    }

    private static boolean isAdvice(Finding finding) {
        return finding.code().startsWith("WT33");
    }

    /** Selects the row after the selected one; after the last one, the first. */
    void next() {
        int count = table.getItems().size();
        if (count > 0) {
            table.getSelectionModel().clearAndSelect((table.getSelectionModel().getSelectedIndex() + 1) % count);
            table.scrollTo(table.getSelectionModel().getSelectedIndex());
        }
    }

    static String sentence(int objects) {
        return "No findings in " + (objects == 1 ? "1 object." : objects + " objects.");
    }

    private static String icon(Level level) {
        return switch (level) {
            case ERROR -> "mdal-error";
            case WARNING -> "mdmz-warning";
            case INFO -> "mdal-info";
        };
    }

    static String object(Finding finding) {
        if (finding.name() == null) {
            return finding.kind() == null ? "" : finding.kind();
        }
        return (finding.kind() == null ? "" : finding.kind() + " ") + finding.name();
    }

    /** The message, and what to do as a second sentence. */
    static String message(Finding finding) {
        String text = finding.message();
        String fix = finding.fix();
        if (fix == null || fix.isBlank()) {
            return text;
        }
        return text + (text.endsWith(".") ? " " : ". ") + Character.toUpperCase(fix.charAt(0)) + fix.substring(1);
    }

    private void selected(@Nullable Finding finding) {
        LiveSession session = bench.session().get();
        Selection selection = finding == null || session == null ? null : selectionOf(finding, session.experiment());
        if (selection != null && !filling) {
            javafx.application.Platform.runLater(() -> bench.selection().set(selection));
        }
    }

    /** What a finding is about; null when that is nothing of the window. */
    static @Nullable Selection selectionOf(Finding finding, Experiment experiment) {
        String kind = finding.kind();
        String name = finding.name();
        if (kind == null || name == null) {
            return null;
        }
        String namespace = finding.namespace() == null ? experiment.scenario().namespace() : finding.namespace();
        if (kind.equals("Service")) {
            for (Service service : experiment.plan().directory().services()) {
                if (service.name().equals(name) && service.namespace().equals(namespace)) {
                    return new Selection.Service(name + "." + namespace);
                }
            }
            return null;
        }
        for (WorkloadPlan workload : experiment.plan().workloads()) {
            boolean same = workload.workload() != null
                    && workload.workload().key().equals(new ObjectKey(kind, namespace, name));
            if (same) {
                return new Selection.Workload(
                        workload.displayName(experiment.scenario().namespace()));
            }
        }
        ObjectKey key = new ObjectKey(kind, namespace, name);
        return experiment.store().get(key) == null ? null : new Selection.Rule(key);
    }
}
