package dev.windtunnel.plan;

import java.util.List;
import java.util.Map;

/**
 * Who a proxy is to the control plane.
 *
 * @param namespace namespace of the pod
 * @param labels labels of the pod; empty when no rule looks at them
 * @param services full names of the services that the pod is in (Istio 0.1 looks at them); empty otherwise
 */
public record ClientIdentity(String namespace, Map<String, String> labels, List<String> services) {}
