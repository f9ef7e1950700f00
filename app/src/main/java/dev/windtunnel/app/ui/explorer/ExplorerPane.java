package dev.windtunnel.app.ui.explorer;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.shell.ActionMenu;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.cluster.StoredObjects;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Everything that the scenario names, to find, select and keep an eye on. */
public final class ExplorerPane extends VBox {

    private static final long UPDATE_NANOS = 250_000_000L;
    private static final KeyCombination FIND = KeyCombination.valueOf("Shortcut+F");

    private final Workbench bench;
    private final TextField search = new TextField();
    private final ObservableList<ExplorerRow> rows = FXCollections.observableArrayList();
    private final ListView<ExplorerRow> list = new ListView<>(rows);
    private final Runnable find = this::focusSearch;
    private @Nullable ExplorerModel model;
    private long updated;
    private int changes = -1;
    private boolean following;
    private Runnable addTraffic = () -> {};

    /** The explorer of a workbench. */
    public ExplorerPane(Workbench bench) {
        this.bench = bench;
        getStyleClass().add("explorer");
        list.getStyleClass().add("explorer-list");
        list.setFixedCellSize(24);
        list.setCellFactory(view -> new ExplorerCell(bench.theme()));
        list.setAccessibleText("Workloads, services, rules, traffic and timeline");
        list.getSelectionModel().selectedIndexProperty().addListener((property, before, after) -> selected());
        list.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 1) {
                addTrafficWhenChosen();
            }
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                goToEntry();
            }
        });
        list.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                addTrafficWhenChosen();
            }
        });
        ActionMenu actions = new ActionMenu(bench);
        list.setOnContextMenuRequested(event -> {
            ExplorerRow row = list.getSelectionModel().getSelectedItem();
            if (row != null && row.selection() != null) {
                actions.show(row.selection(), list, event.getScreenX(), event.getScreenY());
                event.consume();
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().setAll(searchBar(), list);
        bench.session().addListener((property, before, after) -> opened(after));
        bench.state().addListener((property, before, after) -> arrived(after));
        bench.selection().addListener((property, before, after) -> follow());
        bench.theme().palette().addListener((property, before, after) -> list.refresh());
        bench.waiting().addListener((property, before, after) -> show());
        bench.advice().addListener((property, before, after) -> show());
        ChangeListener<Scene> keys = (property, before, after) -> {
            if (before != null) {
                before.getAccelerators().remove(FIND, find);
            }
            if (after != null) {
                after.getAccelerators().put(FIND, find);
            }
        };
        sceneProperty().addListener(keys);
        opened(bench.session().get());
    }

    /** Puts the cursor into the search field. */
    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    /** What happens when somebody wants traffic where there is none. */
    public void onAddTraffic(Runnable action) {
        addTraffic = action;
    }

    private void addTrafficWhenChosen() {
        ExplorerRow row = list.getSelectionModel().getSelectedItem();
        if (row != null && row.kind() == ExplorerRow.Kind.ADD_TRAFFIC) {
            addTraffic.run();
        }
    }

    private StackPane searchBar() {
        search.setPromptText("Find anything");
        search.setAccessibleText("Find anything");
        search.getStyleClass().add("explorer-search");
        search.textProperty().addListener((property, before, after) -> show());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                search.clear();
            } else if (event.getCode() == KeyCode.ENTER) {
                selectFirst();
            } else if (event.getCode() == KeyCode.DOWN) {
                list.requestFocus();
                selectFirst();
            }
        });
        FontIcon lens = new FontIcon("mdomz-search");
        lens.setIconSize(16);
        Label key = new Label("Ctrl F");
        key.getStyleClass().add("key-hint");
        key.visibleProperty()
                .bind(search.focusedProperty().not().and(search.textProperty().isEmpty()));
        HBox hint = new HBox(key);
        hint.setAlignment(Pos.CENTER_RIGHT);
        HBox glass = new HBox(lens);
        glass.setAlignment(Pos.CENTER_LEFT);
        hint.setMouseTransparent(true);
        glass.setMouseTransparent(true);
        hint.setStyle("-fx-padding: 0 8 0 0;");
        glass.setStyle("-fx-padding: 0 0 0 8;");
        StackPane bar = new StackPane(search, glass, hint);
        bar.setStyle("-fx-padding: 8;");
        return bar;
    }

    private void selectFirst() {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).selection() != null) {
                list.getSelectionModel().select(i);
                return;
            }
        }
    }

    // ---------------------------------------------------------------- what there is

    private void opened(@Nullable LiveSession session) {
        search.clear();
        changes = -1;
        model = session == null
                ? null
                : new ExplorerModel(
                        session.experiment().plan(), session.experiment().store());
        show();
    }

    private void arrived(@Nullable SessionState state) {
        if (state == null) {
            return;
        }
        reloadWhenChanged(state);
        long now = System.nanoTime();
        if (!state.playing() || now - updated > UPDATE_NANOS) {
            updated = now;
            show();
        }
    }

    /** Rules and workloads may be others after an edit, an entry of the timeline, or a clock dragged back. */
    private void reloadWhenChanged(SessionState state) {
        double now = state.frame().nowNanos() / 1e9;
        int acted = 0;
        for (Mark mark : state.marks()) {
            acted += mark.seconds() <= now ? 1 : 0;
        }
        LiveSession session = bench.session().get();
        if (acted == changes || session == null) {
            return;
        }
        boolean first = changes < 0;
        changes = acted;
        if (first && acted == 0) {
            return;
        }
        session.with(run -> new ExplorerModel(run.plan(), ((StoredObjects) run.objects()).store()))
                .thenAccept(next -> Platform.runLater(() -> {
                    if (bench.session().get() == session) {
                        model = next;
                        show();
                    }
                }));
    }

    private void show() {
        List<ExplorerRow> next = model == null
                ? List.of()
                : model.rows(
                        bench.state().get(),
                        bench.waiting().get(),
                        bench.advice().get(),
                        search.getText());
        following = true;
        if (next.size() != rows.size()) {
            rows.setAll(next);
        } else {
            for (int i = 0; i < next.size(); i++) {
                if (!next.get(i).equals(rows.get(i))) {
                    rows.set(i, next.get(i));
                }
            }
        }
        following = false;
        follow();
    }

    // ---------------------------------------------------------------- the selection

    private void selected() {
        int index = list.getSelectionModel().getSelectedIndex();
        if (following || index < 0 || index >= rows.size()) {
            return;
        }
        Selection selection = rows.get(index).selection();
        if (selection != null) {
            bench.selection().set(selection);
        }
    }

    private void follow() {
        Selection shown =
                ExplorerModel.shownFor(bench.selection().get(), bench.state().get());
        int index = -1;
        for (int i = 0; i < rows.size(); i++) {
            if (shown.equals(rows.get(i).selection())) {
                index = i;
            }
        }
        if (index != list.getSelectionModel().getSelectedIndex()) {
            following = true;
            if (index < 0) {
                list.getSelectionModel().clearSelection();
            } else {
                list.getSelectionModel().select(index);
            }
            following = false;
        }
    }

    private void goToEntry() {
        int index = list.getSelectionModel().getSelectedIndex();
        LiveSession session = bench.session().get();
        if (index >= 0 && index < rows.size() && rows.get(index).atNanos() >= 0 && session != null) {
            session.goTo(rows.get(index).atNanos());
        }
    }
}
