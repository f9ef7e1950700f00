package dev.windtunnel.analysis;

import dev.windtunnel.finding.Findings;

/** One check; it reads the input and adds what it finds. */
@FunctionalInterface
interface Check {
    void run(Input input, Findings findings);
}
