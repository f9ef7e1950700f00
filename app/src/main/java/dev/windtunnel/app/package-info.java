/** The program Windtunnel: what the operating system starts. */
@NullMarked
package dev.windtunnel.app;

import org.jspecify.annotations.NullMarked;
