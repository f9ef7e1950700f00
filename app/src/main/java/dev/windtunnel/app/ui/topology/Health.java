package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.HealthLimits;
import dev.windtunnel.app.ui.theme.Palette;
import javafx.scene.paint.Color;

/** How requests fared in the last 10 s; later ones are worse. */
enum Health {
    /** Nothing was asked. */
    IDLE("idle"),
    OK("healthy"),
    DEGRADED("degraded"),
    FAILING("failing");

    private final String text;

    Health(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Health of(double errorRate, HealthLimits limits) {
        return errorRate >= limits.failing() ? FAILING : errorRate >= limits.degraded() ? DEGRADED : OK;
    }

    Health worse(Health other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Color mark(Palette palette) {
        return switch (this) {
            case IDLE -> palette.idle;
            case OK -> palette.ok;
            case DEGRADED -> palette.warn;
            case FAILING -> palette.bad;
        };
    }

    Color text(Palette palette) {
        return switch (this) {
            case IDLE -> palette.muted;
            case OK -> palette.foreground;
            case DEGRADED -> palette.warnText;
            case FAILING -> palette.badText;
        };
    }
}
