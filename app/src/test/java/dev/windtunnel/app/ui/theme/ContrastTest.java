package dev.windtunnel.app.ui.theme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Text stands out at least 4.5 to 1, marks at least 3 to 1, in both themes and on both backgrounds (WCAG 2). */
class ContrastTest {

    private static double linear(double channel) {
        return channel <= 0.03928 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double contrast(Color a, Color b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static void atLeast(double ratio, Color color, Color background, String what) {
        double is = contrast(color, background);
        assertTrue(is >= ratio, what + " stands out only " + is + " to 1 on " + background);
    }

    @ParameterizedTest
    @EnumSource(Palette.class)
    void textOnBothBackgrounds(Palette palette) {
        for (Color background : List.of(palette.background, palette.subtle)) {
            atLeast(4.5, palette.foreground, background, "text");
            atLeast(4.5, palette.muted, background, "muted text");
            atLeast(4.5, palette.faint, background, "faint text");
            atLeast(4.5, palette.accent, background, "links");
            atLeast(4.5, palette.okText, background, "text of health");
            atLeast(4.5, palette.warnText, background, "text of warnings");
            atLeast(4.5, palette.badText, background, "text of failures");
        }
        atLeast(4.5, palette.foreground, palette.selected, "text of a selected row");
        atLeast(4.5, palette.muted, palette.selected, "muted text of a selected row");
        for (Color tint : List.of(palette.okTint, palette.warnTint, palette.badTint)) {
            atLeast(4.5, palette.foreground, tint, "text on a tint");
        }
        atLeast(4.5, palette.badText, palette.badTint, "a failure's text on its tint");
        atLeast(4.5, palette.warnText, palette.warnTint, "a warning's text on its tint");
    }

    @ParameterizedTest
    @EnumSource(Palette.class)
    void marksOnBothBackgrounds(Palette palette) {
        for (Color background : List.of(palette.background, palette.subtle)) {
            for (Color mark :
                    List.of(palette.ok, palette.warn, palette.bad, palette.idle, palette.retry, palette.ring)) {
                atLeast(3, mark, background, "a mark");
            }
            for (int version = 0; version < 4; version++) {
                atLeast(3, palette.version(version), background, "version " + version);
            }
            atLeast(3, palette.p50, background, "p50");
            atLeast(3, palette.p95, background, "p95");
            atLeast(3, palette.p99, background, "p99");
        }
    }

    @ParameterizedTest
    @EnumSource(Palette.class)
    void coloursOfStylesAreThoseOfThePaletteAndReadable(Palette palette) throws IOException {
        Map<String, Color> styles = new LinkedHashMap<>();
        String name = "/dev/windtunnel/app/" + (palette == Palette.DARK ? "dark" : "light") + ".css";
        try (InputStream in = Objects.requireNonNull(ContrastTest.class.getResourceAsStream(name))) {
            String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher colour = Pattern.compile("-wt-([a-z-]+): (#[0-9a-f]{6});").matcher(css);
            while (colour.find()) {
                styles.put(colour.group(1), Color.web(colour.group(2)));
            }
        }
        Map<String, Color> same = Map.of(
                "ok",
                palette.ok,
                "warn",
                palette.warn,
                "bad",
                palette.bad,
                "muted",
                palette.muted,
                "line",
                palette.line,
                "ok-text",
                palette.okText,
                "warn-text",
                palette.warnText,
                "bad-text",
                palette.badText,
                "selected",
                palette.selected,
                "retry",
                palette.retry);
        same.forEach(
                (key, value) -> assertTrue(value.equals(styles.get(key)), "-wt-" + key + " is " + styles.get(key)));
        for (String text : List.of("faint", "muted", "key", "string", "number", "comment")) {
            atLeast(4.5, Objects.requireNonNull(styles.get(text)), palette.background, "-wt-" + text);
        }
    }
}
