/** What is in the scenario, as a list. */
@NullMarked
package dev.windtunnel.app.ui.explorer;

import org.jspecify.annotations.NullMarked;
