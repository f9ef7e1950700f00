/** The selected object: its policy, its form, its YAML. */
@NullMarked
package dev.windtunnel.app.ui.inspector;

import org.jspecify.annotations.NullMarked;
