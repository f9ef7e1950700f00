/** What a Scenario document says, with its defaults filled in: the run, the cluster, how pods behave, traffic, timeline and thresholds. */
@NullMarked
package dev.windtunnel.scenario;

import org.jspecify.annotations.NullMarked;
