/** What a run so far says about the rules that it ran under: remarks with the numbers of the run, and what to do. */
@NullMarked
package dev.windtunnel.advice;

import org.jspecify.annotations.NullMarked;
