/** Randomness without state: every draw is a function of the seed, of whom it is for and of what it decides. */
@NullMarked
package dev.windtunnel.random;

import org.jspecify.annotations.NullMarked;
