/**
 * Scenario files: one description of the language, from which both its reader and its JSON Schema come, the files it is read
 * from, and the checks of a scenario against the mesh it runs on.
 */
@NullMarked
package dev.windtunnel.config.scenario;

import org.jspecify.annotations.NullMarked;
