package dev.windtunnel.simulation;

import dev.windtunnel.measure.EdgeStatistics;
import dev.windtunnel.proxy.route.RequestHead;
import org.jspecify.annotations.Nullable;

/** What a listener may ask about a call that has just ended; one object shows all of them, one after another. */
final class EndedCall implements OutcomeListener.Details {

    private final Core core;
    private @Nullable Call call;

    EndedCall(Core core) {
        this.core = core;
    }

    EndedCall of(Call ended) {
        call = ended;
        return this;
    }

    private Call call() {
        if (call == null) {
            throw new IllegalStateException("no call has ended");
        }
        return call;
    }

    @Override
    public RequestHead head() {
        return core.heads.get(call().head);
    }

    @Override
    public String flags() {
        return ResponseFlag.text(call().flags);
    }

    @Override
    public int grpc() {
        return call().grpc;
    }

    @Override
    public int tries() {
        return call().attempt;
    }

    private EdgeStatistics.@Nullable Destination destination() {
        return call().destination;
    }

    @Override
    public @Nullable String workload() {
        EdgeStatistics.Destination destination = destination();
        return destination == null ? null : destination.workload;
    }

    @Override
    public @Nullable String version() {
        EdgeStatistics.Destination destination = destination();
        return destination == null ? null : destination.version;
    }
}
