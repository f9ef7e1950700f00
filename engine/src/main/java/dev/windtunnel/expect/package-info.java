/** Statements that a run has to meet: {@code p99(reviews) < 300ms}, {@code share(reviews, version=v2) in 18%..22%}. */
@NullMarked
package dev.windtunnel.expect;

import org.jspecify.annotations.NullMarked;
