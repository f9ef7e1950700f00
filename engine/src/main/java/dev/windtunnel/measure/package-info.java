/** What a run remembers: latencies in mergeable buckets with exact sums, and gauges weighted by time. */
@NullMarked
package dev.windtunnel.measure;

import org.jspecify.annotations.NullMarked;
