/** The rules of the open files as texts that are edited: byte by byte, with what waits, undo and findings. No display. */
@NullMarked
package dev.windtunnel.app.rules;

import org.jspecify.annotations.NullMarked;
