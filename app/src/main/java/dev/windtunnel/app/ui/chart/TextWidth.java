package dev.windtunnel.app.ui.chart;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Widths of texts to be drawn; the last thousand are remembered. On the FX thread only. */
final class TextWidth {

    private static final int REMEMBERED = 1000;
    private static final Text PROBE = new Text();
    private static final Map<String, Double> WIDTHS = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
            return size() > REMEMBERED;
        }
    };

    private TextWidth() {}

    static double of(String text, Font font) {
        return WIDTHS.computeIfAbsent(font.getName() + font.getSize() + text, key -> {
            PROBE.setFont(font);
            PROBE.setText(text);
            return PROBE.getLayoutBounds().getWidth();
        });
    }

    /** A text as long as there is room for, with dots when that is not all of it. */
    static String fit(String text, Font font, double room) {
        if (of(text, font) <= room) {
            return text;
        }
        int low = 0;
        int high = text.length();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (of(text.substring(0, middle) + "...", font) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return text.substring(0, low) + "...";
    }
}
