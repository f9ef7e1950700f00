/** Limits of rates. */
@NullMarked
package dev.windtunnel.proxy.limit;

import org.jspecify.annotations.NullMarked;
