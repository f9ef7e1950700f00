/** The virtual clock: pending events in exact order, timers that cost nothing when they are cancelled, and no allocation. */
@NullMarked
package dev.windtunnel.kernel;

import org.jspecify.annotations.NullMarked;
