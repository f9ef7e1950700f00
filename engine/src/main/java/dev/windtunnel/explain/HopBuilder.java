package dev.windtunnel.explain;

import dev.windtunnel.explain.Hop.Destination;
import dev.windtunnel.explain.Hop.Mirror;
import dev.windtunnel.explain.Hop.Outcome;
import dev.windtunnel.explain.Hop.Rewritten;
import dev.windtunnel.explain.Hop.Skipped;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.proxy.retry.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what there is to say about a hop. */
final class HopBuilder {
    private final String proxy;
    Outcome outcome = Outcome.FORWARD;

    @Nullable
    Integer status;

    @Nullable
    String flag;

    @Nullable
    String virtualHost;

    @Nullable
    String rule;

    final List<Skipped> skipped = new ArrayList<>();
    final List<Destination> destinations = new ArrayList<>();
    long timeoutNanos;

    @Nullable
    RetryPolicy retry;

    final List<HttpRoute.Fault> faults = new ArrayList<>();
    final List<Mirror> mirrors = new ArrayList<>();

    @Nullable
    Rewritten rewrite;

    @Nullable
    String redirect;

    @Nullable
    String note;

    HopBuilder(String proxy) {
        this.proxy = proxy;
    }

    /** Ends here, without an answer of a proxy. */
    HopBuilder ends(Outcome how, String why) {
        outcome = how;
        note = why;
        return this;
    }

    /** Ends here with an answer of the proxy. */
    HopBuilder answers(Outcome how, int code, @Nullable String flags) {
        outcome = how;
        status = code;
        flag = flags;
        return this;
    }

    Hop build() {
        return new Hop(
                proxy,
                outcome,
                status,
                flag,
                virtualHost,
                rule,
                skipped,
                destinations,
                timeoutNanos,
                retry,
                faults,
                mirrors,
                rewrite,
                redirect,
                note);
    }
}
