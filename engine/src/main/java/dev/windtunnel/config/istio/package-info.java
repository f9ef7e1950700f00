/**
 * Istio's objects to mesh declarations, with the checks that istiod makes before it takes them (istio
 * pkg/config/validation: validation.go, virtualservice.go, agent/validation.go).
 */
@NullMarked
package dev.windtunnel.config.istio;

import org.jspecify.annotations.NullMarked;
