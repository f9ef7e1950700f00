package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.ui.shell.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** Offers edits that a program has left which ended without a chance to save them. */
final class RecoveredEdits {

    private final Workbench bench;
    private final Dialogs dialogs;
    private final EditKeeper keeper;
    private final Consumer<Path> open;

    /**
     * Offers nothing yet.
     *
     * @param open opens a scenario
     */
    RecoveredEdits(Workbench bench, Dialogs dialogs, EditKeeper keeper, Consumer<Path> open) {
        this.bench = bench;
        this.dialogs = dialogs;
        this.keeper = keeper;
        this.open = open;
    }

    /** Looks for them in the background, and asks when there are some. */
    void look() {
        keeper.left(left -> offer(left.get(0)));
    }

    private void offer(Recovery.Kept left) {
        Path scenario = left.scenario();
        String files = String.join(
                ", ",
                left.edits().stream()
                        .map(each -> each.file().substring(each.file().lastIndexOf('/') + 1))
                        .distinct()
                        .toList());
        String text = "Windtunnel ended before edits of " + files + " were saved"
                + (scenario == null ? "" : ", in " + scenario) + ". They are kept in " + left.keptIn() + ".";
        List<String> ways =
                scenario == null ? List.of("Discard them") : List.of("Open it with these edits", "Discard them");
        dialogs.ask("Unsaved edits", "There are edits that no file has.", text, ways, way -> {
            if (way.startsWith("Discard")) {
                keeper.forget(left);
            } else if (scenario != null) {
                restore(left, scenario);
            }
        });
    }

    private void restore(Recovery.Kept edits, Path scenario) {
        bench.documents().addListener(new ChangeListener<>() {
            @Override
            public void changed(
                    ObservableValue<? extends @Nullable RuleDocuments> property,
                    @Nullable RuleDocuments before,
                    @Nullable RuleDocuments after) {
                if (after != null) {
                    bench.documents().removeListener(this);
                    keeper.restore(edits);
                }
            }
        });
        open.accept(scenario);
    }
}
