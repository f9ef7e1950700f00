package dev.windtunnel.app.cli;

import dev.windtunnel.config.scenario.ScenarioSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of a Scenario, for editors that complete and check YAML. */
@Command(name = "schema", description = "Print the JSON Schema of a Scenario.")
final class SchemaCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    SchemaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print(ScenarioSchema.json());
        return ExitStatus.OK.code();
    }
}
