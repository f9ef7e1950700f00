package dev.windtunnel.plan;

import dev.windtunnel.scenario.Traffic;

/**
 * A traffic, ready to run.
 *
 * @param id dense number, in file order
 * @param traffic as declared
 * @param workload id of the calling workload
 */
public record TrafficPlan(int id, Traffic traffic, int workload) {}
