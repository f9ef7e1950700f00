package dev.windtunnel.app.cli;

import dev.windtunnel.report.Style;

/** Words set apart by the colours of a terminal, or not at all when it shows none. */
record TerminalStyle(Terminal terminal) implements Style {
    @Override
    public String good(String text) {
        return terminal.green(text);
    }

    @Override
    public String bad(String text) {
        return terminal.red(text);
    }

    @Override
    public String warning(String text) {
        return terminal.yellow(text);
    }

    @Override
    public String dim(String text) {
        return terminal.dim(text);
    }

    @Override
    public String bold(String text) {
        return terminal.bold(text);
    }
}
