/** Envoy's retries: on what, how often, after which wait. */
@NullMarked
package dev.windtunnel.proxy.retry;

import org.jspecify.annotations.NullMarked;
