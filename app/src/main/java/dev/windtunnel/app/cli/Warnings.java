package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;

/** Findings beside a result: they go to stderr, or take the place of the result. */
final class Warnings {
    private Warnings() {}

    /**
     * Prints the findings in the order of the files.
     *
     * @throws InputProblem with all of them when one is an error, so that no incomplete result is taken for a whole one
     */
    static void print(Findings findings, Surroundings surroundings) {
        if (findings.hasErrors()) {
            throw new InputProblem(findings.sorted());
        }
        for (Finding finding : findings.sorted()) {
            surroundings.err().println(finding.text());
        }
    }
}
