package dev.windtunnel.app.ui.topology;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Widths of texts, measured once each. For the FX thread. */
final class Words {

    private static final int MOST = 4000;
    private static final Map<Font, Map<String, Double>> WIDTHS = new HashMap<>();
    private static final Text RULER = new Text();

    private Words() {}

    static double width(String text, Font font) {
        Map<String, Double> widths = WIDTHS.computeIfAbsent(font, key -> new HashMap<>());
        if (widths.size() > MOST) {
            widths.clear();
        }
        return widths.computeIfAbsent(text, key -> {
            RULER.setFont(font);
            RULER.setText(key);
            return RULER.getLayoutBounds().getWidth();
        });
    }

    /** A text that fits a width, its end cut if need be. */
    static String fit(String text, Font font, double width) {
        if (width(text, font) <= width) {
            return text;
        }
        int low = 0;
        int high = text.length();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (width(text.substring(0, middle) + "\u2026", font) <= width) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return text.substring(0, low) + "\u2026";
    }
}
