/** The objects of the cluster as its API server keeps them: changed by kubectl, istioctl and the timeline, invalid ones refused. */
@NullMarked
package dev.windtunnel.cluster;

import org.jspecify.annotations.NullMarked;
