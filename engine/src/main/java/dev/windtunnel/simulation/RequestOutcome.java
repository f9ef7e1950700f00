package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.Handler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request made by hand.
 *
 * @param code HTTP status, of an answer that was cut off that of its head; 0 for no HTTP answer
 * @param failure why there is no whole HTTP answer: {@code connect-refused}, {@code connect-timeout}, {@code reset},
 *     {@code timeout}, {@code dns} or {@code empty-reply}; empty when there is one
 * @param flags what the caller's sidecar logged, {@code -} for nothing
 * @param startNanos when the caller began
 * @param lookupNanos how long the name took
 * @param connectedNanos when the connection stood; -1 when it never did
 * @param headNanos when the first byte of the answer was at the caller; the end for one that came all at once, or none
 * @param endNanos when the outcome was at the caller
 * @param throughSidecar whether the caller's sidecar read the request as HTTP
 * @param answeringPod number of the pod that answered; -1 for none
 * @param response the handler's answer; null for any other
 * @param localBody body of an answer that no handler made; empty for none
 * @param byProxy whether a proxy made that answer, not an app
 * @param location where a redirect of the proxy leads; empty for none
 * @param received the request as the last proxy on its way sent it on
 * @param addedHeaders headers that the caller's sidecar adds to the answer
 * @param attempts tries of the caller's sidecar, at least 1
 * @param upstreamNanos what {@code x-envoy-upstream-service-time} reports; negative when no proxy adds it
 */
public record RequestOutcome(
        int code,
        String failure,
        String flags,
        long startNanos,
        long lookupNanos,
        long connectedNanos,
        long headNanos,
        long endNanos,
        boolean throughSidecar,
        int answeringPod,
        Handler.@Nullable Response response,
        String localBody,
        boolean byProxy,
        String location,
        RequestHead received,
        Map<String, String> addedHeaders,
        int attempts,
        long upstreamNanos) {

    /** Whether an HTTP answer came, and all of it. */
    public boolean answered() {
        return failure.isEmpty();
    }

    /** Whether an answer had begun when something went wrong. */
    public boolean cutOff() {
        return !failure.isEmpty() && code != 0;
    }
}
