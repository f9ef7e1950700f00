/** Owns a running simulation on a thread of its own: immutable pictures come out, commands and edits go in. */
@NullMarked
package dev.windtunnel.app.session;

import org.jspecify.annotations.NullMarked;
