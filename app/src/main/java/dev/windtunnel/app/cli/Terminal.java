package dev.windtunnel.app.cli;

import java.io.Console;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Colours the words of a command's output, or leaves them alone. It colours when the output is a terminal and NO_COLOR
 * (no-color.org) is not set, unless {@code --color} says otherwise.
 */
public final class Terminal {
    private final boolean interactive;
    private boolean coloured;

    /**
     * A terminal, or a file or pipe.
     *
     * @param interactive whether a person looks at the output as it comes
     * @param env environment variables; NO_COLOR and TERM count
     */
    public Terminal(boolean interactive, Map<String, String> env) {
        this.interactive = interactive;
        this.coloured =
                interactive && env.getOrDefault("NO_COLOR", "").isEmpty() && !Objects.equals(env.get("TERM"), "dumb");
    }

    /** What this process writes to. */
    public static Terminal ofThisProcess(Map<String, String> env) {
        return new Terminal(isTerminal(System.console()), env);
    }

    /** Whether a person looks at the output as it comes, so that progress is worth showing. */
    public boolean interactive() {
        return interactive;
    }

    /** The text in red: errors and what failed. */
    public String red(String text) {
        return coloured("31", text);
    }

    /** The text in yellow: warnings. */
    public String yellow(String text) {
        return coloured("33", text);
    }

    /** The text in green: what held. */
    public String green(String text) {
        return coloured("32", text);
    }

    /** The text in bold. */
    public String bold(String text) {
        return coloured("1", text);
    }

    /** The text fainter than the rest. */
    public String dim(String text) {
        return coloured("2", text);
    }

    void use(ColorMode mode) {
        if (mode != ColorMode.AUTO) {
            coloured = mode == ColorMode.ALWAYS;
        }
    }

    private String coloured(String code, String text) {
        return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console without a terminal too, and this method to tell.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
