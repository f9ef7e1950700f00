package dev.windtunnel.simulation;

import dev.windtunnel.plan.EndpointSearch.Found;
import dev.windtunnel.proxy.health.LocalityGroups;
import java.util.Map;

/**
 * A host of a cluster as the control plane tells of it.
 *
 * @param pod the pod
 * @param port its port; 0 when nobody asked for one
 * @param weight its share against the others, at least 1
 * @param region its region; empty when not declared
 * @param zone its zone; empty when not declared
 * @param labels its labels
 */
record Endpoint(int pod, int port, int weight, String region, String zone, Map<String, String> labels) {

    /** A pod as Kubernetes knows it. */
    static Endpoint of(Pod pod, int port) {
        return new Endpoint(pod.id, port, 1, pod.region, pod.zone, pod.labels());
    }

    /** A pod as a selector or a declared endpoint leads to it: what is declared says where it is. */
    static Endpoint of(Found<Pod> found) {
        var declared = found.declared();
        return declared == null
                ? of(found.pod(), found.port())
                : new Endpoint(
                        found.pod().id,
                        found.port(),
                        found.weight(),
                        declared.region(),
                        declared.zone(),
                        declared.labels());
    }

    /** What localities are made of. */
    LocalityGroups.Member member() {
        return new LocalityGroups.Member(region, zone, labels);
    }
}
