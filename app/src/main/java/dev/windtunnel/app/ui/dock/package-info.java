/** Requests, findings, events and console. */
@NullMarked
package dev.windtunnel.app.ui.dock;

import org.jspecify.annotations.NullMarked;
