/** Envoy's priorities and localities: which part of a cluster gets the next request. */
@NullMarked
package dev.windtunnel.proxy.health;

import org.jspecify.annotations.NullMarked;
