package dev.windtunnel.advice;

import dev.windtunnel.finding.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run advises, and where in the mesh it was seen.
 *
 * @param finding what there is to say, about the rule behind it where there is one
 * @param edge the edge whose requests it is about, {@code source->service:port}; null when it is about none
 * @param workload the workload that it is about, by its name in results; null when it is about none
 */
public record Advised(Finding finding, @Nullable String edge, @Nullable String workload) {

    /** The same in other words. */
    public Advised withMessage(String message) {
        return new Advised(finding.withMessage(message), edge, workload);
    }
}
