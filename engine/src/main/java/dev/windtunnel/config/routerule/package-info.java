/**
 * Route rules of Istio 0.1 to mesh declarations, with the checks of its validator and a remark on every point where it does
 * something else than its documentation said (pilot 0.1.6, model/validation.go and proxy/envoy).
 */
@NullMarked
package dev.windtunnel.config.routerule;

import org.jspecify.annotations.NullMarked;
