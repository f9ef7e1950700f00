/** Figures over time. */
@NullMarked
package dev.windtunnel.app.ui.chart;

import org.jspecify.annotations.NullMarked;
