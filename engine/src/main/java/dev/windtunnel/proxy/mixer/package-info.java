/** What Mixer of Istio 0.1 decides about a request: selectors, denials, lists and quotas. */
@NullMarked
package dev.windtunnel.proxy.mixer;

import org.jspecify.annotations.NullMarked;
