/** The page before a scenario is open, and the labs. */
@NullMarked
package dev.windtunnel.app.ui.welcome;

import org.jspecify.annotations.NullMarked;
