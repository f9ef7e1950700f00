package dev.windtunnel.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code windtunnel} itself: its help, and the options that every command has. */
@Command(
        name = "windtunnel",
        description =
                "A wind tunnel for service-mesh traffic rules: what would requests experience, before you deploy?",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%n",
        footer = "'windtunnel help COMMAND' says more about a command.")
final class Root implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it, not we
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Print the version, as the command 'version' does.")
    private boolean version;

    Root(Terminal terminal) {
        this.terminal = terminal;
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            converter = ColorMode.Converter.class,
            description = "Colours: auto (default: on a terminal, unless NO_COLOR is set), always or never.")
    void color(ColorMode mode) {
        terminal.use(mode);
    }

    @Override
    public Integer call() {
        if (version) {
            return spec.commandLine().execute("version");
        }
        // Without a word it is the desktop, as a double click on it would start.
        return java.util.Objects.requireNonNull(
                        spec.commandLine().getSubcommands().get("app"))
                .execute();
    }
}
