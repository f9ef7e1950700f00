package dev.windtunnel.plan;

import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.WorkloadSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of a workload behave, all defaults filled in.
 *
 * @param sidecar the scenario's word on injection; null when it says nothing
 * @param cores of one pod; positive infinity for unlimited
 * @param concurrency requests in service at a time; {@link Integer#MAX_VALUE} for unlimited
 * @param queue waiting places; {@link Integer#MAX_VALUE} for unlimited
 * @param async a request holds its place only while it works
 * @param stopOnCancel work ends when its caller hangs up
 * @param startupNanos created to ready
 * @param shutdown what happens on SIGTERM
 * @param placement zone or node to number of pods; empty for anywhere
 * @param forwardHeaders headers copied into calls
 * @param connection how it calls others
 * @param handlers what it does
 * @param written whether any entry of the scenario says how it handles requests
 */
public record Behaviour(
        @Nullable Boolean sidecar,
        double cores,
        int concurrency,
        int queue,
        boolean async,
        boolean stopOnCancel,
        long startupNanos,
        WorkloadSettings.Shutdown shutdown,
        Map<String, Integer> placement,
        List<String> forwardHeaders,
        Connection connection,
        List<Handler> handlers,
        boolean written) {}
