/** Kubernetes objects to mesh declarations: workloads, services, namespaces, nodes and Istio's own ConfigMaps. */
@NullMarked
package dev.windtunnel.config.kubernetes;

import org.jspecify.annotations.NullMarked;
