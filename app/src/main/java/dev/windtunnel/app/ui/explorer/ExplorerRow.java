package dev.windtunnel.app.ui.explorer;

import dev.windtunnel.app.ui.shell.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the explorer.
 *
 * @param name what is written left
 * @param right what is written right
 * @param icon literal of the icon; empty when a version glyph stands there, or nothing
 * @param version number of the version whose glyph stands there; -1 for none
 * @param unwell whether a triangle says that not all is well
 * @param pods pods to draw at the right
 * @param waiting whether an edit is not in force yet
 * @param advice what the run advises about it; empty for nothing
 * @param selection what a click selects; null for nothing
 * @param atNanos the instant of a timeline entry; -1 for other rows
 */
record ExplorerRow(
        Kind kind,
        String name,
        String right,
        String icon,
        int version,
        boolean unwell,
        List<PodGlyph> pods,
        boolean waiting,
        String advice,
        @Nullable Selection selection,
        long atNanos) {

    enum Kind {
        CAPTION,
        ITEM,
        SENTENCE,
        /** Adds traffic where there is none. */
        ADD_TRAFFIC
    }

    /** A pod; how busy it is in quarters, so that a row only changes when one sees it. */
    record PodGlyph(boolean sidecar, boolean ready, boolean proxyDown, int quarters) {}

    static ExplorerRow caption(String text, int count) {
        return plain(Kind.CAPTION, text, String.valueOf(count), "", null);
    }

    static ExplorerRow sentence(String text) {
        return plain(Kind.SENTENCE, text, "", "", null);
    }

    static ExplorerRow plain(Kind kind, String name, String right, String icon, @Nullable Selection selection) {
        return new ExplorerRow(kind, name, right, icon, -1, false, List.of(), false, "", selection, -1);
    }

    ExplorerRow withWaiting(boolean isWaiting) {
        return new ExplorerRow(kind, name, right, icon, version, unwell, pods, isWaiting, advice, selection, atNanos);
    }

    ExplorerRow withAdvice(String words) {
        return new ExplorerRow(kind, name, right, icon, version, unwell, pods, waiting, words, selection, atNanos);
    }
}
