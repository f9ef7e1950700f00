package dev.windtunnel.app.session;

import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.measure.Tally;
import dev.windtunnel.simulation.OutcomeListener;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the latest outcomes: every failed request, and of the others at most ten in a virtual second. */
final class OutcomeSampler implements OutcomeListener {

    /** What is kept. */
    static final int MOST = 500;

    private static final long GAP_NANOS = 100_000_000L;
    /** Requests of which a proxy behind the first has logged a flag, and whose end is not known yet. */
    private static final int MOST_FLAGGED = 10_000;

    private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private final Map<Long, String> flagged = new LinkedHashMap<>();
    private long nextNanos;
    private long failures;

    @Override
    public void answered(long request, int traffic, long startNanos, long endNanos, int code) {
        throw new UnsupportedOperationException("this listener is told the details");
    }

    @Override
    public void answered(long request, int traffic, long startNanos, long endNanos, int code, Details details) {
        @Nullable String behind = flagged.isEmpty() ? null : flagged.remove(request);
        boolean failed = code == 0 || code >= 500 || Tally.isGrpcError(details.grpc());
        failures += failed ? 1 : 0;
        if (!failed && endNanos < nextNanos) {
            return;
        }
        if (!failed) {
            nextNanos = endNanos + GAP_NANOS;
        }
        String own = details.flags();
        String theirs = own.equals("-") ? behind : null;
        outcomes.addLast(new Outcome(
                request,
                traffic,
                startNanos / 1e9,
                (endNanos - startNanos) / 1e9,
                code,
                details.grpc(),
                theirs == null ? own : theirs,
                theirs != null,
                details.head().method() + " " + details.head().target(),
                details.workload(),
                details.version(),
                details.tries()));
        if (outcomes.size() > MOST) {
            outcomes.removeFirst();
        }
    }

    @Override
    public void logged(long request, String flags) {
        if (flags.equals("-")) {
            return;
        }
        flagged.putIfAbsent(request, flags); // the innermost proxy speaks first, and knows best
        if (flagged.size() > MOST_FLAGGED) {
            flagged.remove(flagged.keySet().iterator().next());
        }
    }

    /** How many requests have failed. */
    long failures() {
        return failures;
    }

    /** Those kept, the latest last. */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** A kept outcome by its request; null when it is not kept. */
    @Nullable
    Outcome of(long request) {
        for (Outcome outcome : outcomes) {
            if (outcome.request() == request) {
                return outcome;
            }
        }
        return null;
    }
}
