/** Facts measured on a real Envoy (1.40) under Istio's settings, and siblings of them, as scenarios. */
@NullMarked
package dev.windtunnel.facts;

import org.jspecify.annotations.NullMarked;
