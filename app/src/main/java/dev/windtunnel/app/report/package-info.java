/** Explanations as people and programs read them: policies, routes and the life of a request. */
@NullMarked
package dev.windtunnel.app.report;

import org.jspecify.annotations.NullMarked;
