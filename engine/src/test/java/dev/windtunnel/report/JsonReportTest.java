package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.windtunnel.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static String json(RunReport... runs) {
        return ReportFormat.JSON.reporter().text(List.of(runs), Style.PLAIN);
    }

    private static JsonNode read(RunReport... runs) throws IOException {
        return new ObjectMapper().readTree(json(runs));
    }

    @Test
    void documents() {
        Golden.assertMatches("report/eventful.json", json(Samples.eventful()));
        Golden.assertMatches("report/replicated.json", json(Samples.replicated()));
        Golden.assertMatches("report/empty.json", json(Samples.empty()));
        Golden.assertMatches(
                "report/eventful.yaml", ReportFormat.YAML.reporter().text(List.of(Samples.eventful()), Style.PLAIN));
    }

    @Test
    void yamlHasTheContentOfJson() throws IOException {
        List<RunReport> runs = List.of(Samples.eventful(), Samples.replicated(), Samples.empty());
        JsonNode yaml = new YAMLMapper().readTree(ReportFormat.YAML.reporter().text(runs, Style.PLAIN));
        assertEquals(new ObjectMapper().readTree(json(runs.toArray(RunReport[]::new))), yaml);
    }

    @Test
    void severalScenariosAreAList() throws IOException {
        JsonNode list = read(Samples.eventful(), Samples.empty());
        assertEquals("RunResultList", list.get("kind").asText());
        assertEquals("bookinfo", list.at("/items/0/scenario/name").asText());
        assertEquals("RunResult", list.at("/items/1/kind").asText());
        assertEquals(0, read().get("items").size());
    }

    /** The order of keys in the sample of the documentation, in which people look things up. */
    @Test
    void keysHaveTheirOrder() throws IOException {
        JsonNode result = read(Samples.eventful());
        assertEquals(
                List.of(
                        "apiVersion",
                        "kind",
                        "scenario",
                        "totals",
                        "traffic",
                        "edges",
                        "services",
                        "pods",
                        "ejections",
                        "stats",
                        "timeline",
                        "thresholds",
                        "findings",
                        "series"),
                keys(result));
        assertEquals(
                List.of("name", "profile", "seed", "durationSeconds", "warmupSeconds", "replications"),
                keys(result.get("scenario")));
        assertEquals(
                List.of("count", "mean", "stddev", "min", "p50", "p75", "p90", "p95", "p99", "p999", "max"),
                keys(result.at("/traffic/0/latencySeconds")));
        assertEquals(List.of("count"), keys(result.at("/traffic/1/latencySeconds")));
    }

    @Test
    void whatIsNoNumberIsNull() throws IOException {
        JsonNode result = read(Samples.eventful());
        assertTrue(result.at("/traffic/1/errorRate").isNull());
        assertTrue(result.at("/pods/2/utilization").isNull());
        assertTrue(result.at("/services/2/amplification").isNull());
        assertTrue(result.at("/thresholds/3/observed").isNull());
        assertTrue(result.at("/series/items/1/values/0").isNull());
        assertTrue(result.at("/timeline/1/inForce/first").isNull());
    }

    @Test
    void countsAreIntegersWhenWhole() throws IOException {
        JsonNode result = read(Samples.replicated());
        assertTrue(result.at("/edges/0/requests").isIntegralNumber());
        assertTrue(result.at("/traffic/0/codes/200").isIntegralNumber());
        assertEquals("90.1", result.at("/edges/0/destinations/0/requests").asText());
        assertTrue(result.at("/scenario/warmupSeconds").isFloatingPointNumber());
    }

    @Test
    void theLawsHoldInTheDocument() throws IOException {
        int edges = 0;
        for (RunReport run : List.of(Samples.eventful(), Samples.replicated(), Samples.empty())) {
            JsonNode result = read(run);
            for (JsonNode traffic : result.get("traffic")) {
                double completed = traffic.get("completed").asDouble();
                assertEquals(
                        traffic.get("requests").asDouble(),
                        completed + traffic.get("unfinished").asDouble());
                assertEquals(completed, sum(traffic.get("codes")));
                assertEquals(completed, sum(traffic.get("flags")));
            }
            for (JsonNode edge : result.get("edges")) {
                edges++;
                double requests = edge.get("requests").asDouble();
                assertEquals(
                        requests + edge.get("retries").asDouble(),
                        edge.get("attempts").asDouble()
                                + edge.get("unsent").asDouble()
                                + edge.get("pending").asDouble());
                double chosen = 0;
                for (JsonNode destination : edge.get("destinations")) {
                    chosen += destination.get("requests").asDouble();
                    assertEquals(
                            destination.get("requests").asDouble() / requests,
                            destination.get("share").asDouble(),
                            1e-6);
                }
                assertEquals(requests, chosen + edge.get("noDestination").asDouble(), 1e-9);
            }
            assertEquals(
                    total(result, "traffic", "requests"),
                    result.at("/totals/requests").asDouble());
            assertEquals(
                    total(result, "traffic", "completed"),
                    result.at("/totals/completed").asDouble());
            assertEquals(
                    total(result, "traffic", "unfinished"),
                    result.at("/totals/unfinished").asDouble());
            assertEquals(
                    total(result, "edges", "attempts"),
                    result.at("/totals/attempts").asDouble());
            assertEquals(
                    total(result, "edges", "retries"),
                    result.at("/totals/retries").asDouble());
        }
        assertEquals(3, edges);
    }

    @Test
    void onlyAnInterruptedRunSaysSo() {
        assertTrue(json(Samples.empty()).contains("\"interrupted\": true"));
        assertFalse(json(Samples.eventful()).contains("interrupted"));
    }

    private static double sum(JsonNode counts) {
        double sum = 0;
        for (JsonNode count : counts) {
            sum += count.asDouble();
        }
        return sum;
    }

    private static double total(JsonNode result, String list, String field) {
        double sum = 0;
        for (JsonNode item : result.get(list)) {
            sum += item.get(field).asDouble();
        }
        return sum;
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
