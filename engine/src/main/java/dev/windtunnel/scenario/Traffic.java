package dev.windtunnel.scenario;

import dev.windtunnel.random.Distribution;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code spec.traffic}: who asks what, how often.
 *
 * @param name its name, unique in the scenario
 * @param from the calling workload, {@code name} or {@code ns/name}; {@code outside} for callers beyond the gateway
 * @param zone keeps to the caller's pods there; null for all
 * @param mix requests with their weights; one entry when there is a single request
 * @param load how often
 * @param requests stop after this many; {@link Long#MAX_VALUE} for no limit
 * @param startNanos first instant
 * @param stopNanos first instant without new requests; {@link Long#MAX_VALUE} for the end
 * @param connection how connections are kept
 * @param timeoutNanos the caller's own patience; 0 for none
 * @param retries the caller's own retries; null for none
 * @param place where it stands
 */
public record Traffic(
        String name,
        String from,
        @Nullable String zone,
        List<MixEntry> mix,
        Load load,
        long requests,
        long startNanos,
        long stopNanos,
        Connection connection,
        long timeoutNanos,
        @Nullable CallerRetries retries,
        Place place) {

    /** The word for callers that are not in the mesh and come through a gateway. */
    public static final String OUTSIDE = "outside";

    /** Whether its requests come through a gateway. */
    public boolean fromOutside() {
        return from.equals(OUTSIDE);
    }

    /** A request of a mix; a single request has no name and weight 1. */
    public record MixEntry(@Nullable String name, double weight, Request request) {}

    /**
     * A request.
     *
     * @param method HTTP method
     * @param url absolute http url, with variables
     * @param headers by name, lower case, with variables
     * @param bytes size of the body
     * @param deadlineNanos how long a gRPC call may take, which its {@code grpc-timeout} says, too; 0 for as long as it likes
     * @param keepsCookies whether the caller sends back the cookies that proxies gave it
     * @param token its token; null for none
     * @param tcp what is said on a connection of TCP, whose {@code url} has the scheme tcp; null for HTTP
     * @param session the websocket that it asks for; null for a request that is over with its answer
     */
    public record Request(
            String method,
            Template url,
            Map<String, Template> headers,
            long bytes,
            long deadlineNanos,
            boolean keepsCookies,
            @Nullable Token token,
            @Nullable Tcp tcp,
            @Nullable Session session) {}

    /**
     * A connection of TCP: so many times the caller sends something and waits for what comes back.
     *
     * @param exchanges how often, at least once
     * @param interval between an answer and what is sent next
     */
    public record Tcp(int exchanges, Distribution interval) {}

    /**
     * A websocket: once its request is answered 101 the connection stays open, until the caller closes it or somebody else
     * does.
     *
     * @param time how long the caller keeps it
     * @param interval between two messages; null for none
     */
    public record Session(Distribution time, @Nullable Distribution interval) {}

    /** How often requests are made. */
    public sealed interface Load {}

    /** A closed loop: so many people, each waiting for the answer and then thinking. */
    public record Closed(int users, Distribution thinkTime) implements Load {}

    /**
     * An open loop.
     *
     * @param stages rates over time; the last goes on when {@code endless}
     * @param poisson Poisson arrivals, else constant gaps
     * @param users identities to draw from for {@code ${user}}; 0 for one per request
     * @param endless a plain {@code rate}: one stage without an end
     */
    public record Open(List<Stage> stages, boolean poisson, int users, boolean endless) implements Load {}

    /**
     * A stretch of an open loop.
     *
     * @param durationNanos its length; {@link Long#MAX_VALUE} for a plain rate
     * @param fromPerSecond rate at its start
     * @param toPerSecond rate at its end: the same, or where a ramp leads
     */
    public record Stage(long durationNanos, double fromPerSecond, double toPerSecond) {}
}
