package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules that Mixer 0.1 has for one scope and subject; whoever sends others replaces them as a whole.
 *
 * @param key its name in the cluster (kind {@code mixer-rule})
 * @param scope whose rules they are; scopes add up
 * @param subject {@code global}, a namespace ({@code NS.svc.cluster.local}) or a service by its full name
 * @param rules the rules in order
 */
public record MixerRules(ObjectKey key, String scope, String subject, List<Rule> rules) {

    /** The subject of all services. */
    public static final String GLOBAL = "global";

    /** The only quota that proxies of 0.1 ask for, one of it for each request. */
    public static final String REQUEST_COUNT = "RequestCount";

    /**
     * A rule.
     *
     * @param selector which requests it is for; null for all
     * @param rules further rules, looked at when the selector is true
     */
    public record Rule(@Nullable MixerExpression selector, List<Aspect> aspects, List<Rule> rules) {}

    /** What is decided about a request. */
    public sealed interface Aspect {}

    /** The request is refused. */
    public record Denials(Status status) implements Aspect {}

    /**
     * A value is looked up in a list.
     *
     * @param blacklist whether those in the list are refused, else all others are
     * @param value what is looked up
     */
    public record Lists(boolean blacklist, MixerExpression value, List<String> entries) implements Aspect {}

    /** Requests are counted. */
    public record Quotas(List<Quota> quotas) implements Aspect {}

    /**
     * A limit.
     *
     * @param maxAmount requests that a window lets pass, at least 0
     * @param expirationNanos length of the rolling window; 0 when nothing is ever given back
     * @param labels each combination of their values has a window of its own
     */
    public record Quota(String name, long maxAmount, long expirationNanos, Map<String, MixerExpression> labels) {}

    /**
     * A status of google.rpc.
     *
     * @param name such as {@code FAILED_PRECONDITION}
     * @param http the code that the proxy answers with
     * @param message empty for none
     */
    public record Status(String name, int http, String message) {

        /** The body of the proxy's answer. */
        public String body() {
            return message.isEmpty() ? name : name + ":" + message;
        }
    }
}
