package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.ui.shell.HealthLimits;
import dev.windtunnel.app.ui.shell.Panels;
import dev.windtunnel.app.ui.welcome.Lab;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.prefs.Preferences;
import javafx.geometry.Rectangle2D;
import org.jspecify.annotations.Nullable;

/** What the program remembers from one start to the next: recent files, the theme and the place of the window. */
public final class Memory {

    private static final int RECENT = 8;
    private static final String SEPARATOR = "\n";

    private final Preferences preferences;

    /** A memory that lives in these preferences. */
    public Memory(Preferences preferences) {
        this.preferences = preferences;
    }

    /** The memory of this user. */
    public static Memory ofUser() {
        return new Memory(Preferences.userRoot().node("dev/windtunnel"));
    }

    /** The files and folders that were opened and are still there, the latest first. */
    public List<Path> recent() {
        List<Path> paths = new ArrayList<>();
        for (String line : preferences.get("recent", "").split(SEPARATOR)) {
            try {
                if (!line.isEmpty() && Files.exists(Path.of(line))) {
                    paths.add(Path.of(line));
                }
            } catch (InvalidPathException e) {
                // Written by hand or by another system: no path here, so it is passed over.
            }
        }
        return paths;
    }

    /** A file or folder was opened. */
    public void opened(Path path) {
        List<Path> paths = recent();
        Path absolute = path.toAbsolutePath().normalize();
        paths.remove(absolute);
        paths.add(0, absolute);
        StringBuilder text = new StringBuilder();
        for (Path each : paths.subList(0, Math.min(RECENT, paths.size()))) {
            // Preferences hold 8 KiB a value.
            if (text.length() + each.toString().length() < Preferences.MAX_VALUE_LENGTH - 1) {
                text.append(each).append(SEPARATOR);
            }
        }
        preferences.put("recent", text.toString());
    }

    /** Whether the dark theme was chosen. */
    public boolean dark() {
        return preferences.getBoolean("dark", false);
    }

    /** Whether a theme was chosen at all; before, the system's holds. */
    public boolean knowsTheme() {
        return preferences.get("dark", null) != null;
    }

    /** The dark theme was chosen, or the light one. */
    public void dark(boolean dark) {
        preferences.putBoolean("dark", dark);
    }

    /** How many steps of a lab have been done. */
    public int lab(Lab lab) {
        return preferences.getInt("lab " + lab.title(), 0);
    }

    /** So many steps of a lab have been done. */
    public void lab(Lab lab, int done) {
        preferences.putInt("lab " + lab.title(), done);
    }

    /** What has been set for good. */
    PreferencesDialog.Settings settings() {
        HealthLimits usual = HealthLimits.USUAL;
        double degraded = preferences.getDouble("degraded", usual.degraded());
        double failing = preferences.getDouble("failing", usual.failing());
        boolean sound = degraded > 0 && degraded <= failing && failing <= 1;
        return new PreferencesDialog.Settings(
                sound ? new HealthLimits(degraded, failing) : usual, preferences.getBoolean("reduce motion", false));
    }

    /** Something has been set for good. */
    void settings(PreferencesDialog.Settings settings) {
        preferences.putDouble("degraded", settings.limits().degraded());
        preferences.putDouble("failing", settings.limits().failing());
        preferences.putBoolean("reduce motion", settings.reduceMotion());
    }

    /** How large the panes were. */
    public Panels.Sizes panels() {
        Panels.Sizes first = Panels.Sizes.FIRST;
        return new Panels.Sizes(
                preferences.getDouble("explorer", first.explorer()),
                preferences.getDouble("inspector", first.inspector()),
                preferences.getDouble("charts", first.charts()),
                preferences.getDouble("dock", first.dock()));
    }

    /** How large the panes are. */
    public void panels(Panels.Sizes sizes) {
        preferences.putDouble("explorer", sizes.explorer());
        preferences.putDouble("inspector", sizes.inspector());
        preferences.putDouble("charts", sizes.charts());
        preferences.putDouble("dock", sizes.dock());
    }

    /** Where the window was; null before the first time. */
    public @Nullable Rectangle2D window() {
        double width = preferences.getDouble("width", 0);
        double height = preferences.getDouble("height", 0);
        return width < 1 || height < 1
                ? null
                : new Rectangle2D(preferences.getDouble("x", 0), preferences.getDouble("y", 0), width, height);
    }

    /** Where the window is. */
    public void window(double x, double y, double width, double height) {
        preferences.putDouble("x", x);
        preferences.putDouble("y", y);
        preferences.putDouble("width", width);
        preferences.putDouble("height", height);
    }
}
