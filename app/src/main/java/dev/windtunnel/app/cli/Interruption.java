package dev.windtunnel.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody pressed Ctrl-C. A command that can stop half-way and still print what there is says so with
 * {@link #watch()} and asks {@link #requested()} now and then; all others end at once, as programs do.
 */
public final class Interruption {
    /** Who looks at all looks much more often. */
    private static final int SECONDS_TO_NOTICE = 1;

    private static final int SECONDS_TO_PRINT = 30;

    private final CountDownLatch noticed = new CountDownLatch(1);
    private final CountDownLatch printed = new CountDownLatch(1);
    private volatile boolean watched;
    private volatile boolean requested;

    /** From now on a command looks whether it should stop, and prints what there is when it should. */
    public void watch() {
        watched = true;
    }

    /** Whether the command should stop. */
    public boolean requested() {
        boolean now = requested; // whoever is told so has noticed
        if (now) {
            noticed.countDown();
        }
        return now;
    }

    /** Asks the command to stop; what a signal handler calls, or a test. */
    public void request() {
        requested = true;
    }

    /**
     * Asks the command to stop and, when it watches and notices within a second, waits until it has printed: the process
     * ends after that.
     */
    public void requestAndWait() {
        request();
        try {
            if (watched && noticed.await(SECONDS_TO_NOTICE, TimeUnit.SECONDS)) {
                printed.await(SECONDS_TO_PRINT, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that the command had to say is out. */
    public void everythingIsPrinted() {
        printed.countDown();
    }
}
