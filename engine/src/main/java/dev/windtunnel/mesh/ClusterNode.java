package dev.windtunnel.mesh;

import java.util.Map;

/**
 * A machine of the cluster.
 *
 * @param name its name
 * @param region its region; empty when unknown
 * @param zone its zone; empty when unknown
 * @param labels its labels
 */
public record ClusterNode(String name, String region, String zone, Map<String, String> labels) {}
