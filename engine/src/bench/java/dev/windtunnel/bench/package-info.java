/** How fast the engine is, in figures that mean something on any machine: ratios to the JDK's own priority queue. */
@NullMarked
package dev.windtunnel.bench;

import org.jspecify.annotations.NullMarked;
