/**
 * The text of users' files: YAML and JSON as trees that know where every key and value stands, paths into them, readers
 * that turn them into values, and the forms in which durations, rates and sizes are written.
 */
@NullMarked
package dev.windtunnel.source;

import org.jspecify.annotations.NullMarked;
