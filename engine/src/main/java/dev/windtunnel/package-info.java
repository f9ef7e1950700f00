/** Windtunnel's engine: everything but the screen, the command line and the wall clock. */
@NullMarked
package dev.windtunnel;

import org.jspecify.annotations.NullMarked;
