/**
 * Says what a mesh does and why without running it: which policy holds on an edge and who set each value, and where one
 * request goes. Pure: a plan goes in, an explanation comes out.
 */
@NullMarked
package dev.windtunnel.explain;

import org.jspecify.annotations.NullMarked;
