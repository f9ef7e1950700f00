/** From files to results: loads scenarios with the manifests they name, and runs them. */
@NullMarked
package dev.windtunnel.experiment;

import org.jspecify.annotations.NullMarked;
