package dev.windtunnel.app.ui.chart;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

/** Runs something soon after it was asked for, but no more often than it may. On the FX thread only. */
final class Throttle {

    private final long leastNanos;
    private final Runnable work;
    private final PauseTransition pause = new PauseTransition();
    private long last = Long.MIN_VALUE / 2;
    private boolean waiting;

    Throttle(long leastMillis, Runnable work) {
        this.leastNanos = leastMillis * 1_000_000L;
        this.work = work;
        pause.setOnFinished(event -> run());
    }

    /** Asks for the work. */
    void request() {
        if (waiting) {
            return;
        }
        long since = System.nanoTime() - last;
        if (since >= leastNanos) {
            run();
        } else {
            waiting = true;
            pause.setDuration(Duration.millis((leastNanos - since) / 1e6 + 1));
            pause.playFromStart();
        }
    }

    private void run() {
        waiting = false;
        last = System.nanoTime();
        work.run();
    }
}
