/** The format-neutral picture of what is deployed: workloads, services, routes and policies as declared, whatever language declared them. */
@NullMarked
package dev.windtunnel.mesh;

import org.jspecify.annotations.NullMarked;
