package dev.windtunnel.scenario;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.random.Distribution;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app does with the requests it takes.
 *
 * @param match which requests; {@link HttpMatch#ANY} for all
 * @param steps in order
 * @param response the answer after the last step
 * @param errors drawn in order by one draw; their rates sum to 1 at most
 */
public record Handler(HttpMatch match, List<Step> steps, Response response, List<ErrorRate> errors) {

    /** Works 1 ms and answers 200: what a workload without any entry does. */
    public static final Handler DEFAULT = new Handler(
            HttpMatch.ANY, List.of(new Step.Work(new Distribution.Constant(1_000_000L))), Response.OK, List.of());

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body text with {@code ${env.X} ${pod.name} ${pod.ip} ${request.header.x}}; empty for none
     * @param headers header values, with the same variables
     * @param bytes size of the body; null: that of {@code body}
     * @param grpcStatus gRPC status, 0 to 16; null for none
     * @param stream how much later than its head its end is sent; null for both at once
     */
    public record Response(
            int status,
            String body,
            Map<String, String> headers,
            @Nullable Long bytes,
            @Nullable Integer grpcStatus,
            @Nullable Distribution stream) {

        /** 200 without a body. */
        public static final Response OK = new Response(200, "", Map.of(), null, null, null);

        /** Whether a body follows the headers. */
        public boolean hasBody() {
            return bytes != null ? bytes > 0 : !body.isEmpty();
        }
    }

    /** How a request goes wrong. */
    public enum Failure {
        /** Answered with a status. */
        STATUS,
        /** The connection is closed instead of an answer. */
        RESET,
        /** No answer, ever. */
        HANG
    }

    /**
     * A share of requests that goes wrong.
     *
     * @param fraction of 1
     * @param failure how
     * @param status of {@link Failure#STATUS}, else 0
     * @param grpcStatus gRPC status of {@link Failure#STATUS}; null for none
     * @param afterSteps after the steps instead of before
     */
    public record ErrorRate(
            double fraction, Failure failure, int status, @Nullable Integer grpcStatus, boolean afterSteps) {}
}
