package dev.windtunnel.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what {@code --help} shows; picocli's own command of this name cannot share {@code -h} with {@link Root}. */
@Command(name = "help", description = "Show the help of a command.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to explain; none: all in short.")
    private @Nullable String command;

    @Override
    public Integer call() {
        CommandLine root = spec.parent().commandLine();
        CommandLine subject = command == null ? root : root.getSubcommands().get(command);
        if (subject == null) {
            throw new ParameterException(root, "There is no command '" + command + "'.");
        }
        subject.usage(root.getOut());
        return ExitStatus.OK.code();
    }
}
