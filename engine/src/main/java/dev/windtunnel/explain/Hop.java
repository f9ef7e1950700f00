package dev.windtunnel.explain;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.proxy.retry.RetryPolicy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy does with a request.
 *
 * @param proxy the workload whose sidecar it is; {@code inbound reviews-v1} on the way into a pod
 * @param outcome what happens
 * @param status the answer that the proxy gives itself; null when it forwards
 * @param flag its flag in the access log; null for none
 * @param virtualHost the virtual host that takes the request; null when none does
 * @param rule the rule that takes it; null when none does
 * @param skipped rules that came first and did not take it, with the reason
 * @param destinations where it may go
 * @param timeoutNanos limit of the whole request; 0 for none
 * @param retry retry policy; null for none
 * @param faults faults that may meet it
 * @param mirrors where copies go
 * @param rewrite what is changed in it; null for nothing
 * @param redirect where the answer points; null for none
 * @param note what else there is to say; null for nothing
 */
public record Hop(
        String proxy,
        Outcome outcome,
        @Nullable Integer status,
        @Nullable String flag,
        @Nullable String virtualHost,
        @Nullable String rule,
        List<Skipped> skipped,
        List<Destination> destinations,
        long timeoutNanos,
        @Nullable RetryPolicy retry,
        List<HttpRoute.Fault> faults,
        List<Mirror> mirrors,
        @Nullable Rewritten rewrite,
        @Nullable String redirect,
        @Nullable String note) {

    public Hop {
        skipped = List.copyOf(skipped);
        destinations = List.copyOf(destinations);
        faults = List.copyOf(faults);
        mirrors = List.copyOf(mirrors);
    }

    /** What can happen to a request at a proxy. */
    public enum Outcome {
        /** It goes on. */
        FORWARD,
        /** Answered with another address. */
        REDIRECT,
        /** Answered by the rule. */
        DIRECT,
        /** No rule takes it. */
        NOT_FOUND,
        /** The rule names a cluster that does not exist. */
        NO_CLUSTER,
        /** A policy, or who is asked, denies it. */
        DENIED,
        /** A rate limit lets none through. */
        RATE_LIMITED,
        /** What the mesh does not know is not let out. */
        BLOCKED,
        /** Sent to the address that was dialled. */
        PASSTHROUGH,
        /** There is no such name, or nobody listens. */
        REFUSED,
        /** A fault ends every such request. */
        FAULT,
        /** Passed on as bytes. */
        TCP;

        /** The word in documents: {@code not-found}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A rule that did not take the request. */
    public record Skipped(String rule, String reason) {}

    /**
     * A destination.
     *
     * @param cluster Envoy's name of it
     * @param host full name of the service; null when it is none
     * @param port service port; null when unknown
     * @param subset subset; null for all endpoints
     * @param weight as declared; 100 for the only one
     * @param share fraction of 1 of the requests
     * @param endpoints names of the pods
     */
    public record Destination(
            String cluster,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String subset,
            int weight,
            double share,
            List<String> endpoints) {}

    /** Where copies go, and which fraction of 1 of the requests is copied. */
    public record Mirror(String cluster, double share) {}

    /** The request as it goes on: path and query, and host. */
    public record Rewritten(String target, String authority) {}
}
