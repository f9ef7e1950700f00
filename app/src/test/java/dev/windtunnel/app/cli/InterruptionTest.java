package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final Interruption interruption = new Interruption();

    @Test
    void aCommandThatDoesNotWatchEndsAtOnce() {
        assertTimeoutPreemptively(Duration.ofMillis(500), interruption::requestAndWait);
        assertTrue(interruption.requested());
    }

    @Test
    void aCommandThatIsTooBusyToNoticeEndsAfterASecond() {
        interruption.watch();
        assertTimeoutPreemptively(Duration.ofSeconds(5), interruption::requestAndWait);
    }

    @Test
    void aCommandThatNoticesMayPrint() throws InterruptedException {
        interruption.watch();
        Thread hook = new Thread(interruption::requestAndWait);
        hook.start();
        while (!interruption.requested()) {
            Thread.onSpinWait();
        }
        hook.join(1500);
        assertTrue(hook.isAlive(), "the process ended before the result was printed");
        interruption.everythingIsPrinted();
        hook.join(5000);
        assertFalse(hook.isAlive());
    }
}
