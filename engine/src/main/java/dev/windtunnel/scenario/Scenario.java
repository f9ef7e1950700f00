package dev.windtunnel.scenario;

import dev.windtunnel.expect.Threshold;
import java.util.List;

/**
 * A scenario, read and with its defaults filled in.
 *
 * @param name {@code metadata.name}
 * @param description free text; empty when not written
 * @param profile which Istio and Envoy are simulated
 * @param lenient01 profile option {@code lenient0.1}: take incomplete rules of Istio 0.1
 * @param namespace for documents that name none
 * @param resources patterns as written
 * @param run how long, how often, from which seed
 * @param cluster nodes, network, proxies, platform
 * @param workloads how pods behave, in file order; the most specific pattern wins, key by key
 * @param external what answers outside the mesh
 * @param traffic who asks what, in file order
 * @param timeline what happens to the mesh, in file order
 * @param thresholds what has to hold
 * @param place where the Scenario document stands
 */
public record Scenario(
        String name,
        String description,
        Profile profile,
        boolean lenient01,
        String namespace,
        List<String> resources,
        RunSettings run,
        ClusterSettings cluster,
        List<WorkloadSettings> workloads,
        List<External> external,
        List<Traffic> traffic,
        List<TimelineEntry> timeline,
        List<Threshold> thresholds,
        Place place) {}
