package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.ui.theme.Palette;
import java.util.function.Function;
import javafx.scene.paint.Color;

/** A colour by its meaning; the theme says which it is. */
@FunctionalInterface
interface Ink extends Function<Palette, Color> {

    Ink FOREGROUND = palette -> palette.foreground;
    Ink FIRST_TRY = palette -> palette.ring;
    Ink RETRY = palette -> palette.retry;
    Ink P50 = palette -> palette.p50;
    Ink P95 = palette -> palette.p95;
    Ink P99 = palette -> palette.p99;
    Ink BAD = palette -> palette.bad;
    Ink WARN = palette -> palette.warn;
    Ink IDLE = palette -> palette.idle;
    /** Dark red. */
    Ink DARK_BAD = palette -> palette.bad.interpolate(palette.foreground, 0.5);
    /** Half of bad over the background: what stands beside it in one stack. */
    Ink HALF_BAD = palette -> palette.background.interpolate(palette.bad, 0.5);

    /** Ochre of the fourth version, for codes 4xx. */
    Ink OCHRE = palette -> palette.version(3);

    /** The colour of the n-th version. */
    static Ink version(int index) {
        return palette -> palette.version(index);
    }
}
