package dev.windtunnel.app.cli;

import dev.windtunnel.report.Markup;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Colours the words of a command's output, or leaves them alone. It colours when the output is a terminal and NO_COLOR
 * (no-color.org) is not set, unless {@code --color} says otherwise.
 */
public final class Terminal {
    private static final Path ERR_ON_LINUX = Path.of("/proc/self/fd/2");

    private final boolean interactive;
    private final boolean progressSeen;
    private boolean coloured;

    /**
     * A terminal, or a file or pipe.
     *
     * @param interactive whether a person looks at the output as it comes
     * @param env environment variables; NO_COLOR and TERM count
     */
    public Terminal(boolean interactive, Map<String, String> env) {
        this(interactive, interactive, env);
    }

    private Terminal(boolean interactive, boolean progressSeen, Map<String, String> env) {
        this.interactive = interactive;
        this.progressSeen = progressSeen;
        this.coloured =
                interactive && env.getOrDefault("NO_COLOR", "").isEmpty() && !Objects.equals(env.get("TERM"), "dumb");
    }

    /** What this process writes to. */
    public static Terminal ofThisProcess(Map<String, String> env) {
        boolean interactive = isTerminal(System.console());
        return new Terminal(interactive, isErrATerminal(interactive), env);
    }

    /** Whether a person looks at the output as it comes. */
    public boolean interactive() {
        return interactive;
    }

    /** Whether a person looks at what goes to stderr as it comes, so that progress is worth showing. */
    public boolean progressSeen() {
        return progressSeen;
    }

    /** The text in red: errors and what failed. */
    public String red(String text) {
        return coloured(Markup.RED, text);
    }

    /** The text in yellow: warnings. */
    public String yellow(String text) {
        return coloured(Markup.YELLOW, text);
    }

    /** The text in green: what held. */
    public String green(String text) {
        return coloured(Markup.GREEN, text);
    }

    /** The text in bold. */
    public String bold(String text) {
        return coloured(Markup.BOLD, text);
    }

    /** The text fainter than the rest. */
    public String dim(String text) {
        return coloured(Markup.DIM, text);
    }

    void use(ColorMode mode) {
        if (mode != ColorMode.AUTO) {
            coloured = mode == ColorMode.ALWAYS;
        }
    }

    private String coloured(Markup markup, String text) {
        return coloured && !text.isEmpty() ? markup.around(text) : text;
    }

    /** Java knows of stdin and stdout together alone; Linux says what stderr is, even when stdout is a file. */
    private static boolean isErrATerminal(boolean otherwise) {
        try {
            String target = Files.readSymbolicLink(ERR_ON_LINUX).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return otherwise;
        }
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
