package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Nodes;
import org.junit.jupiter.api.Test;

/** One scenario with every key of the language, as the contract shows them. */
class ContractExampleTest {
    private static final Texts.Memory FILES = Texts.Memory.of(
            "rules/retry.yaml",
            "kind: VirtualService\n",
            "rules/quota.yaml",
            "rules: []\n",
            "times.csv",
            "value,weight\n5ms,10\n7ms,1\n",
            "fortio.json",
            "{\"DurationHistogram\": {\"Data\": [{\"Start\": 0.001, \"End\": 0.002, \"Count\": 3}]}}");

    @Test
    void everyKeyOfTheContractIsRead() {
        MapNode root = Texts.root(Examples.EVERYTHING);
        Findings findings = new Findings();
        Scenario scenario = ScenarioReader.read(root, "", FILES, "x", findings);
        assertEquals("", Texts.texts(findings));
        assertNotNull(scenario);
        assertEquals(4, scenario.traffic().size());
        assertEquals(20, scenario.timeline().size());
    }

    @Test
    void theExampleIsValidByTheSchema() {
        MapNode root = Texts.root(Examples.EVERYTHING);
        assertEquals("", SchemaCheck.problems(ScenarioSchema.tree(), root));
    }

    @Test
    void theSchemaHasNoKeyThatTheExampleLacks() {
        // The other direction of the test above: what the schema knows and nobody has ever written is suspicious.
        String text = Nodes.toJson(Texts.root(Examples.EVERYTHING));
        for (String key : SchemaCheck.keys(ScenarioSchema.tree())) {
            if (!Examples.WITHOUT_EFFECT.contains(key)) {
                assertEquals(true, text.contains("\"" + key + "\":"), key + " is in the schema, but in no example");
            }
        }
    }
}
