package dev.windtunnel.app.ui.topology;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a person can take off the picture, and put back. */
final class Layers {

    /** The layers. */
    enum Layer {
        DOTS("Moving requests"),
        LABELS("Labels of edges"),
        FRAMES("Namespaces"),
        ZONES("Zones"),
        MAP("Overview map"),
        LEGEND("Legend");

        private final String text;

        Layer(String text) {
            this.text = text;
        }
    }

    private final Map<Layer, BooleanProperty> shown = new EnumMap<>(Layer.class);

    Layers() {
        for (Layer layer : Layer.values()) {
            shown.put(layer, new SimpleBooleanProperty(true));
        }
    }

    BooleanProperty shown(Layer layer) {
        BooleanProperty property = shown.get(layer);
        if (property == null) {
            throw new IllegalArgumentException("no such layer: " + layer);
        }
        return property;
    }

    boolean isShown(Layer layer) {
        return shown(layer).get();
    }

    void onChange(Runnable listener) {
        shown.values().forEach(each -> each.addListener((property, before, after) -> listener.run()));
    }

    MenuButton menu() {
        FontIcon icon = new FontIcon("mdoal-layers");
        icon.setIconSize(16);
        MenuButton menu = new MenuButton("Layers", icon);
        menu.getStyleClass().addAll("flat", "chart-menu");
        menu.setTooltip(new Tooltip("What the picture shows"));
        for (Layer layer : Layer.values()) {
            CheckMenuItem item = new CheckMenuItem(layer.text);
            item.selectedProperty().bindBidirectional(shown(layer));
            menu.getItems().add(item);
        }
        return menu;
    }
}
