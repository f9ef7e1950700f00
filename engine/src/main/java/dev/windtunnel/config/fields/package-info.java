/**
 * Reading the fields of one object: each block knows where it stands, which of its fields somebody asked for, and what it
 * has to say about the others.
 */
@NullMarked
package dev.windtunnel.config.fields;

import org.jspecify.annotations.NullMarked;
