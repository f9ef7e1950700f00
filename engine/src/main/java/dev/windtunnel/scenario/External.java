package dev.windtunnel.scenario;

import dev.windtunnel.random.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * A host outside the mesh.
 *
 * @param host its name
 * @param latency one way, in place of {@code network.external}; null when not written
 * @param addresses endpoints behind the name
 * @param behaviour the same keys as a workload's
 */
public record External(String host, @Nullable Distribution latency, int addresses, WorkloadSettings behaviour) {}
