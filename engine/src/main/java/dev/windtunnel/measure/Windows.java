package dev.windtunnel.measure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outcomes of one target in windows of equal length, by the instant at which they became known. */
public final class Windows {

    private final long stepNanos;
    private final List<@Nullable Window> windows = new ArrayList<>();
    private int drained;

    /** One window. */
    public static final class Window {
        public long completed;
        public long errors;
        public long attempts;
        public long retries;
        public final Tally codes = new Tally();
        public final Tally flags = new Tally();
        public final Histogram latency = new Histogram();
        /** Requests by destination, where the target is an edge. */
        public final Tally destinations = new Tally();
        /** Those of them that are errors. */
        public final Tally failedDestinations = new Tally();
    }

    /**
     * Windows from time 0.
     *
     * @param stepNanos length of each, at least 1
     */
    public Windows(long stepNanos) {
        this.stepNanos = stepNanos;
    }

    /** The window of an instant, made when it was not there. */
    public Window at(long nanos) {
        int index = (int) (nanos / stepNanos);
        while (windows.size() <= index) {
            windows.add(null);
        }
        Window window = windows.get(index);
        if (window == null) {
            window = new Window();
            windows.set(index, window);
        }
        return window;
    }

    /** The window of a number; null when nothing happened in it. */
    public @Nullable Window get(int index) {
        return index < windows.size() ? windows.get(index) : null;
    }

    /** Takes out the windows before a number that have not been taken yet, in order. */
    public void drain(int before, Taker taker) {
        for (int i = drained; i < Math.min(before, windows.size()); i++) {
            Window window = windows.get(i);
            if (window != null) {
                taker.accept(i, window);
                windows.set(i, null);
            }
        }
        drained = Math.max(drained, before);
    }

    /** Gets windows that are taken out. */
    public interface Taker {
        /** A window and its number. */
        void accept(int number, Window window);
    }

    /** One more than the number of the last window in which something happened. */
    public int size() {
        return windows.size();
    }

    /** Length of a window. */
    public long stepNanos() {
        return stepNanos;
    }

    /** Adds those of another run. */
    public void add(Windows other) {
        for (int i = 0; i < other.windows.size(); i++) {
            Window theirs = other.windows.get(i);
            if (theirs != null) {
                Window mine = at(i * stepNanos);
                mine.completed += theirs.completed;
                mine.errors += theirs.errors;
                mine.attempts += theirs.attempts;
                mine.retries += theirs.retries;
                mine.codes.add(theirs.codes);
                mine.flags.add(theirs.flags);
                mine.latency.add(theirs.latency);
                mine.destinations.add(theirs.destinations);
                mine.failedDestinations.add(theirs.failedDestinations);
            }
        }
    }
}
