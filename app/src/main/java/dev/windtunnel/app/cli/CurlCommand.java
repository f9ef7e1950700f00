package dev.windtunnel.app.cli;

import dev.windtunnel.console.Console;
import dev.windtunnel.console.Curl;
import dev.windtunnel.console.Output;
import dev.windtunnel.console.PodFiles;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.Run.PodView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A curl inside a pod; its exit status is curl's. */
@Command(
        name = "curl",
        description = {
            "Make requests from inside a pod with a virtual curl.",
            "All that stands behind -- is curl's; each call is a new process with a new connection."
        })
final class CurlCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A Scenario, or plain manifests.")
    private String path;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "-- CURL-OPTIONS URL",
            description =
                    "-s -S -i -I -v -o -w -X -H -d -m -k -L -f -b -c --connect-timeout --resolve --retry, and urls.")
    private List<String> arguments;

    @Option(names = "--from", required = true, paramLabel = "POD|WORKLOAD", description = "Where curl runs.")
    private String from;

    @Option(names = "--with-traffic", description = "The scenario's own traffic flows too.")
    private boolean withTraffic;

    @Option(
            names = "--count",
            converter = WholeNumber.Times.class,
            paramLabel = "N",
            defaultValue = "1",
            description = "Calls, one after another (default: 1).")
    private int count;

    @Mixin
    private ConsoleOptions when;

    @Mixin
    private ScenarioOptions scenario;

    CurlCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Experiment experiment = scenario.loadOne(path, true, surroundings);
        Run run = when.open(experiment, withTraffic);
        PodFiles files = new PodFiles(new LocalFiles(path, surroundings));
        int[] status = {ExitStatus.OK.code()};
        ConsoleOptions.advance(() -> {
            for (int i = 0; i < count; i++) {
                Output output = Curl.run(run, pod(run), files, arguments);
                GetCommand.print(output, surroundings);
                status[0] = status[0] == 0 ? output.exit() : status[0];
            }
        });
        return status[0];
    }

    private PodView pod(Run run) {
        PodView pod = Console.podFor(run, from);
        if (pod == null) {
            String running = run.pods().stream()
                    .filter(each ->
                            each.state().equals("READY") && !each.workload().external())
                    .map(PodView::name)
                    .limit(20)
                    .collect(Collectors.joining(", "));
            throw InputProblem.of(
                    "--from " + from + ": no such pod or workload runs at this time",
                    running.isEmpty() ? "no pod runs at all: see 'windtunnel get'" : "running are " + running);
        }
        return pod;
    }
}
