/** Checks over the whole mesh, which say what {@code istioctl analyze} says and in its codes, and some that it lacks. */
@NullMarked
package dev.windtunnel.analysis;

import org.jspecify.annotations.NullMarked;
