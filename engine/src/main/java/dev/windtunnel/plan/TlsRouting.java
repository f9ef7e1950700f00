package dev.windtunnel.plan;

import dev.windtunnel.proxy.route.ServerNames;
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
        return of(name, ServerNames.NONE);
    }

    /**
     * As {@link #of(String)}, when the name fits better than it does elsewhere.
     *
     * @param elsewhere how well it fits another server of the port, as {@link ServerNames#fit} has it
     */
    @Nullable
    TcpRouting of(String name, int elsewhere) {
        TcpRouting found = null;
        int best = elsewhere;
        for (Chain chain : chains) {
            int fit = ServerNames.fit(chain.names(), name);
            if (fit > best) {
                found = chain.routing();
                best = fit;
            }
        }
        return found;
    }
}
