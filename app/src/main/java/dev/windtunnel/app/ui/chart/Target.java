package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Whose requests figures are about, as the charts choose them by the selection.
 *
 * @param key of the traffic or the edge
 * @param name of whom they are: {@code web}
 * @param phrase in a sentence: {@code from web to reviews}
 */
public record Target(String key, String name, String phrase) {

    /** The target of a selection; null when there is no traffic. */
    public static @Nullable Target of(Selection selection, SessionState state, String namespace) {
        ChartFilter filter = ChartFilter.of(selection, state, namespace);
        return filter == null
                ? null
                : new Target(
                        filter.requests(),
                        filter.subject(),
                        filter.requests().startsWith("traffic/") ? "of " + filter.from() : filter.phrase());
    }
}
