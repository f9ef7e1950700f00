package dev.windtunnel.proxy.route;

import java.util.List;

/** The names by which a listener tells connections of TLS apart ({@code server_names} of a filter chain). */
public final class ServerNames {

    /** No name of a list is that of a connection. */
    public static final int NONE = -1;

    private ServerNames() {}

    /**
     * How well names fit: more for an exact one than for any suffix, and more for a longer suffix; {@link #NONE} when none does.
     *
     * @param names {@code *} and {@code *.suffix} among them, lower case
     * @param name the name in the handshake, lower case
     */
    public static int fit(List<String> names, String name) {
        int best = NONE;
        for (String own : names) {
            if (own.equals(name)) {
                return Integer.MAX_VALUE;
            }
            if (own.startsWith("*") && name.length() >= own.length() && name.endsWith(own.substring(1))) {
                best = Math.max(best, own.length());
            }
        }
        return best;
    }
}
