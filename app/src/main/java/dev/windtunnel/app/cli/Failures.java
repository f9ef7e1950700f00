package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.report.Documents;
import dev.windtunnel.report.FindingDocuments;
import dev.windtunnel.source.Spelling;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where what went wrong becomes words and an exit status. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Surroundings surroundings;

    Failures(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] args) {
        return usage(problem, List.of(args));
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof ParameterException usage) {
            return usage(usage, parsed.originalArgs());
        }
        if (problem instanceof InputProblem input) {
            return input(input, command);
        }
        return defect(problem);
    }

    /** Anything that no command expects is ours to mend, and its report should hold all we need for that. */
    int defect(Throwable problem) {
        PrintStream err = surroundings.err();
        String message = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        err.println(surroundings.terminal().red("This is a defect of Windtunnel, not of your files: ") + message);
        problem.printStackTrace(err);
        err.println("Please report it with the text above, your command line, the output of 'windtunnel version',"
                + " and the scenario if you can share it.");
        return ExitStatus.DEFECT.code();
    }

    private int usage(ParameterException problem, List<String> args) {
        String format = formatIn(args);
        if (!format.isEmpty()) {
            Finding finding = Finding.error(InputProblem.CODE, String.valueOf(problem.getMessage()))
                    .withFix("see 'windtunnel help'");
            return print(List.of(finding), format);
        }
        PrintStream err = surroundings.err();
        CommandLine command = problem.getCommandLine();
        boolean isRoot = command.getParent() == null;
        if (problem instanceof UnmatchedArgumentException unmatched) {
            err.println("windtunnel: " + unmatched(unmatched, isRoot));
            // picocli suggests whatever shares some letters; with many commands most of that is noise.
            Spelling.closest(unmatched.getUnmatched().get(0), unmatched.getSuggestions())
                    .ifPresent(meant -> err.println("Did you mean " + meant + "?"));
        } else {
            err.println("windtunnel: " + problem.getMessage());
        }
        err.println("See 'windtunnel help" + (isRoot ? "" : " " + command.getCommandName()) + "'.");
        return ExitStatus.UNUSABLE.code();
    }

    private static String unmatched(UnmatchedArgumentException problem, boolean isRoot) {
        String first = problem.getUnmatched().get(0);
        if (first.startsWith("-")) {
            return "There is no option '" + first + "'.";
        }
        return isRoot ? "There is no command '" + first + "'." : "'" + first + "' is one argument too many.";
    }

    /** The document that is asked for, json or yaml; empty when none is. What is wrong may stand in front of that. */
    private static String formatIn(List<String> args) {
        String format = "";
        for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
            String word = args.get(i);
            String next = i + 1 < args.size() ? args.get(i + 1) : "";
            String value = word.equals("-o") || word.equals("--output")
                    ? next
                    : word.startsWith("--output=")
                            ? word.substring("--output=".length())
                            : word.startsWith("-o") ? word.substring(2).replaceFirst("^=", "") : "";
            if (value.equalsIgnoreCase("json") || value.equalsIgnoreCase("yaml")) {
                format = value.toLowerCase(Locale.ROOT);
            }
        }
        return format;
    }

    private int input(InputProblem problem, CommandLine command) {
        return print(problem.findings(), outputOf(command));
    }

    private int print(List<Finding> findings, String format) {
        Map<String, @Nullable Object> document = FindingDocuments.document(findings);
        switch (format) {
            case "json" -> surroundings.out().print(Documents.json(document));
            case "yaml" -> surroundings.out().print(Documents.yaml(document));
            default -> findings.forEach(finding -> surroundings.err().println(finding.text()));
        }
        return ExitStatus.UNUSABLE.code();
    }

    /** The word after {@code -o}, whichever formats the command has. */
    private static String outputOf(CommandLine command) {
        Object format = command.getParseResult().matchedOptionValue("--output", OutputFormat.TABLE);
        return format instanceof Enum<?> constant ? Choice.word(constant) : String.valueOf(format);
    }
}
