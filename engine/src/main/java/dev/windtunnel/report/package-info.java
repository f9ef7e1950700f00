/** Results as people and programs read them: tables, readable figures, JSON and other formats. */
@NullMarked
package dev.windtunnel.report;

import org.jspecify.annotations.NullMarked;
