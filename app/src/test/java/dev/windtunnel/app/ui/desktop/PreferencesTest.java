package dev.windtunnel.app.ui.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.windtunnel.app.ui.shell.HealthLimits;
import org.junit.jupiter.api.Test;

/** What is set for good. */
class PreferencesTest {

    @Test
    void limitsAreSharesInTheirOrder() {
        assertThrows(IllegalArgumentException.class, () -> new HealthLimits(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new HealthLimits(0.2, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new HealthLimits(0.2, 1.1));
        assertThrows(IllegalArgumentException.class, () -> new HealthLimits(Double.NaN, 1));
    }

    @Test
    void aShareIsWrittenInPercent() {
        assertEquals("0.1 %", HealthLimits.text(0.001));
        assertEquals("10 %", HealthLimits.text(0.1));
        assertEquals("2.5 %", HealthLimits.text(0.025));
    }
}
