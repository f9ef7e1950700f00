/** From the documents of a user to the objects of a cluster, and from those to the mesh that they declare. */
@NullMarked
package dev.windtunnel.config;

import org.jspecify.annotations.NullMarked;
