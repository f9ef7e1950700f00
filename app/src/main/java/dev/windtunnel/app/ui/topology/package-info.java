/** Workloads, pods and requests as a picture. */
@NullMarked
package dev.windtunnel.app.ui.topology;

import org.jspecify.annotations.NullMarked;
