package dev.windtunnel.app.ui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.InputStream;
import java.util.List;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The theme in force: a switch is one event for everything that draws. */
public final class Theme {

    private static final List<String> FONTS = List.of(
            "Inter-Regular.otf",
            "Inter-Medium.otf",
            "Inter-SemiBold.otf",
            "JetBrainsMono-Regular.ttf",
            "JetBrainsMono-SemiBold.ttf");

    private final ReadOnlyObjectWrapper<Palette> palette = new ReadOnlyObjectWrapper<>(Palette.LIGHT);

    /** A theme; the fonts are loaded with the first. */
    public Theme(boolean dark) {
        for (String font : FONTS) {
            InputStream stream = Theme.class.getResourceAsStream("/dev/windtunnel/app/fonts/" + font);
            Font.loadFont(stream, 13);
        }
        set(dark);
    }

    /** The colours in force. */
    public ReadOnlyObjectProperty<Palette> palette() {
        return palette.getReadOnlyProperty();
    }

    /** Whether it is the dark one. */
    public boolean isDark() {
        return palette.get() == Palette.DARK;
    }

    /** Switches. */
    public void set(boolean dark) {
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        palette.set(dark ? Palette.DARK : Palette.LIGHT);
    }

    /** Gives a scene our styles, now and after every switch. */
    public void style(Scene scene) {
        apply(scene);
        palette.addListener((property, before, after) -> apply(scene));
    }

    /** Gives a scene that is seen for a moment our styles of now. */
    public void dress(Scene scene) {
        apply(scene);
    }

    private void apply(Scene scene) {
        String colours = isDark() ? "dark.css" : "light.css";
        scene.getStylesheets().setAll(url("windtunnel.css"), url(colours));
    }

    private static String url(String name) {
        java.net.URL url = Theme.class.getResource("/dev/windtunnel/app/" + name);
        if (url == null) {
            throw new IllegalStateException("the style sheet " + name + " is missing");
        }
        return url.toExternalForm();
    }

    /** The font of words at a size, for drawing. */
    public static Font words(double size) {
        return Font.font("Inter", size);
    }

    /** The semi-bold font of words at a size, for drawing. */
    public static Font strong(double size) {
        return Font.font("Inter Semi Bold", size);
    }

    /** The monospaced font at a size, for drawing. */
    public static Font mono(double size) {
        return Font.font("JetBrains Mono", size);
    }
}
