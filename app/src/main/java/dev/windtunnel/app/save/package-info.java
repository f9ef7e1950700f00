/** Saves a live session as a scenario that runs headless and gives the same figures. */
@NullMarked
package dev.windtunnel.app.save;

import org.jspecify.annotations.NullMarked;
