package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.ui.shell.ObjectActions.Offer;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;

/** The menu of what can be done to an object. */
public final class ActionMenu {

    private final Workbench bench;
    private final ContextMenu menu = new ContextMenu();

    /** The menus of a pane. */
    public ActionMenu(Workbench bench) {
        this.bench = bench;
    }

    /** Opens the menu of something at a point of the screen; nothing opens where nothing can be done. */
    public void show(Selection selection, Node owner, double screenX, double screenY) {
        menu.hide();
        menu.getItems().clear();
        LiveSession session = bench.session().get();
        if (session == null) {
            return;
        }
        for (Offer offer : ObjectActions.of(selection, bench.state().get())) {
            MenuItem item = new MenuItem(offer.sentence());
            item.setOnAction(event -> offer.perform(session));
            menu.getItems().add(item);
        }
        if (!menu.getItems().isEmpty()) {
            menu.show(owner, screenX, screenY);
        }
    }

    /** The menu, for tests. */
    public ContextMenu menu() {
        return menu;
    }
}
