/** The window: menu, transport, timeline, panes, status; and what they all share. */
@NullMarked
package dev.windtunnel.app.ui.shell;

import org.jspecify.annotations.NullMarked;
