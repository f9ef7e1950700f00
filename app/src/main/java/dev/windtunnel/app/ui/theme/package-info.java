/** Fonts, colours and styles, light and dark. */
@NullMarked
package dev.windtunnel.app.ui.theme;

import org.jspecify.annotations.NullMarked;
