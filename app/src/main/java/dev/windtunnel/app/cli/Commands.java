package dev.windtunnel.app.cli;

import java.util.List;
import java.util.concurrent.Callable;

/** The list of commands, in the order of the help. A new command is one more line. */
final class Commands {
    private Commands() {}

    static List<Callable<Integer>> all(Surroundings surroundings) {
        return List.of(
                new RunCommand(surroundings),
                new AppCommand(surroundings),
                new AnalyzeCommand(surroundings),
                new CurlCommand(surroundings),
                new ExecCommand(surroundings),
                new GetCommand(surroundings),
                new DescribeCommand(surroundings),
                new ConvertCommand(surroundings),
                new InjectCommand(surroundings),
                new PolicyCommand(surroundings),
                new RouteCommand(surroundings),
                new SchemaCommand(surroundings),
                new TraceCommand(surroundings),
                new VersionCommand(surroundings));
    }
}
