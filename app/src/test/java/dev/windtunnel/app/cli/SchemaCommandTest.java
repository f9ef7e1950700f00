package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.app.cli.Shell.Result;
import dev.windtunnel.config.scenario.ScenarioSchema;
import org.junit.jupiter.api.Test;

class SchemaCommandTest {
    @Test
    void theSchemaIsThatOfTheReader() {
        assertEquals(new Result(0, ScenarioSchema.json(), ""), Shell.anywhere().run("schema"));
    }
}
