/** The mesh compiled for one run: what each proxy has been told, how each workload behaves, who calls whom. Immutable; a live edit makes a new plan. */
@NullMarked
package dev.windtunnel.plan;

import org.jspecify.annotations.NullMarked;
