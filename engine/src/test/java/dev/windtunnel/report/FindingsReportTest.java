package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.windtunnel.Golden;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class FindingsReportTest {
    private static final Analysis NOTHING = new Analysis(List.of(), 1, Map.of(), Level.ERROR);

    private static String text(FindingsFormat format, Analysis analysis) {
        return format.reporter().text(analysis, Style.PLAIN);
    }

    @Test
    void everyForm() {
        Golden.assertMatches("report/findings.log", text(FindingsFormat.LOG, Samples.analysis()));
        Golden.assertMatches("report/findings.json", text(FindingsFormat.JSON, Samples.analysis()));
        Golden.assertMatches("report/findings.yaml", text(FindingsFormat.YAML, Samples.analysis()));
        Golden.assertMatches("report/findings.sarif", text(FindingsFormat.SARIF, Samples.analysis()));
        Golden.assertMatches("report/findings.xml", text(FindingsFormat.JUNIT, Samples.analysis()));
    }

    @Test
    void aLineIsThatOfIstioctl() {
        Finding finding = Finding.error("IST0101", "Referenced gateway not found: \"x\"")
                .withObject("VirtualService", "default", "reviews")
                .withPlace("a.yaml", 12, 7);
        assertEquals(
                "Error [IST0101] (VirtualService default/reviews a.yaml:12:7) Referenced gateway not found: \"x\"",
                FindingsReport.line(finding, Style.PLAIN));
    }

    @Test
    void nothingFoundIsSaid() {
        assertEquals("\u2713 no findings in 1 object\n", text(FindingsFormat.LOG, NOTHING));
    }

    @Test
    void aCommandThatCouldNotRunPrintsItsFindingsAndNothingElse() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(Documents.json(
                        FindingDocuments.document(Samples.analysis().findings())));
        assertEquals(3, document.size());
        assertEquals("Findings", document.get("kind").asText());
        assertTrue(document.at("/findings/2/line").isNull(), "an unknown line is no line 0");
    }

    @Test
    void sarifRulesAreThoseOfTheResults() throws Exception {
        JsonNode run = new ObjectMapper()
                .readTree(text(FindingsFormat.SARIF, Samples.analysis()))
                .at("/runs/0");
        for (JsonNode result : run.get("results")) {
            JsonNode rule =
                    run.at("/tool/driver/rules").get(result.get("ruleIndex").asInt());
            assertEquals(rule.get("id"), result.get("ruleId"));
        }
        assertEquals(
                "my%20rules/a.yaml",
                run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .asText());
        assertEquals(
                List.of("error", "warning", "note"),
                List.of(
                        run.at("/results/0/level").asText(),
                        run.at("/results/1/level").asText(),
                        run.at("/results/2/level").asText()));
    }

    @Test
    void junitFailsFromTheFailureLevelUp() throws Exception {
        Analysis strict = new Analysis(Samples.analysis().findings(), 17, Map.of(), Level.WARNING);
        Document document = JUnitReportTest.parse(text(FindingsFormat.JUNIT, strict));
        assertEquals(2, document.getElementsByTagName("failure").getLength());
        assertEquals(1, document.getElementsByTagName("skipped").getLength());
        assertEquals("2", document.getDocumentElement().getAttribute("failures"));
        assertFalse(strict.passed());
    }

    @Test
    void neverFailsNever() throws Exception {
        Analysis never = new Analysis(Samples.analysis().findings(), 17, Map.of(), null);
        assertTrue(never.passed());
        Document document = JUnitReportTest.parse(text(FindingsFormat.JUNIT, never));
        assertEquals(0, document.getElementsByTagName("failure").getLength());
    }

    @Test
    void junitWithoutFindingsHasOneTestThatPasses() throws Exception {
        Document document = JUnitReportTest.parse(text(FindingsFormat.JUNIT, NOTHING));
        assertEquals(1, document.getElementsByTagName("testcase").getLength());
        assertEquals(0, document.getElementsByTagName("failure").getLength());
    }
}
