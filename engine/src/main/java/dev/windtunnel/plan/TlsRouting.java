package dev.windtunnel.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener forwards connections of TLS that it does not end, by the name in their handshake (filter chains with
 * {@code server_names}).
 *
 * @param chains names, each with where its connections go; of two with one name the first counts
 */
public record TlsRouting(List<Chain> chains) {

    /** Some names, {@code *} and {@code *.suffix} among them, and where to. */
    public record Chain(List<String> names, TcpRouting routing) {}

    /**
     * Where connections of a name go: by the exact name, else by the longest suffix; null when nobody takes it.
     *
     * @param name lower case
     */
    public @Nullable TcpRouting of(String name) {
        TcpRouting found = null;
        int longest = -1;
        for (Chain chain : chains) {
            for (String own : chain.names()) {
                boolean wild = own.startsWith("*");
                boolean fits =
                        wild ? name.length() >= own.length() && name.endsWith(own.substring(1)) : name.equals(own);
                int length = wild ? own.length() : Integer.MAX_VALUE;
                if (fits && length > longest) {
                    found = chain.routing();
                    longest = length;
                }
            }
        }
        return found;
    }
}
