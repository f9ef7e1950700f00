package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Finding;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command cannot run because of what its user gave it: the findings say what and where. The command line prints them
 * and exits with {@link ExitStatus#UNUSABLE}; nobody sees a stack trace.
 */
public final class InputProblem extends RuntimeException {
    /** Something on the command line cannot be used. */
    static final String CODE = "WT0070";

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * A problem with these findings, in the order to print them.
     *
     * @throws IllegalArgumentException when there is none
     */
    public InputProblem(List<Finding> findings) {
        super(findings.stream().map(Finding::text).collect(Collectors.joining("\n")));
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a problem without a finding");
        }
        this.findings = List.copyOf(findings);
    }

    /**
     * A problem that stands in no file, such as a file that is not there.
     *
     * @param message what is wrong
     * @param fix what to do about it
     */
    public static InputProblem of(String message, String fix) {
        return new InputProblem(List.of(Finding.error(CODE, message).withFix(fix)));
    }

    /** What is wrong; never empty. */
    public List<Finding> findings() {
        return findings;
    }
}
