/** Envoy's load balancers: which host gets the next request. */
@NullMarked
package dev.windtunnel.proxy.balance;

import org.jspecify.annotations.NullMarked;
