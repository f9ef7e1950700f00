/** What tests of whole runs share: scenarios as text, small builders of them, and names for what a run gave. */
@NullMarked
package dev.windtunnel.testing;

import org.jspecify.annotations.NullMarked;
