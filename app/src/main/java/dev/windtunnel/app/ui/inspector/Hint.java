package dev.windtunnel.app.ui.inspector;

import javafx.scene.control.Tooltip;

/**
 * What a form calls a field, and what the field is.
 *
 * @param name in the form
 * @param field its name in the YAML; empty when the name says it
 * @param sentence what it does
 */
record Hint(String name, String field, String sentence) {

    static Hint of(String name, String field, String sentence) {
        return new Hint(name, field, sentence);
    }

    /** For those who do not see the form. */
    String spoken() {
        return field.isEmpty() ? name : name + ", " + field + ": " + sentence;
    }

    Tooltip tooltip() {
        Tooltip tooltip = new Tooltip(field.isEmpty() ? name : field + ": " + sentence);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        return tooltip;
    }
}
