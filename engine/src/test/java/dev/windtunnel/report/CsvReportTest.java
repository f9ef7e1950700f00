package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.Golden;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvReportTest {
    private static Map<String, String> files(RunReport... runs) {
        return new CsvReport().files(List.of(runs));
    }

    @Test
    void files() {
        StringBuilder all = new StringBuilder();
        files(Samples.eventful(), Samples.replicated())
                .forEach((name, text) ->
                        all.append("== ").append(name).append('\n').append(text));
        Golden.assertMatches("report/files.csv.txt", all.toString());
    }

    private static Map<String, String> row(String file, int number) {
        List<String> lines = file.lines().toList();
        String[] names = lines.get(0).split(",");
        String[] values = lines.get(number).split(",", -1);
        assertEquals(names.length, values.length);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            row.put(names[i], values[i]);
        }
        return row;
    }

    /** Of three sessions two end after 10 s as their caller wants, one is open at the end. */
    @Test
    void websocketsHaveColumnsBehindTheLatency() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("chat", "{handlers: [{}]}")
                .run("{duration: 15s}")
                .traffic("name: ws, from: client, request: {url: 'ws://chat:8080/', session: {for: 10s}},"
                        + " load: {rate: 0.25/s, arrivals: constant}, requests: 3")
                .curl("plain", "http://chat:8080/", 1)
                .go();
        Map<String, String> files = files(new RunReport(run.result(), List.of(), List.of(), null));
        Map<String, String> ws = row(files.get("traffic.csv"), 1);
        assertEquals("3", ws.get("sessionsOpened"));
        assertEquals("1", ws.get("sessionsOpen"));
        assertEquals("3", ws.get("sessionsMostOpen"));
        assertEquals("done=2", ws.get("sessionsEnded"));
        assertEquals("2", ws.get("sessionLengthCount"));
        assertEquals("10.0", ws.get("sessionLengthMax"));
        assertEquals("", ws.get("grpc"));
        assertEquals("", row(files.get("traffic.csv"), 2).get("sessionsOpened"));
        assertEquals("1", row(files.get("pods.csv"), 2).get("openSessions"));
    }

    /** What its caller has and what the sidecar of that says are two things. */
    @Test
    void statusesOfGrpcHaveTheLastColumn() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("cart", "{handlers: [{match: {uri: /slow.S/M}, steps: [{sleep: 1s}]}, {}]}")
                .traffic("name: t, from: client, requests: 4, load: {users: 1}, mix: ["
                        + "{name: slow, request: {grpc: 'grpc://cart:8080/slow.S/M', timeout: 200ms}}]")
                .go();
        Map<String, String> files = files(new RunReport(run.result(), List.of(), List.of(), null));
        Map<String, String> traffic = row(files.get("traffic.csv"), 1);
        assertEquals("4=4", traffic.get("grpc"));
        assertEquals("200=4", traffic.get("codes"));
        assertEquals("grpc", List.copyOf(traffic.keySet()).get(traffic.size() - 1));
        Map<String, String> edge = row(files.get("edges.csv"), 1);
        assertEquals("14=4", edge.get("grpc"));
        assertEquals("grpc", List.copyOf(edge.keySet()).get(edge.size() - 1));
    }

    /** An app that hangs is started again by its liveness probe; the other pod is not. */
    @Test
    void podsSayHowOftenTheirAppsWereStartedAgain() {
        String probe =
                "containers: [{name: app, image: app, livenessProbe: {httpGet: {port: 8080, path: /}, periodSeconds: 2}}]";
        Outcome run = Scenarios.bed()
                .client("client")
                .deployment("app", 1, probe)
                .workload("app", "{shutdown: exit}")
                .run("{duration: 20s}")
                .at("5s", "fail: {workload: app, hang: true}")
                .traffic(
                        "name: later, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}, start: 1000h")
                .go();
        Map<String, String> files = files(new RunReport(run.result(), List.of(), List.of(), null));
        assertEquals("0", row(files.get("pods.csv"), 1).get("restarts"));
        assertEquals("1", row(files.get("pods.csv"), 2).get("restarts"));
        assertTrue(run.json().matches("(?s).*\"name\" *: *\"app-0\".*?\"restarts\" *: *1\\b.*"), run.json());
        assertEquals(1, run.json().split("\"restarts\"", -1).length - 1, "of the other pod nothing is said");
    }

    @Test
    void everyFileIsThereWithItsHeader() {
        Map<String, String> files = files(Samples.empty());
        assertEquals(
                List.of(
                        "traffic.csv",
                        "edges.csv",
                        "destinations.csv",
                        "services.csv",
                        "pods.csv",
                        "stats.csv",
                        "thresholds.csv",
                        "findings.csv",
                        "series.csv"),
                List.copyOf(files.keySet()));
        files.forEach((name, text) -> assertEquals(1, text.lines().count(), name));
    }

    @Test
    void fieldsAreQuotedWhereTheyMust() {
        String text =
                new Csv("a,b,c,d").row("x,y", "say \"so\"", "two\nlines", null).text();
        assertEquals("a,b,c,d\n\"x,y\",\"say \"\"so\"\"\",\"two\nlines\",\n", text);
    }

    @Test
    void recordsHaveAFieldForEachColumn() {
        assertThrows(IllegalArgumentException.class, () -> new Csv("a,b").row("1"));
    }
}
