package dev.windtunnel.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code curl -w}: variables, {@code %%} and the escapes {@code \n \r \t}. */
final class WriteOut {

    private WriteOut() {}

    /**
     * Fills in a format.
     *
     * @param unknown gets a message for each variable that curl does not have
     */
    static String render(String format, Map<String, String> variables, StringBuilder unknown) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            char next = i + 1 < format.length() ? format.charAt(i + 1) : 0;
            int end = c == '%' && next == '{' ? format.indexOf('}', i) : -1;
            if (end > 0) {
                String name = format.substring(i + 2, end);
                @Nullable String value = variables.get(name);
                if (value == null) {
                    unknown.append("curl: unknown --write-out variable: '")
                            .append(name)
                            .append("'\n");
                } else {
                    text.append(value);
                }
                i = end + 1;
            } else if (c == '%' && next == '%') {
                text.append('%');
                i += 2;
            } else if (c == '\\' && (next == 'n' || next == 'r' || next == 't')) {
                text.append(next == 'n' ? '\n' : next == 'r' ? '\r' : '\t');
                i += 2;
            } else {
                text.append(c);
                i++;
            }
        }
        return text.toString();
    }

    /** Seconds with six decimals, as curl writes times. */
    static String seconds(long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        String fraction = String.valueOf(micros % 1_000_000);
        return micros / 1_000_000 + "." + "0".repeat(6 - fraction.length()) + fraction;
    }
}
