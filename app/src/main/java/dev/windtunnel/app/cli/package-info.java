/**
 * The command line: each command reads its options, asks the engine and prints. It runs without a display. A new command
 * is a class here and one line in {@code Commands}.
 */
@NullMarked
package dev.windtunnel.app.cli;

import org.jspecify.annotations.NullMarked;
