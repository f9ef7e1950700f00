/**
 * Sidecar injection as {@code istioctl kube-inject} of Istio 0.1.6 did it: the YAML of a workload goes in, the same workload
 * with a proxy and the init containers that redirect its traffic comes out.
 */
@NullMarked
package dev.windtunnel.config.inject;

import org.jspecify.annotations.NullMarked;
