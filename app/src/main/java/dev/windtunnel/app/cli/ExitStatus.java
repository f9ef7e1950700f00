package dev.windtunnel.app.cli;

/** How a command ended, as the shell sees it. */
public enum ExitStatus {
    /** It ran, and every threshold held. */
    OK(0),
    /** It ran, and a threshold, a tolerance or a test was missed, or a finding reached the failure threshold. */
    MISSED(1),
    /** It could not run: wrong usage, or errors in the scenario. */
    UNUSABLE(2),
    /** It could not run because of a defect of Windtunnel. */
    DEFECT(3),
    /** Somebody pressed Ctrl-C: what there was is printed. */
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number the process exits with. */
    public int code() {
        return code;
    }
}
