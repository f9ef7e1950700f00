/** The one place where plan, kernel, proxy behaviour and traffic meet: request tables, event kinds and their dispatch. */
@NullMarked
package dev.windtunnel.simulation;

import org.jspecify.annotations.NullMarked;
