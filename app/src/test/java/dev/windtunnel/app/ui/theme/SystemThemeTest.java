package dev.windtunnel.app.ui.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemThemeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NONE",
            value = {
                "Linux      | color-scheme         | 'prefer-dark'                             | true",
                "Linux      | color-scheme         | 'default'                                 | false",
                "Linux      | gtk-theme            | 'Adwaita-dark'                            | true",
                "Linux      | gtk-theme            | 'Adwaita'                                 | false",
                "Linux      | color-scheme         | NONE                                      | false",
                "Mac OS X   | AppleInterfaceStyle  | Dark                                      | true",
                "Mac OS X   | AppleInterfaceStyle  | NONE                                      | false",
                "Windows 11 | AppsUseLightTheme    | AppsUseLightTheme    REG_DWORD    0x0     | true",
                "Windows 11 | AppsUseLightTheme    | AppsUseLightTheme    REG_DWORD    0x1     | false",
                "Plan 9     | color-scheme         | NONE                                      | false"
            })
    void eachSystemIsAskedInItsOwnWay(String system, String setting, String answer, boolean dark) {
        SystemTheme theme = new SystemTheme(system, (command, patience) -> command.contains(setting) ? answer : null);
        assertEquals(dark, theme.isDark());
    }

    @Test
    void aLightSchemeWinsOverTheNameOfATheme() {
        SystemTheme theme = new SystemTheme(
                "Linux", (command, patience) -> command.contains("color-scheme") ? "'prefer-light'" : "'Adwaita-dark'");
        assertEquals(false, theme.isDark());
    }

    @Test
    void whoAsksDoesNotWait() throws Exception {
        AtomicReference<Thread> asker = new AtomicReference<>();
        SystemTheme theme = new SystemTheme("Mac OS X", (command, patience) -> {
            asker.set(Thread.currentThread());
            return "Dark";
        });
        assertTrue(theme.ask().get(5, TimeUnit.SECONDS));
        assertNotSame(Thread.currentThread(), asker.get());
    }
}
