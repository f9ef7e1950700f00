/**
 * The console of a simulated cluster: kubectl, istioctl and curl lines on one mesh and one virtual clock, and the tables
 * that they print. It prints nothing itself: every line gives back what its program would have written.
 */
@NullMarked
package dev.windtunnel.console;

import org.jspecify.annotations.NullMarked;
