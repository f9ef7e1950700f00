package dev.windtunnel.app.rules;

import dev.windtunnel.explain.Setting;
import dev.windtunnel.source.Durations;
import java.util.Locale;
import java.util.Set;

/** How a value of an effective policy, and who set it, are written on the screen. */
public final class SettingWords {

    private static final Set<String> LIMITS =
            Set.of("maxConnections", "http1MaxPendingRequests", "maxRetries", "retries.backoff.max");

    private SettingWords() {}

    /** The value: {@code 2s}, {@code 71.6 %}, {@code unlimited}. */
    public static String value(Setting setting) {
        Object value = setting.value();
        if (value == null) {
            return LIMITS.contains(setting.field()) ? "unlimited" : "none";
        }
        if (value instanceof Double number) {
            if ("share".equals(setting.unit())) {
                return String.format(Locale.ROOT, "%.1f %%", number * 100);
            }
            if ("s".equals(setting.unit())) {
                return Durations.format(Math.round(number * 1e9));
            }
        }
        return value.toString();
    }

    /** Who set it: {@code reviews.yaml:14}, {@code Istio default}. */
    public static String origin(Setting setting) {
        if (setting.file() == null) {
            String origin = setting.origin();
            return origin.isEmpty() ? origin : origin.substring(0, 1).toUpperCase(Locale.ROOT) + origin.substring(1);
        }
        String name = setting.file().substring(setting.file().lastIndexOf('/') + 1);
        return setting.line() == 0 ? name : name + ":" + setting.line();
    }

    /** Of a name with its namespace, the name. */
    public static String shortName(String service) {
        int dot = service.indexOf('.');
        return dot < 0 ? service : service.substring(0, dot);
    }
}
