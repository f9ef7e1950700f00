/** Envoy's outlier detection: which hosts are taken out of a cluster for a while, and when they come back. */
@NullMarked
package dev.windtunnel.proxy.outlier;

import org.jspecify.annotations.NullMarked;
