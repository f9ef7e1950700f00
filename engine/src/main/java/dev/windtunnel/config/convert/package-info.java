/**
 * The rules of Istio 0.1 to 0.8 rewritten in the language of {@code networking.istio.io/v1}: so that requests experience
 * the same, or field by field to show what is lost that way.
 */
@NullMarked
package dev.windtunnel.config.convert;

import org.jspecify.annotations.NullMarked;
