package dev.windtunnel.proxy.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.mesh.MixerRules;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingWindowTest {

    private static final long MILLI = 1_000_000;

    private static RollingWindow window(long most, long expirationMillis) {
        return new RollingWindow(new MixerRules.Quota("RequestCount", most, expirationMillis * MILLI, Map.of()));
    }

    /** What was taken at 50 ms, in the first slot, comes back when the window has moved past it. */
    @ParameterizedTest
    @CsvSource({
        "1000, 999, false", "1000, 1000, true",
        "1, 999, false", "1, 1000, true", // rounded up to a second
        "1001, 1999, false", "1001, 2000, true",
        "0, 3600000, false", // never
    })
    void aSlotIsGivenBackWhenItLeavesTheWindow(long expirationMillis, long atMillis, boolean passes) {
        RollingWindow window = window(1, expirationMillis);
        assertTrue(window.take(50 * MILLI));
        assertFalse(window.take(60 * MILLI));
        assertEquals(passes, window.take(atMillis * MILLI));
    }

    @Test
    void refusedRequestsTakeNothing() {
        RollingWindow window = window(5, 1000);
        int passed = 0;
        for (int i = 0; i < 10_000; i++) { // 100/s for 100 s
            passed += window.take(i * 10L * MILLI) ? 1 : 0;
        }
        assertEquals(500, passed);
    }

    @Test
    void nothingPassesAQuotaOfNone() {
        assertFalse(window(0, 1000).take(0));
    }

    @Test
    void aLongSilenceGivesEverythingBackOnce() {
        RollingWindow window = window(2, 1000);
        assertTrue(window.take(0));
        assertTrue(window.take(100 * MILLI));
        assertTrue(window.take(90_000 * MILLI));
        assertTrue(window.take(90_000 * MILLI));
        assertFalse(window.take(90_000 * MILLI));
    }
}
