package dev.windtunnel.console;

/** A line cannot be carried out; the message is what its program would print. */
final class ConsoleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;

    ConsoleException(String message, int exit) {
        super(message);
        this.exit = exit;
    }

    ConsoleException(String message) {
        this(message, 1);
    }

    Output output() {
        return Output.failed(String.valueOf(getMessage()), exit);
    }
}
