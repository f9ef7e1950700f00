/** The desktop program: puts the panes into the window, opens scenarios, and knows menus, keys and what to remember. */
@NullMarked
package dev.windtunnel.app.ui.desktop;

import org.jspecify.annotations.NullMarked;
