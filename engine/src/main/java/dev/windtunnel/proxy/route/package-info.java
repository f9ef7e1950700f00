/** Envoy's virtual hosts and routes: which rule takes a request, and what it says to do. */
@NullMarked
package dev.windtunnel.proxy.route;

import org.jspecify.annotations.NullMarked;
