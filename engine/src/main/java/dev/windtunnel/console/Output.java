package dev.windtunnel.console;

/**
 * What a program leaves behind.
 *
 * @param stdout its data; ended by a line feed unless it is empty or curl was told otherwise
 * @param stderr its messages
 * @param exit its exit status
 */
public record Output(String stdout, String stderr, int exit) {

    static final Output NOTHING = new Output("", "", 0);

    static Output of(String stdout) {
        return new Output(stdout, "", 0);
    }

    static Output failed(String message) {
        return failed(message, 1);
    }

    static Output failed(String message, int exit) {
        return new Output("", message + "\n", exit);
    }

    /** Both, one after the other; the first failure is the exit status. */
    Output then(Output next) {
        return new Output(stdout + next.stdout, stderr + next.stderr, exit != 0 ? exit : next.exit);
    }
}
